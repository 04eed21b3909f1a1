"""Photos that are one and the same picture, saved again or scaled."""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.subject import Levels

_GRID = 16
_ENOUGH = 640
_COARSE = 4
_NEAR = 2.0
_SAME = 6
_ROWS = 500


def fingerprint(levels: Levels) -> str:
    """The mean colours of a 16 × 16 grid over a photo, as 1536 hex digits."""
    small = cv2.resize(levels.within(_ENOUGH), (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small[..., :3]).astype(np.uint8).tobytes().hex()


def alike(prints: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By key, the other keys whose fingerprints are within 6 codes everywhere, and 2 in the mean.

    Saving again as JPEG stays within 2 codes, another frame of the same product rarely does.
    """
    keys = list(prints)
    if len(keys) < 2:
        return {}
    grids = np.array([list(bytes.fromhex(prints[key])) for key in keys], np.float32)
    coarse = _coarse(grids)
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(keys), _ROWS):
        rows = coarse[start : start + _ROWS]
        apart = np.abs(rows[:, None] - coarse[None]).max(axis=2)
        for row, places in enumerate(apart <= _NEAR + 2):
            here = start + row
            same = [n for n in np.flatnonzero(places) if n != here and _same(grids[here], grids[n])]
            if same:
                found[keys[here]] = tuple(keys[n] for n in same)
    return found


def _coarse(grids: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, 48) the mean colours of 4 × 4."""
    side = _GRID // _COARSE
    shaped = grids.reshape(-1, _COARSE, side, _COARSE, side, 3)
    return np.asarray(shaped.mean(axis=(2, 4)).reshape(len(grids), -1), np.float32)


def _same(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    apart = np.abs(one - other)
    return bool(apart.max() <= _SAME and apart.mean() <= _NEAR)
