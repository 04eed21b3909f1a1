"""Upscale: sharper than bicubic, without ringing, in any depth, and marks scale along."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.passes.card import read_card
from review_desk.passes.session import Session, session
from review_desk.passes.tiling import in_tiles
from review_desk.passes.tools import Tools
from review_desk.passes.upscale import upscale
from review_desk.paths import asset

Photo = NDArray[np.uint8]


@pytest.fixture(scope="module")
def model() -> Session:
    return session(read_card(asset("models", "upscale")))


@pytest.fixture(scope="module")
def tools(model: Session) -> Tools:
    return Tools(Path("a.png"), model=model)


@pytest.fixture(scope="module")
def drawn() -> Photo:
    """Rings, letters and slanted edges, (240, 320, 3), drawn large and reduced."""
    large = Image.new("RGB", (1280, 960), (236, 234, 230))
    pen = ImageDraw.Draw(large)
    for radius in range(40, 440, 36):
        pen.ellipse((640 - radius, 480 - radius, 640 + radius, 480 + radius), outline=(40, 60, 90), width=9)
    pen.polygon([(60, 60), (380, 150), (240, 420)], fill=(170, 40, 50))
    pen.text((700, 700), "REVIEW DESK 0412", fill=(15, 15, 15), font_size=96)
    return np.asarray(large.resize((320, 240), Image.Resampling.BOX))


def _source(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> Source:
    return Source(pixels, "RGB" if pixels.shape[2] == 3 else "L", b"a profile", None, b"exif")


def _halved(photo: Photo) -> Photo:
    return np.asarray(Image.fromarray(photo).resize((160, 120), Image.Resampling.BICUBIC))


def _bicubic(photo: Photo) -> Photo:
    size = photo.shape[1] * 2, photo.shape[0] * 2
    return np.asarray(Image.fromarray(photo).resize(size, Image.Resampling.BICUBIC))


def _psnr(one: Photo, other: Photo) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


def test_a_drawing_comes_out_a_decibel_nearer_than_with_bicubic(tools: Tools, drawn: Photo) -> None:
    low = _halved(drawn)
    found = upscale(_source(low), tools, factor="2").source.pixels
    assert _psnr(drawn, found) >= _psnr(drawn, _bicubic(low)) + 1


def test_no_edge_rings_nothing_is_lighter_or_darker_than_what_lies_around_it(
    tools: Tools, drawn: Photo
) -> None:
    low = _halved(drawn)
    around = np.ones((3, 3))
    top, bottom = (
        each.repeat(2, 0).repeat(2, 1) for each in (cv2.dilate(low, around), cv2.erode(low, around))
    )
    found = upscale(_source(low), tools, factor="2").source.pixels
    assert (found <= top).all()
    assert (found >= bottom).all()
    assert (_bicubic(low) > top).any(), "bicubic does ring"


def test_four_times_is_twice_and_the_place_says_so(tools: Tools) -> None:
    grey = np.random.default_rng(3).integers(0, 256, (20, 30, 1), np.uint8)
    made = upscale(_source(grey), tools, factor="4")
    assert made.source.pixels.shape == (80, 120, 1)
    assert made.place == (0.0, 0.0, 4.0, 0.0)


def test_what_is_plain_stays_the_code_it_was_up_to_the_edge(tools: Tools) -> None:
    plain = np.full((24, 24, 3), 200, np.uint8)
    found = upscale(_source(plain), tools, factor="2").source.pixels.astype(int)
    assert np.abs(found - 200).max() <= 1


def test_sixteen_bits_stay_sixteen_bits_with_profile_exif_and_transparency(tools: Tools) -> None:
    deep = np.random.default_rng(4).integers(0, 65536, (16, 20, 3), np.uint16)
    alpha = np.full((16, 20), 65535, np.uint16)
    found = upscale(Source(deep, "RGB", b"a profile", alpha, b"exif"), tools, factor="2").source
    assert (found.pixels.dtype, found.profile, found.exif) == (np.uint16, b"a profile", b"exif")
    assert found.alpha is not None
    assert (found.alpha.shape, int(found.alpha.min())) == ((32, 40), 65535)
    assert len(np.unique(found.pixels)) > 1000


def test_the_size_of_a_tile_does_not_show(model: Session, drawn: Photo) -> None:
    overlap, factor = model.card.overlap, model.card.factor
    whole, small = (
        in_tiles(drawn, model.run, size=size, overlap=overlap, factor=factor) for size in (1000, 56)
    )
    assert np.abs(whole.astype(int) - small).max() <= 1


def test_a_result_that_no_pass_can_hold_is_refused_with_its_size(tools: Tools) -> None:
    wide = np.zeros((4, 9000, 3), np.uint8)
    with pytest.raises(Refused, match="36,000 × 16 pixels"):
        upscale(_source(wide), tools, factor="4")
