"""Clean background: a plain one brought to white, the product's pixels as they are, its shadow by choice.

Each pixel is read as a·F + (1 − a)·s·B: the product's colour, and the ground B (a slow surface) under light
of which the product lets a share s through. Only B is replaced. Ratios of codes, not of light: a tone curve
near a power keeps them ratios.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.measures.masks import grown
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.measures.separation import Separation
from review_desk.passes.edge import cover, share
from review_desk.passes.full_size import Map, drawn, over_channels, small, strips
from review_desk.passes.separated import bare_ground, separated
from review_desk.passes.tools import Tools

_FAINT = 0.15
"""Below this share a pixel's own colour is taken to be grain of the ground."""

_STEP = 1 / 255
"""A difference of one code is none."""

_PALE = 0.06
"""A ground nearer to white than this is hardly changed: there the edge of a white product comes first."""

_NEAR, _REACH, _FADE = 1 / 150, 1 / 20, 1 / 50
"""Of the longer side: how far light is carried under an edge, how far beyond its seen end a kept shadow goes
on, and how softly it ends there."""


@dataclass(frozen=True)
class _Ground:
    """Maps of one photo, small: the product's `factors`, the bare `ground` (h, w, C) in 0-1, the `light`
    that the shadow lets through where the product lies on it, and how much of the shadow is `kept`.
    """

    factors: Map
    ground: Map
    light: Map
    kept: Map
    floor: float


def background_clean(source: Source, tools: Tools, *, white: float, shadow: str) -> Source:
    """The photo on a ground of `white` (code in 255), each pixel that is all product as it was.

    `shadow` is “keep” or “drop”. Raises Refused where the background is transparent, or not plain enough for
    the product to be told from it.
    """
    parts = _separated(tools)
    found = _ground(small(source.pixels, parts.product.shape), parts, keep=shadow == "keep")
    full = np.iinfo(source.pixels.dtype).max
    out = source.pixels.copy()
    for rows in strips(len(out)):
        codes = source.pixels[rows].astype(np.float32) / np.float32(full)
        clean = _cleaned(codes, _under(found, rows, out.shape[:2]), white / 255)
        out[rows] = np.rint(np.clip(clean, 0, 1) * np.float32(full)).astype(out.dtype)
    return replace(source, pixels=out)


def _separated(tools: Tools) -> Separation:
    parts = separated(tools)[1]
    if parts.surface is None:
        raise Refused("The background is transparent already: there is nothing to clean.")
    return parts


def _ground(photo: Map, parts: Separation, *, keep: bool) -> _Ground:
    size = max(photo.shape)
    bare = parts.background & ~grown(parts.shadow, round(size * _NEAR) | 1)
    ground = np.maximum(bare_ground(photo, bare), np.float32(1e-3))
    light = np.asarray(np.clip(photo / ground, 0, 1), np.float32)
    seen = (parts.background | parts.shadow).astype(np.float32)[..., None]
    spread = _blurred(light * seen, size * _NEAR) / (_blurred(seen, size * _NEAR) + 1e-3)
    kept = _blurred(_shade(parts, size) * np.float32(keep), size * _FADE)
    under = np.where(seen > 0, light, spread).astype(np.float32)
    return _Ground(cover(photo, parts.product), ground, under, kept, _floor(light, bare))


def _shade(parts: Separation, size: int) -> Map:
    """1 where the shadow lies, also under the edge that belongs to nobody."""
    reach = round(size * _REACH) | 1
    return grown(parts.shadow, reach).astype(np.float32)[..., None]


def _floor(light: Map, bare: Mask) -> float:
    """The share of light that is still the bare ground: its grain goes down to here."""
    found = light[bare].min(axis=1)
    return float(np.clip(np.percentile(found, 2), 0.9, 1.0)) if found.size else 1.0


def _under(found: _Ground, rows: slice, shape: tuple[int, int]) -> _Ground:
    return _Ground(
        factors=drawn(found.factors, rows, shape),
        ground=drawn(found.ground, rows, shape),
        light=drawn(found.light, rows, shape),
        kept=drawn(found.kept, rows, shape),
        floor=found.floor,
    )


def _cleaned(codes: Map, under: _Ground, white: float) -> Map:
    """(rows, W, C) in 0-1 with the ground replaced; where a pixel is all product, its codes."""
    product = (share(under.factors, codes) * _stands_out(codes, under))[..., None]
    sure = np.clip(product / np.float32(_FAINT), 0, 1)
    own = np.clip(codes / under.ground, 0, 1)
    light = own + sure * (under.light - own)
    left = 1 - under.kept * (1 - np.minimum(light / np.float32(under.floor), 1))
    bare = (1 - product) * (1 - under.kept + under.kept * light) * under.ground
    clean = sure * (codes - bare) + (1 - product) * left * np.float32(white)
    return np.where(product >= 1, codes, clean)


def _stands_out(codes: Map, under: _Ground) -> NDArray[np.float32]:
    """(rows, W) 0 where a pixel at the edge is the ground within its grain, 1 where it is twice as far off.

    The ground may be lit as it is round the product, or fully, or between: in all channels alike.
    """
    flat = over_channels(np.logical_and, under.factors[..., :-1] == 0)  # here the mask alone decides
    lit = codes / under.ground
    middle = over_channels(np.add, lit)[..., None] / lit.shape[2]
    off = np.maximum(np.maximum(under.light - lit, lit - 1), np.abs(lit - middle))
    grain = np.float32(1.25 * (1 - under.floor) + _STEP)
    near = 1 - np.clip(over_channels(np.maximum, off) / grain - 1, 0, 1)
    matters = np.clip((1 - over_channels(np.minimum, under.ground)) / np.float32(_PALE), 0, 1)
    return np.where(flat, 1, 1 - matters * near).astype(np.float32)


def _blurred(plane: NDArray[Any], sigma: float) -> Map:
    soft = cv2.GaussianBlur(plane.astype(np.float32), (0, 0), sigma)
    return np.asarray(soft.reshape(*plane.shape[:2], -1), np.float32)
