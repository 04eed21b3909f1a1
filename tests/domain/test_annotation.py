"""Marks lie over each other."""

from review_desk.domain.annotation import Annotation, height_below, height_on_top
from review_desk.domain.shapes.pin import Pin


def test_the_first_mark_of_a_photo_lies_on_the_ground() -> None:
    assert height_on_top(()) == 0


def test_a_mark_can_lie_over_all_others_and_under_them() -> None:
    marks = [Annotation("m", "p", 1, Pin(0, 0), height=height) for height in (3, -2, 5)]
    assert (height_on_top(marks), height_below(marks)) == (6, -3)
