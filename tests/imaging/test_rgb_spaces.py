"""Profiles that the desk writes itself."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from review_desk.imaging import matrix_profile, profiles, rgb_spaces
from review_desk.imaging.marketplace import round_trip
from tests.imaging import builders

COLOURS = np.random.default_rng(4).integers(0, 256, (100, 100, 3), dtype=np.uint8)


def in_srgb(icc: bytes, colours: NDArray[np.uint8] = COLOURS) -> NDArray[np.int64]:
    link = ImageCms.buildTransform(
        BytesIO(icc), ImageCms.createProfile("sRGB"), "RGB", "RGB", flags=ImageCms.Flags.NOOPTIMIZE
    )
    converted = ImageCms.applyTransform(Image.fromarray(colours), link)
    assert converted is not None
    return np.asarray(converted).astype(int)


@pytest.mark.samples
def test_our_adobe_rgb_is_adobes_own(samples: Path) -> None:
    with Image.open(samples / "icc" / "lovell-sharp" / "tifftag-photoshop.tiff") as image:
        adobes = image.info["icc_profile"]
    assert profiles.description(adobes) == profiles.description(rgb_spaces.adobe_rgb()) == "Adobe RGB (1998)"
    assert np.abs(in_srgb(rgb_spaces.adobe_rgb()) - in_srgb(adobes)).max() <= 1


@pytest.mark.samples
def test_our_display_p3_is_that_of_others(samples: Path) -> None:
    other = samples / "icc" / "saucecontrol-Compact-ICC-Profil" / "DisplayP3-v4.icc"
    assert np.abs(in_srgb(rgb_spaces.display_p3()) - in_srgb(other.read_bytes())).max() <= 1


def test_adobe_rgbs_colorants_are_the_published_ones() -> None:
    """Adobe RGB (1998) Color Image Encoding, annex A: relative to D50."""
    published = {
        b"rXYZ": (0.60974, 0.31111, 0.01947),
        b"gXYZ": (0.20528, 0.62567, 0.06087),
        b"bXYZ": (0.14919, 0.06322, 0.74457),
    }
    tags = matrix_profile.tags_of(rgb_spaces.adobe_rgb())
    for name, expected in published.items():
        found = np.frombuffer(tags[name][8:], ">i4") / 65536
        assert np.abs(found - expected).max() < 2e-4
    assert tags[b"rTRC"][-2:] == bytes((2, 51))  # 2 and 51/256


def test_the_same_space_is_written_byte_for_byte_the_same() -> None:
    matrix = matrix_profile.colorants(rgb_spaces.SRGB_PRIMARIES, rgb_spaces.D65)
    first, second = (matrix_profile.rgb_profile("a", matrix, matrix_profile.gamma(2.2)) for _ in range(2))
    assert first == second
    assert int.from_bytes(first[:4]) == len(first)


def test_srgb_by_its_primaries_and_curve_is_srgb() -> None:
    matrix = matrix_profile.colorants(rgb_spaces.SRGB_PRIMARIES, rgb_spaces.D65)
    curve = matrix_profile.curve_table(rgb_spaces.srgb_to_linear(np.linspace(0, 1, 4096)))
    made = matrix_profile.rgb_profile("made", matrix, curve)
    assert profiles.check_source(made, "RGB")
    assert not profiles.check_source(rgb_spaces.adobe_rgb(), "RGB")


def test_tags_that_lie_outside_their_file_are_left_out() -> None:
    whole = rgb_spaces.adobe_rgb()
    assert set(matrix_profile.tags_of(whole)) >= {b"desc", b"wtpt", b"rXYZ", b"rTRC"}
    assert b"bTRC" not in matrix_profile.tags_of(whole[:-4])
    assert matrix_profile.tags_of(whole[:100]) == {}
    claims = whole[:128] + (2**31).to_bytes(4) + whole[132:]
    assert set(matrix_profile.tags_of(claims)) >= {b"desc", b"rXYZ"}


def test_a_round_trip_through_a_jpeg_changes_a_little_and_takes_any_size() -> None:
    bgrx = np.dstack([builders.scene(40, 60), np.full((40, 60), 255, np.uint8)])
    changed = bgrx.copy()
    round_trip(changed)
    assert 0 < np.abs(changed.astype(int) - bgrx).mean() < 12
    assert (changed[..., 3] == 255).all()
    long = np.full((66_000, 1, 4), 128, np.uint8)
    round_trip(long)
    assert np.abs(long[..., :3].astype(int) - 128).max() <= 2
