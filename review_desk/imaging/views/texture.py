"""How much of the texture of before is left in after, tile by tile."""

import itertools

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.views.legend import BGR, Mark
from review_desk.imaging.views.pane import Pane, Plane, inked, quiet, tone

_NOISE = 20.0
"""The mean squared Laplacian of white noise of one code: 1 + 1 + 1 + 1 + 16 times its variance.

It is added to both sides, so that tiles without texture count as kept.
"""

_LABEL_FROM = 40
_TINT = 0.55

STEPS: tuple[tuple[float, Mark], ...] = (
    (0.3, Mark((214, 106, 44), "most of it lost: below 30 %")),
    (0.6, Mark((224, 150, 92), "lost: 30-60 %")),
    (0.8, Mark((226, 190, 158), "softened: 60-80 %")),
    (1.25, Mark((128, 128, 128), "kept: 80-125 %")),
    (1.67, Mark((142, 190, 244), "sharpened: 125-167 %")),
    (3.3, Mark((66, 152, 246), "invented: 167-330 %")),
    (float("inf"), Mark((20, 102, 226), "much invented: above 330 %")),
)
"""Upper limits of the ratio, and how each step is drawn: blue lost, neutral kept, orange invented."""

LEGEND = tuple(mark for _, mark in STEPS)
_KEPT = 3


def texture_kept(before: Pane, after: Pane, *, tile: int = 64, origin: tuple[int, int] = (0, 0)) -> Pane:
    """Tiles of `after` tinted by `texture_ratio`, each that is not kept labelled with its percentage.

    The photo lies behind in quiet grey; tiles under 40 pixels carry no label. `origin` as in `texture_ratio`.
    Texture exists at 100 % only: below, a pane is already an average.
    """
    ratio = texture_ratio(before, after, tile=tile, origin=origin)
    step = np.searchsorted([limit for limit, _ in STEPS], ratio)
    out = quiet(tone(after))
    tops, lefts = (_edges(length, tile, at) for length, at in zip(after.shape[:2], origin[::-1], strict=True))
    for row, column in np.argwhere(step != _KEPT).tolist():
        cell = out[tops[row] : tops[row + 1], lefts[column] : lefts[column + 1]]
        _tint(cell, STEPS[step[row, column]][1].bgr)
        _label(cell, ratio[row, column])
    return out


def texture_ratio(
    before: Pane, after: Pane, *, tile: int, origin: tuple[int, int] = (0, 0)
) -> NDArray[np.float64]:
    """Energy of the Laplacian of the grey `tone` in after ÷ before, for every tile: (rows, columns).

    1 is kept. The Laplacian is 4-neighbour, its energy the mean of its squares (Subbarao, Choi and Nikzad,
    "Focusing techniques", 1993; Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR
    2000, take its variance, the same where its mean is 0). The energy of one code of noise is added to both
    sides. Grain counts as texture. `tile` is the side in pixels; `origin` (x, y) is where the pane's corner
    lies on the photo, so that tiles stay on the photo while panning (the first row and column may be cut).
    ValueError where the shapes differ.
    """
    if before.shape != after.shape:
        raise ValueError(f"two panes of different sizes: {before.shape} and {after.shape}")
    rows, columns = (
        _edges(length, tile, at) for length, at in zip(after.shape[:2], origin[::-1], strict=True)
    )
    was, now = (_energy(tone(pane), rows, columns) for pane in (before, after))
    return (now + _NOISE) / (was + _NOISE)


def _edges(length: int, tile: int, start: int) -> list[int]:
    """Where tiles begin along an axis that starts at `start`, and the end: 0, ..., length."""
    return [0, *range(-start % tile or tile, length, tile), length]


def _energy(codes: Plane, rows: list[int], columns: list[int]) -> NDArray[np.float64]:
    """The mean squared Laplacian between the edges: (rows, columns)."""
    laplacian = np.empty(codes.shape, np.int16)
    cv2.Laplacian(codes, cv2.CV_16S, dst=laplacian, borderType=cv2.BORDER_REPLICATE)
    out = np.empty((len(rows) - 1, len(columns) - 1))
    for n, (top, bottom) in enumerate(itertools.pairwise(rows)):
        part = laplacian[top:bottom].astype(np.float32)
        part *= part
        sums = cv2.reduce(part, 0, cv2.REDUCE_SUM)[0]
        out[n] = np.add.reduceat(sums, columns[:-1], dtype=np.float64) / (bottom - top)
    return out / np.diff(columns)


def _tint(cell: Pane, bgr: BGR) -> None:
    colour = inked(cell.shape[0], cell.shape[1], bgr)
    cv2.addWeighted(cell, 1 - _TINT, colour, _TINT, 0, dst=cell)


def _label(cell: Pane, ratio: float) -> None:
    """The ratio in percent in the middle of the tile, dark on a light one and light on a dark one."""
    height, width = cell.shape[:2]
    if min(height, width) < _LABEL_FROM:
        return
    words = f"{100 * ratio:.0f}%" if ratio < 10 else ">999%"
    (across, down), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 0.42, 1)
    ink = (16, 16, 16, 255) if cell[..., 1].mean() > 115 else (250, 250, 250, 255)
    at = ((width - across) // 2, (height + down) // 2)
    cv2.putText(cell, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.42, ink, 1, cv2.LINE_AA)
