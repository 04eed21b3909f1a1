"""Texture against before: what was smoothed away."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.pairing import Pair
from review_desk.imaging.checks.subject import Box, Found
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.views.pane import Pane, tone

_TILE = 48
_MOST_TILES = 90
_RIM = 9
_FEWEST = 6
_NOISE = 1.5
"""The mean square, in codes, that counts as noise; it is added to both sides."""

_FLAT = 6.0
"""The mean square from which before had a texture to lose."""

_FINE, _COARSE = 1.0, 3.0


@dataclass(frozen=True)
class Tiles:
    """Corners (N, 2) of square tiles on the version, and the energy of texture there: before and now."""

    corners: NDArray[np.int64]
    was: NDArray[np.float64]
    now: NDArray[np.float64]


def smoothing(seen: Pair) -> dict[str, Found]:
    """over-smoothed: per cent of texture lost in the worst tenth of the textured tiles of the product.

    Texture is the mean square of the band between Gaussians of 1 and 3 pixels, on the same place of both; a
    tile counts where before had any. What the whole product lost evenly (the grain of a camera, a softer
    scale) is taken off first, up to half.
    """
    parts = seen.after.parts
    if parts is None:
        return {"over-smoothed": Found(None, note=seen.after.reason)}
    if not seen.sure:
        return {"over-smoothed": Found(None, note="It cannot be lined up with its before.")}
    tiles = tiles_of(seen, parts.product)
    textured = tiles.was > _FLAT
    if np.count_nonzero(textured) < _FEWEST:
        return {"over-smoothed": Found(None, note="The product has no texture to lose.")}
    ratio = np.sqrt((tiles.now[textured] + _NOISE) / (tiles.was[textured] + _NOISE))
    usual = float(np.clip(np.median(ratio), 0.5, 1.0))
    kept = ratio / usual
    tenth = np.quantile(kept, 0.1)
    worst = tiles.corners[textured][kept <= tenth]
    lost = 100 * (1 - float(kept[kept <= tenth].mean()))
    return {"over-smoothed": Found(round(max(0.0, lost), 1), _around(worst))}


def tiles_of(seen: Pair, product: Mask) -> Tiles:
    """Tiles wholly on the product, spread evenly, no more than 90 of them."""
    corners = _corners(seen, product)
    now = _energies([_cut(seen.after.codes, corner, _TILE) for corner in corners])
    was = _energies([_before(seen, corner) for corner in corners])
    return Tiles(corners, was, now)


def _corners(seen: Pair, product: Mask) -> NDArray[np.int64]:
    width, height = seen.after.size
    side = max(1, round((_TILE + 16) / seen.after.scale))
    inner = cv2.erode(product.astype(np.uint8), np.ones((side, side), np.uint8), borderValue=0) > 0
    step = _TILE
    while True:
        y, x = np.mgrid[0 : height - _TILE : step, 0 : width - _TILE : step]
        middles = [((each + _TILE / 2) / seen.after.scale).astype(int) for each in (y, x)]
        kept = inner[np.clip(middles[0], 0, inner.shape[0] - 1), np.clip(middles[1], 0, inner.shape[1] - 1)]
        if np.count_nonzero(kept) <= _MOST_TILES:
            return np.column_stack([x[kept], y[kept]]).astype(np.int64)
        step = round(step * 1.3)


def _before(seen: Pair, corner: NDArray[np.int64]) -> Pane:
    """The same place of the before, at the version's scale."""
    middle = seen.matrix @ np.array([*(corner + _TILE / 2), 1.0])
    side = round(_TILE * seen.scale)
    cut = _cut(seen.before.codes, np.rint(middle - side / 2).astype(np.int64), side)
    if abs(side - _TILE) <= 1:
        return cut
    return cv2.resize(cut, (_TILE, _TILE), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _cut(codes: Pane, corner: NDArray[np.int64], side: int) -> Pane:
    x, y = np.clip(corner, 0, (max(0, codes.shape[1] - side), max(0, codes.shape[0] - side))).tolist()
    return np.ascontiguousarray(codes[y : y + side, x : x + side])


def _energies(cuts: Sequence[Pane]) -> NDArray[np.float64]:
    """The mean square of the band of each tile; laid in one column, so that they are filtered together."""
    if not cuts:
        return np.empty(0)
    codes = tone(np.concatenate(cuts)).astype(np.float32)
    band = cv2.GaussianBlur(codes, (0, 0), _FINE) - cv2.GaussianBlur(codes, (0, 0), _COARSE)
    inner = band.reshape(len(cuts), _TILE, _TILE)[:, _RIM:-_RIM, _RIM:-_RIM]
    return np.asarray(np.square(inner).mean(axis=(1, 2)), np.float64)


def _around(corners: NDArray[np.int64]) -> Box:
    left, top = corners.min(axis=0).tolist()
    right, bottom = (corners.max(axis=0) + _TILE).tolist()
    return left, top, right - left, bottom - top
