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

_HIGHLIGHT: BGR = (72, 72, 255)
_SHADOW: BGR = (255, 168, 64)
_PERIOD = 12
_ROWS = 4 * _PERIOD

LEGEND = (
    Mark(_HIGHLIGHT, "broad stripes: all channels clipped in the highlights; thin: some"),
    Mark(_SHADOW, "large dots: all channels clipped in the shadows; small: some"),
)


def clipping(pane: Pane, *, low: int = 0, high: int = 255, origin: tuple[int, int] = (0, 0)) -> Pane:
    """Red diagonal stripes where codes are `high` or more, blue dots where they are `low` or less.

    Broad stripes and large dots where all of R, G, B are; thin stripes and small dots where only some are. The
    photo lies behind in quiet grey. A code at the end of the scale is taken as clipped, as cameras' zebras and
    Photoshop's threshold preview do. `origin` (x, y) is where the pane's corner lies on the photo, in pane
    pixels: it keeps the pattern still on the photo while panning. Below 100 % a pane holds means, in which
    single clipped pixels are lost. ValueError unless 0 <= low < high <= 255.
    """
    if not 0 <= low < high <= 255:
        raise ValueError(f"no room between {low} and {high}")
    out = quiet(tone(pane))
    width = pane.shape[1]
    patterns = _patterns(width, origin)
    inks = {bgr: inked(_ROWS, width, bgr) for bgr in (_HIGHLIGHT, _SHADOW)}
    for rows in strips(len(pane), _ROWS):
        for clipped, pattern, bgr in _clipped(pane[rows], low, high):
            if cv2.hasNonZero(clipped):
                drawn = cv2.bitwise_and(clipped, patterns[pattern][: len(clipped)])
                cv2.copyTo(inks[bgr][: len(clipped)], drawn, out[rows])
    return out


def _clipped(pane: Pane, low: int, high: int) -> tuple[tuple[Plane, str, BGR], ...]:
    """The four masks of clipped pixels, each with its pattern and colour, in the order of drawing."""
    first, second, third = (plane(pane, name) for name in CHANNELS)
    most = cv2.max(cv2.max(first, second), third).astype(np.uint8, copy=False)
    least = cv2.min(cv2.min(first, second), third).astype(np.uint8, copy=False)
    return (
        (above(most, high - 1), "thin", _HIGHLIGHT),
        (above(least, high - 1), "broad", _HIGHLIGHT),
        (at_most(least, low), "small", _SHADOW),
        (at_most(most, low), "large", _SHADOW),
    )


def _patterns(width: int, origin: tuple[int, int]) -> dict[str, Plane]:
    """Every pattern as a mask of `_ROWS` rows, 0 or 255, shifted so that it stays on the photo."""
    y, x = np.mgrid[0:_PERIOD, 0:_PERIOD]
    diagonal = (x + y) % _PERIOD
    from_dot = np.hypot(x % 6 - 2.5, y % 6 - 2.5)
    shapes: dict[str, NDArray[np.bool_]] = {
        "thin": diagonal < 2,
        "broad": diagonal < 6,
        "small": from_dot < 1.2,
        "large": from_dot < 2.6,
    }
    return {name: _repeated(shape, width, origin) for name, shape in shapes.items()}


def _repeated(shape: NDArray[np.bool_], width: int, origin: tuple[int, int]) -> Plane:
    moved = np.roll(np.where(shape, 255, 0).astype(np.uint8), (-origin[1], -origin[0]), axis=(0, 1))
    return np.tile(moved, (_ROWS // _PERIOD, width // _PERIOD + 1))[:, :width]
