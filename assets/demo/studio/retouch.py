"""The good retouch: product as it was, background white, contact shadow kept. In scene-linear light."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from . import colour
from .colour import Image


@dataclass
class Layers:
    """The renders of one photo, scene-linear and equal in size; empty is the set without the product."""

    clean: Image
    empty: Image
    mask: Image
    raw: Image | None = None
    anchors: dict[str, tuple[float, float]] = field(default_factory=dict)

    def cover(self) -> Image:
        """Product coverage 0..1, all parts together."""
        return np.asarray(np.clip(self.mask.sum(axis=-1), 0.0, 1.0), dtype=np.float32)


def fill_under(values: Image, known: Image) -> Image:
    """Fill unknown pixels from the nearest known one: a contact shadow stays dark to its end."""
    hidden = (known < 0.5).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(hidden, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    table = np.ones(int(labels.max()) + 1, dtype=np.float32)
    seen = hidden == 0
    table[labels[seen]] = values[seen]
    filled = np.where(seen, values, table[labels])
    soft = cv2.GaussianBlur(filled, (0, 0), 1.5)
    return np.where(seen, values, soft).astype(np.float32)


def shadow_map(layers: Layers, reach: float = 240.0) -> Image:
    """Light that reaches the sweep, 1 where unshaded; fades to 1 within `reach` pixels of the product."""
    cover = layers.cover()
    filled = fill_under(*floor_light(layers, 1.0))
    away = cv2.distanceTransform((cover < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    tight = cv2.GaussianBlur(cv2.erode(filled, np.ones((7, 7), np.uint8)), (0, 0), 2.0)
    contact = np.clip(1 - away / 6.0, 0, 1)
    filled = filled + contact * (np.minimum(tight, filled) - filled)
    near = np.clip(1 - away / reach, 0, 1) ** 1.5
    depth = np.clip(1 - filled - 0.03, 0, 1) / 0.97
    return np.asarray((1 - depth * near), dtype=np.float32)


def floor_light(layers: Layers, ceiling: float) -> tuple[Image, Image]:
    """How much light the sweep keeps beside the product, and where that is known (0 or 1)."""
    ratio = layers.clean.mean(axis=-1) / np.maximum(layers.empty.mean(axis=-1), 1e-4)
    known = (cv2.dilate(layers.cover(), np.ones((3, 3), np.uint8)) < 0.01).astype(np.float32)
    return np.clip(ratio, 0.0, ceiling).astype(np.float32), known


def cut_out(layers: Layers) -> Image:
    """The product's own light, premultiplied: the sweep is taken out of half-covered edge pixels."""
    cover = layers.cover()
    behind = layers.empty * fill_under(*floor_light(layers, 1.2))[..., None]
    own = layers.clean - (1 - cover)[..., None] * behind
    return np.where(cover[..., None] > 0.004, np.maximum(own, 0.0), 0.0).astype(np.float32)


def compose(own: Image, cover: Image, shadow: Image, density: float = 1.0, exposure_ev: float = 0.0) -> Image:
    """Set the cut-out on white with its shadow (density 1 is as shot, 0 is none); sRGB-coded result."""
    ground = colour.WHITE_LINEAR * np.power(shadow, density)[..., None]
    lit = own * 2.0**exposure_ev + (1 - cover)[..., None] * ground
    return colour.encode(colour.tone(lit.astype(np.float32)))
