"""Drift traced to a studio, a day, a preset: with effect size and n, and only where there is one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.drift.cause import causes, cliffs_delta, epsilon_squared
from review_desk.domain.drift.settings import Settings
from tests.domain.drift.subjects import batch, grouped, moved

SETTINGS = Settings()
NUMBERS = st.lists(st.floats(-50, 50), min_size=1, max_size=12)


def presets(count: int = 48) -> list:
    return [
        grouped(photo, {"preset": ("soft", "hard", "texture")[n % 3], "studio": "AB"[n % 2]})
        for n, photo in enumerate(batch(count))
    ]


def test_the_preset_that_shifts_a_measure_is_the_first_cause() -> None:
    photos = [moved(p, background_b=3.0) if p.groups["preset"] == "texture" else p for p in presets()]
    first = causes(photos, SETTINGS)[0]
    assert (first.by, first.value, first.measure.id) == ("preset", "texture", "background_b")
    assert first.shift == pytest.approx(3, abs=0.3)
    assert (first.effect, first.count, first.off) == (1.0, 16, 16)
    assert first.words == (
        "Background yellow-blue is 3.0 b* yellower on preset texture: 16 of 16 photos. "
        "This is the preset, not the file."
    )


def test_a_warm_white_is_called_warm_before_it_is_called_impure() -> None:
    photos = [
        moved(p, background_b=3.0, background_white=-60.0) if p.groups["preset"] == "texture" else p
        for p in presets()
    ]
    told = [cause.measure.id for cause in causes(photos, SETTINGS) if cause.likely]
    assert told == ["background_b", "background_white"]


def test_one_bad_photo_is_not_the_fault_of_its_preset() -> None:
    photos = presets()
    photos[4] = moved(photos[4], background_b=6.0)
    assert not [cause for cause in causes(photos, SETTINGS) if cause.likely]


def test_a_preset_that_fails_on_some_products_alone_is_named_with_how_many() -> None:
    photos = presets()
    warm = [n for n, p in enumerate(photos) if p.groups["preset"] == "texture"][:7]
    for n in warm:
        photos[n] = moved(photos[n], background_b=3.0)
    [cause] = [each for each in causes(photos, SETTINGS) if each.likely and each.by == "preset"]
    assert (cause.value, cause.off, cause.count, cause.covers) == ("texture", 7, 16, False)
    assert cause.shift == pytest.approx(3, abs=0.3)
    assert cause.words.endswith("on preset texture: 7 of 16 photos.")
    assert sorted(cause.offenders) == [photos[n].photo for n in warm], "the good ones are not to be rejected"


def test_a_day_that_is_as_usual_is_not_blamed_for_what_the_others_do() -> None:
    days = [grouped(p, {"day": f"2026-11-{13 + n // 18}"}) for n, p in enumerate(batch(54))]
    photos = [moved(p, background_b=3.0) if n >= 18 and n % 18 < 13 else p for n, p in enumerate(days)]
    blamed = {cause.value for cause in causes(photos, SETTINGS) if cause.likely}
    assert "2026-11-13" not in blamed


def test_what_is_off_in_one_preset_and_as_often_elsewhere_has_no_cause() -> None:
    photos = [moved(p, background_b=3.0) if n % 5 == 0 else p for n, p in enumerate(presets())]
    assert not [cause for cause in causes(photos, SETTINGS) if cause.likely]


@given(st.integers(0, 2**32))
def test_no_cause_is_found_where_there_is_none(seed: int) -> None:
    photos = [
        grouped(photo, {"studio": "AB"[n % 2], "day": f"day {n // 16}"})
        for n, photo in enumerate(batch(48, seed=seed, jitter=1.0))
    ]
    assert not [cause for cause in causes(photos, SETTINGS) if cause.likely]


def test_a_preset_that_only_made_black_bags_is_not_blamed_for_their_being_black() -> None:
    photos = [
        replace(moved(p, exposure_l=-40.0), colourway="black") if p.groups["preset"] == "texture" else p
        for p in presets()
    ]
    assert not [cause for cause in causes(photos, SETTINGS) if cause.likely]


def test_two_names_for_the_same_photos_are_said_together() -> None:
    photos = [
        grouped(p, {"model": "s 1.6" if p.groups["preset"] == "texture" else "xl 2.1"}) for p in presets()
    ]
    photos = [moved(p, tilt=3.0) if p.groups["preset"] == "texture" else p for p in photos]
    said = {cause.value: cause.same_photos for cause in causes(photos, SETTINGS) if cause.covers}
    assert said["texture"] == ("model s 1.6",)
    assert said["s 1.6"] == ("preset texture",)


@given(NUMBERS, NUMBERS)
def test_cliffs_delta_is_the_share_above_less_the_share_below(one: list[float], other: list[float]) -> None:
    signs = [(x > y) - (x < y) for x in one for y in other]
    assert cliffs_delta(one, other) == pytest.approx(sum(signs) / len(signs))
    assert cliffs_delta(other, one) == pytest.approx(-cliffs_delta(one, other))


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_the_explained_share_lies_between_nothing_and_all(groups: list[list[float]]) -> None:
    assert 0 <= epsilon_squared(groups) <= 1 + 1e-9


def test_groups_that_do_not_overlap_explain_nearly_all() -> None:
    assert epsilon_squared([[1, 2, 3, 4], [11, 12, 13, 14]]) == pytest.approx(0.762, abs=0.001)
    assert epsilon_squared([[1, 1], [9, 9]]) == 1.0
