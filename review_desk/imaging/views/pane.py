"""What every view is made of: a pane, its planes, its luma, a grey or a quietened copy.

A pane is (H, W, 4) uint8 BGRX in sRGB codes, the visible part of a photo as drawn; a plane is (H, W) uint8.
"""

from collections.abc import Iterator
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.views.legend import BGR

Pane = NDArray[np.uint8]
Plane = NDArray[np.uint8]
Channel = Literal["blue", "green", "red"]

CHANNELS: tuple[Channel, ...] = ("blue", "green", "red")
"""In the order of BGRX."""

_REC709 = np.array([[0.0722, 0.7152, 0.2126, 0.0]], np.float32)


def luma(pane: Pane) -> Plane:
    """Y′ = 0.2126 R′ + 0.7152 G′ + 0.0722 B′ of the encoded values (ITU-R BT.709-6, 3.2), rounded, 0-255.

    It is luma, of codes as they are, not luminance, which is of linear light: greys keep their code.
    """
    out = np.empty(pane.shape[:2], np.uint8)
    cv2.transform(pane, _REC709, dst=out)
    return out


def tone(pane: Pane) -> Plane:
    """A quick grey for backdrops and texture, where the weights of the channels do not matter (Rec. 601).

    It costs a fifth of `luma`. A plane is grey already and comes back as it is.
    """
    if pane.ndim == 2:
        return pane
    out = np.empty(pane.shape[:2], np.uint8)
    cv2.cvtColor(pane, cv2.COLOR_BGRA2GRAY, dst=out)
    return out


def shrunk(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A pane or plane by area means, at most `side` pixels wide and high; halved first, which is fast."""
    while min(pixels.shape[:2]) >= 2 and max(pixels.shape[:2]) >= 2 * side:
        half = (pixels.shape[1] // 2, pixels.shape[0] // 2)
        pixels = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    scale = side / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def plane(pane: Pane, channel: Channel) -> Plane:
    """One channel of a pane, as it is."""
    out = np.empty(pane.shape[:2], np.uint8)
    cv2.extractChannel(pane, CHANNELS.index(channel), dst=out)
    return out


def grey(codes: Plane) -> Pane:
    """A plane as a grey pane."""
    out = np.empty((*codes.shape, 4), np.uint8)
    cv2.cvtColor(codes, cv2.COLOR_GRAY2BGRA, dst=out)
    return out


def quiet(codes: Plane) -> Pane:
    """A plane as a dark grey pane of low contrast (codes 40-130), to draw marks upon."""
    return grey(cv2.convertScaleAbs(codes, alpha=90 / 255, beta=40).astype(np.uint8, copy=False))


def inked(height: int, width: int, bgr: BGR) -> Pane:
    """A pane of one colour."""
    word = np.array([*bgr, 255], np.uint8).view(np.uint32)
    return np.full((height, width, 1), word, np.uint32).view(np.uint8)


def above(codes: Plane, limit: float) -> Plane:
    """A mask: 255 where a code is greater than the limit, else 0."""
    return cv2.threshold(codes, limit, 255, cv2.THRESH_BINARY)[1].astype(np.uint8, copy=False)


def at_most(codes: Plane, limit: float) -> Plane:
    """A mask: 255 where a code is the limit or less, else 0."""
    return cv2.threshold(codes, limit, 255, cv2.THRESH_BINARY_INV)[1].astype(np.uint8, copy=False)


def strips(height: int, rows: int) -> Iterator[slice]:
    """The rows of a pane, some at a time: what is worked out in strips stays in the processor's cache."""
    return (slice(top, min(top + rows, height)) for top in range(0, height, rows))


def fill_x(pane: Pane) -> None:
    """Set the fourth byte of every pixel to 255, in place. The pane is C-contiguous."""
    words = pane.view(np.uint32)
    np.bitwise_or(words, np.array([0, 0, 0, 255], np.uint8).view(np.uint32), out=words)
