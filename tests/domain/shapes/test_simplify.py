"""Fewer points, the same line."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.shapes.point import Point, distance_to_line
from review_desk.domain.shapes.simplify import simplified

LINES = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=2, max_size=40)


@given(LINES, st.floats(0.1, 20))
def test_every_point_left_out_lies_within_the_tolerance(line: list[Point], tolerance: float) -> None:
    fewer = simplified(line, tolerance)
    assert all(distance_to_line(point, fewer) <= tolerance + 1e-9 for point in line)


@given(LINES, st.floats(0, 20))
def test_both_ends_stay_and_no_point_is_invented(line: list[Point], tolerance: float) -> None:
    fewer = simplified(line, tolerance)
    assert (fewer[0], fewer[-1]) == (line[0], line[-1])
    assert set(fewer) <= set(line)


def test_a_straight_line_is_its_two_ends() -> None:
    assert simplified([(float(x), 2.0 * x) for x in range(5000)], 0.5) == ((0, 0), (4999, 9998))


def test_a_corner_stays() -> None:
    assert simplified([(0, 0), (5, 0.1), (10, 0), (10, 10)], 1) == ((0, 0), (10, 0), (10, 10))
