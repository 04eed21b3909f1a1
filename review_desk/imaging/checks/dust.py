"""Specks on the background: small, dark, round and soft, as dust on a sensor or on the paper leaves them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.subject import NEAR, Box, Found, Subject, placed
from review_desk.imaging.measures.masks import without_specks
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.views.pane import tone

_CLEAR = 21
"""Pixels that a speck keeps from product and shadow: 10 on either side."""

_OTHER = 0.002
"""The share of the frame from which something is no speck."""

_SOFT, _AROUND = 1.2, 9.0
_LEAST, _ABOVE_NOISE = 2.0, 8.0
_SMALLEST, _LARGEST = 5, 220
_LONGEST, _ROUND = 1.7, 0.55
_ROUGH = 1.0
_TEXTURE = 150

Spot = tuple[float, float, float]
"""x and y of its middle, 0-1 of the frame's width and height, and its depth in codes of grey."""

Floats = NDArray[np.float32]


def dust(seen: Subject) -> tuple[Found, list[Spot] | None]:
    """dust: how many specks lie on the background; and where each is, None where none could be seen.

    On grey halved to 1280 pixels at most. A speck is darker than the mean about it (a Gaussian of 9 pixels)
    by 2 codes and by 8 times what the ground strays from that mean (its median), of 5 to 220 pixels, nearly
    round, and 10 pixels away from product and shadow. A ground that strays by more than a code is no smooth
    one, and neither is one with 150 specks: cloth, wood, paper with a grain. Hairs are too long to count. The
    method is our own.
    """
    if seen.parts is None:
        return Found(None, note=seen.reason), None
    grey = tone(seen.levels.within(NEAR)).astype(np.float32)
    ground = _ground(seen.parts.background, grey.shape)
    if np.count_nonzero(ground) < 0.02 * ground.size:
        return Found(None, note="Too little of the background is in view to see dust on it."), None
    dip = _dip(grey, ground)
    noise = float(np.median(np.abs(dip[ground])))
    spots = _specks(dip, max(_LEAST, _ABOVE_NOISE * noise)) if noise <= _ROUGH else []
    if noise > _ROUGH or len(spots) >= _TEXTURE:
        return Found(None, note="The background is not smooth enough to see dust on it."), None
    spots.sort(key=lambda spot: -spot[2])
    region = _box(spots[0], grey.shape, seen.size) if spots else None
    return Found(float(len(spots)), region), spots


def _ground(background: Mask, shape: tuple[int, ...]) -> Mask:
    """(H, W) the background and what is small in it: a speck is no background by itself."""
    whole = ~without_specks(~background, _OTHER)
    large = cv2.resize(whole.astype(np.uint8), shape[1::-1], interpolation=cv2.INTER_NEAREST)
    return cv2.erode(large, np.ones((_CLEAR, _CLEAR), np.uint8), borderValue=1) > 0


def _dip(grey: Floats, ground: Mask) -> Floats:
    """(H, W) how much darker a place is than the ground about it, 0 beside the ground."""
    weight = ground.astype(np.float32)
    around = cv2.GaussianBlur(grey * weight, (0, 0), _AROUND) / np.maximum(
        cv2.GaussianBlur(weight, (0, 0), _AROUND), 1e-3
    )
    return np.asarray((around - cv2.GaussianBlur(grey, (0, 0), _SOFT)) * weight, np.float32)


def _specks(dip: Floats, least: float) -> list[Spot]:
    count, labels, figures, middles = cv2.connectedComponentsWithStats((dip > least / 2).astype(np.uint8))
    depth = np.zeros(count, np.float32)
    where = np.flatnonzero(labels)
    np.maximum.at(depth, labels.ravel()[where].astype(np.intp), dip.ravel()[where])
    wide, high, area = (figures[:, each] for each in (2, 3, 4))
    whole = (depth >= least) & (area >= _SMALLEST) & (area <= _LARGEST)
    round_ = (np.maximum(wide, high) <= _LONGEST * np.minimum(wide, high)) & (area >= _ROUND * wide * high)
    kept = np.flatnonzero(whole & round_)
    height, width = dip.shape
    return [
        (float((middles[at][0] + 0.5) / width), float((middles[at][1] + 0.5) / height), float(depth[at]))
        for at in kept[kept > 0]
    ]


def _box(spot: Spot, shape: tuple[int, ...], size: tuple[int, int]) -> Box | None:
    x, y = round(spot[0] * shape[1]), round(spot[1] * shape[0])
    return placed((max(0, x - 10), max(0, y - 10), 20, 20), shape, size)
