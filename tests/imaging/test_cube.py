from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from review_desk.imaging import matrix_profile, rgb_spaces, shaper
from review_desk.imaging.cube import STEP, Cube, cube, engine, nodes
from review_desk.imaging.target import SRGB, Proof, Target
from tests.imaging import builders

P3 = Target(rgb_spaces.display_p3())
COLOURS = np.random.default_rng(11).integers(0, 256, (90, 70, 3), dtype=np.uint8)


def converted(given: Cube | None, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    assert given is not None
    bgrx = np.dstack([rgb[..., ::-1], np.full(rgb.shape[:2], 255, np.uint8)])
    bgrx = np.ascontiguousarray(bgrx)
    given.convert_bgrx(bgrx)
    assert (bgrx[..., 3] == 255).all()
    return bgrx[..., 2::-1]


def linear_profile() -> bytes:
    matrix = matrix_profile.colorants(rgb_spaces.SRGB_PRIMARIES, rgb_spaces.D65)
    return matrix_profile.rgb_profile("linear", matrix, matrix_profile.gamma(1.0))


def test_a_cube_is_exact_at_its_nodes_and_close_between_them() -> None:
    baked, authority = cube(None, P3), np.asarray(P3.convert(Image.fromarray(nodes()), None))
    assert np.array_equal(converted(baked, nodes()), authority)
    between = np.asarray(P3.convert(Image.fromarray(COLOURS), None)).astype(int)
    assert np.abs(converted(baked, COLOURS) - between).max() <= 2


def test_rows_of_a_larger_picture_are_converted_and_nothing_beside_them() -> None:
    whole = np.full((6, 40, 4), 200, np.uint8)
    whole[..., 2] = 0
    expected = whole.copy()
    baked = cube(None, P3)
    assert baked is not None
    baked.convert_bgrx(whole[2:4, 10:30])
    expected[2:4, 10:30] = whole[2, 10]
    assert np.array_equal(whole, expected)
    assert not np.array_equal(whole[2, 10], whole[0, 0])
    baked.convert_bgrx(whole[:0])


def test_sixteen_bits_are_rounded_once_and_at_the_end() -> None:
    baked = cube(None, P3)
    assert baked is not None
    deep = builders.deep(COLOURS)
    exact = np.asarray(P3.convert(Image.fromarray(COLOURS), None)).astype(float)
    steps = baked.convert_sixteen(deep).astype(float)
    assert np.abs(steps - exact - (deep / 257 - COLOURS)).max() < 2.2
    assert baked.convert_sixteen(np.full((1, 1, 3), 65535, np.uint16)).tolist() == [[[255, 255, 255]]]


def test_srgb_to_srgb_needs_no_cube_by_whatever_name() -> None:
    assert cube(None, SRGB) is None
    assert cube(None, Target(builders.srgb_profile())) is None
    assert cube(builders.srgb_profile(), Target(bpc=False)) is None
    assert cube(None, Target(proof=Proof())) is None
    assert cube(rgb_spaces.display_p3(), P3) is None


def test_a_cube_is_baked_once_for_the_same_profiles() -> None:
    assert cube(None, Target(bytes(rgb_spaces.display_p3()))) is cube(None, P3)
    assert cube(None, Target(rgb_spaces.display_p3(), bpc=False)) is not cube(None, P3)


def test_codes_of_linear_light_are_taken_through_their_curve_first() -> None:
    codes = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    ramp = np.repeat(codes[..., None], 3, axis=2)
    baked = cube(linear_profile(), SRGB)
    assert baked is not None
    light = codes / 65535
    encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    assert np.abs(baked.convert_sixteen(ramp)[..., 0] - encoded).max() <= 1.1
    eight = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)
    authority = np.asarray(SRGB.convert(Image.fromarray(eight), linear_profile())).astype(int)
    assert np.abs(converted(baked, eight) - authority).max() <= 1


def test_only_uneven_codes_are_taken_through_a_curve() -> None:
    assert shaper.is_uneven(linear_profile(), SRGB, step=STEP)
    assert not shaper.is_uneven(rgb_spaces.adobe_rgb(), SRGB, step=STEP)
    even = shaper.reshaped(linear_profile())
    assert even is not None
    assert not shaper.is_uneven(even[0], SRGB, step=STEP)


@pytest.mark.samples
def test_a_profile_of_tables_has_no_curve_to_take_out(samples: Path) -> None:
    tables = (samples / "icc" / "displays" / "dispx.icc").read_bytes()
    assert shaper.reshaped(tables) is None
    assert shaper.reshaped(b"") is None


def test_the_engine_names_what_converts_with_versions() -> None:
    assert engine().startswith("Little CMS 2.")
    assert "OpenColorIO 2." in engine()
