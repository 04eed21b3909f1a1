"""Full-resolution work in tiles, so that memory does not grow with the photo.

A tile is run together with a border as wide as the model can see. What is kept of it has then seen everything
it could see in the whole photo: tiles meet without seams, and their size does not show in the result.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Filter = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""From [1, C, h, w] float32 in 0..1 to [1, C, factor · h, factor · w]."""


@dataclass(frozen=True)
class Tile:
    """Where a tile lies, in pixels of the photo: rows and columns kept, and those read around them."""

    kept: tuple[slice, slice]
    read: tuple[slice, slice]

    @property
    def inner(self) -> tuple[slice, slice]:
        """The kept part, in pixels of the part that is read."""
        rows, columns = (
            slice(kept.start - read.start, kept.stop - read.start)
            for kept, read in zip(self.kept, self.read, strict=True)
        )
        return rows, columns


def tiles(height: int, width: int, *, size: int, overlap: int) -> Iterator[Tile]:
    """Tiles of at most `size` by `size` that cover a photo once; each reads `overlap` pixels further."""
    for top in range(0, height, size):
        rows = slice(top, min(top + size, height))
        for left in range(0, width, size):
            columns = slice(left, min(left + size, width))
            read = (_grown(rows, overlap, height), _grown(columns, overlap, width))
            yield Tile((rows, columns), read)


def in_tiles(pixels: NDArray[Any], run: Filter, *, size: int, overlap: int, factor: int = 1) -> NDArray[Any]:
    """`pixels` (H, W, C) uint8 or uint16 through `run`, which makes them `factor` times as large: same type,
    rounded to the nearest code.
    """
    full = np.iinfo(pixels.dtype).max
    height, width, channels = pixels.shape
    out = np.empty((factor * height, factor * width, channels), pixels.dtype)
    for tile in tiles(height, width, size=size, overlap=overlap):
        rows, columns = (_times(span, factor) for span in tile.inner)
        found = run(_planes(pixels[tile.read], full))[0][:, rows, columns]
        kept = (_times(tile.kept[0], factor), _times(tile.kept[1], factor))
        out[kept] = _codes(found, full).astype(pixels.dtype).transpose(1, 2, 0)
    return out


def _times(span: slice, factor: int) -> slice:
    return slice(span.start * factor, span.stop * factor)


def _planes(pixels: NDArray[Any], full: int) -> NDArray[np.float32]:
    planes: NDArray[np.float32] = pixels.transpose(2, 0, 1)[np.newaxis].astype(np.float32, order="C")
    planes /= np.float32(full)
    return planes


def _codes(planes: NDArray[np.float32], full: int) -> NDArray[np.float32]:
    codes: NDArray[np.float32] = np.clip(planes, 0, 1) * np.float32(full)
    return np.rint(codes, out=codes)


def _grown(kept: slice, overlap: int, end: int) -> slice:
    return slice(max(0, kept.start - overlap), min(end, kept.stop + overlap))
