"""Marks that go along: which are seen on a version, and where they come to lie."""

from dataclasses import replace

import pytest

from review_desk.domain.annotation import Annotation
from review_desk.domain.carrying import Carried, place_by, same_frame, seen_on
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.viewplan import Match, Size

BOX = Rectangle(10, 10, 20, 20)


def mark(key: str, version: int, came_from: str = "") -> Annotation:
    return Annotation(key, "p", version, BOX, carried_from=came_from)


CHAIN = (mark("a", 2), mark("b", 3, "a"), mark("c", 4, "b"), mark("lone", 2))


@pytest.mark.parametrize(
    ("shown", "seen"),
    [
        (2, ["a", "lone"]),
        (3, ["b", "lone"]),
        (4, ["c", "lone"]),
        (5, ["c", "lone"]),
        (1, ["a", "lone"]),
        (-1, ["c", "lone"]),
    ],
)
def test_of_a_mark_and_what_became_of_it_one_is_seen(shown: int, seen: list[str]) -> None:
    assert [found.id for found in seen_on(CHAIN, shown, {})] == seen


def test_what_a_crop_left_out_is_not_seen_there_and_is_on_the_versions_before() -> None:
    outside = {3: ["lone"]}
    assert [found.id for found in seen_on(CHAIN, 3, outside)] == ["b"]
    assert [found.id for found in seen_on(CHAIN, 2, outside)] == ["a", "lone"]


def test_a_mark_whose_forerunner_is_gone_stands_for_itself() -> None:
    left = CHAIN[1:]
    assert [found.id for found in seen_on(left, 3, {})] == ["b", "lone"]
    two = (replace(CHAIN[0], id="x"), CHAIN[1])
    assert len(seen_on(two, 3, {})) == 2


def test_a_place_is_scaled_turned_and_shifted() -> None:
    place = place_by(Match(100, 50, 2.0, 90))
    assert place((10, 0)) == pytest.approx((100, 70))
    assert place((0, 10)) == pytest.approx((80, 50))


def test_the_same_frame_in_another_size_is_followed_and_another_crop_is_not() -> None:
    assert same_frame(Size(600, 400), Size(1200, 800)) == Match(0, 0, 2.0, 0)
    assert same_frame(Size(600, 400), Size(600, 380)) is None


def test_what_became_of_marks_is_told_in_words() -> None:
    assert str(Carried()) == ""
    assert str(Carried((CHAIN[0],))) == "1 mark came along"
    assert str(Carried(CHAIN[:3], ("x",))) == "3 marks came along, 1 lies outside the new crop"
