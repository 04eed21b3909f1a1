"""Which tiles of a photo a pane needs, where the photo is too large to be held whole.

Pure: no pixels, no Qt. A tile is a square of the photo reduced to a level; it is named by its column and row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from review_desk.domain.viewplan import DEEPEST_LEVEL, Box, Pane, Size

EDGE = 1024
"""Pixels of a tile's edge at its level: read in about 10 ms; a screen of 3840 × 2160 needs some twenty."""

BYTES_A_PIXEL = 4


@dataclass(frozen=True)
class Tile:
    """A square of a photo at a level."""

    level: int
    column: int
    row: int

    def box(self, size: Size) -> Box:
        """What it covers of a photo of that size, in pixels of its level; less at its far edges."""
        whole = reduced(size, self.level)
        x, y = self.column * EDGE, self.row * EDGE
        return Box(x, y, min(EDGE, whole.width - x), min(EDGE, whole.height - y))


@dataclass(frozen=True)
class TilePlan:
    """The tiles a pane shows, from the middle outwards, and those around them that a pan brings in next."""

    seen: tuple[Tile, ...]
    around: tuple[Tile, ...]


def reduced(size: Size, level: int) -> Size:
    """A photo's pixels at a level: both sides divided by 2**level, rounded up."""
    return Size(-(-size.width >> level), -(-size.height >> level))


def bytes_at(size: Size, level: int) -> int:
    """What a photo takes at a level when it is held whole."""
    whole = reduced(size, level)
    return whole.width * whole.height * BYTES_A_PIXEL


def whole_level(size: Size, level: int, room: int) -> int:
    """The finest level from `level` on at which a photo fits whole into `room` bytes."""
    fitting = (each for each in range(level, DEEPEST_LEVEL) if bytes_at(size, each) <= room)
    return next(fitting, DEEPEST_LEVEL)


def plan_tiles(pane: Pane, size: Size) -> TilePlan:
    """The tiles at the pane's level for what it shows of a photo of that size; perhaps none."""
    part = seen_part(pane, size)
    if part.width <= 0 or part.height <= 0:
        return TilePlan((), ())
    columns = range(part.x // EDGE, (part.x + part.width - 1) // EDGE + 1)
    rows = range(part.y // EDGE, (part.y + part.height - 1) // EDGE + 1)
    seen = [Tile(pane.level, column, row) for column, row in product(columns, rows)]
    inner = set(seen)
    ring = product(
        range(columns.start - 1, columns.stop + 1),
        range(rows.start - 1, rows.stop + 1),
    )
    whole = reduced(size, pane.level)
    around = [
        Tile(pane.level, column, row)
        for column, row in ring
        if 0 <= column * EDGE < whole.width and 0 <= row * EDGE < whole.height
    ]
    middle = part.centre
    return TilePlan(
        _outwards(seen, middle, size), _outwards((each for each in around if each not in inner), middle, size)
    )


def seen_part(pane: Pane, size: Size) -> Box:
    """The part of a photo that a pane shows, in pixels of the pane's level, rounded outwards."""
    area = pane.pane if pane.mirrored else pane.clip
    shrink = pane.scale * (1 << pane.level)
    whole = reduced(size, pane.level)
    left = max(0, int((area.x - pane.left) // shrink))
    top = max(0, int((area.y - pane.top) // shrink))
    right = min(whole.width, int(-(-(area.x + area.width - pane.left) // shrink)))
    bottom = min(whole.height, int(-(-(area.y + area.height - pane.top) // shrink)))
    return Box(left, top, right - left, bottom - top)


def _outwards(tiles: Iterable[Tile], middle: tuple[float, float], size: Size) -> tuple[Tile, ...]:
    def away(tile: Tile) -> float:
        x, y = tile.box(size).centre
        return (x - middle[0]) ** 2 + (y - middle[1]) ** 2

    return tuple(sorted(tiles, key=away))
