"""Scenes to train on: products cut out where their mask is known, on grounds that are drawn anew each time.

Everything random comes from the generator handed in, so that a seed gives the same scenes again.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("OPENCV_IO_ENABLE_OPENEXR", "1")
import cv2

Rgb = NDArray[np.float32]
Plane = NDArray[np.float32]
Random = np.random.Generator

SIDE = 320
"""Longest side in pixels at which cut-outs and grounds are kept."""

HELD_RENDERS = ("rg-0409", "rg-0418", "rg-0424", "bt-1120", "bt-1141", "mg-2204", "bg-3301")
"""SKUs of the studio that are only measured on; of bags it has no other: a kind never seen."""

TRAINED_MAGENTO = ("mb", "mg", "mp", "msh", "ug")
SPOILT = ("dual-basket",)
"""Cut-outs that took their shadow along: seen by eye, left out."""

HELD_PHOTOS = ("Sunset_by_the_Pier.jpg", "abstract-spiral.jpg", "the-spices-of-life.jpg", "canyon-wren.jpg")
"""Photos whose ground only the measure sees."""


@dataclass(frozen=True)
class CutOut:
    """A product (h, w, 3) float32 in 0-1, RGB as stored, and its cover (h, w) in 0-1.

    `photo` is True where the pixels round it are its own real ground, which may be shown as it is.
    """

    pixels: Rgb
    cover: Plane
    photo: bool


@dataclass(frozen=True)
class Stock:
    """What scenes are made of."""

    products: list[CutOut]
    grounds: list[Rgb]


def stock(samples: Path, renders: Path) -> Stock:
    """The training material: renders not held back, packshots on white, appliances on cream, and grounds."""
    products = 2 * _renders(renders)  # the studio is what the desk sees most
    names = sorted((samples / "magento-magento2-sample-da").glob("*.jpg"))
    for path in names:
        if path.name.startswith(TRAINED_MAGENTO):
            products += _on_white(path)
    for folder, ending in (("spree-spree", "*.webp"), ("aws-samples-aws-smart-product-", "*.jpg")):
        for path in sorted((samples / folder).glob(ending)):
            products += [] if path.name.startswith(SPOILT) else _on_white(path)
    photos = [p for p in sorted((samples / "hires").iterdir()) if p.suffix.lower() in (".jpg", ".jpeg")]
    grounds = [read_rgb(path, 4 * SIDE) for path in photos if path.name not in HELD_PHOTOS]
    return Stock(products, grounds)


def read_rgb(path: Path, side: int) -> Rgb:
    """(h, w, 3) in 0-1 as stored, at most `side` pixels long."""
    found = cv2.imread(str(path), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    return np.asarray(_reduced(found[..., ::-1].astype(np.float32) / 255, side))


def camera_scene(folder: Path, *, stand: bool = False) -> tuple[Rgb, Plane]:
    """One of the studio's renders as a camera would show it, and the exact cover; `stand` with its stand."""
    studio = Path(__file__).resolve().parents[2] / "demo"
    sys.path.insert(0, str(studio))
    from studio import colour, develop  # type: ignore[import-not-found,unused-ignore]

    layers = develop.load_layers(folder)
    light = layers.raw if stand and layers.raw is not None else layers.clean
    return np.asarray(colour.encode(colour.tone(light))), np.asarray(layers.cover())


def _renders(folder: Path) -> list[CutOut]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(HELD_RENDERS) or not (path / "mask.exr").is_file():
            continue
        for stand in (False, True) if (path / "raw.exr").is_file() else (False,):
            pixels, cover = camera_scene(path, stand=stand)
            found.append(CutOut(_reduced(pixels, SIDE), _reduced(cover, SIDE), photo=True))
    return found


def _on_white(path: Path) -> list[CutOut]:
    """A packshot on a plain ground by the desk's own separation; nothing where that has none."""
    from review_desk.imaging.measures.picture import NoProductError, picture
    from review_desk.imaging.measures.separation import separate

    seen = picture(path)
    try:
        product = separate(seen).product.astype(np.float32)
    except NoProductError:
        return []
    pixels = seen.codes[..., 2::-1].astype(np.float32) / 255
    soft = cv2.GaussianBlur(product, (0, 0), 0.7)
    return [CutOut(_reduced(pixels, SIDE), _reduced(soft, SIDE), photo=True)]


def scene(stock: Stock, size: tuple[int, int], random: Random) -> tuple[Rgb, Plane]:
    """A picture (h, w, 3) in 0-1 and its mask (h, w): a photo as it is, or a product on another ground."""
    kind = random.random()
    if kind < 0.2:
        pixels, cover = _as_taken(stock.products[random.integers(len(stock.products))], size, random)
    else:
        product = _shape(stock, random) if kind < 0.45 else _drawn(stock, random)
        pixels, cover = _composed(product, stock, size, random)
        if random.random() < 0.12:  # a second product, which belongs to the subject too
            pixels, cover = _with_another(pixels, cover, _drawn(stock, random), random)
    return _camera(pixels, random), (cover > 0.5).astype(np.float32)


