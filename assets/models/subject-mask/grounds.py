"""Grounds and surfaces, drawn anew each time: plain, uneven, patterned, heaped, or a piece of a photo."""

import cv2
import numpy as np
from stock import Plane, Rgb, Stock

Random = np.random.Generator


def ground(stock: Stock, size: tuple[int, int], random: Random) -> Rgb:
    """(h, w, 3): plain, lit unevenly, a floor, clouds, a pattern, a heap, and mostly a piece of a photo."""
    kind = random.random()
    if kind < 0.13:
        out = _plain(size, random)
    elif kind < 0.3:
        out = _uneven(_plain(size, random), random)
    elif kind < 0.38:
        out = _floor(size, random)
    elif kind < 0.45:
        colour = _plain(size, random)
        out = colour + cloud(size, random)[..., None] * random.normal(0.15, 0.1, 3).astype(np.float32)
    elif kind < 0.53:
        out = pattern(size, random)
    elif kind < 0.61:
        out = _heap(stock, size, random)
    else:
        out = piece(stock, size, random)
        if random.random() < 0.15:  # two photos, one over the other: grounds that nobody has
            out = out + np.float32(random.uniform(0.2, 0.8)) * (piece(stock, size, random) - out)
    if random.random() < 0.12:
        out = _uneven(out, random)
    return np.clip(out, 0, 1).astype(np.float32)


def _heap(stock: Stock, size: tuple[int, int], random: Random) -> Rgb:
    """Leaves that fall on one another, large and small, coloured like a photo: edges everywhere, no subject.

    A. Lee, D. Mumford, J. Huang, “Occlusion Models for Natural Images” (2001): photos have such statistics.
    """
    photo = stock.grounds[random.integers(len(stock.grounds))]
    out = np.ascontiguousarray(piece(stock, size, random))
    reach = 0.25 * max(size) * (1 - random.random(int(random.integers(15, 120)))) ** 1.5 + 2
    for radius in np.sort(reach)[::-1]:
        colour = photo[random.integers(photo.shape[0]), random.integers(photo.shape[1])]
        angles = np.sort(random.uniform(0, 2 * np.pi, int(random.integers(3, 12))))
        at = random.uniform(0, 1, 2) * size[::-1]
        points = at + radius * np.stack((np.cos(angles), np.sin(angles)), axis=1)
        cv2.fillPoly(out, [points.astype(np.int32)], colour.tolist(), cv2.LINE_AA)
    out = out * (1 + np.float32(random.uniform(0, 0.2)) * cloud(size, random)[..., None])
    if random.random() < 0.6:
        out = cv2.GaussianBlur(out, (0, 0), random.uniform(0.4, 5))
    return np.asarray(out, np.float32)


def _plain(size: tuple[int, int], random: Random) -> Rgb:
    kind = random.random()
    if kind < 0.3:
        colour = np.ones(3) * random.choice([1.0, random.uniform(0.9, 1)])
    elif kind < 0.65:
        colour = random.uniform(0.1, 0.95) + random.normal(0, 0.02, 3)
    else:
        colour = random.uniform(0, 1, 3)
    return np.broadcast_to(np.clip(colour, 0, 1).astype(np.float32), (*size, 3)).copy()


def _uneven(plain: Rgb, random: Random) -> Rgb:
    height, width = plain.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / width - random.uniform(0, 1), y / height - random.uniform(0, 1)
    falling = x**2 + y**2 if random.random() < 0.5 else x * random.uniform(-1, 1) + y * random.uniform(-1, 1)
    light = 1 + falling * np.float32(random.normal(0, 0.5))
    return np.asarray(plain * light[..., None], np.float32)


def _floor(size: tuple[int, int], random: Random) -> Rgb:
    """A wall and a floor, with a sharp or soft joint between them."""
    wall, floor = _uneven(_plain(size, random), random), _uneven(_plain(size, random), random)
    if random.random() < 0.6:
        floor = wall * np.float32(random.uniform(0.6, 1.3))
    y = np.arange(size[0], dtype=np.float32)[:, None]
    tilt = np.arange(size[1], dtype=np.float32) * np.float32(random.normal(0, 0.05))
    below = (y + tilt - random.uniform(0.3, 0.9) * size[0]) / random.uniform(0.3, 25)
    share = 0.5 + 0.5 * np.tanh(below / 2)
    return np.asarray(wall + share[..., None] * (floor - wall), np.float32)


def cloud(size: tuple[int, int], random: Random) -> Plane:
    """Noise of several widths, about −1 to 1."""
    out = np.zeros(size, np.float32)
    for octave in range(int(random.integers(1, 6))):
        cells = 2 + 2 ** (octave + 1)
        small = random.normal(0, 1, (cells, cells)).astype(np.float32)
        out += cv2.resize(small, size[::-1], interpolation=cv2.INTER_CUBIC) / np.float32(1.7**octave)
    return out / np.float32(1.5)


def pattern(size: tuple[int, int], random: Random) -> Rgb:
    """Stripes, checks or dots of two colours."""
    y, x = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    angle, step = random.uniform(0, np.pi), random.uniform(3, 50)
    u = (x * np.cos(angle) + y * np.sin(angle)) / step
    v = (y * np.cos(angle) - x * np.sin(angle)) / step
    kind = random.integers(3)
    wave = np.sin(2 * np.pi * u)
    wave = (
        wave if kind == 0 else wave * np.sin(2 * np.pi * v) if kind == 1 else wave + np.sin(2 * np.pi * v) - 1
    )
    share = np.clip(wave * random.uniform(0.5, 8) + 0.5, 0, 1)[..., None].astype(np.float32)
    one, other = _plain(size, random), _plain(size, random)
    if random.random() < 0.6:
        other = one * np.float32(random.uniform(0.7, 1.2))
    return np.clip(one + share * (other - one), 0, 1)


def piece(stock: Stock, size: tuple[int, int], random: Random) -> Rgb:
    """A piece of a photo, sharp or out of focus."""
    photo = stock.grounds[random.integers(len(stock.grounds))]
    side = random.uniform(0.15, 0.9) * min(photo.shape[0] / size[0], photo.shape[1] / size[1])
    rows, columns = int(size[0] * side), int(size[1] * side)
    top, left = (
        int(random.integers(0, have - take + 1))
        for have, take in zip(photo.shape[:2], (rows, columns), strict=True)
    )
    found = cv2.resize(
        photo[top : top + rows, left : left + columns], size[::-1], interpolation=cv2.INTER_AREA
    )
    if random.random() < 0.5:
        found = cv2.GaussianBlur(found, (0, 0), random.uniform(0.5, 8))
    return lit(np.asarray(found, np.float32), random)


def lit(pixels: Rgb, random: Random) -> Rgb:
    """Another exposure and cast, now and then another colour altogether."""
    out = pixels ** np.float32(np.exp(random.normal(0, 0.25))) * np.float32(np.exp(random.normal(0, 0.15)))
    if random.random() < 0.3:
        out = out[..., random.permutation(3)]
    if random.random() < 0.2:
        grey = out.mean(axis=2, keepdims=True)
        out = grey + (out - grey) * np.float32(random.uniform(0, 1.5))
    if random.random() < 0.15:  # white on white, black on black are what is hardest
        out = 1 - (1 - out) * np.float32(random.uniform(0.15, 0.6))
    return np.clip(out * random.normal(1, 0.06, 3).astype(np.float32), 0, 1)
