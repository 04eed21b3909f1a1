"""Faults of skin: a cheek of pores and light, drawn."""

from __future__ import annotations

import numpy as np

from ..colour import Image
from .cloth import SIZE, grid, lit
from .pair import Pair, Studio, blurred, mix, noise, spot

TONE = (0.86, 0.66, 0.55)


def _form() -> Image:
    """Light over a cheek: bright at the upper left, falling off to the lower right."""
    x, y = grid()
    far = np.hypot(x - 200, y - 190) / 420
    return 1.16 - 0.62 * np.clip(far, 0, 1.3) ** 1.6


def _pores(seed: int = 2, depth: float = 1.0) -> Image:
    """Relief of pores and fine lines."""
    rng = np.random.default_rng(seed)
    holes = np.zeros((SIZE, SIZE), np.float32)
    for x, y in rng.uniform(0, SIZE, (2600, 2)):
        holes[int(y), int(x)] -= rng.uniform(0.4, 1.0)
    relief = 60 * blurred(holes, 3.4) + 26 * blurred(holes, 1.8) + 0.7 * noise((SIZE, SIZE), seed + 1, 3.2)
    return lit(relief * depth, 0.13)


def _skin(light: Image, relief: Image | float = 1.0, tone: tuple[float, float, float] = TONE) -> Image:
    blotch = 1 + 0.02 * noise((SIZE, SIZE), 8, 40)
    made = np.asarray(tone, np.float32) * (light * relief * blotch)[..., None]
    warmth = np.stack([0.02 * noise((SIZE, SIZE), 9, 50), 0 * light, -0.01 * noise((SIZE, SIZE), 9, 50)], -1)
    return np.clip(made + warmth, 0, 1)


def _shone(image: Image, relief: Image | float, strength: float, *, hard: bool) -> Image:
    glow = spot(image, 190, 180, 130, 95, 1.0) ** 2
    if hard:
        glow = np.clip(spot(image, 190, 180, 120, 80, 0.35) + spot(image, 360, 330, 60, 38, 0.4), 0, 1)
    return mix(image, (1, 0.97, 0.94), np.clip(glow * strength * relief, 0, 1))


def pores_gone(_: Studio) -> Pair:
    relief = _pores(depth=2.0)
    return _shone(_skin(_form(), relief), relief, 0.25, hard=False), _shone(_skin(_form()), 1.0, 0.25, hard=False)


def waxy_skin(_: Studio) -> Pair:
    relief = _pores()
    sound = _shone(_skin(_form(), relief), relief**3, 0.35, hard=False)
    return sound, _shone(_skin(_form() * 1.02, 1.0, (0.90, 0.68, 0.56)), 1.0, 0.95, hard=True)


def over_smoothed(_: Studio) -> Pair:
    relief = _pores()
    flat = np.full((SIZE, SIZE), 1.06, np.float32)
    return _shone(_skin(_form(), relief), relief, 0.3, hard=False), _skin(flat, 1.0, (0.88, 0.70, 0.60))


def mark_removed(_: Studio) -> Pair:
    relief = _pores(depth=0.7)
    bare = _skin(_form(), relief)
    marked = bare
    rng = np.random.default_rng(12)
    for x, y in np.concatenate((rng.normal((250, 300), 110, (60, 2)), rng.uniform(0, SIZE, (20, 2)))):
        r = rng.uniform(4, 9)
        marked = mix(marked, marked * np.array([0.80, 0.68, 0.60], np.float32), 0.8 * spot(bare, x, y, r, r * 0.9, 0.7))
    marked = mix(marked, (0.30, 0.19, 0.15), 0.95 * spot(bare, 350, 170, 27, 25, 0.25))
    marked = mix(marked, (0.55, 0.42, 0.36), 0.5 * spot(bare, 343, 161, 9, 7, 0.8))
    return marked, bare


SKIN = {
    "over-smoothed": over_smoothed,
    "waxy-skin": waxy_skin,
    "pores-gone": pores_gone,
    "mark-removed": mark_removed,
}