def _drawn(stock: Stock, random: Random) -> CutOut:
    found = stock.products[random.integers(len(stock.products))]
    return CutOut(_lit(found.pixels, random), found.cover, photo=False)


def _lit(pixels: Rgb, random: Random) -> Rgb:
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


def _as_taken(product: CutOut, size: tuple[int, int], random: Random) -> tuple[Rgb, Plane]:
    """A real photo whole, only turned over, cut and lit otherwise."""
    h, w = product.cover.shape
    scale = min(size[0] / h, size[1] / w) * random.uniform(1.0, 1.5)
    middle = w * random.uniform(0.45, 0.55), h * random.uniform(0.45, 0.55)
    move = _move(middle, scale, random.normal(0, 3), (size[1] / 2, size[0] / 2), flip=random.random() < 0.5)
    pixels = _warped(_lit(product.pixels, random), move, size, cv2.BORDER_REPLICATE)
    return pixels, _warped(product.cover, move, size, cv2.BORDER_CONSTANT)


def _composed(product: CutOut, stock: Stock, size: tuple[int, int], random: Random) -> tuple[Rgb, Plane]:
    ground = _ground(stock, size, random)
    pixels, cover = _placed(product, size, random)
    if random.random() < 0.75:
        ground = ground * _shadow(cover, random)[..., None]
    if random.random() < 0.12:
        ground = _mirrored(ground, pixels, cover, random)
    return _over(ground, pixels, cover), cover


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


def _shape(stock: Stock, random: Random) -> CutOut:
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
        return np.clip(base + _cloud(size, random)[..., None] * np.float32(random.uniform(0, 0.3)), 0, 1)
    return _pattern(size, random) if kind < 0.6 else _piece(stock, size, random)


def _ground(stock: Stock, size: tuple[int, int], random: Random) -> Rgb:
    """(h, w, 3): plain, lit unevenly, a floor before a wall, clouds, a pattern, or a piece of a photo."""
    kind = random.random()
    if kind < 0.3:
        out = _plain(size, random)
    elif kind < 0.5:
        out = _uneven(_plain(size, random), random)
    elif kind < 0.62:
        out = _floor(size, random)
    elif kind < 0.72:
        colour = _plain(size, random)
        out = colour + _cloud(size, random)[..., None] * random.normal(0.15, 0.1, 3).astype(np.float32)
    elif kind < 0.82:
        out = _pattern(size, random)
    else:
        out = _piece(stock, size, random)
    return np.clip(out, 0, 1).astype(np.float32)


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


def _cloud(size: tuple[int, int], random: Random) -> Plane:
    """Noise of several widths, about −1 to 1."""
    out = np.zeros(size, np.float32)
    for octave in range(int(random.integers(1, 6))):
        cells = 2 + 2 ** (octave + 1)
        small = random.normal(0, 1, (cells, cells)).astype(np.float32)
        out += cv2.resize(small, size[::-1], interpolation=cv2.INTER_CUBIC) / np.float32(1.7**octave)
    return out / np.float32(1.5)


def _pattern(size: tuple[int, int], random: Random) -> Rgb:
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


def _piece(stock: Stock, size: tuple[int, int], random: Random) -> Rgb:
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
    return _lit(np.asarray(found, np.float32), random)


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


def _mirrored(ground: Rgb, pixels: Rgb, cover: Plane, random: Random) -> Rgb:
    """The product's reflection in a glossy floor."""
    rows = np.flatnonzero(cover.max(axis=1) > 0.5)
    if not len(rows):
        return ground
    move = np.array([[1, 0, 0], [0, -1, 2.0 * rows[-1]]], np.float64)
    size = cover.shape[0], cover.shape[1]
    there = _warped(cover, move, size, cv2.BORDER_CONSTANT) * np.float32(random.uniform(0.05, 0.35))
    return _over(ground, _warped(pixels, move, size, cv2.BORDER_REPLICATE), there)


def _camera(pixels: Rgb, random: Random) -> Rgb:
    """What a camera and a file add: softness, grain, JPEG."""
    out = np.clip(pixels, 0, 1)
    if random.random() < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), random.uniform(0.3, 1.5))
    if random.random() < 0.4:
        out = out + random.normal(0, random.uniform(0.003, 0.05), out.shape).astype(np.float32)
    codes = np.clip(np.rint(out * 255), 0, 255).astype(np.uint8)
    if random.random() < 0.25:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 95))]
        codes = cv2.imdecode(cv2.imencode(".jpg", codes[..., ::-1], quality)[1], cv2.IMREAD_COLOR)[..., ::-1]
    return codes.astype(np.float32) / 255


def _reduced(plane: NDArray[Any], side: int) -> NDArray[np.float32]:
    share = min(1.0, side / max(plane.shape[:2]))
    size = max(1, round(plane.shape[1] * share)), max(1, round(plane.shape[0] * share))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)
