"""Extend the background: all pixels stay, the ground goes on with its slope and grain, a shadow fades out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from review_desk.errors import Refused
from review_desk.imaging.decode import Source, decode_depth
from review_desk.passes.background_extend import background_extend
from review_desk.passes.tools import Moved, Tools
from tests.imaging.measures.products import Product, drawn, save

BOTTLE = Product(seed=3, shape="bottle", size=(360, 480), background=(88.0, 0.0, 2.0), shadow=0.0)


def _extended(
    photo: Path, *, ratio: str = "1:1", margin: float = 0.0, place: str = "middle", deep: bool = False
) -> Moved:
    source = decode_depth(photo)
    if deep:
        source = replace(source, pixels=source.pixels.astype(np.uint16) * 257, profile=b"profile")
    return background_extend(source, Tools(photo), ratio=ratio, margin=margin, place=place)


@pytest.mark.parametrize(("place", "left"), [("left", 0), ("middle", 60), ("right", 120)])
def test_every_pixel_of_the_photo_is_kept_where_it_is_told_to_lie(
    tmp_path: Path, place: str, left: int
) -> None:
    photo = save(tmp_path / "a.png", BOTTLE)
    found = _extended(photo, place=place)
    assert found.source.pixels.shape == (480, 480, 3)
    assert found.place == (left, 0.0, 1.0, 0.0)
    assert np.array_equal(found.source.pixels[:, left : left + 360], decode_depth(photo).pixels)


@pytest.mark.parametrize(
    ("ratio", "margin", "size"),
    [("as it is", 10, (456, 608)), ("4:5", 0, (384, 480)), ("16:9", 0, (853, 480)), ("1:1", 10, (576, 576))],
)
def test_the_frame_has_the_ratio_and_the_margin_asked_for(
    tmp_path: Path, ratio: str, margin: float, size: tuple[int, int]
) -> None:
    made = _extended(save(tmp_path / "a.png", BOTTLE), ratio=ratio, margin=margin).source
    assert made.pixels.shape[1::-1] == size


@pytest.mark.parametrize("deep", [False, True])
def test_the_ground_goes_on_with_its_slope_and_its_grain(tmp_path: Path, deep: bool) -> None:
    photo = save(tmp_path / "a.png", BOTTLE)
    pixels = np.asarray(Image.open(photo)).astype(float)
    sloped = pixels - 30 * np.linspace(0, 1, 360)[None, :, None]
    grainy = sloped + np.random.default_rng(1).normal(0, 2, pixels.shape)
    Image.fromarray(np.clip(np.rint(grainy), 0, 255).astype(np.uint8)).save(photo)
    source = _extended(photo, deep=deep).source
    found = source.pixels.astype(float) / (257 if deep else 1)
    seam = found[:, 60:64].mean(axis=(0, 1)) - found[:, 56:60].mean(axis=(0, 1))
    assert np.abs(seam).max() < 0.8
    left, right = found[:, :40].mean(), found[:, -40:].mean()
    assert left - right == pytest.approx(34, abs=5), "30 codes in the photo, and a little on both sides"
    strip = found[:, 10:50]
    fine = strip - strip.mean(axis=1, keepdims=True)
    assert fine.std() == pytest.approx(2.0, rel=0.25)
    assert source.profile == (b"profile" if deep else decode_depth(photo).profile)


def test_a_shadow_that_reaches_the_border_fades_out_beside_it(tmp_path: Path) -> None:
    photo = save(tmp_path / "a.png", BOTTLE)
    pixels = np.asarray(Image.open(photo)).astype(float)
    y, x = np.indices(pixels.shape[:2])
    dark = 1 - 0.25 * np.exp(-(((y - 400) / 25) ** 2)) * (x > 200)
    product = drawn(BOTTLE)[1] == 255
    shaded = np.where(product[..., None], pixels, pixels * dark[..., None])
    Image.fromarray(np.rint(shaded).astype(np.uint8)).save(photo)
    found = _extended(photo, ratio="16:9", place="left").source.pixels.astype(float).mean(axis=2)
    across = found[396:404, 340:].mean(axis=0)
    light = found[100:110, 360:].mean()
    assert across[20:26].mean() < light - 25, "at the border it is as dark as it was"
    assert across[-20:].mean() > light - 8, "and gone at the end"
    assert np.diff(np.convolve(across, np.ones(9) / 9, "valid")).min() > -1.5


def test_a_product_that_runs_out_where_the_frame_grows_is_refused(tmp_path: Path) -> None:
    photo = save(tmp_path / "a.png", replace(BOTTLE, shift=(0.0, 0.35)))
    with pytest.raises(Refused, match="runs out of the photo at the bottom"):
        _extended(photo, ratio="as it is", margin=5)
    assert _extended(photo, ratio="1:1").source.pixels.shape == (480, 480, 3), "sideways there is ground"


def test_a_frame_that_is_too_large_is_refused(tmp_path: Path) -> None:
    wide = np.full((400, 20_000, 3), 230, np.uint8)
    wide[100:300, 8_000:12_000] = 60
    Image.fromarray(wide).save(tmp_path / "wide.png")
    with pytest.raises(Refused, match="32,000"):
        _extended(tmp_path / "wide.png", ratio="as it is", margin=50)


def test_what_is_added_to_a_photo_with_transparency_is_transparent(tmp_path: Path) -> None:
    photo = save(tmp_path / "a.png", BOTTLE)
    source = decode_depth(photo)
    cut: Source = replace(source, alpha=np.full(source.pixels.shape[:2], 255, np.uint8))
    made = background_extend(cut, Tools(photo), ratio="1:1", margin=0, place="middle").source
    assert made.alpha is not None
    assert made.alpha[:, :60].max() == 0
    assert made.alpha[:, 60:420].min() == 255
