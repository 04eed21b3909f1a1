"""Scenes to train on: products cut out where their mask is known, on grounds that are drawn anew each time.

Everything random comes from the generator handed in, so that a seed gives the same scenes again.
"""

from typing import Any

import cv2
import numpy as np
from bodies import shape
from grounds import Random, ground, lit
from numpy.typing import NDArray
from stock import CutOut, Plane, Rgb, Stock


def scene(stock: Stock, size: tuple[int, int], random: Random) -> tuple[Rgb, Plane]:
    """A picture (h, w, 3) in 0-1 and its mask (h, w): a photo as it is, or a product on another ground."""
    kind = random.random()
    if kind < 0.34:
        pixels, cover = _as_taken(stock.product(random), size, random)
    else:
        product = shape(stock, random) if kind < 0.46 else _drawn(stock, random)
        pixels, cover = _composed(product, stock, size, random)
        if random.random() < 0.12:  # a second product, which belongs to the subject too
            pixels, cover = _with_another(pixels, cover, _drawn(stock, random), random)
    return _camera(pixels, random), (cover > 0.5).astype(np.float32)


def _drawn(stock: Stock, random: Random) -> CutOut:
    found = stock.product(random)
    return CutOut(lit(found.pixels, random), found.cover, photo=False)


def _as_taken(product: CutOut, size: tuple[int, int], random: Random) -> tuple[Rgb, Plane]:
    """A real photo whole, only turned over, cut and lit otherwise."""
    h, w = product.cover.shape
    scale = min(size[0] / h, size[1] / w) * random.uniform(1.0, 1.5)
    middle = w * random.uniform(0.45, 0.55), h * random.uniform(0.45, 0.55)
    move = _move(middle, scale, random.normal(0, 3), (size[1] / 2, size[0] / 2), flip=random.random() < 0.5)
    pixels = _warped(lit(product.pixels, random), move, size, cv2.BORDER_REPLICATE)
    return pixels, _warped(product.cover, move, size, cv2.BORDER_CONSTANT)


def _composed(product: CutOut, stock: Stock, size: tuple[int, int], random: Random) -> tuple[Rgb, Plane]:
    below = ground(stock, size, random)
    if random.random() < 0.08:
        below = _strewn(below, _drawn(stock, random), random)
    pixels, cover = _placed(product, size, random)
    if random.random() < 0.7:
        below = below * _shadow(cover, random)[..., None]
    if random.random() < 0.1:
        below = _mirrored(below, pixels, cover, random)
    return _over(below, pixels, cover), cover


def _strewn(below: Rgb, other: CutOut, random: Random) -> Rgb:
    """Another product at the frame's edge, cut off and out of focus: it is a part of the ground."""
    size = below.shape[0], below.shape[1]
    rows, columns = np.nonzero(other.cover > 0.5)
    scale = random.uniform(0.5, 1.1) * min(size) / max(np.ptp(rows), np.ptp(columns), 1)
    at = random.choice([0.0, 1.0]) * size[1], random.uniform(0, 1) * size[0]
    move = _move((columns.mean(), rows.mean()), scale, random.normal(0, 30), at, flip=False)
    blur = random.uniform(1.5, 6)
    pixels, cover = (
        cv2.GaussianBlur(_warped(plane, move, size, border), (0, 0), blur)
        for plane, border in ((other.pixels, cv2.BORDER_REPLICATE), (other.cover, cv2.BORDER_CONSTANT))
    )
    return _over(below, pixels, cover)


def _with_another(below: Rgb, cover: Plane, product: CutOut, random: Random) -> tuple[Rgb, Plane]:
    pixels, own = _placed(product, (cover.shape[0], cover.shape[1]), random, small=True)
    return _over(below, pixels, own), np.maximum(cover, own)


def _over(below: Rgb, pixels: Rgb, cover: Plane) -> Rgb:
    return below + cover[..., None] * (pixels - below)


