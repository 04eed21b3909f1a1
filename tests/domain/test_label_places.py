"""Words of marks never cover each other, and stay in view."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.label_places import Label, places
from review_desk.domain.shapes.point import Bounds

VIEW = (0.0, 0.0, 400.0, 300.0)
_edge = st.floats(-50, 450)


def boxes(labels: list[Label], **how: float) -> list[Bounds | None]:
    found = places(labels, view=VIEW, gap=how.get("gap", 4))
    return [
        (at[0], at[1], at[0] + label.width, at[1] + label.height) if at else None
        for label, at in zip(labels, found, strict=True)
    ]


def label(left: float, top: float, *, size: float = 30, width: float = 90) -> Label:
    return Label((left, top, left + size, top + size), width, 20)


@given(
    st.lists(st.builds(label, _edge, _edge, size=st.floats(0, 200), width=st.floats(10, 250)), max_size=25)
)
def test_no_label_lies_over_another_and_all_lie_in_the_view(labels: list[Label]) -> None:
    found = [box for box in boxes(labels) if box]
    for a, b in combinations(found, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    assert all(min(box) >= 0 and box[2] <= 400 and box[3] <= 300 for box in found)


def test_a_label_alone_stands_below_its_box_and_above_it_at_the_foot_of_the_view() -> None:
    assert places([label(100, 100)], view=VIEW, gap=4) == [(100, 134)]
    assert places([label(100, 260)], view=VIEW, gap=4) == [(100, 236)]
    assert places([label(380, 100)], view=VIEW, gap=4) == [(310, 134)], "within the view"


def test_the_first_to_come_has_its_place_and_the_others_stand_around_it() -> None:
    found = boxes([label(100, 100)] * 6)
    assert found[0] == (100, 134, 190, 154)
    assert all(found), "a stack of six finds room"


def test_no_label_stands_far_from_what_it_is_about() -> None:
    found = [box for box in boxes([label(100, 100)] * 25) if box]
    assert 6 <= len(found) < 25
    assert max(box[1] for box in found) <= 134 + 3 * 20


def test_what_lies_outside_the_view_or_finds_no_room_has_no_label() -> None:
    assert places([label(900, 100)], view=VIEW, gap=4) == [None]
    assert places([label(10, 10, width=500)], view=VIEW, gap=4) == [None]
