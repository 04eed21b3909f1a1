"""Artefacts: where a pass did harm, as a heat map, from a photo and what it was before."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.checks.pairing import pair
from review_desk.imaging.checks.subject import Levels, read, subject_of
from review_desk.imaging.views.pane import Pane
from review_desk.passes.session import Session
from review_desk.passes.tiling import tiles

Rgb = NDArray[np.float32]

_SIDE = 2400
"""Longest side in pixels that is looked at; larger photos are reduced."""

_STEP = 4
_WHITE = 0.97
_FEWEST = 64

_HOT, _SURE, _MOST = 0.5, 0.8, 24
_SMALLEST, _JOIN = 12, 9
"""Of a spot: pixels of what was looked at, and how near two must lie to be one."""


@dataclass(frozen=True)
class Spot:
    """A place where harm was done: its box in pixels of the version, and how sure that is, 0-1."""

    x: int
    y: int
    width: int
    height: int
    sure: float


@dataclass(frozen=True)
class Heat:
    """`map` (h, w) uint8, 255 where it is surest, at no more than the size of the version; and its spots, the
    surest and largest first.
    """

    map: NDArray[np.uint8]
    spots: tuple[Spot, ...]


def find_harm(after: Path, before: Path, session: Session) -> Heat:
    """Hold a version against its before, lined up and brought to its light.

    Raises BadInput where either cannot be read or the model fails, Refused where they cannot be lined up.
    """
    seen, was = (read(path)[0] for path in (after, before))
    size = seen.shape[1], seen.shape[0]
    seen, was = _within(seen), _within(was)
    found = pair(subject_of(seen), Levels(was))
    if not found.sure:
        raise Refused("The version and its before cannot be lined up: too little in them is the same.")
    heat = _heat(_rgb(seen), matched(_rgb(_laid(was, seen, found.matrix)), _rgb(seen)), session)
    return Heat(np.rint(heat * 255).astype(np.uint8), _spots(heat, size[0] / heat.shape[1]))


def _within(codes: Pane) -> Pane:
    share = _SIDE / max(codes.shape[:2])
    if share >= 1:
        return codes
    size = round(codes.shape[1] * share), round(codes.shape[0] * share)
    return np.asarray(cv2.resize(codes, size, interpolation=cv2.INTER_AREA), np.uint8)


def _laid(was: Pane, seen: Pane, matrix: NDArray[np.float64]) -> Pane:
    """The before where it lies under the version; places of both are counted from the corner."""
    move = matrix.copy()
    move[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    size = seen.shape[1], seen.shape[0]
    return np.asarray(cv2.warpAffine(was, move, size, flags=how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _rgb(codes: Pane) -> Rgb:
    return np.ascontiguousarray(codes[..., 2::-1]).astype(np.float32) / np.float32(255)


def matched(before: Rgb, after: Rgb) -> Rgb:
    """`before` (H, W, 3) in 0-1 with the light and colour of `after`, which shows the same: a gain and an
    offset for each channel, by the spread of both where neither is white.

    A new exposure or white balance is then no difference, nor is a new background.
    """
    small = (slice(None, None, _STEP), slice(None, None, _STEP))
    one, other = before[small].reshape(-1, 3), after[small].reshape(-1, 3)
    counted = (one.min(axis=1) < _WHITE) & (other.min(axis=1) < _WHITE)
    if np.count_nonzero(counted) < _FEWEST:
        return before
    was, now = (np.percentile(each[counted], (10, 50, 90), axis=0) for each in (one, other))
    gain = np.clip((now[2] - now[0]) / np.maximum(was[2] - was[0], 0.02), 0.5, 2.0)
    return np.asarray(np.clip((before - was[1]) * gain + now[1], 0, 1), np.float32)


def _heat(after: Rgb, before: Rgb, session: Session) -> NDArray[np.float32]:
    """(h, w) in 0-1, tile by tile: both photos are given to the model together."""
    card = session.card
    height, width = int(after.shape[0]), int(after.shape[1])
    out = np.empty((height, width), np.float32)
    for tile in tiles(height, width, size=card.tile, overlap=card.overlap):
        one, other = (_planes(photo[tile.read]) for photo in (after, before))
        out[tile.kept] = session.run(one, before=other)[0, 0][tile.inner]
    return np.clip(out, 0, 1)


def _planes(pixels: Rgb) -> NDArray[np.float32]:
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])


def _spots(heat: NDArray[np.float32], scale: float) -> tuple[Spot, ...]:
    """Where the map is hot, and somewhere in it sure; in pixels of the version, `scale` to one of the map."""
    hot = (heat > _HOT).astype(np.uint8)
    near = cv2.morphologyEx(hot, cv2.MORPH_CLOSE, np.ones((_JOIN, _JOIN), np.uint8))
    count, labels, figures, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    weights = np.bincount(labels.ravel(), heat.ravel(), count)
    ranked = sorted(range(1, count), key=lambda n: -float(weights[n]))
    large = [n for n in ranked if figures[n, cv2.CC_STAT_AREA] >= _SMALLEST]
    spots = (_spot(figures[n], float(heat[labels == n].max()), scale) for n in large[: 4 * _MOST])
    return tuple(spot for spot in spots if spot.sure >= _SURE)[:_MOST]


def _spot(figures: NDArray[Any], sure: float, scale: float) -> Spot:
    left, top, width, height = (round(int(each) * scale) for each in figures[:4])
    return Spot(left, top, max(1, width), max(1, height), round(sure, 3))
