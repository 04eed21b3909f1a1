"""Painting strengths: dabs of a soft round tip along a line, at the resolution of the photo."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from review_desk.domain.mask.mask import Mask

_SPACING = 0.1
"""Of the radius, between two dabs: the edge of a stroke is then within 0.13 % of the radius of straight."""

_SMALL = 8.0
"""Radius up to which a tip is drawn where it is exactly; beyond, the nearest pixel is near enough."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in whole image pixels."""

NOWHERE: Box = (0, 0, 0, 0)


def tip(radius: float, hardness: float, across: float = 0.0, down: float = 0.0) -> NDArray[np.uint8]:
    """(2n + 1, 2n + 1) uint8: a round tip whose middle lies (`across`, `down`) beside the middle pixel's.

    Whole up to `hardness` (0-1) of the radius, nothing beyond the radius, and between them by Hermite's
    3t² - 2t³; a hard edge is one pixel wide.
    """
    reach = math.ceil(radius) + 1
    steps = np.arange(-reach, reach + 1, dtype=np.float32)
    return _strengths(steps - np.float32(across), steps - np.float32(down), radius, hardness)


def _strengths(
    xs: NDArray[np.float32], ys: NDArray[np.float32], radius: float, hardness: float
) -> NDArray[np.uint8]:
    far = np.sqrt((xs * xs)[None, :] + (ys * ys)[:, None])
    edge = np.float32(max(radius * (1 - hardness), 1.0))
    part = np.clip((np.float32(radius + 0.5) - far) / edge, 0, 1)
    return np.asarray(np.round(255 * part * part * (3 - 2 * part)), np.uint8)


@lru_cache(maxsize=16)
def _large_tip(radius: float, hardness: float) -> NDArray[np.uint8]:
    """A tip around the middle of its middle pixel: four times its lower right quarter."""
    steps = np.arange(math.ceil(radius) + 2, dtype=np.float32)
    quarter = _strengths(steps, steps, radius, hardness)
    half = np.concatenate((quarter[:, :0:-1], quarter), axis=1)
    return np.concatenate((half[:0:-1], half))


class Sheet:
    """What is painted on a photo of so many pixels. Memory is only taken where something was touched.

    `strengths` is (H, W) uint8; `touched` the box outside which nothing ever was painted.
    """

    def __init__(self, width: int, height: int) -> None:
        self.strengths = np.zeros((height, width), np.uint8)
        self.touched = NOWHERE

    def lay(self, mask: Mask) -> None:
        """Put a mask that lies inside the photo on an empty sheet."""
        box = mask.left, mask.top, mask.left + mask.width, mask.top + mask.height
        values = np.frombuffer(mask.values, np.uint8).reshape(mask.height, mask.width)
        self.strengths[box[1] : box[3], box[0] : box[2]] = values
        self.touched = box

    def stroke(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        radius: float,
        hardness: float,
        erase: bool,
    ) -> Box:
        """Paint from one point to another, `point_img`. Returns the box that may have changed.

        Where a stroke crosses itself it does not become stronger.
        """
        count = max(1, math.ceil(math.dist(start, end) / max(0.5, _SPACING * radius)))
        changed = NOWHERE
        for step in range(count + 1):
            share = step / count
            x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
            changed = united(changed, self._dab(x, y, radius=radius, hardness=hardness, erase=erase))
        if not erase:
            self.touched = united(self.touched, changed)
        return changed

    def _dab(self, x: float, y: float, *, radius: float, hardness: float, erase: bool) -> Box:
        column, row = math.floor(x), math.floor(y)
        if radius <= _SMALL:
            stamp = tip(radius, hardness, x - column - 0.5, y - row - 0.5)
        else:
            stamp = _large_tip(radius, hardness)
        reach = stamp.shape[0] // 2
        height, width = self.strengths.shape
        box = (max(0, column - reach), max(0, row - reach),
               min(width, column + reach + 1), min(height, row + reach + 1))  # fmt: skip
        if box[0] >= box[2] or box[1] >= box[3]:
            return NOWHERE
        left, top = column - reach, row - reach
        part = stamp[box[1] - top : box[3] - top, box[0] - left : box[2] - left]
        below = self.strengths[box[1] : box[3], box[0] : box[2]]
        if erase:
            np.minimum(below, 255 - part, out=below)
        else:
            np.maximum(below, part, out=below)
        return box

    def mask(self) -> Mask:
        """A copy of what is painted now, in the box that was touched."""
        left, top, right, bottom = self.touched
        values = self.strengths[top:bottom, left:right]
        return Mask(left, top, right - left, bottom - top, values.tobytes())


def united(a: Box, b: Box) -> Box:
    """The box around two, of which one may be nowhere."""
    if NOWHERE in (a, b):
        return b if a == NOWHERE else a
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
