"""Fine repeated texture: a weave, a knit, a plaid, ribs, a grille."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.evidence.seen import Seen
from review_desk.imaging.measures.picture import Mask, Plane

_TILE = 64
_REACH = 32
_NEAREST, _FARTHEST = 3.5, 16.0
_CONTRAST = 1.5
_REPEATS = 0.25
_FEWEST, _MOST = 3, 240
_INSIDE = 0.97
_PEAKS = 6

Floats = NDArray[np.float32]


def fine_texture(seen: Seen) -> float | None:
    """Per cent of the subject's places that repeat themselves every 4 to 16 pixels; None for too small a one.

    A place is 64 × 64 pixels of a picture of 1024, its L* between Gaussians of 0.7 and 5 pixels, with a
    standard deviation of at least 1.5. It repeats itself where its autocorrelation (by the power spectrum,
    the window divided out) has a peak of 0.25 that comes again at twice the shift and falls as much half way:
    one edge, or a gradient, has no second peak. Where no subject could be told from the ground, of the middle
    of the frame.
    """
    tiles = _tiles(_band(seen.picture.lightness), _inner(seen))
    if len(tiles) < _FEWEST:
        return None
    lively = tiles[tiles.std(axis=(1, 2)) > _CONTRAST]
    repeating = sum(_repeats(each) > _REPEATS for each in _autocorrelation(lively)) if len(lively) else 0
    return 100 * repeating / len(tiles)


def _inner(seen: Seen) -> Mask:
    subject = seen.subject
    if not seen.told_apart:
        height, width = subject.shape
        subject = np.zeros_like(subject)
        subject[height // 5 : -height // 5, width // 5 : -width // 5] = True
    return cv2.erode(subject.astype(np.uint8), np.ones((9, 9), np.uint8), borderValue=0) > 0


def _band(lightness: Plane) -> Floats:
    light = np.ascontiguousarray(lightness)
    return np.asarray(cv2.GaussianBlur(light, (0, 0), 0.7) - cv2.GaussianBlur(light, (0, 0), 5.0), np.float32)


def _tiles(band: Floats, inner: Mask) -> Floats:
    """(N, 64, 64): places wholly on the subject, evenly spread, no more than 240."""
    height, width = band.shape
    share = cv2.boxFilter(inner.astype(np.float32), -1, (_TILE, _TILE), anchor=(0, 0))
    step = _TILE // 2
    corners = [
        (y, x)
        for y in range(0, height - _TILE + 1, step)
        for x in range(0, width - _TILE + 1, step)
        if share[y, x] > _INSIDE
    ]
    some = corners[:: max(1, -(-len(corners) // _MOST))]
    cut = [band[y : y + _TILE, x : x + _TILE] for y, x in some]
    return np.stack(cut) if cut else np.empty((0, _TILE, _TILE), np.float32)


def _autocorrelation(tiles: Floats) -> Floats:
    """(N, 65, 65), −1 to 1, no shift in the middle (Wiener-Khinchin; the Hann window's own divided out)."""
    hann = np.hanning(_TILE + 2)[1:-1].astype(np.float32)
    window, size = np.outer(hann, hann), (2 * _TILE, 2 * _TILE)
    even = (tiles - tiles.mean(axis=(1, 2), keepdims=True)) * window
    found = np.fft.irfft2(np.abs(np.fft.rfft2(even, s=size)) ** 2, s=size)
    own = np.fft.irfft2(np.abs(np.fft.rfft2(window, s=size)) ** 2, s=size)
    found /= np.maximum(own, 1e-3 * own[0, 0])
    found /= np.maximum(found[:, :1, :1], 1e-9)
    across = 2 * _REACH + 1
    return np.roll(found, (_REACH, _REACH), axis=(1, 2))[:, :across, :across].astype(np.float32)


_SHIFTS = np.hypot(*np.mgrid[-_REACH : _REACH + 1, -_REACH : _REACH + 1])
_WITHIN = (_SHIFTS >= _NEAREST) & (_SHIFTS <= _FARTHEST)


def _repeats(found: Floats) -> float:
    """How much one place repeats itself, 0-1: the least of a peak, its second and the dip between."""
    peaks = (found >= cv2.dilate(found, np.ones((3, 3), np.uint8))) & _WITHIN
    rows, columns = np.nonzero(peaks)
    highest = np.argsort(-found[rows, columns])[:_PEAKS]
    return max((_at(found, int(rows[k]), int(columns[k])) for k in highest), default=0.0)


def _at(found: Floats, row: int, column: int) -> float:
    down, across = row - _REACH, column - _REACH
    y, x = _REACH + 2 * down, _REACH + 2 * across
    if not (1 <= y < 2 * _REACH and 1 <= x < 2 * _REACH):
        return 0.0
    again = float(found[y - 1 : y + 2, x - 1 : x + 2].max())
    half = float(found[_REACH + round(down / 2), _REACH + round(across / 2)])
    here = float(found[row, column])
    return min(here, again, here - half)
