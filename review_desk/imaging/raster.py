"""Pixels as a file holds them: no colour conversion, no turning, transparency apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_STRIP_ROWS = 256


@dataclass(frozen=True)
class Raster:
    """`pixels` is (H, W, C), uint8 or uint16, in the source's own encoding.

    `mode` says what the channels are: "L" (C=1), "RGB" (C=3), "CMYK" (C=4, full ink is the highest code),
    "LAB" (C=3, CIE D50, a and b offset by half the range). `alpha` is (H, W) of the same type, not
    premultiplied, or None. `level` is how often the picture has been halved already.
    """

    pixels: NDArray[Any]
    mode: str
    alpha: NDArray[Any] | None = None
    level: int = 0


def level_size(width: int, height: int, level: int) -> tuple[int, int]:
    """Width and height at a level of the pyramid: divided by 2**level, rounded up."""
    step = 1 << level
    return -(-width // step), -(-height // step)


def reduced(pixels: NDArray[Any], level: int) -> NDArray[Any]:
    """Divide both sides of (H, W) or (H, W, C) by 2**level, rounded up, by the mean of each square.

    Squares that reach over the right or lower edge repeat the edge, so that pixel (x, y) of the result
    always covers x·2**level … of the source, as libjpeg's own reduction does.
    """
    if level == 0:
        return pixels
    height, width = pixels.shape[:2]
    across, down = level_size(width, height, level)
    right, below = (across << level) - width, (down << level) - height
    if right or below:
        pixels = cv2.copyMakeBorder(pixels, 0, below, 0, right, cv2.BORDER_REPLICATE)
    small = cv2.resize(pixels, (across, down), interpolation=cv2.INTER_AREA)
    return small.reshape((down, across, *pixels.shape[2:]))


def reduced_under(pixels: NDArray[Any], alpha: NDArray[Any], level: int) -> NDArray[Any]:
    """Like `reduced`, for uint8 (H, W, C) under alpha (H, W): colours that cannot be seen do not count."""
    if level == 0:
        return pixels
    rows = max(1, _STRIP_ROWS >> level) << level
    tops = range(0, len(pixels), rows)
    return np.concatenate([_weighted(pixels[t : t + rows], alpha[t : t + rows], level) for t in tops])


def _weighted(pixels: NDArray[Any], alpha: NDArray[Any], level: int) -> NDArray[Any]:
    weight = alpha.astype(np.float32)[..., None]
    cover = reduced(weight, level)
    colours = reduced(pixels * weight, level)
    shown: NDArray[np.uint8] = np.rint(colours / np.maximum(cover, 1e-3)).astype(np.uint8)
    return shown


def turned(pixels: NDArray[Any], orientation: int, out: NDArray[Any] | None = None) -> NDArray[Any]:
    """Apply an EXIF orientation (1-8) to (H, W) or (H, W, C): a new array, upright, in `out` if given.

    Values as in the EXIF 2.32 specification, 4.6.4 A: 2 mirrored, 3 half turn, 4 flipped, 5 transposed,
    6 to be turned right, 7 transversed, 8 to be turned left.
    """
    steps = _TURNS[orientation]
    for step in steps:
        pixels = step(pixels).reshape(*_shape_after(step, pixels), *pixels.shape[2:])
    if out is None:
        return pixels if steps else pixels.copy()
    out[...] = pixels
    return out


def stored_box(
    box: tuple[int, int, int, int], whole: tuple[int, int], orientation: int
) -> tuple[int, int, int, int]:
    """Where a box (x, y, width, height) of an upright photo lies on the photo as stored.

    `whole` is the upright photo's width and height in the same pixels; orientations as in `turned`.
    """
    x, y, width, height = box
    across, down = whole
    if orientation in (2, 3, 6, 7):  # x runs against the stored axis
        x = across - x - width
    if orientation in (3, 4, 7, 8):  # y does
        y = down - y - height
    return (x, y, width, height) if orientation < 5 else (y, x, height, width)


def _shape_after(step: Callable[[NDArray[Any]], Any], pixels: NDArray[Any]) -> tuple[int, int]:
    height, width = pixels.shape[:2]
    return (width, height) if step in _SIDEWAYS else (height, width)


def _mirrored(pixels: NDArray[Any]) -> NDArray[Any]:
    return cv2.flip(pixels, 1)


def _flipped(pixels: NDArray[Any]) -> NDArray[Any]:
    return cv2.flip(pixels, 0)


def _half_turned(pixels: NDArray[Any]) -> NDArray[Any]:
    return cv2.rotate(pixels, cv2.ROTATE_180)


def _turned_right(pixels: NDArray[Any]) -> NDArray[Any]:
    return cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE)


def _turned_left(pixels: NDArray[Any]) -> NDArray[Any]:
    return cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE)


_SIDEWAYS = (_turned_right, _turned_left)
_TURNS: dict[int, tuple[Callable[[NDArray[Any]], NDArray[Any]], ...]] = {
    1: (),
    2: (_mirrored,),
    3: (_half_turned,),
    4: (_flipped,),
    5: (_turned_right, _mirrored),
    6: (_turned_right,),
    7: (_turned_left, _mirrored),
    8: (_turned_left,),
}
