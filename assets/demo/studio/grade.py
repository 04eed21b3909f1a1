"""The raw look: what the camera and the set did to the picture before any retouch. Numpy and OpenCV only."""

from __future__ import annotations

import math

import cv2
import numpy as np

from . import colour
from .colour import Image
from .plan import RawLook

Box = tuple[int, int, int, int]


def crop_centre(image: Image, size: tuple[int, int]) -> Image:
    """The middle (width, height) pixels of a picture."""
    h, w = image.shape[:2]
    x, y = (w - size[0]) // 2, (h - size[1]) // 2
    return image[y : y + size[1], x : x + size[0]].copy()


def rotate(image: Image, degrees: float, fill: float | None = None) -> Image:
    """Turn about the centre, clockwise positive; fill is the border value, None repeats the edge."""
    h, w = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((w - 1) / 2, (h - 1) / 2), -degrees, 1.0)
    mode = cv2.BORDER_REPLICATE if fill is None else cv2.BORDER_CONSTANT
    value = (fill or 0.0,) * 4
    out = cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_CUBIC, borderMode=mode, borderValue=value)
    return np.asarray(out, dtype=np.float32)


def vignette(shape: tuple[int, int], strength: float) -> Image:
    """A lens falloff map: 1 in the middle, 1 - strength in the corners."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    r2 = ((x / shape[1] - 0.5) ** 2 + (y / shape[0] - 0.5) ** 2) / 0.5
    return np.asarray((1.0 - strength * r2)[..., None], dtype=np.float32)


def speck(image: Image, at: tuple[float, float], radius: float, depth: float) -> Box:
    """Darken (or lighten, depth < 0) a small soft, slightly lopsided spot in place; its box (x, y, w, h)."""
    reach = math.ceil(radius * 2.5) + 1
    x0, y0 = max(int(at[0]) - reach, 0), max(int(at[1]) - reach, 0)
    x1, y1 = min(int(at[0]) + reach + 1, image.shape[1]), min(int(at[1]) + reach + 1, image.shape[0])
    yy, xx = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    stretch = 1.0 + 0.5 * math.sin(at[0] * 1.7 + at[1])
    d2 = ((xx - at[0]) ** 2 * stretch + (yy - at[1]) ** 2) / max(radius, 0.3) ** 2
    weight = np.exp(-(d2**1.6))[..., None]
    patch = image[y0:y1, x0:x1]
    target = 0.12 if depth > 0 else 1.0
    image[y0:y1, x0:x1] = patch + abs(depth) * weight * (target - patch)
    return (x0, y0, x1 - x0, y1 - y0)


def hair(
    image: Image, start: tuple[float, float], length: float, angle: float, bend: float, depth: float
) -> None:
    """Draw a thin curved fibre in place: length in pixels, angle and bend in radians."""
    t = np.linspace(0, 1, 60)
    heading = angle + bend * t
    x = start[0] + np.cumsum(np.cos(heading)) * length / 60
    y = start[1] + np.cumsum(np.sin(heading)) * length / 60
    line = np.zeros(image.shape[:2], dtype=np.uint8)
    pts = np.round(np.stack([x, y], axis=1) * 16).astype(np.int32)
    cv2.polylines(line, [pts.reshape(-1, 1, 2)], False, 255, 1, cv2.LINE_AA, 4)
    weight = cv2.GaussianBlur(line, (0, 0), 0.6).astype(np.float32)[..., None] / 255.0
    image += depth * weight * (0.15 - image)


def dirty(image: Image, dust: int, hairs: int, rng: np.random.Generator, product: Image) -> Image:
    """Dust on the sweep and on the product, and a hair or two; product is its coverage 0..1."""
    out = image.copy()
    h, w = out.shape[:2]
    on_product = np.argwhere(product > 0.9)
    for i in range(dust):
        if i % 3 == 0 and len(on_product):
            y, x = on_product[rng.integers(len(on_product))]
            speck(out, (float(x), float(y)), rng.uniform(0.7, 1.5), -rng.uniform(0.35, 0.7))
        else:
            at = (rng.uniform(10, w - 10), rng.uniform(0.35 * h, h - 10))
            speck(out, at, rng.uniform(0.7, 2.0), rng.uniform(0.2, 0.6))
    for _ in range(hairs):
        start = (rng.uniform(0.1 * w, 0.8 * w), rng.uniform(0.55 * h, 0.92 * h))
        hair(
            out,
            start,
            rng.uniform(50, 110),
            rng.uniform(0, 6.3),
            rng.uniform(-1.8, 1.8),
            rng.uniform(0.35, 0.6),
        )
    return out


def sensor_noise(image: Image, sigma: float, rng: np.random.Generator) -> Image:
    """Photon-like noise on coded values: sigma at mid grey, a little colour in it."""
    luma = rng.normal(0, 1, image.shape[:2])[..., None]
    chroma = rng.normal(0, 0.35, image.shape)
    strength = sigma * (1.3 - image)
    return np.clip(image + strength * (luma + chroma), 0, 1).astype(np.float32)


def camera_picture(scene: Image, product: Image, look: RawLook, size: tuple[int, int]) -> Image:
    """The before: a scene-linear overscan render as the camera delivered it (sRGB-coded, size w x h)."""
    rng = np.random.default_rng(look.seed)
    turned = crop_centre(rotate(scene, look.tilt_deg), size)
    cover = crop_centre(rotate(product, look.tilt_deg, 0.0), size)
    exposed = turned * 2.0**look.exposure_ev * vignette((size[1], size[0]), 0.10)
    display = colour.tone(exposed) * colour.cast_gains(look.cast_de, look.cast_hue_deg).astype(np.float32)
    coded = dirty(colour.encode(display), look.dust, look.hairs, rng, cover)
    return sensor_noise(coded, look.noise, rng)
