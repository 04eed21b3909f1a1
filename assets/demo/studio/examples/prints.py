"""Faults of prints, logos and words."""

from __future__ import annotations

import cv2
import numpy as np

from ..colour import Image
from .pair import Pair, Studio, blurred, both, grey, mix, noise, spot, warped

MUG, OIL = "mg-2201-forest-front", "bt-1101-front"


def logo_distorted(studio: Studio) -> Pair:
    sound = studio.frame(MUG).image
    weight = spot(sound, 388, 618, 125, 125, 0.25)

    def bend(x: Image, y: Image) -> tuple[Image, Image]:
        return x + weight * (26 * np.sin((y - 520) / 24)), y + weight * (20 * np.sin((x - 300) / 21))

    return both(sound, warped(sound, bend), 388, 618, 300)


def logo_lost(studio: Studio) -> Pair:
    frame = studio.frame(MUG)
    gone = spot(frame.image, 388, 618, 130, 130, 0.12)
    plainer = np.roll(frame.image, 255, axis=0)
    tone = blurred(frame.image, 3)
    column = np.median(tone[440:500], axis=0, keepdims=True)
    return both(frame.image, mix(frame.image, np.broadcast_to(column, plainer.shape), gone), 388, 618, 420)


def text_garbled(studio: Studio) -> Pair:
    sound = studio.frame(OIL).image
    words = np.zeros(sound.shape[:2], np.float32)
    words[700:905, 275:630] = 1
    weight = blurred(words, 6)
    wild = noise(sound.shape[:2], 8, 7), noise(sound.shape[:2], 9, 6)
    fault = warped(sound, lambda x, y: (x + 3.4 * wild[0] * weight, y + 4.2 * wild[1] * weight))
    flipped = fault.copy()
    for left, right, top, bottom in ((300, 420, 718, 770), (470, 560, 718, 770), (310, 440, 775, 850)):
        flipped[top:bottom, left:right] = fault[top:bottom, left:right][::-1, ::-1]
    return both(sound, flipped, 450, 780, 350)


def _cloth(seed: int, tone: tuple[float, float, float], size: int = 540) -> tuple[Image, Image]:
    """Cloth with a few soft folds: its picture, and how far a print on it leans with the folds."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    fold = 0.5 * np.sin(x / 70 + 0.5 * np.sin(y / 160) + seed) + 0.3 * np.sin(x / 31 + y / 220)
    weave = 1 + 0.03 * np.sin(x * 1.6) * np.sin(y * 1.6)
    light = (0.86 + 0.13 * fold) * weave
    return np.asarray(tone, np.float32) * light[..., None], 9 * np.cos(x / 70 + seed)


def _check(size: int, lean: Image, *, bent: bool) -> Image:
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    x = x + lean
    if bent:
        weight = np.clip(1.25 - np.hypot(x - 290, y - 270) / 230, 0, 1)
        x, y = x + 46 * weight * np.sin(y / 46), y + 42 * weight * np.sin(x / 40)
    return np.clip(4 * np.sin(x / 15) + 0.5, 0, 1) * 0.5 + np.clip(4 * np.sin(y / 15) + 0.5, 0, 1) * 0.5


def print_distorted(_: Studio) -> Pair:
    cloth, lean = _cloth(1, (0.95, 0.93, 0.90))
    made = [mix(cloth, cloth * np.array([0.30, 0.38, 0.62], np.float32), _check(540, lean, bent=bent)) for bent in (False, True)]
    return made[0], made[1]


def _flower(canvas: Image, x: float, y: float, size: float, rgb: tuple[float, float, float], leaves: int = 5) -> Image:
    for leaf in range(leaves):
        a = 2 * np.pi * leaf / leaves
        canvas = mix(canvas, rgb, spot(canvas, x + size * np.cos(a), y + size * np.sin(a), size * 0.8, size * 0.8, 0.15))
    return mix(canvas, (0.96, 0.80, 0.30), spot(canvas, x, y, size * 0.55, size * 0.55, 0.2))


def _flowered(*, without: tuple[int, ...] = (), extra: bool = False) -> Image:
    canvas, _ = _cloth(3, (0.93, 0.94, 0.95))
    light = canvas / np.array([0.93, 0.94, 0.95], np.float32)
    flat = np.ones_like(canvas) * np.array([0.93, 0.94, 0.95], np.float32)
    number = 0
    for row in range(5):
        for column in range(5):
            if number not in without:
                flat = _flower(flat, 40 + 116 * column + 58 * (row % 2), 40 + 116 * row, 22, (0.80, 0.30, 0.38))
            number += 1
    if extra:
        flat = _flower(flat, 292, 246, 66, (0.20, 0.42, 0.66), 7)
    return flat * light


def print_invented(_: Studio) -> Pair:
    return _flowered(), _flowered(extra=True)


def print_lost(_: Studio) -> Pair:
    sound, bare = _flowered(), _flowered(without=(6, 7, 11, 12, 13, 16, 17))
    faint = mix(bare, blurred(sound, 16), np.full(bare.shape[:2], 0.25, np.float32))
    return sound, mix(sound, faint, spot(sound, 270, 280, 190, 190, 0.35))


def pattern_mismatch(_: Studio) -> Pair:
    cloth, lean = _cloth(2, (0.93, 0.92, 0.90))
    y, x = np.mgrid[0:540, 0:540].astype(np.float32)

    def striped(shift: float) -> Image:
        right = (x > 270).astype(np.float32)
        stripes = np.clip(3 * np.sin((y + 0.24 * np.abs(x - 270) + shift * right) / 17) + 0.5, 0, 1)
        seam = np.exp(-(((x - 270) / 4) ** 2))
        made = mix(cloth, cloth * np.array([0.22, 0.28, 0.42], np.float32), stripes)
        stitches = np.exp(-(((x - 286) / 2.2) ** 2)) * (np.sin(y / 5) > -0.2)
        return mix(made * (1 - 0.55 * seam)[..., None], (0.97, 0.97, 0.96), 0.8 * stitches)

    return striped(0), striped(58)


PRINTS = {
    "print-distorted": print_distorted,
    "print-invented": print_invented,
    "print-lost": print_lost,
    "logo-distorted": logo_distorted,
    "logo-lost": logo_lost,
    "text-garbled": text_garbled,
    "pattern-mismatch": pattern_mismatch,
}
