"""Skin finish: a scale from 1, very smooth, to 5, untouched: unevenness goes first, texture least.

What is much stronger than the skin's own texture is no texture: a lash, a wrinkle, a nostril, the edge of a
nail. It is left as it is, and so is everything beside the skin.
"""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source
from review_desk.passes.full_size import Map, strips
from review_desk.passes.skin import Bands, bands, skin_of, widths
from review_desk.passes.tools import Tools

_KEPT = {1: (0.45, 0.10), 2: (0.60, 0.30), 3: (0.75, 0.50), 4: (0.88, 0.70)}
"""What is left of fine texture and of unevenness at each setting."""

_STRONG = 3.0
"""So many times the spread of the skin's own texture is something else."""


def skin_finish(source: Source, tools: Tools, *, finish: float) -> Source:
    """The photo with its skin at a `finish` of 1 to 5; 5 gives every code back.

    Each pixel is lightened or darkened as a whole: its hue stays. Raises Refused where no skin is found.
    """
    if finish >= 5:
        return source
    skin = skin_of(source, tools)
    found, edge = bands(source, skin), widths(skin)[0]
    less = _less(found, *_KEPT[int(finish)]) * _share(found.skin, 2 * edge)
    pixels = source.pixels.copy()
    part = pixels[found.rows, found.columns]
    for rows in strips(len(less)):
        part[rows] = _relit(part[rows], found.light[rows], less[rows])
    return replace(source, pixels=pixels)


def _less(found: Bands, fine: float, uneven: float) -> Map:
    """(h, w) what is taken off the light."""
    return (1 - fine) * _weak(found.fine, found.skin) + (1 - uneven) * _weak(found.uneven, found.skin)


def _weak(band: Map, skin: NDArray[np.bool_]) -> Map:
    """The band without what is much stronger than it mostly is there."""
    usual = 1.4826 * float(np.median(np.abs(band[skin]))) + 1e-6
    return np.asarray(band * np.exp(-np.square(band / (_STRONG * usual)) / 2), np.float32)


def _share(skin: NDArray[np.bool_], soft: float) -> Map:
    """1 well inside the skin, 0 at its edge and beside it."""
    depth = cv2.distanceTransform(np.pad(skin, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    return np.asarray(np.minimum(depth / soft, 1), np.float32)


def _relit(codes: NDArray[Any], light: Map, less: Map) -> NDArray[Any]:
    """(h, w, C) with so much light taken off, all channels of a pixel by one factor."""
    factor = np.maximum(light - less, 0) / np.maximum(light, 1e-4)
    full = np.iinfo(codes.dtype).max
    made = np.rint(np.clip(codes * factor[..., None], 0, full)).astype(codes.dtype)
    return np.where(less[..., None] != 0, made, codes)