def _placed(
    product: CutOut, size: tuple[int, int], random: Random, *, small: bool = False
) -> tuple[Rgb, Plane]:
    """The product somewhere in the frame; one in six runs out of it."""
    rows, columns = np.nonzero(product.cover > 0.5)
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    fit = min(size[0] / (bottom - top), size[1] / (right - left))
    fill = (
        random.uniform(0.15, 0.4)
        if small
        else random.choice([random.uniform(0.3, 0.95), 1.15], p=[0.87, 0.13])
    )
    scale = fit * fill
    room = max(0.0, size[1] - scale * (right - left)), max(0.0, size[0] - scale * (bottom - top))
    at = (size[1] + room[0] * random.uniform(-1, 1)) / 2, (size[0] + room[1] * random.uniform(-1, 1)) / 2
    degrees = random.uniform(0, 360) if random.random() < 0.15 else random.normal(0, 8)
    middle = (left + right) / 2, (top + bottom) / 2
    move = _move(middle, scale, degrees, at, flip=random.random() < 0.5)
    pixels = _warped(product.pixels, move, size, cv2.BORDER_REPLICATE)
    return pixels, _warped(product.cover, move, size, cv2.BORDER_CONSTANT)


def _move(
    middle: tuple[float, float], scale: float, degrees: float, to: tuple[float, float], *, flip: bool
) -> NDArray[np.float64]:
    move = np.asarray(cv2.getRotationMatrix2D(middle, degrees, scale), np.float64)
    move[:, 2] += np.asarray(to) - middle
    if flip:
        move[0] = -move[0]
        move[0, 2] += 2 * to[0]
    return move


def _warped(plane: NDArray[Any], move: NDArray[np.float64], size: tuple[int, int], border: int) -> Any:
    return cv2.warpAffine(plane, move, size[::-1], flags=cv2.INTER_AREA, borderMode=border)


def _shadow(cover: Plane, random: Random) -> Plane:
    """(h, w) the light left: a cast shadow, a contact shadow below, or both."""
    height, width = cover.shape
    light = np.ones(cover.shape, np.float32)
    for _ in range(int(random.integers(1, 3))):
        flat = random.uniform(0.05, 0.5) if random.random() < 0.5 else 1.0
        rows = np.flatnonzero(cover.max(axis=1) > 0.5)
        foot = float(rows[-1]) if len(rows) else height / 2
        move = np.array([[1, 0, 0], [0, flat, foot * (1 - flat)]], np.float64)
        move[:, 2] += random.normal(0, 0.03, 2) * (width, height) + (0, 0.015 * height)
        cast = _warped(cover, move, (height, width), cv2.BORDER_CONSTANT)
        soft = cv2.GaussianBlur(cast, (0, 0), random.uniform(0.8, 0.05 * height))
        light *= 1 - soft * np.float32(random.uniform(0.1, 0.75))
    return light


def _mirrored(below: Rgb, pixels: Rgb, cover: Plane, random: Random) -> Rgb:
    """The product's reflection in a glossy floor."""
    rows = np.flatnonzero(cover.max(axis=1) > 0.5)
    if not len(rows):
        return below
    move = np.array([[1, 0, 0], [0, -1, 2.0 * rows[-1]]], np.float64)
    size = cover.shape[0], cover.shape[1]
    there = _warped(cover, move, size, cv2.BORDER_CONSTANT) * np.float32(random.uniform(0.05, 0.35))
    return _over(below, _warped(pixels, move, size, cv2.BORDER_REPLICATE), there)


def _camera(pixels: Rgb, random: Random) -> Rgb:
    """What a camera and a file add: softness, grain, JPEG."""
    out = np.clip(pixels, 0, 1)
    if random.random() < 0.2:
        out = lit(out, random)
    if random.random() < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), random.uniform(0.3, 1.5))
    if random.random() < 0.4:
        out = out + random.normal(0, random.uniform(0.003, 0.05), out.shape).astype(np.float32)
    codes = np.clip(np.rint(out * 255), 0, 255).astype(np.uint8)
    if random.random() < 0.25:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 95))]
        codes = cv2.imdecode(cv2.imencode(".jpg", codes[..., ::-1], quality)[1], cv2.IMREAD_COLOR)[..., ::-1]
    return codes.astype(np.float32) / 255
