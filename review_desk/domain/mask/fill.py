"""From outlines to a mask."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.point import Point, bounds_of


def filled(outlines: Sequence[Sequence[Point]], *, width: int, height: int) -> Mask:
    """255 where a pixel's middle lies inside any of the outlines, on a photo of that size; cut to its box.

    Outlines are in image pixels, each filled by the even-odd rule.
    """
    points = [point for outline in outlines for point in outline]
    if not points:
        return Mask(0, 0, 0, 0, b"")
    left, top, right, bottom = bounds_of(points)
    x, y = max(0, int(left)), max(0, int(top))
    wide, high = min(width, ceil(right)) - x, min(height, ceil(bottom)) - y
    if wide <= 0 or high <= 0:
        return Mask(0, 0, 0, 0, b"")
    values = bytearray(wide * high)
    for outline in outlines:
        _fill(values, [(px - x, py - y) for px, py in outline], wide, high)
    return Mask(x, y, wide, high, bytes(values)).trimmed()


def _fill(values: bytearray, outline: Sequence[Point], wide: int, high: int) -> None:
    """Between each odd crossing of a row's middle and the next, every pixel whose middle lies there."""
    crossings: list[list[float]] = [[] for _ in range(high)]
    for (ax, ay), (bx, by) in pairwise((*outline, outline[0])):
        if ay == by:
            continue
        first, last = sorted((ay, by))
        for row in range(max(0, ceil(first - 0.5)), min(high, ceil(last - 0.5))):
            crossings[row].append(ax + (row + 0.5 - ay) / (by - ay) * (bx - ax))
    for row, found in enumerate(crossings):
        found.sort()
        for start, end in zip(found[::2], found[1::2], strict=True):
            a, b = max(0, ceil(start - 0.5)), min(wide, ceil(end - 0.5))
            if b > a:
                values[row * wide + a : row * wide + b] = b"\xff" * (b - a)
