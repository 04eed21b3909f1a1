"""The photo under check: its pixels, read once, and its product apart from its background."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging import jpeg, readers
from review_desk.imaging.conversion import SMALL
from review_desk.imaging.decode import paint
from review_desk.imaging.delta_e import srgb_to_lab
from review_desk.imaging.measures.picture import Mask, NoProductError, Picture
from review_desk.imaging.measures.separation import Separation, separate
from review_desk.imaging.raster import Raster, turned
from review_desk.imaging.source_profile import source_profile
from review_desk.imaging.target import SRGB
from review_desk.imaging.views.pane import Pane, Plane, shrunk

SIDE = 320
"""Longest side in pixels on which the product is told from its background: 0.3 per cent of it. On 256 a check
of 12 megapixels takes a tenth less time, but a product that nearly touches the frame counts as cut off."""

NEAR = 1280
"""Longest side of the level on which places of two versions are compared."""

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the version."""


@dataclass(frozen=True)
class Found:
    """What one check found: its value, where, and what makes it understood; or why it has no value."""

    value: float | str | None
    region: Box | None = None
    note: str = ""


class Levels:
    """A version's pixels in sRGB codes, and the same at halved sizes, each made once.

    They are (H, W, 4) uint8 BGRX, or (H, W) uint8 grey where nothing asked for colours: then `coloured` can
    read them again.
    """

    def __init__(self, codes: Pane | Plane, again: Callable[[], Pane] | None = None) -> None:
        self._levels = [codes]
        self._again = again

    @cached_property
    def coloured(self) -> "Levels":
        """The same with colours. Raises BadInput where the file cannot be read any more."""
        return Levels(self._again()) if self._again else self

    @property
    def codes(self) -> Pane | Plane:
        """At full size."""
        return self._levels[0]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.codes.shape[1], self.codes.shape[0]

    def within(self, side: int) -> Pane | Plane:
        """The largest level whose sides are at most `side` pixels."""
        while max(self._levels[-1].shape[:2]) > side:
            last = self._levels[-1]
            half = max(1, last.shape[1] // 2), max(1, last.shape[0] // 2)
            self._levels.append(np.asarray(cv2.resize(last, half, interpolation=cv2.INTER_AREA), np.uint8))
        return next(level for level in self._levels if max(level.shape[:2]) <= side)


@dataclass(frozen=True)
class Subject:
    """One version. `small` is it within SIDE.

    `parts` are masks of the small one; None where the product cannot be told, and `reason` says why.
    """

    levels: Levels
    small: Picture
    parts: Separation | None
    reason: str = ""

    @property
    def codes(self) -> Pane:
        """(H, W, 4) uint8 BGRX in sRGB, at full size."""
        return self.levels.codes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.levels.size

    @property
    def scale(self) -> float:
        """Pixels of the version to one of the small picture."""
        return float(max(self.size) / max(self.small.codes.shape[:2]))

    def full(self, mask: Mask) -> Box | None:
        """The box round a mask of the small picture, in pixels of the version; None for an empty mask."""
        return placed(box_of(mask), mask.shape, self.size)


def read(path: Path) -> tuple[Pane, Plane | None]:
    """A version upright in sRGB codes, transparency laid on white, and its alpha (H, W) where it has one.

    Raises BadInput where it cannot be read; MemoryError.
    """
    header = readers.header_of(path)
    out = np.empty((header.height, header.width, 4), np.uint8)
    source: Raster | Pane = out
    alpha = None
    if header.format == "JPEG" and header.mode == "RGB":
        jpeg.pixels(path, header, level=0, layout="BGRX", out=out)
    else:
        source = readers.raster_of(path, header, level=0)
        alpha = None if source.alpha is None else _eight(turned(source.alpha, header.orientation))
    exact = header.width * header.height < SMALL
    paint(source, out, colours=source_profile(header), target=SRGB, exact=exact)
    upright = out if header.orientation == 1 else np.ascontiguousarray(turned(out, header.orientation))
    return upright, alpha if alpha is not None and int(alpha.min()) < 255 else None


def read_before(path: Path) -> Levels:
    """The levels of a version that others are held against, in grey where its file gives grey cheaply.

    A JPEG in sRGB holds its luma apart from its colours: to read that alone takes half the time. Most checks
    ask for no more. Raises BadInput where it cannot be read; MemoryError.
    """
    header = readers.header_of(path)
    plain = header.format == "JPEG" and header.mode == "RGB" and source_profile(header).icc is None
    if not plain:
        return Levels(read(path)[0])
    grey = jpeg.pixels(path, header, level=0, layout="L")[..., 0]
    upright = np.ascontiguousarray(turned(grey, header.orientation))
    return Levels(upright, again=lambda: read(path)[0])


def subject(path: Path) -> Subject:
    """Read a version and find its product. Raises BadInput, MemoryError."""
    return subject_of(*read(path))


def subject_of(codes: Pane, alpha: Plane | None = None) -> Subject:
    """A version whose pixels (H, W, 4) are at hand, with its alpha (H, W) where it has one."""
    levels = Levels(codes)
    reduced = shrunk(levels.within(3 * SIDE), SIDE)
    clear = None if alpha is None else _fitted(alpha, reduced.shape[:2])
    small = Picture(reduced, srgb_to_lab(reduced), clear)
    try:
        return Subject(levels, small, separate(small))
    except NoProductError as error:
        return Subject(levels, small, None, str(error))


def box_of(mask: NDArray[np.bool_]) -> Box | None:
    """The box round what is set."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def placed(box: Box | None, shape: tuple[int, ...], size: tuple[int, int]) -> Box | None:
    """A box of a reduced picture (H, W) on the version of `size` (width, height)."""
    if box is None:
        return None
    across, down = size[0] / shape[1], size[1] / shape[0]
    x, y = int(box[0] * across), int(box[1] * down)
    width, height = (max(1, round(side * share)) for side, share in zip(box[2:], (across, down), strict=True))
    return x, y, min(width, size[0] - x), min(height, size[1] - y)


def _eight(alpha: NDArray[np.generic]) -> Plane:
    wide = alpha.dtype == np.uint16
    return np.ascontiguousarray(alpha >> 8 if wide else alpha).astype(np.uint8, copy=False)  # type: ignore[operator]


def _fitted(alpha: Plane, shape: tuple[int, ...]) -> Plane:
    return cv2.resize(alpha, shape[1::-1], interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def most(codes: Pane) -> Plane:
    """(H, W) the largest of blue, green and red."""
    blue, green, red = (cv2.extractChannel(codes, channel) for channel in range(3))
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.uint8)


def least(codes: Pane) -> Plane:
    """(H, W) the smallest of blue, green and red."""
    blue, green, red = (cv2.extractChannel(codes, channel) for channel in range(3))
    return np.asarray(cv2.min(cv2.min(blue, green), red), np.uint8)
