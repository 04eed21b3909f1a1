"""One-code steps in flat areas, made visible."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.views.pane import Pane, Plane, at_most, fill_x, quiet, strips, tone

_AROUND = 16
"""Pixels: the side of the squares whose means a step is measured against."""

_SUBCODES = 64
"""Means are kept to 1/64 of a code: rounded to codes they would draw bands of their own."""

_FLAT_WINDOW = 9
_ROWS = 32


def banding(pane: Pane, *, gain: float = 24.0, flat: int = 4) -> Pane:
    """Every code of R, G, B less its local mean, times `gain`, on mid grey; only where the pane is flat.

    A local contrast stretch: a one-code step in a smooth gradient becomes an edge of `gain` codes, coloured
    where the channels step at different places, while the gradient itself goes away. The local mean is that of
    16 × 16 squares, smoothed and enlarged by straight lines. Flat is where luma spans at most `flat` codes
    within 9 × 9 pixels: elsewhere grain or detail hides the steps, and the photo stands in quiet grey. The
    method is our own. ValueError for a gain below 1.
    """
    if gain < 1:
        raise ValueError("a gain is at least 1")
    codes = tone(pane)
    smooth = _flat(codes, flat)
    lowest = _local_mean(pane) - np.int16(round(128 * _SUBCODES / gain))
    out = quiet(codes)
    for rows in strips(len(pane), _ROWS):
        if cv2.hasNonZero(smooth[rows]):
            cv2.copyTo(_stretched(pane[rows], lowest[rows], gain), smooth[rows], out[rows])
    return out


def _stretched(pane: Pane, lowest: NDArray[np.int16], gain: float) -> Pane:
    """(pane − lowest) × gain, cut at 0 and 255; `lowest`, in 1/64 codes, is what becomes 0."""
    apart = pane.astype(np.int16)
    apart *= _SUBCODES
    apart -= lowest
    np.maximum(apart, 0, out=apart)  # or the scaling below would fold what is under 0 upwards
    out = np.empty(pane.shape, np.uint8)
    cv2.convertScaleAbs(apart, dst=out, alpha=gain / _SUBCODES)
    fill_x(out)
    return out


def _local_mean(pane: Pane) -> NDArray[np.int16]:
    """The pane's local means, as large as the pane, in 1/64 codes."""
    height, width = pane.shape[:2]
    right, bottom = -width % _AROUND, -height % _AROUND
    padded = cv2.copyMakeBorder(pane, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
    half = cv2.resize(padded, (padded.shape[1] // 2, padded.shape[0] // 2), interpolation=cv2.INTER_AREA)
    small = _square_means(half.astype(np.uint8, copy=False)) * np.float32(_SUBCODES)
    small = cv2.GaussianBlur(small, (0, 0), 0.7, borderType=cv2.BORDER_REPLICATE).astype(np.int16)
    out = np.empty(padded.shape, np.int16)
    cv2.resize(small, (padded.shape[1], padded.shape[0]), dst=out, interpolation=cv2.INTER_LINEAR)
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


def _flat(codes: Plane, most: int) -> Plane:
    """255 where the codes span at most `most` within the window, 0 elsewhere."""
    window = np.ones((_FLAT_WINDOW, _FLAT_WINDOW), np.uint8)
    span = cv2.morphologyEx(codes, cv2.MORPH_GRADIENT, window)
    return at_most(span.astype(np.uint8, copy=False), most)
