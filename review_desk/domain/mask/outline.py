"""The line around what is inside a mask: rings along the edges of pixels, then with few points."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.point import Point, area
from review_desk.domain.shapes.simplify import simplified

_FINE = 1024
"""Pixels of the longer side that a line is followed at: enough for any screen, and soon done."""

_MOST = 400
"""Points of all rings together. A mark's row is in the log twice for each stroke."""

_MOST_RINGS = 60
_TOLERANCE = 1.0
"""Pixels that a point may lie beside the simpler line: the steps of a slanting edge go, its corners stay."""

_BEGINS, _ENDS = re.compile(rb"\x02+"), re.compile(rb"\x01+")

Ring = tuple[Point, ...]


def rings_of(mask: Mask) -> tuple[Ring, ...]:
    """Closed lines around what is inside and around its holes, the largest first.

    In pixels of the mask from its top left corner. A point is inside where an odd
    number of them go around it.
    """
    step = -(-max(mask.width, mask.height, 1) // _FINE)
    inside = mask.inside()
    rows = [inside[y * mask.width : (y + 1) * mask.width : step] for y in range(step // 2, mask.height, step)]
    found = sorted(_traced(rows), key=area, reverse=True)[:_MOST_RINGS]
    few = _few(found)
    return tuple(
        tuple((float(min(x * step, mask.width)), float(min(y * step, mask.height))) for x, y in ring)
        for ring in few
    )


def _few(rings: Sequence[Ring]) -> list[Ring]:
    """The rings with no more than `_MOST` points, as near to what they were as that allows."""
    tolerance, found = _TOLERANCE, list(rings)
    while True:
        found = [simplified((*ring, ring[0]), tolerance)[:-1] for ring in found]
        found = [ring for ring in found if len(ring) > 2]
        if sum(map(len, found)) <= _MOST:
            return found
        tolerance *= 1.5


def _traced(rows: Sequence[bytes]) -> Iterator[Ring]:
    """Every ring along the edges of pixels, what is inside on its right hand."""
    ways = _edges(rows)
    while ways:
        start = here = next(iter(ways))
        ring, before = [start], (0, 0)
        while True:
            after = _taken(ways, here, before)
            before = (after[0] - here[0], after[1] - here[1])
            here = after
            if here == start:
                break
            ring.append(here)
        yield _cornered(ring)


_Corner = tuple[int, int]


def _edges(rows: Sequence[bytes]) -> dict[_Corner, list[_Corner]]:
    """From each corner where an edge begins to where it ends."""
    ways: dict[_Corner, list[_Corner]] = defaultdict(list)
    blank = bytes(len(rows[0])) if rows else b""
    for y, (above, here) in enumerate(zip((blank, *rows), (*rows, blank), strict=True)):
        both = _both(above, here)
        for run in _BEGINS.finditer(both):
            ways[run.start(), y].append((run.end(), y))
        for run in _ENDS.finditer(both):
            ways[run.end(), y].append((run.start(), y))
        for run in re.finditer(rb"\x01+", here):
            ways[run.start(), y + 1].append((run.start(), y))
            ways[run.end(), y].append((run.end(), y + 1))
    return ways


def _both(above: bytes, here: bytes) -> bytes:
    """Two rows as one: 2 where only the lower is inside, 1 where only the upper, 3 both."""
    joined = 2 * int.from_bytes(here, "big") + int.from_bytes(above, "big")
    return joined.to_bytes(len(here), "big")


def _taken(ways: dict[_Corner, list[_Corner]], here: _Corner, before: _Corner) -> _Corner:
    """Take an edge away and say where it ends; where two begin, the one to the right hand."""
    choices = ways[here]
    right = (-before[1], before[0])
    turn = [(x - here[0]) * right[0] + (y - here[1]) * right[1] for x, y in choices]
    found = choices.pop(max(range(len(choices)), key=turn.__getitem__))
    if not choices:
        del ways[here]
    return found


def _cornered(ring: Sequence[_Corner]) -> Ring:
    """Only where the line turns."""
    around = zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True)
    return tuple(
        (float(b[0]), float(b[1])) for a, b, c in around if not (a[0] == b[0] == c[0] or a[1] == b[1] == c[1])
    )
