"""Marked places of a photo, each with as much round it as filling it needs: cost goes by the marks' size."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.measures.masks import grown
from review_desk.passes.full_size import Map

Mask = NDArray[np.bool_]

_LEAST, _MOST = 64, 512
"""Pixels of surroundings on each side, between which six times the depth of the hole is taken."""

_TOGETHER = 15
"""Marks nearer than this are one place."""

_LONGEST = 1500
"""A longer place is worked on in parts, one after another, so that memory stays small."""

_TOO_MUCH = 0.4


@dataclass(frozen=True)
class Hole:
    """One place: `rows` and `columns` of the photo, and its part (h, w) of what is marked. `usable` is what
    may be copied: marked nowhere and not transparent.
    """

    rows: slice
    columns: slice
    marked: Mask
    usable: Mask

    def codes(self, pixels: NDArray[Any]) -> Map:
        """Its part of a photo (h, w, C) in 0-1."""
        full = np.float32(np.iinfo(pixels.dtype).max)
        return pixels[self.rows, self.columns].astype(np.float32) / full

    def put(self, filled: Map, pixels: NDArray[Any]) -> None:
        """Write what is marked of `filled` (h, w, C) into the photo, and nothing beside it."""
        full = np.iinfo(pixels.dtype).max
        codes = np.rint(np.clip(filled[self.marked], 0, 1) * full).astype(pixels.dtype)
        pixels[self.rows, self.columns][self.marked] = codes


def holes(source: Source, region: Mask, *, grow: int) -> Iterator[Hole]:
    """Each place of the region (H, W), grown by so many pixels. Raises Refused for too much of it."""
    marked = grown(region, 2 * grow + 1)
    if np.count_nonzero(marked) > _TOO_MUCH * marked.size:
        raise Refused("More than two fifths of the photo are marked: too little is left to fill it from.")
    usable = ~marked if source.alpha is None else ~marked & (source.alpha > 0)
    count, names, found, _ = cv2.connectedComponentsWithStats(
        grown(marked, _TOGETHER).astype(np.uint8), ltype=cv2.CV_16U
    )
    for number in range(1, count):
        left, top, width, height = (int(v) for v in found[number, :4])
        for box in _parts((top, left, top + height, left + width)):
            inside = tuple(slice(a, b) for a, b in zip(box[:2], box[2:], strict=True))
            own = marked[inside] & (names[inside] == number)
            if own.any():
                yield _hole(box, own, usable)


def _parts(box: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Top, left, bottom, right, cut in two until no side is too long."""
    top, left, bottom, right = box
    if max(bottom - top, right - left) <= _LONGEST:
        yield box
    elif bottom - top > right - left:
        middle = (top + bottom) // 2
        yield from _parts((top, left, middle, right))
        yield from _parts((middle, left, bottom, right))
    else:
        middle = (left + right) // 2
        yield from _parts((top, left, bottom, middle))
        yield from _parts((top, middle, bottom, right))


def _hole(box: tuple[int, int, int, int], own: Mask, usable: Mask) -> Hole:
    top, left, bottom, right = box
    depth = cv2.distanceTransform(np.pad(own, 1).astype(np.uint8), cv2.DIST_L2, 3).max()
    reach = int(np.clip(6 * depth, _LEAST, _MOST))
    above, before = max(top - reach, 0), max(left - reach, 0)
    rows, columns = slice(above, bottom + reach), slice(before, right + reach)
    marked = np.zeros(usable[rows, columns].shape, bool)
    marked[top - above : bottom - above, left - before : right - before] = own
    return Hole(rows, columns, marked, usable[rows, columns])
