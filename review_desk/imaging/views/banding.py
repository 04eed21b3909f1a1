"""One-code steps in flat areas, made visible."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.difference import largest_difference
from review_desk.imaging.views.pane import Pane, at_most, fill_x, quiet, strips, tone

_AROUND = 16
"""Pixels: the side of the squares whose means a step is measured against."""

_SUBCODES = 64
"""Means are kept to 1/64 of a code: rounded to codes they would draw bands of their own."""

_FLAT_WINDOW = 9
_ROWS = 32


def banding(pane: Pane, *, gain: float = 24.0, flat: int = 4) -> Pane:
    """Every code of R, G, B less its local mean, times `gain`, on mid grey; only where the pane is flat.

    A local contrast stretch: a one-code step in a smooth gradient becomes an edge of `gain` codes, coloured
    where the channels step at different places, while the gradient itself goes away. The local mean is that
    of 16 × 16 squares, smoothed and enlarged by straight lines, held within a quarter of a code of the codes
    in the 9 × 9 pixels around (so that what lies across an edge does not count). Flat is where no channel
    spans more than `flat` codes in those: elsewhere grain or detail hides the steps, and the photo stands in
    quiet grey. The method is our own. ValueError for a gain below 1.
    """
    if gain < 1:
        raise ValueError("a gain is at least 1")
    window = np.ones((_FLAT_WINDOW, _FLAT_WINDOW), np.uint8)
    least, most = np.empty_like(pane), np.empty_like(pane)
    cv2.erode(pane, window, dst=least)
    cv2.dilate(pane, window, dst=most)
    mean, out = _local_mean(pane), quiet(tone(pane))
    for rows in strips(len(pane), _ROWS):
        smooth = at_most(largest_difference(most[rows], least[rows]), flat)
        if cv2.hasNonZero(smooth):
            held = _held(mean[rows], least[rows], most[rows])
            cv2.copyTo(_stretched(pane[rows], held, gain), smooth, out[rows])
    return out


def _held(mean: NDArray[np.int16], least: Pane, most: Pane) -> NDArray[np.int16]:
    """The mean, in 1/64 codes, no more than a quarter of a code outside what is around."""
    lowest = least.astype(np.int16) * np.int16(_SUBCODES)
    lowest -= _SUBCODES // 4
    highest = most.astype(np.int16) * np.int16(_SUBCODES)
    highest += _SUBCODES // 4
    np.maximum(lowest, mean, out=lowest)
    np.minimum(lowest, highest, out=highest)
    return highest


def _stretched(pane: Pane, mean: NDArray[np.int16], gain: float) -> Pane:
    """(pane − mean) × gain + 128, cut at 0 and 255; `mean` is in 1/64 codes."""
    apart = pane.astype(np.int16)
    apart *= _SUBCODES
    apart -= mean
    apart += round(128 * _SUBCODES / gain)
    np.maximum(apart, 0, out=apart)  # or the scaling below would fold what is under 0 upwards
    out = np.empty(pane.shape, np.uint8)
    cv2.convertScaleAbs(apart, dst=out, alpha=gain / _SUBCODES)
    fill_x(out)
    return out


def _local_mean(pane: Pane) -> NDArray[np.int16]:
    """The pane's local means, as large as the pane, in 1/64 codes."""
    height, width = pane.shape[:2]
    padded = cv2.copyMakeBorder(pane, 0, -height % _AROUND, 0, -width % _AROUND, cv2.BORDER_REPLICATE)
    size = (padded.shape[1], padded.shape[0])
    half = cv2.resize(padded, (size[0] // 2, size[1] // 2), interpolation=cv2.INTER_AREA)
    small = _square_means(half.astype(np.uint8, copy=False)) * np.float32(_SUBCODES)
    small = cv2.GaussianBlur(small, (0, 0), 0.7, borderType=cv2.BORDER_REPLICATE).astype(np.float32)
    out = np.empty(padded.shape, np.int16)
    cv2.resize(small.astype(np.int16), size, dst=out, interpolation=cv2.INTER_LINEAR)
    return out[:height, :width]


def _square_means(half: Pane) -> NDArray[np.float32]:
    """The unrounded mean of every 8 × 8 square of a pane of half the size."""
    side = _AROUND // 2
    height, width = half.shape[:2]
    out = np.empty((height // side, width // side, 4), np.float32)
    for rows in strips(height, side):
        means = cv2.reduce(half[rows].reshape(side, -1), 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)
        out[rows.start // side] = means.reshape(-1, side, 4).mean(axis=1)
    return out
