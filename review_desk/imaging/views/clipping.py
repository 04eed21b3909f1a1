"""Where codes are at the end of the scale, as patterns that differ in shape as well as in colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.views.legend import BGR, Mark
from review_desk.imaging.views.pane import (
    CHANNELS,
    Pane,
    Plane,
    above,
    at_most,
    inked,
    plane,
    quiet,
    strips,
    tone,
)

_HIGHLIGHT: BGR = (64, 64, 240)
_SHADOW: BGR = (255, 160, 48)
_PAPER: BGR = (214, 214, 214)
_INK: BGR = (8, 8, 8)
_PERIOD = 12
_ROWS = 4 * _PERIOD

LEGEND = (
    Mark(_HIGHLIGHT, "dense stripes: highlights, some channels clipped; wide stripes on white: all"),
    Mark(_SHADOW, "dense dots: shadows, some channels clipped; wide dots on black: all"),
)

_Layer = tuple[Plane, BGR, str]


def clipping(pane: Pane, *, low: int = 0, high: int = 255, origin: tuple[int, int] = (0, 0)) -> Pane:
    """Red diagonal stripes where codes are `high` or more, blue dots where they are `low` or less.

    Dense where some of R, G, B are; wide and on white or black where all of them are (paper white looks like
    ruled paper). The photo lies behind in quiet grey. A code at the end of the scale is taken as clipped, as
    cameras' zebras and Photoshop's threshold preview do. `origin` (x, y) is where the pane's corner lies on
    the photo, in pane pixels: it keeps the pattern still on the photo while panning. Below 100 % a pane holds
    means, in which single clipped pixels are lost. ValueError unless 0 <= low < high <= 255.
    """
    if not 0 <= low < high <= 255:
        raise ValueError(f"no room between {low} and {high}")
    out = quiet(tone(pane))
    width = pane.shape[1]
    patterns = _patterns(width, origin)
    inks = {bgr: inked(_ROWS, width, bgr) for bgr in (_HIGHLIGHT, _SHADOW, _PAPER, _INK)}
    for rows in strips(len(pane), _ROWS):
        for clipped, bgr, pattern in _layers(pane[rows], low, high):
            if cv2.hasNonZero(clipped):
                drawn = cv2.bitwise_and(clipped, patterns[pattern][: len(clipped)])
                cv2.copyTo(inks[bgr][: len(clipped)], drawn, out[rows])
    return out


def _layers(pane: Pane, low: int, high: int) -> tuple[_Layer, ...]:
    """What is drawn where, in what colour and pattern, from the bottom up."""
    first, second, third = (plane(pane, name) for name in CHANNELS)
    most = cv2.max(cv2.max(first, second), third).astype(np.uint8, copy=False)
    least = cv2.min(cv2.min(first, second), third).astype(np.uint8, copy=False)
    white, black = above(least, high - 1), at_most(most, low)
    return (
        (above(most, high - 1), _HIGHLIGHT, "stripes"),
        (at_most(least, low), _SHADOW, "dots"),
        (white, _PAPER, "ground"),
        (white, _HIGHLIGHT, "wide stripes"),
        (black, _INK, "ground"),
        (black, _SHADOW, "wide dots"),
    )


def _patterns(width: int, origin: tuple[int, int]) -> dict[str, Plane]:
    """Every pattern as a mask of `_ROWS` rows, 0 or 255, shifted so that it stays on the photo."""
    y, x = np.mgrid[0:_PERIOD, 0:_PERIOD]
    shapes: dict[str, NDArray[np.bool_]] = {
        "ground": np.ones((_PERIOD, _PERIOD), np.bool_),
        "stripes": (x + y) % 6 < 3,
        "wide stripes": (x + y) % _PERIOD < 2,
        "dots": (x % 4 < 2) == (y % 4 < 2),
        "wide dots": np.hypot(x - 5.5, y - 5.5) < 2.3,
    }
    return {name: _repeated(shape, width, origin) for name, shape in shapes.items()}


def _repeated(shape: NDArray[np.bool_], width: int, origin: tuple[int, int]) -> Plane:
    moved = np.roll(np.where(shape, 255, 0).astype(np.uint8), (-origin[1], -origin[0]), axis=(0, 1))
    return np.tile(moved, (_ROWS // _PERIOD, width // _PERIOD + 1))[:, :width]
