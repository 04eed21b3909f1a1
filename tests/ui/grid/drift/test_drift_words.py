"""The short words of drift."""

from dataclasses import replace

import pytest

from review_desk.domain.drift.kind import CHARTED
from review_desk.domain.drift.measure import BY_ID, MEASURES
from review_desk.domain.drift.settings import Settings
from review_desk.operations.drift import Drift, judged
from review_desk.ui.grid.drift.causes import likely, said, size
from review_desk.ui.grid.drift.readings import Readings
from review_desk.ui.grid.drift.series import all_series
from review_desk.ui.grid.drift.standing import nothing_alike, outcome, unmeasured
from review_desk.ui.grid.drift.words import card_words, figure, gap_words, shape, short
from tests.domain.drift.subjects import batch, compared, without
from tests.ui.grid.drift.room import B, drifting


def test_a_card_says_the_worst_flag_with_a_shape_a_word_and_a_number() -> None:
    found = drifting()
    words = card_words(found.flags["p009"])
    assert words.startswith("▲ warm +2.")
    assert words.endswith(" b*")


def test_a_card_without_a_flag_says_nothing() -> None:
    found = drifting()
    assert card_words(found.deviations("p001")) == ""


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.id)
def test_every_measure_has_short_words_with_its_unit(measure: object) -> None:
    found = BY_ID[measure.id]  # type: ignore[attr-defined]
    assert short(found).endswith(found.unit)
    assert found.unit in figure(found, -1.0)


def test_less_has_a_true_minus_and_the_other_shape() -> None:
    assert figure(BY_ID["exposure_ev"], -0.312) == "−0.31 EV"
    assert shape(B, -1) != shape(B, 1)


def test_a_colour_difference_has_no_sign() -> None:
    assert figure(BY_ID["product"], 3.14) == "3.1 ΔE"


def test_the_series_holds_everything_outside_its_limits_and_tells_the_facts() -> None:
    shown = all_series(drifting())["background_b"]
    assert [shown.photos[turn] for turn in shown.outside] == ["p008", "p009", "p010", "p011"]
    assert shown.facts.endswith("limits ±1.0 b* · 4 of 24 outside")


def test_a_measure_that_too_few_photos_share_has_no_series() -> None:
    assert all_series(drifting(count=4, warm=range(1))) == {}


def test_the_preset_is_named_as_the_cause_once() -> None:
    causes = likely(drifting().causes)
    assert said(causes[0]) == "preset packshot 2.3"
    assert size(causes[0]).startswith("Background +2.4 b*, n 4")
    assert len({(cause.measure.id, tuple(sorted(cause.photos))) for cause in causes}) == len(causes)


def test_a_reading_is_the_flag_where_there_is_one_and_says_why_where_there_is_no_value() -> None:
    readings = Readings(drifting())
    assert readings.of("p009", B).flagged
    assert not readings.of("p001", B).flagged
    gone = readings.of("nobody", B)
    assert gone.amount is None
    assert "not measured" in gone.words


def _with_gaps() -> Drift:
    """Twelve photos: one is not measured, one has no shadow, one no shadow and no place in the frame."""
    photos = batch(12)
    photos[3] = replace(photos[3], values={}, reason="The background is not plain.")
    photos[5] = without(photos[5], "shadow_density")
    photos[7] = without(photos[7], "shadow_density", "frame_fill", "centre_x", "centre_y")
    return judged(compared(photos), Settings())


def test_a_photo_that_could_not_be_measured_never_looks_fine() -> None:
    found = _with_gaps()
    assert gap_words(found, "p003") == "? not measured"
    assert gap_words(found, "p005") == "? shadow not measured"
    assert gap_words(found, "p007") == "? partly measured"
    assert gap_words(found, "p001") == ""
    assert Readings(found).told("p005") == "It cannot be told."
    assert outcome(found).endswith("off · 1 not measured · 2 in part")
    assert unmeasured(found).splitlines() == [
        "SKU-3: The background is not plain.", "SKU-5: It cannot be told.", "SKU-7: It cannot be told.",
    ]  # fmt: skip


def test_a_batch_of_which_nothing_could_be_measured_says_why() -> None:
    photos = [replace(each, values={}, reason="mug.jpg is not there.") for each in batch(4)]
    words = nothing_alike(judged(compared(photos), Settings()))
    assert words == "No photo of this batch could be measured. mug.jpg is not there."
    assert nothing_alike(drifting()).startswith("Too few photos")


def test_beside_a_row_only_what_was_compared_is_called_steady() -> None:
    readings = Readings(drifting())
    assert readings.compared_beside(["p001", "p002"]).startswith("Shadow, ΔE, contrast")
    alone = Readings(judged(compared(batch(1)), Settings()))
    assert alone.compared_beside(["p000"]) == ""


def test_all_measures_that_are_charted_have_words() -> None:
    assert all(short(measure) for measure in CHARTED)
