"""What holds for every shape: it comes back from JSON, stays in the photo, and is hit where it is seen."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.kinds import SHAPES, from_json
from review_desk.domain.shapes.line import Arrow, Freehand, Polygon
from review_desk.domain.shapes.path import ClippingPath, Node
from review_desk.domain.shapes.pin import Pin
from review_desk.domain.shapes.point import Point
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import Shape
from review_desk.errors import BadInput

EDGES = st.floats(-500, 500)
POINTS = st.tuples(EDGES, EDGES)
NODES = st.builds(Node, POINTS, POINTS, POINTS)
SHAPE = st.one_of(
    st.builds(Rectangle.between, POINTS, POINTS),
    st.builds(Ellipse.between, POINTS, POINTS),
    st.builds(Polygon, st.lists(POINTS, min_size=3, max_size=9).map(tuple)),
    st.builds(Freehand, st.lists(POINTS, min_size=2, max_size=9).map(tuple)),
    st.builds(Arrow, st.tuples(POINTS, POINTS)),
    st.builds(Pin, EDGES, EDGES),
    st.builds(ClippingPath, st.lists(NODES, min_size=2, max_size=5).map(tuple)),
)


@given(SHAPE)
def test_a_shape_comes_back_from_json_as_it_was(shape: Shape) -> None:
    assert from_json(shape.to_json()) == shape


@given(SHAPE, st.integers(1, 300), st.integers(1, 300))
def test_a_shape_cut_to_the_photo_never_leaves_it(shape: Shape, width: int, height: int) -> None:
    left, top, right, bottom = shape.clipped(width, height).rounded().bounds()
    assert -1e-6 <= left <= right <= width + 1e-6
    assert -1e-6 <= top <= bottom <= height + 1e-6


@given(SHAPE)
def test_rounding_twice_changes_nothing_more(shape: Shape) -> None:
    once = shape.rounded()
    assert flat(once.rounded()) == pytest.approx(flat(once))


@given(SHAPE, EDGES, EDGES)
def test_a_shape_moved_there_and_back_is_where_it_was(shape: Shape, dx: float, dy: float) -> None:
    assert flat(shape.moved(dx, dy).moved(-dx, -dy)) == pytest.approx(flat(shape), abs=1e-6)


@given(SHAPE, EDGES, EDGES)
def test_moving_takes_every_grip_along(shape: Shape, dx: float, dy: float) -> None:
    for (ax, ay), (bx, by) in zip(shape.grips(), shape.moved(dx, dy).grips(), strict=True):
        assert (bx - ax, by - ay) == pytest.approx((dx, dy), abs=1e-6)


@given(SHAPE, st.data())
def test_every_point_of_its_outline_is_on_its_line(shape: Shape, data: st.DataObject) -> None:
    x, y = data.draw(st.sampled_from(shape.outline()))
    assert shape.distance(x, y) == pytest.approx(0, abs=1e-6)
    assert shape.contains(x, y, margin=1e-6)


@given(SHAPE)
def test_beyond_its_box_there_is_nothing_to_hit(shape: Shape) -> None:
    _, top, right, _ = shape.bounds()
    assert not shape.contains(right + 10, top, margin=9.9)


@given(
    st.one_of(SHAPE.filter(lambda s: s.kind in ("polygon", "freehand", "arrow", "pin"))), POINTS, st.data()
)
def test_a_grip_goes_where_the_hand_brings_it_and_the_others_stay(
    shape: Shape, to: Point, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(shape.grips()) - 1))
    grips = list(shape.grips())
    grips[number] = to
    assert list(shape.with_grip(number, to).grips()) == grips


@given(POINTS, POINTS, st.integers(0, 3), POINTS)
def test_the_corner_opposite_stays(a: Point, b: Point, number: int, to: Point) -> None:
    box = Rectangle.between(a, b)
    kept = box.grips()[(number + 2) % 4]
    assert box.with_grip(number, to).distance(*kept) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("kind", SHAPES.values(), ids=lambda kind: kind.kind)
def test_what_a_tool_proposes_lies_in_its_box_and_is_large_enough(kind: type[Shape]) -> None:
    shape = kind.within((10, 20, 110, 80))
    left, top, right, bottom = shape.bounds()
    assert 10 <= left <= right <= 110 + 1e-9
    assert 20 <= top <= bottom <= 80 + 1e-9
    assert shape.is_visible()


@pytest.mark.parametrize("kind", [k for k in SHAPES.values() if k is not Pin], ids=lambda kind: kind.kind)
def test_a_shape_is_stretched_from_its_top_left_corner(kind: type[Shape]) -> None:
    shape = kind.within((10, 20, 110, 80))
    left, top, right, bottom = shape.bounds()
    wider = shape.stretched(30, -20).bounds()
    assert wider == pytest.approx((left, top, right + 30, bottom - 20))


def test_a_clipping_path_of_four_round_nodes_is_a_circle() -> None:
    circle = ClippingPath.within((0, 0, 200, 200))
    assert all(math.dist(point, (100, 100)) == pytest.approx(100, rel=3e-4) for point in circle.outline())
    assert circle.area == pytest.approx(math.pi * 100**2, rel=5e-3)


def test_a_node_takes_its_handles_along_and_a_handle_moves_alone() -> None:
    path = ClippingPath((Node((0, 0), (-5, 0), (5, 0)), Node((50, 50), (50, 40), (50, 60))))
    assert path.with_grip(0, (10, 10)).nodes[0] == Node((10, 10), (5, 10), (15, 10))
    assert path.with_grip(5, (70, 70)).nodes[1] == Node((50, 50), (50, 40), (70, 70))


def test_inside_is_inside_also_where_the_line_turns_inwards() -> None:
    arrowhead = Polygon(((0, 0), (100, 50), (0, 100), (40, 50)))
    assert arrowhead.contains(60, 50)
    assert not arrowhead.contains(20, 50)


def test_an_open_line_has_no_inside() -> None:
    stroke = Freehand(((0, 0), (100, 0), (100, 100)))
    assert not stroke.contains(70, 50)
    assert stroke.contains(98, 50, margin=2)


def test_a_slip_of_the_hand_is_not_to_be_seen_but_a_pin_is() -> None:
    assert not Polygon(((0, 0), (2, 0), (2, 50))).is_visible()
    assert not Freehand(((0, 0), (2, 1))).is_visible()
    assert Freehand(((0, 0), (3, 0))).is_visible()
    assert Pin(1, 1).is_visible()
    assert not Pin(math.nan, 1).is_visible()


@pytest.mark.parametrize(
    "value",
    [
        {"kind": "spiral"},
        {},
        {"kind": "rectangle", "x": 1},
        {"kind": "polygon", "points": [[1, 2], [3, 4]]},
        {"kind": "polygon", "points": [[1, 2], [3, 4], [5]]},
        {"kind": "path", "nodes": [[[1, 2], [3, 4], [5, 6]]]},
        {"kind": "pin", "x": "left", "y": 0},
    ],
)
def test_what_is_no_shape_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        from_json(value)


def test_a_rectangle_stored_before_there_were_other_shapes_is_read() -> None:
    stored = {"kind": "rectangle", "x": 1, "y": 2, "width": 30, "height": 20}
    assert from_json(stored) == Rectangle(1, 2, 30, 20)


def flat(shape: Shape) -> list[float]:
    return [part for point in shape.grips() for part in point]
