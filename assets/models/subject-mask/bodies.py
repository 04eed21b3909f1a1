"""Bodies that nobody has seen: blobs, polygons, rings and frames, with some texture and some shading."""

import cv2
import numpy as np
from grounds import Random, cloud, pattern, piece
from numpy.typing import NDArray
from stock import CutOut, Rgb, Stock

SIDE = 320
"""Of the sheet a body is drawn on, in pixels."""


def shape(stock: Stock, random: Random) -> CutOut:
    """A body that nobody has seen: a blob, polygon, ring or frame, with some texture and some shading."""
    cover = np.zeros((SIDE, SIDE), np.uint8)
    kind = random.integers(5)
    middle = SIDE // 2
    if kind == 0:
        _blob(cover, random, corners=int(random.integers(3, 9)), soft=False)
    elif kind == 1:
        _blob(cover, random, corners=int(random.integers(6, 20)), soft=True)
    elif kind == 2:
        axes = int(random.integers(60, 140)), int(random.integers(60, 140))
        cv2.ellipse(cover, (middle, middle), axes, random.uniform(0, 180), 0, 360, 255, -1)
        inner = tuple(int(a * random.uniform(0.5, 0.93)) for a in axes)
        cv2.ellipse(cover, (middle, middle + int(random.integers(-5, 6))), inner, 0, 0, 360, 0, -1)
        _blob(cover, random, corners=6, soft=True, size=0.25)
    elif kind == 3:
        for _ in range(int(random.integers(2, 6))):
            a, b = random.integers(30, SIDE - 30, (2, 2))
            cv2.line(
                cover, tuple(map(int, a)), tuple(map(int, b)), 255, int(random.integers(4, 40)), cv2.LINE_AA
            )
    else:
        half = int(random.integers(60, 140)), int(random.integers(60, 140))
        cv2.rectangle(
            cover, (middle - half[0], middle - half[1]), (middle + half[0], middle + half[1]), 255, -1
        )
        if random.random() < 0.5:
            cv2.circle(
                cover,
                (middle, middle - half[1]),
                int(random.integers(20, 70)),
                255,
                int(random.integers(5, 15)),
            )
    pixels = _surface(stock, random)
    light = cv2.GaussianBlur(cover, (0, 0), random.uniform(6, 30)).astype(np.float32)[..., None] / 255
    shade = np.float32(random.uniform(0, 0.7))
    pixels = np.clip(pixels * (1 - shade + shade * light), 0, 1)
    soft = cv2.GaussianBlur(cover, (0, 0), 0.8).astype(np.float32) / 255
    return CutOut(pixels, soft, photo=False)


def _blob(cover: NDArray[np.uint8], random: Random, *, corners: int, soft: bool, size: float = 0.42) -> None:
    angles = np.sort(random.uniform(0, 2 * np.pi, corners)) if not soft else np.linspace(0, 2 * np.pi, 200)
    reach = (
        random.uniform(0.4, 1, len(angles))
        if not soft
        else 0.7
        + sum(random.normal(0, 0.25 / n) * np.cos(n * angles + random.uniform(0, 6.3)) for n in range(1, 6))
    )
    reach = np.clip(reach, 0.15, 1.1) * size * SIDE
    at = SIDE / 2 if size > 0.3 else random.uniform(0.3, 0.7) * SIDE
    points = np.stack((np.cos(angles) * reach + at, np.sin(angles) * reach + at), axis=1)
    cv2.fillPoly(cover, [points.astype(np.int32)], 255, cv2.LINE_AA)


def _surface(stock: Stock, random: Random) -> Rgb:
    """(SIDE, SIDE, 3) of a body: a colour, a pattern, or a piece of a photo."""
    size = SIDE, SIDE
    kind = random.random()
    if kind < 0.35:
        base = np.broadcast_to(random.uniform(0, 1, 3).astype(np.float32), (*size, 3))
        return np.clip(base + cloud(size, random)[..., None] * np.float32(random.uniform(0, 0.3)), 0, 1)
    return pattern(size, random) if kind < 0.6 else piece(stock, size, random)
