"""Round forms without a renderer: limbs swell out of the picture and are lit by their slope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ..colour import Image
from .cloth import SIZE, grid
from .pair import blurred, mix

Limb = tuple[float, float, float, float, float, float]
"""From (x, y) with a radius to (x, y) with a radius, in pixels of SIZE."""

LIGHT = (-0.50, -0.62, 0.60)


@dataclass(frozen=True)
class Form:
    """(SIZE, SIZE) cover of 0 to 1, and height towards the eye in pixels."""

    cover: Image
    height: Image


def form(limbs: Sequence[Limb], blend: float = 9.0, flat: float = 1.0) -> Form:
    """Limbs grown together: distances joined by a soft minimum, then swollen to round ones."""
    x, y = grid()
    far, wide = [], []
    for ax, ay, ar, bx, by, br in limbs:
        length = max((bx - ax) ** 2 + (by - ay) ** 2, 1e-6)
        t = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0, 1)
        radius = ar + t * (br - ar)
        far.append(np.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) - radius)
        wide.append(radius)
    fars, widths = np.stack(far), np.stack(wide)
    nearest = fars.min(0)
    weights = np.exp(-(fars - nearest) / blend)
    joined = nearest - blend * np.log(weights.sum(0)) * 0.6
    radius = (weights * widths).sum(0) / weights.sum(0)
    inside = np.clip(-joined, 0, radius)
    height = np.sqrt(np.maximum(radius**2 - (radius - inside) ** 2, 0)) * flat
    return Form(np.clip(0.5 - joined, 0, 1).astype(np.float32), height.astype(np.float32))


def turned(middle: float, profile: Sequence[tuple[float, float]]) -> Form:
    """What a lathe makes, upright: radii by height, smoothly joined."""
    x, y = grid()
    at, radii = zip(*profile, strict=True)
    rows = np.arange(SIZE, dtype=np.float32)
    radius = cv2.GaussianBlur(np.interp(rows, at, radii).astype(np.float32)[:, None], (1, 61), 14)[:, 0]
    radius[(rows < at[0]) | (rows > at[-1])] = 0
    across = np.clip(np.abs(x - middle), 0, radius[:, None])
    height = np.sqrt(np.maximum(radius[:, None] ** 2 - across**2, 0))
    inside = np.clip(radius[:, None] - np.abs(x - middle) + 0.5, 0, 1) * (radius > 0)[:, None]
    return Form(inside.astype(np.float32), height.astype(np.float32))


def egg(x0: float, y0: float, wide: float, high: float, low: float, deep: float) -> Form:
    """A head: half an ellipse above its middle, another below."""
    x, y = grid()
    far = ((x - x0) / wide) ** 2 + ((y - y0) / np.where(y < y0, high, low)) ** 2
    inside = np.clip((1 - np.sqrt(far)) * min(wide, high) + 0.5, 0, 1)
    return Form(inside.astype(np.float32), (deep * np.sqrt(np.clip(1 - far, 0, 1))).astype(np.float32))


def shaded(
    height: Image, tone: tuple[float, float, float], *, light: tuple[float, float, float] = LIGHT, gloss: float = 0.12
) -> Image:
    """A height lit from one side, with a soft second light and a warm shade."""
    h = blurred(height, 1.6)
    across, down = np.gradient(h, axis=1), np.gradient(h, axis=0)
    deep = 1 / np.sqrt(across**2 + down**2 + 1)
    normal = np.stack((-across * deep, -down * deep, deep), -1)
    direction = np.array(light, np.float32) / np.linalg.norm(light)
    main = np.clip(normal @ direction, 0, 1)
    half = direction + np.array([0, 0, 1], np.float32)
    shine = np.clip(normal @ (half / np.linalg.norm(half)), 0, 1) ** 40
    shade = 0.42 + 0.18 * deep + 0.50 * main
    colour = np.asarray(tone, np.float32) * shade[..., None]
    warm = np.array([1.06, 0.98, 0.94], np.float32) ** (1 - main)[..., None]
    return np.clip(colour * warm + gloss * shine[..., None], 0, 1).astype(np.float32)


def over(
    canvas: Image, made: Form, tone: tuple[float, float, float], *, shadow: float = 0.3, drop: int = 10, **how: object
) -> Image:
    """A form on a canvas with the shadow that it casts to the lower right."""
    cast = blurred(np.pad(made.cover, ((drop, 0), (drop, 0)))[:SIZE, :SIZE], 7) * shadow
    return mix(canvas * (1 - cast)[..., None], shaded(made.height, tone, **how), made.cover)  # type: ignore[arg-type]


def ground(tone: tuple[float, float, float] = (0.91, 0.92, 0.93)) -> Image:
    return np.ones((SIZE, SIZE, 3), np.float32) * np.asarray(tone, np.float32)
