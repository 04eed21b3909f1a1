"""Lining up: known shifts, scales and rotations of made and of real photos."""

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.registration import SURE, Alignment, best_alignment, register


def scene(height: int, width: int, *, seed: int = 1) -> NDArray[np.uint8]:
    """Overlapping squares and discs of many sizes on a plain ground."""
    rng = np.random.default_rng(seed)
    photo = np.full((height, width, 4), (236, 238, 240, 255), np.uint8)
    for _ in range(60):
        x, y, size = int(rng.integers(width)), int(rng.integers(height)), int(rng.integers(6, width // 8))
        colour = (*(int(code) for code in rng.integers(0, 256, 3)), 255)
        if rng.integers(2):
            cv2.circle(photo, (x, y), size // 2, colour, cv2.FILLED, cv2.LINE_AA)
        else:
            cv2.rectangle(photo, (x, y), (x + size, y + size // 2), colour, cv2.FILLED)
    return photo


def seen(photo: NDArray[np.uint8], known: Alignment, width: int, height: int) -> NDArray[np.uint8]:
    """Another version, whose pixels lie on `photo` as `known` says."""
    corner = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    whole = np.vstack([known.matrix, [0, 0, 1]])
    warp = (np.linalg.inv(corner) @ whole @ corner)[:2]
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    soft = cv2.GaussianBlur(photo, (0, 0), known.scale / 2) if known.scale > 1.2 else photo
    made = cv2.warpAffine(soft, warp, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT)
    return made.astype(np.uint8)


def known(dx: float, dy: float, *, scale: float = 1.0, rotation: float = 0.0) -> Alignment:
    return Alignment(dx, dy, scale, rotation, 1.0)


def worst_pixels(found: Alignment, true: Alignment, width: int, height: int) -> float:
    """How far the corners of b are from where they should be, in pixels of a."""
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]])
    return float(np.abs(corners @ (found.matrix - true.matrix).T).max())


SHIFTS = [known(37, -21), known(-90, 64), known(0.5, 0.25), known(0, 0)]
OTHERS = [
    known(60, 40, scale=0.6),
    known(10, -14, scale=1.75),
    known(12, -8, scale=1.02, rotation=3),
    known(40, 90, rotation=-12),
]


@pytest.mark.parametrize("true", SHIFTS, ids=str)
def test_a_shift_is_found_to_half_a_pixel_and_is_a_plain_shift(true: Alignment) -> None:
    found = register(scene(700, 900), seen(scene(700, 900), true, 900, 700))
    assert (found.scale, found.rotation_deg) == (1, 0)
    assert math.hypot(found.dx - true.dx, found.dy - true.dy) < 0.5


@pytest.mark.parametrize("true", OTHERS, ids=str)
def test_scale_and_rotation_are_found(true: Alignment) -> None:
    width, height = int(700 / true.scale), int(500 / true.scale)
    found = register(scene(700, 900), seen(scene(700, 900), true, width, height))
    assert found.scale == pytest.approx(true.scale, rel=0.002)
    assert found.rotation_deg == pytest.approx(true.rotation_deg, abs=0.1)
    assert worst_pixels(found, true, width, height) < 1


def test_a_crop_lies_where_it_was_cut_out() -> None:
    photo = scene(900, 1200)
    found = register(photo, photo[200:800, 310:990].copy())
    assert (found.dx, found.dy) == pytest.approx((310, 200), abs=0.3)
    back = register(photo[200:800, 310:990].copy(), photo)
    assert (back.dx, back.dy) == pytest.approx((-310, -200), abs=0.3)


def test_a_photo_of_half_the_size_has_exactly_its_scale() -> None:
    photo = scene(800, 1200)
    half = cv2.resize(photo, (600, 400), interpolation=cv2.INTER_AREA).astype(np.uint8)
    found = register(photo, half)
    assert (found.scale, found.rotation_deg) == (2, 0)
    assert (found.dx, found.dy) == pytest.approx((0, 0), abs=0.3)


def test_other_colours_and_another_background_do_not_count() -> None:
    photo = scene(700, 900)
    moved = seen(photo, known(25, 14), 900, 700)
    ground = np.abs(moved[..., :3].astype(int) - (236, 238, 240)).max(axis=2) < 6
    moved[ground] = (70, 40, 30, 255)
    found = register(photo, moved)
    assert math.hypot(found.dx - 25, found.dy - 14) < 0.5


def test_unrelated_photos_are_refused_with_a_sentence_and_a_low_score() -> None:
    with pytest.raises(Refused, match="cannot be lined up"):
        register(scene(600, 800), scene(600, 800, seed=2))
    assert best_alignment(scene(600, 800), scene(600, 800, seed=2)).score < SURE


@pytest.mark.parametrize("size", [1, 30, 500])
def test_photos_without_anything_in_them_are_refused(size: int) -> None:
    empty = np.full((size, size, 4), 255, np.uint8)
    with pytest.raises(Refused, match="cannot be lined up"):
        register(empty, empty)


def test_a_turn_beyond_the_limits_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be lined up"):
        register(scene(700, 900), seen(scene(700, 900), known(500, -200, rotation=60), 700, 700))


def real(path: Path) -> NDArray[np.uint8]:
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture.shape[2] == 4:  # on white
        share = picture[..., 3:] / 255
        picture = (picture[..., :3] * share + 255 * (1 - share)).round().astype(np.uint8)
    return cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA).astype(np.uint8)


REAL = ["hires/jad-limcaco-183877.jpg", "saleor-saleor/saleor-blue-plimsolls-1.png"]


@pytest.mark.samples
@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize(
    "true", [known(137, -61), known(90, 50, scale=0.7), known(9, 5, rotation=2)], ids=str
)
def test_real_photos_line_up(samples: Path, name: str, true: Alignment) -> None:
    photo = real(samples / "products" / name)
    height, width = photo.shape[:2]
    found = register(photo, seen(photo, true, width, height))
    assert worst_pixels(found, true, width, height) < 0.5
    assert found.scale == pytest.approx(true.scale, rel=0.002)


PAIRS = [
    ("carvekit-2/before.jpg", "carvekit-2/after__carvekit-2.png", 1.0),
    ("nafssr-l/before.png", "nafssr-l/after__nafssr-l.png", 0.25),
    ("swinir-ETH/before.png", "swinir-ETH/after__ETH_SwinIR.png", 1.0),
    ("rembg-animal-1/before.jpg", "rembg-animal-1/after__rembg-animal-1.png", 1.0),
]


@pytest.mark.samples
@pytest.mark.parametrize(("before", "after", "scale"), PAIRS)
def test_what_an_ai_made_of_a_photo_lines_up_with_it(
    samples: Path, before: str, after: str, scale: float
) -> None:
    found = register(real(samples / "pairs" / before), real(samples / "pairs" / after))
    assert found.scale == pytest.approx(scale, rel=0.001)
    assert math.hypot(found.dx, found.dy) < 0.5


@pytest.mark.samples
def test_unrelated_real_photos_are_refused(samples: Path) -> None:
    first = real(samples / "products" / REAL[0])
    with pytest.raises(Refused):
        register(first, real(samples / "products/solidusio-solidus/solidus_mug_set.png"))
