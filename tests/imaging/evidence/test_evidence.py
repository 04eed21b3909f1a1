"""What evidence means: planted on made-up photos in known amounts, and absent where it is not."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from review_desk.domain.pixel_evidence import BY_ID
from review_desk.imaging.evidence.photo import Found, evidence_of

Codes = NDArray[np.uint8]
SIZE = (480, 640)
"""Height and width."""
SKIN = (205, 155, 125)
WHITE = (250, 250, 250)


def ground(colour: tuple[int, int, int] = WHITE) -> Codes:
    """An even ground with the grain of a camera."""
    grain = np.random.default_rng(1).normal(0, 1.0, (*SIZE, 3))
    return np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)


def box(codes: Codes, rows: slice, columns: slice, fill: object) -> Codes:
    """The same with a box of it filled."""
    made = codes.copy()
    made[rows, columns] = fill
    return made


MIDDLE = (slice(120, 400), slice(180, 460))


@pytest.fixture
def seen(tmp_path: Path) -> Callable[[Codes], Found]:
    def evidence(codes: Codes) -> Found:
        Image.fromarray(codes).save(tmp_path / "photo.png")
        return evidence_of(tmp_path / "photo.png")

    return evidence


def tells(found: Found, measure: str) -> bool:
    return found.values.get(measure, 0.0) >= BY_ID[measure].tells_from


def matt() -> Codes:
    """A matt blue box on white."""
    return box(ground(), *MIDDLE, (60, 80, 150))


def test_a_matt_product_on_an_even_ground_tells_nothing(seen: Callable[[Codes], Found]) -> None:
    found = seen(matt())
    assert not found.cautions
    assert [name for name in BY_ID if tells(found, name)] == []


# --- metal --------------------------------------------------------------------------------------------------


def banded(smooth: bool) -> Codes:
    """Bars of light and dark: as a mirror shows them, or printed."""
    wave = np.sin(np.arange(280) / 3.2)
    light = 128 + 112 * (wave if smooth else np.sign(wave))
    return np.repeat(np.repeat(light[None, :, None], 280, 0), 3, 2).astype(np.uint8)


def test_what_mirrors_lamps_is_metal_and_a_print_is_not(seen: Callable[[Codes], Found]) -> None:
    assert seen(box(ground(), *MIDDLE, banded(smooth=True))).values["metal"] > 50
    assert seen(box(ground(), *MIDDLE, banded(smooth=False))).values["metal"] < 8


def test_metal_keeps_its_own_colour_and_a_shiny_green_is_none(seen: Callable[[Codes], Found]) -> None:
    gold = (banded(smooth=True) * np.array([1.0, 0.8, 0.45])).astype(np.uint8)
    green = (banded(smooth=True) * np.array([0.3, 1.0, 0.4])).astype(np.uint8)
    golden = seen(box(ground(), *MIDDLE, gold)).values["metal"]
    assert golden > 40
    assert seen(box(ground(), *MIDDLE, green)).values["metal"] < golden / 3, "only its darkest is neutral"


# --- skin and people ----------------------------------------------------------------------------------------


def test_the_share_of_skin_is_the_share_that_was_put_there(seen: Callable[[Codes], Found]) -> None:
    dressed = box(box(ground(), slice(120, 400), slice(180, 460), (30, 40, 120)),
                  slice(120, 190), slice(180, 460), SKIN)  # fmt: skip
    assert seen(dressed).values["skin"] == pytest.approx(25, abs=3)


def test_somebody_runs_out_of_the_frame_and_a_clay_pot_stands_within_it(
    seen: Callable[[Codes], Found],
) -> None:
    model = box(
        box(ground(), slice(0, 200), slice(220, 420), SKIN), slice(200, 480), slice(220, 420), (30, 40, 120)
    )
    pot = box(ground(), *MIDDLE, SKIN)
    assert tells(seen(model), "person")
    assert seen(pot).values["skin"] > 90
    assert seen(pot).values["person"] == 0


@pytest.mark.parametrize("tone", [(92, 60, 45), (141, 98, 74), (224, 178, 152), (240, 208, 188)])
def test_skin_is_told_from_dark_to_light(seen: Callable[[Codes], Found], tone: tuple[int, int, int]) -> None:
    assert seen(box(ground((200, 205, 210)), *MIDDLE, tone)).values["skin"] > 80


# --- texture ------------------------------------------------------------------------------------------------


def woven(period: float) -> Codes:
    rows, columns = np.mgrid[0:280, 0:280]
    light = 120 + 25 * np.sin(2 * np.pi * rows / period) * np.sin(2 * np.pi * columns / period)
    return np.repeat(light[..., None], 3, 2).astype(np.uint8)


def noisy() -> Codes:
    light = 120 + cv2.GaussianBlur(np.random.default_rng(2).normal(0, 60, (280, 280)), (0, 0), 2.0)
    return np.repeat(light[..., None], 3, 2).clip(0, 255).astype(np.uint8)


def test_a_weave_repeats_itself_and_noise_does_not(seen: Callable[[Codes], Found]) -> None:
    for period in (6, 9, 13):
        assert seen(box(ground(), *MIDDLE, woven(period))).values["fine_texture"] > 80
    assert seen(box(ground(), *MIDDLE, noisy())).values["fine_texture"] < 17


def test_a_single_edge_is_no_texture(seen: Callable[[Codes], Found]) -> None:
    half = box(np.full((280, 280, 3), 60, np.uint8), slice(0, 280), slice(0, 140), 180)
    assert seen(box(ground(), *MIDDLE, half)).values["fine_texture"] == 0


# --- sheer --------------------------------------------------------------------------------------------------


def test_what_lets_the_ground_through_is_sheer(seen: Callable[[Codes], Found]) -> None:
    glass = box(matt(), slice(140, 380), slice(200, 440), (235, 235, 235))
    assert seen(glass).values["sheer"] > 50
    assert seen(matt()).values["sheer"] < 5


def test_half_transparent_pixels_are_sheer_and_a_cut_out_is_not(seen: Callable[[Codes], Found]) -> None:
    for alpha, sheer in ((128, True), (255, False)):
        codes = np.dstack([matt(), np.zeros(SIZE, np.uint8)])
        codes[MIDDLE[0], MIDDLE[1], 3] = 255
        codes[200:380, 200:440, 3] = alpha
        assert tells(seen(codes), "sheer") is sheer


# --- the ground ---------------------------------------------------------------------------------------------


def test_a_patterned_ground_is_busy_and_an_even_one_is_not(seen: Callable[[Codes], Found]) -> None:
    tiles = (np.indices(SIZE) // 24).sum(axis=0) % 2
    floor = np.where(tiles[..., None], (180, 140, 110), (120, 80, 60)).astype(np.uint8)
    found = seen(box(floor, *MIDDLE, (60, 80, 150)))
    assert tells(found, "busy_background")
    assert "metal" not in found.values
    assert found.cautions == ("The ground has no even tone: nothing can be told of the product.",)
    assert seen(matt()).values["busy_background"] == 0


def test_a_mask_says_what_the_product_is(tmp_path: Path) -> None:
    Image.fromarray(matt()).save(tmp_path / "photo.png")
    Image.fromarray(box(np.zeros((*SIZE, 3), np.uint8), slice(120, 260), slice(180, 460), 255)).save(
        tmp_path / "mask.png"
    )
    found = evidence_of(tmp_path / "photo.png", mask=tmp_path / "mask.png")
    assert found.values["skin"] == 0
    assert not found.cautions
