"""Points and lines between them, in image pixels: x to the right, y down, from the top left corner."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Place = Callable[[Point], Point]
"""Where a point goes: what moves, scales, clips or rounds a shape."""

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def bounds_of(points: Sequence[Point]) -> Bounds:
    """The upright box around at least one point."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def distance_to_segment(point: Point, a: Point, b: Point) -> float:
    """How far a point is from the nearest point of the line from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.dist(point, (a[0] + along * dx, a[1] + along * dy))


def distance_to_line(point: Point, line: Sequence[Point]) -> float:
    """How far a point is from a line through points; from the point itself where there is only one."""
    if len(line) == 1:
        return math.dist(point, line[0])
    return min(distance_to_segment(point, a, b) for a, b in pairwise(line))


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a closed ring goes around a point: the even-odd rule, by crossings of a ray to the right."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in pairwise((*ring, ring[0])):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            odd = not odd
    return odd


def area(ring: Sequence[Point]) -> float:
    """The area that a closed ring goes around, by the shoelace formula; never negative."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise((*ring, ring[0])))) / 2
