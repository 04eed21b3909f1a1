"""Walking over the page, and choosing."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.grid import walk
from review_desk.domain.grid.arrangement import PageRow
from review_desk.domain.grid.walk import Selection, Step, stepped

ROWS = (PageRow(("a", "b", "c")), PageRow(("d", "e", "f")), PageRow(("g",)))
ORDER = list("abcdefg")


def test_arrows_go_to_the_neighbours_and_wrap_across_rows() -> None:
    steps: tuple[tuple[str, Step, str], ...] = (
        ("b", "left", "a"), ("c", "right", "d"), ("b", "down", "e"), ("e", "up", "b"), ("f", "down", "g"),
        ("a", "left", "a"), ("g", "right", "g"), ("a", "up", "a"), ("c", "end", "g"), ("e", "home", "a"),
        ("a", "page down", "g"), ("g", "page up", "a"),
    )  # fmt: skip
    for start, step, there in steps:
        assert stepped(ROWS, start, step, page=2) == there, (start, step)


def test_an_empty_page_has_nowhere_to_go() -> None:
    assert not stepped((), "a", "right")


def test_a_range_goes_from_the_anchor_both_ways() -> None:
    begun = walk.alone("c")
    assert walk.ranged(ORDER, begun, "e").photos == {"c", "d", "e"}
    assert walk.ranged(ORDER, walk.ranged(ORDER, begun, "e"), "b").photos == {"b", "c"}


def test_toggling_takes_one_in_or_out_and_moves_the_anchor() -> None:
    two = walk.toggled(walk.alone("a"), "d")
    assert two == Selection(frozenset("ad"), "d", "d")
    assert walk.toggled(two, "a").photos == {"d"}


def test_what_is_no_longer_shown_is_no_longer_chosen() -> None:
    left = walk.kept(Selection(frozenset("abg"), "g", "g"), ["b", "c"])
    assert left == Selection(frozenset("b"), "b", "b")


@given(st.sampled_from(ORDER), st.sampled_from(ORDER))
def test_a_range_is_the_same_from_either_end(one: str, other: str) -> None:
    there = walk.ranged(ORDER, walk.alone(one), other)
    back = walk.ranged(ORDER, walk.alone(other), one)
    assert there.photos == back.photos
