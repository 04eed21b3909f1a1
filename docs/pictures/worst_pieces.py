"""What the cases of `worst_cases.py` are made of: photos as they are needed, places, distances."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source, decode_depth
from review_desk.imaging.delta_e import ciede2000
from review_desk.imaging.encode import write_photo
from review_desk.imaging.lab_space import lab_space
from review_desk.imaging.measures.picture import picture
from review_desk.imaging.measures.separation import separate
from review_desk.imaging.views.marks import mask_overlay
from review_desk.passes.card import read_card
from review_desk.passes.session import Session, session
from review_desk.paths import asset

BUSY = Path(__file__).parents[2] / "assets" / "demo" / "before" / "kn-4401-rust-front.jpg"
EDGE, MIDDLE = 170, 1000
"""Pixels: a side of what is shown, and of what is looked at of a photo where its middle will do."""

Codes = NDArray[np.uint8]
Area = NDArray[Any]


@dataclass(frozen=True)
class Case:
    """One place: how `bad` it is (more is worse), in `words`, and what it looked like before and after."""

    bad: float
    words: str
    before: Codes
    after: Codes


Cases = Callable[[Path], Iterator[Case]]


@cache
def model(name: str) -> Session:
    return session(read_card(asset("models", name)))


@lru_cache(maxsize=4)
def photo(path: Path) -> Source:
    """A photo in colour, 8 bits, without the colour of what is transparent; white is put there."""
    source = decode_depth(path)
    pixels = source.pixels if source.pixels.shape[2] == 3 else source.pixels.repeat(3, axis=2)
    if pixels.dtype != np.uint8:
        pixels = (pixels >> 8).astype(np.uint8)
    alpha = None if source.alpha is None else source.alpha.reshape(pixels.shape[:2])
    if alpha is not None:
        pixels = np.where((alpha > np.iinfo(alpha.dtype).max // 2)[..., None], pixels, np.uint8(255))
    return Source(np.ascontiguousarray(pixels), "RGB", source.profile, alpha, None)


def middle(path: Path, edge: int = MIDDLE) -> Source:
    """Its middle alone, as large as `edge`, with even sides; nothing is reduced."""
    pixels = photo(path).pixels
    high, wide = (min(edge, side) // 4 * 4 for side in pixels.shape[:2])
    top, left = (pixels.shape[0] - high) // 2, (pixels.shape[1] - wide) // 2
    return plain(np.ascontiguousarray(pixels[top : top + high, left : left + wide]))


def plain(pixels: Codes) -> Source:
    return Source(pixels, "RGB", None, None, None)


def worst_place(badness: Area, edge: int = EDGE) -> tuple[slice, slice]:
    """The square of `edge` in which (H, W) is largest on average."""
    around = cv2.blur(badness.astype(np.float32), (edge // 2, edge // 2))
    y, x = np.unravel_index(int(around.argmax()), around.shape)
    top, left = (
        min(max(int(v) - edge // 2, 0), max(m - edge, 0)) for v, m in zip((y, x), badness.shape, strict=True)
    )
    return slice(top, top + edge), slice(left, left + edge)


def apart(one: Codes, other: Codes) -> Area:
    """(H, W) codes by which the most different channel is off."""
    return np.abs(one.astype(np.int16) - other).max(axis=2)


def case(bad: float, words: str, before: Codes, after: Codes, badness: Area) -> Case:
    """The worst place of two photos of one size."""
    place = worst_place(badness)
    return Case(bad, words, before[place].copy(), after[place].copy())


def psnr(truth: Codes, found: Codes) -> float:
    return float(10 * np.log10(255**2 / max(float(np.mean((truth.astype(float) - found) ** 2)), 0.01)))


def stored(pixels: Codes, folder: str, name: str = "photo.png") -> Path:
    """As a file: some passes measure the file."""
    path = Path(folder) / name
    write_photo(path, pixels, profile=None)
    return path


def small(pixels: Area) -> Codes:
    """The whole photo, in the size of what is shown."""
    share = EDGE / max(pixels.shape[:2])
    less = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(less, np.uint8)


def overlaid(pixels: Codes, mask: Codes) -> Codes:
    """A photo with a mask over it, as the window shows it."""
    drawn = mask_overlay(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA), np.ascontiguousarray(mask))
    return np.ascontiguousarray(drawn[..., 2::-1])


def far(one: Codes, other: Codes, blur: float = 4) -> Area:
    """(H, W) ΔE2000 of the two blurred."""
    space = lab_space(None)
    labs = [space.lab(cv2.GaussianBlur(p, (0, 0), blur)) for p in (one, other)]
    return np.asarray(ciede2000(*(lab.reshape(-1, 3) for lab in labs))).reshape(one.shape[:2])


def planted(path: Path, chance: np.random.Generator) -> tuple[Source, Area]:
    """A photo's middle, and an ellipse in it where there is something."""
    source = middle(path, 600)
    high, wide = source.pixels.shape[:2]
    radius = max(8, min(high, wide) // 25)
    grey = cv2.cvtColor(source.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    busy = cv2.blur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (2 * radius, 2 * radius))
    busy[: 4 * radius] = busy[-4 * radius :] = busy[:, : 4 * radius] = busy[:, -4 * radius :] = 0
    rows, columns = np.nonzero(busy >= np.quantile(busy, 0.8))
    which = int(chance.integers(rows.size))
    hole = np.zeros((high, wide), np.uint8)
    at = int(columns[which]), int(rows[which])
    cv2.ellipse(hole, at, (radius, radius * 2 // 3), float(chance.uniform(0, 180)), 0, 360, 255, -1)
    return source, hole > 0


def product_of(path: Path) -> Area:
    """(H, W) True on the product, by the plain ground."""
    seen = separate(picture(path)).product.astype(np.uint8)
    return cv2.resize(seen, photo(path).pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
