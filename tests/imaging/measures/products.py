"""Product photos made of formulas: a shaded solid on a graded ground with contact shadow and speculars.

Everything is laid down in CIELAB (D50) or in light with a known amount, so that what is measured can be held
against what was put there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from review_desk.imaging import matrix_profile, rgb_spaces

Plane = NDArray[np.float64]
_OVER = 2
"""Drawn at so many times the size and reduced, so that edges are soft as a lens leaves them."""


@dataclass(frozen=True)
class Product:
    """One made-up photo. Lab values are CIELAB (D50); `seed` chooses shape, colour and grain.

    `lab` None takes a colour by the seed. `cast` is added to the product's a* and b*, `ev` multiplies its
    light, `scale` its size, `shift` moves it by shares of the frame, `tilt_deg` turns it clockwise.
    `shadow` is the density D of its contact shadow where it is densest.
    """

    seed: int = 0
    size: tuple[int, int] = (240, 320)
    shape: str = ""
    background: tuple[float, float, float] = (96.0, 0.0, 0.0)
    grade: float = 2.0
    lab: tuple[float, float, float] | None = None
    cast: tuple[float, float] = (0.0, 0.0)
    ev: float = 0.0
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    tilt_deg: float = 0.0
    shadow: float = 0.25
    specular: float = 0.6
    grain: float = 0.8


SHAPES: dict[str, Callable[[Plane, Plane], Plane]] = {
    "mug": lambda x, y: np.minimum(_box(x, y, 0.42, 0.5, 0.08), np.abs(np.hypot(x - 0.45, y) - 0.24) - 0.06),
    "bottle": lambda x, y: np.minimum(_box(x, y - 0.15, 0.28, 0.55, 0.1), _box(x, y + 0.55, 0.12, 0.3, 0.04)),
    "bag": lambda x, y: np.minimum(
        _box(x, y - 0.15, 0.55, 0.42, 0.06), np.abs(np.hypot(x, (y + 0.3) * 0.9) - 0.33) - 0.04
    ),
    "ring": lambda x, y: np.minimum(np.abs(np.hypot(x, y - 0.1) - 0.5) - 0.11, np.hypot(x, y + 0.55) - 0.2),
    "shirt": lambda x, y: np.minimum(
        _box(x, y - 0.1, 0.38, 0.6, 0.05), _box(np.abs(x) - 0.45, y + 0.3 - 0.4 * np.abs(x), 0.2, 0.16, 0.05)
    ),
}
"""Signed distances, negative inside, in units of half the frame's shorter side."""


def _box(x: Plane, y: Plane, half_width: float, half_height: float, corner: float) -> Plane:
    dx, dy = np.abs(x) - half_width + corner, np.abs(y) - half_height + corner
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
    return np.asarray(outside + np.minimum(np.maximum(dx, dy), 0) - corner)


def settled(product: Product) -> Product:
    """The same with what its seed chooses filled in."""
    rng = np.random.default_rng([product.seed, 1])
    shape = product.shape or str(rng.choice(list(SHAPES)))
    lab = product.lab or (rng.uniform(25, 78), rng.uniform(-25, 35), rng.uniform(-30, 40))
    return replace(product, shape=shape, lab=lab)


def drawn(product: Product) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(H, W, 3) uint8 sRGB RGB and the true mask (H, W) uint8, 255 on the product."""
    made = settled(product)
    distance, x, y = _distance(made)
    cover = np.clip(0.5 - distance * min(made.size) * _OVER / 2, 0, 1)
    ground = _ground(made, distance, y)
    light = ground + cover[..., None] * (_body(made, distance, x, y) - ground)
    coded = 255 * _encoded(_reduced(light, made.size))
    grain = np.random.default_rng([made.seed, 3]).normal(0, made.grain, coded.shape)
    pixels = np.clip(np.rint(coded + grain), 0, 255).astype(np.uint8)
    return pixels, np.rint(255 * _reduced(cover, made.size)).astype(np.uint8)


def save(path: Path, product: Product) -> Path:
    """Write it as a photo in the format of the extension."""
    Image.fromarray(drawn(product)[0]).save(path, quality=95)
    return path


def _distance(made: Product) -> tuple[Plane, Plane, Plane]:
    """The signed distance, and the product's own coordinates, 0 in its middle."""
    width, height = (side * _OVER for side in made.size)
    half = min(width, height) / 2
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float64)
    x = (columns + 0.5 - width * (0.5 + made.shift[0])) / half / made.scale
    y = (rows + 0.5 - height * (0.5 + made.shift[1])) / half / made.scale
    turn = np.radians(made.tilt_deg)
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    x, y = x / 0.85, y / 0.85
    return SHAPES[made.shape](x, y) * 0.85 * made.scale, x, y


def _ground(made: Product, distance: Plane, y: Plane) -> Plane:
    """A sweep that darkens towards the corners, and the contact shadow below the product."""
    height, width = distance.shape
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    lightness = made.background[0] - made.grade * (across**2 + down**2) / 2
    lab = np.stack([lightness, *(np.full_like(lightness, part) for part in made.background[1:])], axis=-1)
    away = np.maximum(distance, 0) / 0.16
    below = 1 / (1 + np.exp(-(y - 0.35) / 0.1))
    density = made.shadow * np.exp(-(away**2)) * below
    return _light(lab) * 10 ** -density[..., None]


def _body(made: Product, distance: Plane, x: Plane, y: Plane) -> Plane:
    """A matt solid lit from the upper left, with a soft highlight."""
    assert made.lab is not None
    rng = np.random.default_rng([made.seed, 2])
    cloth = cv2.resize(rng.normal(0, 1.2, (40, 30)), distance.shape[::-1], interpolation=cv2.INTER_CUBIC)
    lightness = made.lab[0] + cloth - 7 * x - 5 * y - 6 * np.exp(distance / 0.08)
    a, b = made.lab[1] + made.cast[0], made.lab[2] + made.cast[1]
    lab = np.stack([lightness, np.full_like(x, a), np.full_like(x, b)], axis=-1)
    gloss = made.specular * np.exp(-((x + 0.15) ** 2 + (y + 0.2) ** 2) / 0.008)
    return np.asarray(_light(lab) * 2.0**made.ev + gloss[..., None])


def _light(lab: Plane) -> Plane:
    """CIELAB (D50) to linear light of sRGB, not clipped."""
    fy = (lab[..., 0] + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    xyz = np.where(f > 6 / 29, f**3, (116 * f - 16) * 27 / 24389)
    matrix = matrix_profile.colorants(rgb_spaces.SRGB_PRIMARIES, rgb_spaces.D65)
    return np.asarray(xyz * matrix.sum(axis=1) @ np.linalg.inv(matrix).T)


def _encoded(light: Plane) -> Plane:
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def _reduced(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA))
