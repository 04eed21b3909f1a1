"""What a fault works on: the retouched picture with its masks, shadow and anchors, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from .colour import Image

Box = tuple[int, int, int, int]


@dataclass
class Frame:
    """A picture in work: image, ghost, grey sRGB-coded (h, w, 3); mask of parts (h, w, 3); shadow (h, w)."""

    image: Image
    mask: Image
    shadow: Image
    grey: Image
    ghost: Image | None = None
    anchors: dict[str, tuple[float, float]] = field(default_factory=dict)

    def cover(self) -> Image:
        """Product coverage 0..1."""
        return np.asarray(np.clip(self.mask.sum(axis=-1), 0, 1), dtype=np.float32)

    def part(self, index: int) -> Image:
        """Coverage of one part: 0 body, 1 stone, 2 print."""
        return np.asarray(self.mask[..., index], dtype=np.float32)

    def with_image(self, image: Image) -> Frame:
        """The same frame with another picture."""
        return replace(self, image=np.clip(image, 0, 1).astype(np.float32))


@dataclass(frozen=True)
class Damage:
    """What a fault did: where (None for the whole frame), how much, in which unit."""

    bbox: Box | None
    amount: float
    unit: str


def box_of(selection: Image, threshold: float = 0.5) -> Box:
    """The bounding box (x, y, w, h) of the pixels above a threshold; the whole frame when there are none."""
    ys, xs = np.nonzero(selection > threshold)
    if not len(xs):
        return (0, 0, selection.shape[1], selection.shape[0])
    x, y = int(xs.min()), int(ys.min())
    return (x, y, int(xs.max()) - x + 1, int(ys.max()) - y + 1)


def changed_box(before: Image, after: Image, levels: float = 2.0) -> Box:
    """The box of pixels that moved by more than `levels` of 255 in any channel."""
    return box_of(np.abs(after - before).max(axis=-1) * 255.0, levels)


def soft_ellipse(
    shape: tuple[int, int], centre: tuple[float, float], radii: tuple[float, float], feather: float
) -> Image:
    """A 0..1 ellipse with a soft edge; radii in pixels, feather as a share of the radius."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    d = np.sqrt(((x - centre[0]) / radii[0]) ** 2 + ((y - centre[1]) / radii[1]) ** 2)
    return np.asarray(np.clip((1 - d) / max(feather, 1e-3), 0, 1), dtype=np.float32)


def blend(base: Image, other: Image, weight: Image) -> Image:
    """Mix two pictures by a (h, w) weight."""
    return np.asarray((base + weight[..., None] * (other - base)), dtype=np.float32)


def inner_point(cover: Image, rng: np.random.Generator, margin: int) -> tuple[int, int]:
    """A random point (x, y) at least `margin` pixels inside the coverage, else the deepest point."""
    depth = cv2.distanceTransform((cover > 0.95).astype(np.uint8), cv2.DIST_L2, 5)
    deep = np.argwhere(depth > margin)
    if not len(deep):
        y, x = np.unravel_index(int(np.argmax(depth)), depth.shape)
        return int(x), int(y)
    y, x = deep[rng.integers(len(deep))]
    return int(x), int(y)
