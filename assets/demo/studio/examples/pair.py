"""What an example is: two squares of one place, and the little file it becomes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pictures

from .. import develop, plan
from ..colour import Image
from ..frame import Frame

EDGE, SEAM = 180, 4
"""Pixels of each square, and of the seam between them."""

MOST = 8000
"""Bytes of the largest file."""

Pair = tuple[Image, Image]
"""How it should be, and the fault: sRGB-coded float32 (h, w, 3) of 0 to 1, squares of one size."""


@dataclass
class Studio:
    """Where examples get their photos from: the renders of the demo batch, developed once each."""

    cache: Path
    _frames: dict[str, Frame] = field(default_factory=dict)

    def frame(self, name: str) -> Frame:
        """The faultless retouch of a photo with its masks."""
        if name not in self._frames:
            self._frames[name] = develop.good_frame(develop.load_layers(self.cache / name), plan.SIZE)
        return self._frames[name]


Example = Callable[[Studio], Pair]


def cut(image: Image, x: float, y: float, size: float) -> Image:
    """The square around a point; beyond the photo its edge goes on."""
    half = int(round(size / 2))
    pad = half + 2
    wide = cv2.copyMakeBorder(image, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    x, y = int(round(x)) + pad, int(round(y)) + pad
    x, y = (min(max(v, half), s - half) for v, s in zip((x, y), wide.shape[1::-1], strict=True))
    return np.ascontiguousarray(wide[y - half : y + half, x - half : x + half])


def both(sound: Image, fault: Image, x: float, y: float, size: float) -> Pair:
    """The same square of two pictures."""
    return cut(sound, x, y, size), cut(fault, x, y, size)


def warped(image: Image, move: Callable[[Image, Image], tuple[Image, Image]]) -> Image:
    """Every pixel from where `move` (of its x and y) says it came."""
    h, w = image.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    from_x, from_y = move(x, y)
    return cv2.remap(
        image, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def spot(image: Image, x: float, y: float, rx: float, ry: float, soft: float = 0.4) -> Image:
    """(h, w) weights: 1 inside an ellipse, falling to 0 at its edge over a share of its radius."""
    h, w = image.shape[:2]
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    far = np.sqrt(((xs - x) / rx) ** 2 + ((ys - y) / ry) ** 2)
    return np.clip((1 - far) / soft, 0, 1).astype(np.float32)


def mix(base: Image, other: Image | tuple[float, float, float], weight: Image) -> Image:
    """`other` over `base` by (h, w) weights."""
    layer = np.broadcast_to(np.asarray(other, np.float32), base.shape)
    return base + weight[..., None] * (layer - base)


def blurred(image: Image, sigma: float) -> Image:
    return cv2.GaussianBlur(image, (0, 0), sigma)


def grey(image: Image) -> Image:
    """(h, w, 1) luma."""
    return (image @ np.array([0.2126, 0.7152, 0.0722], np.float32))[..., None]


def noise(shape: tuple[int, int], seed: int, sigma: float = 1.0) -> Image:
    """(h, w) normal noise of a grain size, mean 0, deviation 1."""
    made = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    if sigma:
        made = cv2.GaussianBlur(made, (0, 0), sigma)
    return (made - made.mean()) / made.std()


def joined(pair: Pair) -> Image:
    """Both squares at their size in the file, with a grey seam between them."""
    small = [cv2.resize(np.clip(side, 0, 1), (EDGE, EDGE), interpolation=cv2.INTER_AREA) for side in pair]
    return np.hstack((small[0], np.full((EDGE, SEAM, 3), 0.5, np.float32), small[1]))


def save(pair: Pair, path: Path) -> int:
    """Write a pair as WebP, as good as its size allows. Returns the bytes."""
    picture = Pictures.fromarray((joined(pair) * 255 + 0.5).astype(np.uint8))
    for quality in range(88, 20, -4):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= MOST:
            break
    path.write_bytes(out.getvalue())
    return out.tell()
