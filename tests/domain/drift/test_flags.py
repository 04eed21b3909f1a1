"""A flag needs both: an outlier among its like, and a difference that can be seen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.drift.flag import deviations, flagged_places, would_flag
from review_desk.domain.drift.measure import BY_ID, MEASURES, Measure
from review_desk.domain.drift.settings import Settings
from review_desk.domain.drift.style import StyleGuide, Target
from tests.domain.drift.subjects import USUAL, batch, compared, grouped, moved

SETTINGS = Settings()
MOVABLE = [measure for measure in MEASURES if measure.scale != "colour" and measure.seen]


def amount_for(measure: Measure, visible: float) -> float:
    """What to add to a value so that it deviates by so many visible differences."""
    size = visible * measure.visible
    return size * USUAL.get(measure.id, 0.0) / 100 if measure.scale == "ratio" else size


@pytest.mark.parametrize("measure", MOVABLE, ids=lambda m: m.id)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_photo_twice_the_limit_off_is_flagged_on_that_measure_and_nothing_else_is(
    measure: Measure, sign: int
) -> None:
    photos = batch(40)
    photos[17] = moved(photos[17], **{measure.id: sign * amount_for(measure, 2.1)})
    comparison = compared(photos)
    assert flagged_places(comparison, SETTINGS) == {17}
    flags = [each for each in deviations(comparison, 17, SETTINGS) if each.flagged]
    assert {each.measure.id for each in flags} == {measure.id}
    assert {each.against for each in flags} >= {"row", "batch"}


def test_a_colour_says_how_far_and_which_way() -> None:
    photos = batch(40)
    photos[5] = moved(photos[5], product_b=5.0)
    first = deviations(compared(photos), 5, SETTINGS)[0]
    assert first.measure.id == "product"
    assert first.amount == pytest.approx(5, abs=0.6)
    assert "yellower than" in first.words


@given(seed=st.integers(0, 2**32), visible=st.floats(0.0, 0.95))
def test_what_cannot_be_seen_is_never_flagged_however_much_of_an_outlier_it_is(
    seed: int, visible: float
) -> None:
    photos = batch(20, seed=seed, jitter=0.0)
    photos[3] = moved(photos[3], exposure_l=visible * BY_ID["exposure_l"].visible)
    assert not flagged_places(compared(photos), SETTINGS)


def test_what_is_usual_in_a_batch_is_no_outlier_however_far_it_can_be_seen() -> None:
    photos = [moved(photo, exposure_l=8.0 * (n % 5 - 2)) for n, photo in enumerate(batch(40))]
    comparison = compared(photos)
    assert any(each.visible for each in deviations(comparison, 0, SETTINGS))
    assert not flagged_places(comparison, SETTINGS)


@given(seed=st.integers(0, 2**32))
def test_hardly_any_untouched_photo_is_flagged(seed: int) -> None:
    flagged = flagged_places(compared(batch(60, seed=seed, jitter=1.5)), SETTINGS)
    assert len(flagged) <= 1


def test_a_black_bag_is_not_dark_beside_white_ones() -> None:
    photos = batch(40)
    for n in range(10, 20):
        dark = moved(photos[n], exposure_l=-40.0, exposure_ev=-3.0, product_l=-40.0)
        photos[n] = replace(dark, colourway="black")
    assert not flagged_places(compared(photos), SETTINGS)


def test_fewer_than_eight_photos_have_no_spread_and_no_outliers() -> None:
    photos = batch(7)
    photos[2] = moved(photos[2], background_b=30.0)
    assert not flagged_places(compared(photos), SETTINGS)


def test_but_they_still_miss_the_style_guide_and_the_reference() -> None:
    photos = batch(3)
    photos[2] = moved(photos[2], background_b=9.0)
    style = StyleGuide({"background_b": Target("background_b", -2, 2)})
    settings = Settings(style=style, reference="p000")
    flags = [each for each in deviations(compared(photos, settings), 2, settings) if each.flagged]
    assert {(each.against, round(each.amount)) for each in flags} == {("reference", 9), ("target", 7)}


def test_one_odd_photo_of_an_sku_is_told_from_its_siblings() -> None:
    photos = [replace(photo, sku=f"S{n // 3}") for n, photo in enumerate(batch(30))]
    photos[7] = moved(photos[7], frame_fill=8.0)
    flags = [each for each in deviations(compared(photos), 7, SETTINGS) if each.flagged]
    assert "siblings" in {each.against for each in flags}
    assert flags[0].words.endswith("% larger than its siblings")


def test_the_preview_counts_without_comparing_anew() -> None:
    photos = batch(40)
    for n in (3, 9, 30):
        photos[n] = moved(photos[n], exposure_ev=-0.1 * n)
    comparison = compared(photos)
    assert would_flag(comparison, SETTINGS).words == "would flag 3 of 40"
    assert would_flag(comparison, Settings({"exposure_ev": 2.0})).flagged == 1
    assert would_flag(comparison, Settings(against=frozenset({"target"}))).flagged == 0


def test_a_photo_without_measures_is_neither_judged_nor_in_the_way() -> None:
    photos = batch(20)
    photos[4] = replace(photos[4], values={}, reason="The background is not plain.")
    comparison = compared(photos)
    assert deviations(comparison, 4, SETTINGS) == ()
    assert not flagged_places(comparison, SETTINGS)


def test_nothing_at_all_can_be_compared() -> None:
    assert flagged_places(compared([]), SETTINGS) == set()


def test_a_product_made_mostly_with_the_dark_preset_is_not_light_where_it_was_made_with_another() -> None:
    photos, dark = batch(80), set()
    for place, photo in enumerate(photos):
        product, turn = place % 10, place // 10
        preset = "dark" if turn in ((0, 1, 3, 4, 6) if product == 0 else (product % 8,)) else "usual"
        dark |= {place} if preset == "dark" else set()
        made = grouped(replace(photo, colourway=f"colour {product}"), {"preset": preset})
        photos[place] = moved(made, exposure_ev=-0.5) if preset == "dark" else made
    assert flagged_places(compared(photos), SETTINGS) == dark


def test_photos_without_an_sku_may_show_anything_and_need_not_lean_or_stand_alike() -> None:
    photos = [replace(photo, sku="", category="", colourway="", shot="") for photo in batch(40)]
    for place in range(12):
        photos[place] = moved(photos[place], tilt=19.0, baseline=-10.0)
    assert not flagged_places(compared(photos), SETTINGS)
    photos[30] = moved(photos[30], background_b=9.0)
    assert flagged_places(compared(photos), SETTINGS) == {30}


def test_nearly_all_of_a_batch_flagged_speaks_against_the_limits() -> None:
    style = StyleGuide({"background_b": Target("background_b", -2, 2)})
    photos = [moved(photo, background_b=9.0) for photo in batch(20)]
    assert would_flag(compared(photos, Settings(style=style)), Settings(style=style)).nearly_all
    assert not would_flag(compared(photos), SETTINGS).nearly_all


def test_a_ring_that_is_another_grey_from_the_side_is_held_against_its_own_shot() -> None:
    photos = batch(40)
    photos[:15] = [replace(moved(p, product_l=-2.6), shot="angle") for p in photos[:15]]
    photos[30] = moved(photos[30], product_b=6.0)
    assert flagged_places(compared(photos), SETTINGS) == {30}


def test_one_shot_of_each_is_held_against_the_colourways_other_shots() -> None:
    photos = [
        replace(photo, sku=f"S{n // 4}", shot=("front", "back", "side", "top")[n % 4])
        for n, photo in enumerate(batch(40))
    ]
    photos[6] = moved(photos[6], product_b=6.0)
    found = [each for each in deviations(compared(photos), 6, SETTINGS) if each.against == "siblings"]
    assert [each.measure.id for each in found if each.flagged] == ["product"]


def test_a_tilt_is_held_against_its_own_shot_for_the_outline_of_each_colourway_is_another() -> None:
    tan = batch(40)
    black = [replace(moved(p, tilt=0.45), photo=f"b{p.photo}", colourway="black") for p in batch(10, seed=1)]
    upright = replace(moved(black[0], tilt=0.35), photo="upright")
    leaning = replace(moved(black[0], tilt=3.0), photo="leaning")

    found = compared([*tan, *black, upright, leaning])

    assert [found.subjects[place].photo for place in flagged_places(found, SETTINGS)] == ["leaning"]
