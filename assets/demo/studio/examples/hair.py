"""Faults of hair against a light ground: strands as curves."""

from __future__ import annotations

import cv2
import numpy as np

from ..colour import Image
from .cloth import SIZE, grid, line
from .pair import Pair, Studio, blurred, mix, noise, spot

GROUND = (0.90, 0.92, 0.94)


def _strand(rng: np.random.Generator, base: tuple[float, float], angle: float, length: float, curl: float) -> list[tuple[float, float]]:
    t = np.linspace(0, 1, 26)
    bend = curl * t**2 + 0.10 * np.sin(7 * t + rng.uniform(0, 6))
    x = base[0] + np.cumsum(np.cos(angle + bend)) * length / 26
    y = base[1] + np.cumsum(np.sin(angle + bend)) * length / 26
    return list(zip(x, y, strict=True))


def _mass() -> Image:
    """The full hair at the lower left, combed along its fall."""
    x, y = grid()
    along = np.hypot(x + 120, y - 700)
    comb = noise((SIZE, SIZE), 3, 0.6)
    lines = 0.5 + 0.5 * np.sin(along / 3.1 + 2.5 * np.sin(x / 60) + 0.6 * comb)
    sheen = np.exp(-(((along - 380) / 60) ** 2))
    made = np.array([0.30, 0.18, 0.11], np.float32) * (0.65 + 0.55 * lines + 0.9 * sheen * lines)[..., None]
    inside = np.clip((505 - along) / 6, 0, 1)
    return mix(np.ones((SIZE, SIZE, 3), np.float32) * np.array(GROUND, np.float32), made, inside.astype(np.float32))


def _flyaways(canvas: Image, count: int = 60) -> Image:
    rng = np.random.default_rng(5)
    for number in range(count):
        turn = np.radians(rng.uniform(-78, 2))
        base = (-120 + 495 * np.cos(turn), 700 + 495 * np.sin(turn))
        points = _strand(rng, base, turn + rng.uniform(-1.2, 1.2), rng.uniform(60, 230), rng.uniform(-1.6, 1.6))
        tone = rng.uniform(0.7, 1.25)
        canvas = mix(canvas, (0.32 * tone, 0.20 * tone, 0.13 * tone), 0.9 * line(points, 3 if number % 3 else 4))
    return canvas


def _edge_weight(reach: float) -> Image:
    x, y = grid()
    along = np.hypot(x + 120, y - 700)
    return (np.clip((along - 480) / 14, 0, 1) * np.clip((505 + reach - along) / 30, 0, 1)).astype(np.float32)


def flyaways_melted(_: Studio) -> Pair:
    sound = _flyaways(_mass())
    rng = np.random.default_rng(8)
    fault = _mass()
    for turn in np.radians((-70, -58, -49, -36, -25, -13, -2)):
        base = (-120 + 490 * np.cos(turn), 700 + 490 * np.sin(turn))
        points = _strand(rng, base, turn + rng.uniform(-0.8, 0.8), rng.uniform(70, 150), rng.uniform(-1.5, 1.5))
        fault = mix(fault, (0.40, 0.27, 0.19), 0.85 * blurred(line(points, 22), 5))
    return sound, fault


def transition_muddy(_: Studio) -> Pair:
    sound = _flyaways(_mass(), 90)
    cloud = np.clip(0.75 + 0.25 * noise((SIZE, SIZE), 4, 12), 0, 1)
    mush = mix(_mass(), (0.55, 0.53, 0.51), _edge_weight(95) * cloud * 0.9)
    return sound, blurred(mush, 3)


HAIR = {"flyaways-melted": flyaways_melted, "transition-muddy": transition_muddy}
