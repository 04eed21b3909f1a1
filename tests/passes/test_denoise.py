"""Denoise: grain goes, edges stay, and what is no pixel is not touched."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from passes.builders import noisy_scene
from review_desk.imaging.decode import Source
from review_desk.passes.card import read_card
from review_desk.passes.denoise import denoise
from review_desk.passes.session import session
from review_desk.passes.tools import Tools
from review_desk.paths import asset


def _source(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> Source:
    return Source(pixels, "RGB" if pixels.shape[2] == 3 else "L", b"a profile", None, b"exif")


def _psnr(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


@pytest.mark.parametrize("sigma", [10, 15, 25])
def test_the_gain_over_the_noisy_photo_is_at_least_3_db(tools: Tools, sigma: int) -> None:
    clean, noisy = noisy_scene(sigma=sigma)
    result = denoise(_source(noisy), tools, strength=sigma / 25).pixels
    assert _psnr(clean, result) - _psnr(clean, noisy) >= 3


def test_a_hard_edge_keeps_its_height_and_its_place(tools: Tools) -> None:
    step = np.full((40, 40, 3), 40, np.uint8)
    step[:, 20:] = 200
    result = denoise(_source(step), tools, strength=0.4).pixels.astype(int)
    assert np.abs(result - step).max() <= 2


def test_more_strength_smooths_more(tools: Tools) -> None:
    noisy = np.random.default_rng(5).normal(128, 10, (60, 60, 3)).astype(np.uint8)
    left = [denoise(_source(noisy), tools, strength=s).pixels.std() for s in (0.1, 0.3, 0.5, 1.0)]
    assert left == sorted(left, reverse=True)
    assert left[0] > 2 * left[-1]


def test_strength_0_changes_nothing(tools: Tools) -> None:
    source = _source(noisy_scene()[1])
    assert denoise(source, tools, strength=0.0) is source


def test_profile_exif_and_transparency_go_through_untouched(tools: Tools) -> None:
    pixels = noisy_scene()[1]
    alpha = np.random.default_rng(2).integers(0, 256, pixels.shape[:2], np.uint8)
    result = denoise(Source(pixels, "RGB", b"a profile", alpha, b"exif"), tools, strength=0.6)
    assert (result.profile, result.exif, result.mode) == (b"a profile", b"exif", "RGB")
    assert result.alpha is alpha
    assert not np.array_equal(result.pixels, pixels)


def test_the_photo_given_is_not_written_to(tools: Tools) -> None:
    pixels = noisy_scene()[1]
    before = pixels.copy()
    denoise(_source(pixels), tools, strength=0.6)
    assert np.array_equal(pixels, before)


def test_grey_comes_out_as_the_same_grey_in_rgb_would(tools: Tools) -> None:
    grey = noisy_scene()[1][..., :1]
    alone = denoise(_source(grey), tools, strength=0.5).pixels
    as_rgb = denoise(_source(np.repeat(grey, 3, axis=2)), tools, strength=0.5).pixels
    assert alone.shape == grey.shape
    assert np.abs(alone.astype(int) - as_rgb).max() <= 1


def test_16_bits_are_used_to_the_last(tools: Tools) -> None:
    deep = noisy_scene()[1].astype(np.uint16) * 257
    result = denoise(_source(deep), tools, strength=0.5).pixels
    assert result.dtype == np.uint16
    assert np.unique(result % 257).size > 200


def test_the_same_photo_gives_the_same_bytes_twice(tools: Tools) -> None:
    source = _source(noisy_scene()[1])
    results = [denoise(source, tools, strength=0.3).pixels.tobytes() for _ in range(2)]
    assert results[0] == results[1]


def test_a_turned_photo_is_denoised_as_the_upright_one(tools: Tools) -> None:
    noisy = noisy_scene()[1]
    upright = denoise(_source(noisy), tools, strength=0.5).pixels
    turned = denoise(_source(np.ascontiguousarray(noisy.swapaxes(0, 1))), tools, strength=0.5).pixels
    assert np.abs(turned.swapaxes(0, 1).astype(int) - upright).max() <= 1


@settings(max_examples=40)
@given(
    colour=st.tuples(*[st.integers(0, 255)] * 3),
    strength=st.floats(0, 1),
    height=st.integers(1, 30),
    width=st.integers(1, 30),
)
def test_an_even_colour_stays_exactly_that_colour(
    colour: tuple[int, int, int], strength: float, height: int, width: int
) -> None:
    tools = Tools(Path("a.png"), model=session(read_card(asset("models", "guided-denoise"))))
    pixels = np.full((height, width, 3), colour, np.uint8)
    assert np.array_equal(denoise(_source(pixels), tools, strength=strength).pixels, pixels)
