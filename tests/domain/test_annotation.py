"""Rectangles in image pixels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.annotation import Annotation, Rectangle, hit
from review_desk.errors import BadInput

EDGES = st.floats(-500, 500)
POINTS = st.tuples(EDGES, EDGES)


@given(POINTS, POINTS)
def test_a_rectangle_is_the_same_from_whichever_corner_it_is_drawn(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    (ax, ay), (bx, by) = a, b
    drawn = {Rectangle.between(a, b), Rectangle.between(b, a), Rectangle.between((ax, by), (bx, ay))}
    assert len(drawn) == 1
    assert drawn.pop().contains(ax, ay, margin=1e-6)


@given(POINTS, POINTS, st.integers(1, 300), st.integers(1, 300))
def test_a_mark_never_leaves_the_photo(
    a: tuple[float, float], b: tuple[float, float], width: int, height: int
) -> None:
    cut = Rectangle.between(a, b).clipped(width, height).rounded()
    assert cut.width >= 0
    assert cut.height >= 0
    assert 0 <= cut.x <= width
    assert 0 <= cut.y <= height
    assert cut.x + cut.width <= width + 1e-9
    assert cut.y + cut.height <= height + 1e-9


@given(POINTS, POINTS)
def test_a_rectangle_comes_back_from_json_as_it_was(a: tuple[float, float], b: tuple[float, float]) -> None:
    drawn = Rectangle.between(a, b)
    assert Rectangle.from_json(drawn.to_json()) == drawn


@given(POINTS, POINTS)
def test_rounding_twice_changes_nothing_more(a: tuple[float, float], b: tuple[float, float]) -> None:
    once = Rectangle.between(a, b).rounded()
    again = once.rounded()
    assert vars(again) == pytest.approx(vars(once))


def test_another_shape_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="“ellipse” is not a shape"):
        Rectangle.from_json({"kind": "ellipse"})


def mark(name: str, *edges: float) -> Annotation:
    return Annotation(name, "p", 1, Rectangle(*edges))


def test_the_smallest_mark_under_a_point_is_hit_so_that_one_inside_another_is_reachable() -> None:
    outer, inner = mark("outer", 0, 0, 100, 100), mark("inner", 40, 40, 10, 10)
    assert hit((outer, inner), 45, 45) == inner
    assert hit((inner, outer), 45, 45) == inner
    assert hit((outer, inner), 5, 5) == outer
    assert hit((outer, inner), 150, 5) is None


def test_a_point_beside_a_mark_hits_it_within_the_margin() -> None:
    thin = mark("thin", 10, 10, 50, 3)
    assert hit((thin,), 30, 15, margin=2) == thin
    assert hit((thin,), 30, 15.5, margin=2) is None
