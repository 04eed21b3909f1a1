"""What could not be measured of a photo, against what could of its like."""

from dataclasses import replace

from review_desk.domain.drift.gaps import gaps
from tests.domain.drift.subjects import batch, without


def test_a_measure_that_the_others_have_is_missed() -> None:
    photos = batch(6)
    photos[2] = without(photos[2], "shadow_density", "product_a")
    assert {photo: [m.id for m in lacks] for photo, lacks in gaps(photos).items()} == {
        "p002": ["shadow_density", "product"]
    }


def test_what_none_of_its_like_have_is_wanted_so() -> None:
    cut_off = [without(each, "frame_fill") for each in batch(6)]
    assert gaps(cut_off) == {}


def test_details_are_not_held_against_fronts() -> None:
    fronts = batch(6)
    detail = replace(without(fronts[0], "frame_fill"), photo="d", shot="detail")
    assert gaps([*fronts, detail]) == {}


def test_a_photo_that_says_nothing_of_it_and_one_without_any_measures_are_no_gaps() -> None:
    photos = batch(6)
    photos[1] = replace(without(photos[1], "tilt"), cautions=())
    photos[4] = replace(photos[4], values={}, reason="The background is not plain.")
    assert gaps(photos) == {}
