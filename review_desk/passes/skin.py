"""Skin as passes need it: where it is, and its light parted into three by fineness.

Frequency separation, as retouchers do it by hand: fine texture (pores, down), unevenness (blotches, spots)
and the slow rest (the form of the face), by two Gaussians whose width goes by the size of the skin. Beside
the skin nothing is counted, so that neither hair nor cloth bleeds in.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.evidence.skin import coloured, smooth
from review_desk.imaging.measures.masks import without_specks
from review_desk.imaging.measures.picture import picture
from review_desk.passes.full_size import Map, small
from review_desk.passes.session import Session
from review_desk.passes.tools import Tools

Mask = NDArray[np.bool_]

_FINE, _COARSE = 1 / 300, 1 / 45
"""Widths (sigma) of the two Gaussians as shares of the root of the largest piece's area: 3 and 20 pixels for
a face of 900."""

_LEAST_SHARE, _SPECK = 0.002, 0.0008
_LIGHT = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True)
class Bands:
    """A part of a photo: `light` (h, w) 0-1 codes, parted into `fine`, `uneven` and the slow rest; `skin`
    (h, w) says where. `rows` and `columns` are its place in the photo.
    """

    rows: slice
    columns: slice
    skin: Mask
    light: Map
    fine: Map
    uneven: Map


def skin_of(source: Source, tools: Tools) -> Mask:
    """(H, W) True on skin: the region where one was marked, else what a studio's model takes for it, else
    what has its colour and is smooth.

    Raises Refused where next to nothing has.
    """
    if tools.region is not None:
        return tools.region
    found = _by_colour(tools.path) if tools.model is None else _by_model(source, tools.model)
    if found.mean() < _LEAST_SHARE:
        how = "by its colour" if tools.model is None else f"by {tools.model.card.name}"
        raise Refused(f"No skin is found {how}: mark it, or give a mask.")
    size = source.pixels.shape[1::-1]
    grown = cv2.resize(found.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(grown > 0.5, bool)


def _by_colour(path: Path) -> Mask:
    """(h, w) what has the colour of skin and is smooth, of the photo measured small."""
    seen = picture(path)
    return without_specks(coloured(seen.lab) & smooth(seen.lightness), _SPECK)


def _by_model(source: Source, model: Session) -> Mask:
    """(h, w) where a studio's model is more sure than not; the photo is as large as its tile."""
    height, width = source.pixels.shape[:2]
    scale = min(1.0, model.card.tile / max(height, width))
    seen = small(source.pixels, (max(1, round(height * scale)), max(1, round(width * scale))))
    three = seen.repeat(3, axis=2) if seen.shape[2] == 1 else seen
    answer = model.run(np.ascontiguousarray(three.transpose(2, 0, 1)[None], np.float32))
    return np.asarray(answer[0, 0] > 0.5, bool)


def bands(source: Source, skin: Mask) -> Bands:
    """The part of the photo round its skin, parted by fineness."""
    fine, coarse = widths(skin)
    rows, columns = (_span(np.asarray(skin.any(axis=axis)), round(3 * fine)) for axis in (1, 0))
    light, inside = light_of(source.pixels[rows, columns]), skin[rows, columns]
    base = _within(light, inside, fine)
    slow = _slow(base, inside, coarse)
    return Bands(rows, columns, inside, light, (light - base) * inside, (base - slow) * inside)


def widths(skin: Mask) -> tuple[float, float]:
    """The two sigmas in pixels, by the size of the largest piece of skin."""
    step = max(1, max(skin.shape) // 1000)
    _, _, found, _ = cv2.connectedComponentsWithStats(skin[::step, ::step].astype(np.uint8))
    size = step * float(np.sqrt(found[1:, cv2.CC_STAT_AREA].max(initial=1)))
    return max(1.0, _FINE * size), max(4.0, _COARSE * size)


def light_of(pixels: NDArray[Any]) -> Map:
    """(h, w) 0-1: the weighted codes of the channels; of grey its codes."""
    full = np.float32(np.iinfo(pixels.dtype).max)
    if pixels.shape[2] == 1:
        return np.asarray(pixels[..., 0] / full, np.float32)
    light = np.zeros(pixels.shape[:2], np.float32)
    for channel, weight in enumerate(_LIGHT):  # one by one: a photo of floats would not fit beside it
        light += pixels[..., channel] * (weight / full)
    return light


def _span(there: NDArray[np.bool_], more: int) -> slice:
    places = np.flatnonzero(there)
    return slice(max(int(places[0]) - more, 0), int(places[-1]) + more + 1)


def _within(plane: Map, inside: Mask, sigma: float) -> Map:
    """(h, w) blurred as if nothing lay beside `inside`."""
    weight = inside.astype(np.float32)
    soft = cv2.GaussianBlur(plane * weight, (0, 0), sigma)
    return np.asarray(soft / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-4), np.float32)


def _slow(base: Map, inside: Mask, sigma: float) -> Map:
    """As `_within`, at a size where so wide a blur costs little."""
    times = max(1, int(sigma / 4))
    size = -(-base.shape[1] // times), -(-base.shape[0] // times)
    weight = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    less = cv2.resize(base * inside, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(less, (0, 0), sigma / times)
    there = np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma / times), 1e-4)
    return np.asarray(cv2.resize(soft / there, base.shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)
