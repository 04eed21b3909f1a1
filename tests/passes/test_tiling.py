"""Tiles: every pixel once, and no trace of them in the result."""

import functools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from passes.builders import noisy_scene
from review_desk.passes.session import Session
from review_desk.passes.tiling import in_tiles, tiles

SIDES = st.integers(1, 40)


@given(height=SIDES, width=SIDES, size=st.integers(1, 17), overlap=st.integers(0, 9))
def test_tiles_keep_every_pixel_once_and_read_as_far_as_the_overlap_or_the_edge(
    height: int, width: int, size: int, overlap: int
) -> None:
    kept = np.zeros((height, width), int)
    for tile in tiles(height, width, size=size, overlap=overlap):
        kept[tile.kept] += 1
        for side, end, axis in zip(tile.read, (height, width), (0, 1), strict=True):
            assert side.start == max(0, tile.kept[axis].start - overlap)
            assert side.stop == min(end, tile.kept[axis].stop + overlap)
        numbers = np.arange(height * width).reshape(height, width)
        assert np.array_equal(numbers[tile.read][tile.inner], numbers[tile.kept])
    assert np.all(kept == 1)


def _denoised(pixels: NDArray[Any], guided: Session, *, size: int, overlap: int) -> NDArray[np.int64]:
    run = functools.partial(guided.run, noise=0.1)
    return in_tiles(pixels, run, size=size, overlap=overlap).astype(np.int64)


@pytest.mark.parametrize("size", [7, 32, 50, 111])
@pytest.mark.parametrize("depth", [8, 16])
def test_the_size_of_the_tiles_does_not_show_in_the_result(guided: Session, size: int, depth: int) -> None:
    _, noisy = noisy_scene()
    pixels = noisy if depth == 8 else noisy.astype(np.uint16) * 257
    overlap = guided.card.overlap
    whole = _denoised(pixels, guided, size=1000, overlap=overlap)
    tiled = _denoised(pixels, guided, size=size, overlap=overlap)
    assert np.abs(whole - tiled).max() <= 1


def test_an_overlap_one_pixel_short_of_what_the_model_sees_does_show(guided: Session) -> None:
    pixels = noisy_scene()[1].astype(np.uint16) * 257
    whole = _denoised(pixels, guided, size=1000, overlap=0)
    tiled = _denoised(pixels, guided, size=32, overlap=guided.card.overlap - 1)
    assert np.abs(whole - tiled).max() > 1


@pytest.mark.parametrize("shape", [(3, 50_000), (50_000, 3), (1, 1), (1, 700), (513, 1)])
def test_strips_and_single_pixels_work(guided: Session, shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(3).normal(120, 12, (*shape, 3))
    pixels = np.clip(np.rint(noise), 0, 255).astype(np.uint8)
    result = _denoised(pixels, guided, size=guided.card.tile, overlap=guided.card.overlap)
    assert result.shape == (*shape, 3)
    assert result.std() <= pixels.std()


def test_sixteen_bits_come_out_as_sixteen_bits_without_loss() -> None:
    pixels = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    assert np.array_equal(in_tiles(pixels, lambda planes: planes, size=100, overlap=3), pixels)


def test_values_beyond_the_range_are_held_at_its_ends() -> None:
    pixels = np.full((4, 4, 1), 200, np.uint8)
    assert in_tiles(pixels, lambda planes: planes * 3, size=4, overlap=0).max() == 255
    assert in_tiles(pixels, lambda planes: planes - 2, size=4, overlap=0).max() == 0
