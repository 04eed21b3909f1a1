import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from review_desk.imaging import rgb_spaces
from review_desk.imaging.delta_e import ciede2000, srgb_to_lab, wide_to_lab
from review_desk.imaging.target import Target

SHARMA = np.array(
    [
        [50.0, 2.6772, -79.7751, 50.0, 0.0, -82.7485, 2.0425],
        [50.0, 3.1571, -77.2803, 50.0, 0.0, -82.7485, 2.8615],
        [50.0, 2.8361, -74.02, 50.0, 0.0, -82.7485, 3.4412],
        [50.0, -1.3802, -84.2814, 50.0, 0.0, -82.7485, 1.0],
        [50.0, -1.1848, -84.8006, 50.0, 0.0, -82.7485, 1.0],
        [50.0, -0.9009, -85.5211, 50.0, 0.0, -82.7485, 1.0],
        [50.0, 0.0, 0.0, 50.0, -1.0, 2.0, 2.3669],
        [50.0, -1.0, 2.0, 50.0, 0.0, 0.0, 2.3669],
        [50.0, 2.49, -0.001, 50.0, -2.49, 0.0009, 7.1792],
        [50.0, 2.49, -0.001, 50.0, -2.49, 0.001, 7.1792],
        [50.0, 2.49, -0.001, 50.0, -2.49, 0.0011, 7.2195],
        [50.0, 2.49, -0.001, 50.0, -2.49, 0.0012, 7.2195],
        [50.0, -0.001, 2.49, 50.0, 0.0009, -2.49, 4.8045],
        [50.0, -0.001, 2.49, 50.0, 0.001, -2.49, 4.8045],
        [50.0, -0.001, 2.49, 50.0, 0.0011, -2.49, 4.7461],
        [50.0, 2.5, 0.0, 50.0, 0.0, -2.5, 4.3065],
        [50.0, 2.5, 0.0, 73.0, 25.0, -18.0, 27.1492],
        [50.0, 2.5, 0.0, 61.0, -5.0, 29.0, 22.8977],
        [50.0, 2.5, 0.0, 56.0, -27.0, -3.0, 31.903],
        [50.0, 2.5, 0.0, 58.0, 24.0, 15.0, 19.4535],
        [50.0, 2.5, 0.0, 50.0, 3.1736, 0.5854, 1.0],
        [50.0, 2.5, 0.0, 50.0, 3.2972, 0.0, 1.0],
        [50.0, 2.5, 0.0, 50.0, 1.8634, 0.5757, 1.0],
        [50.0, 2.5, 0.0, 50.0, 3.2592, 0.335, 1.0],
        [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
        [63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.263],
        [61.2901, 3.7196, -5.3901, 61.4292, 2.248, -4.962, 1.8731],
        [35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645],
        [22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373],
        [36.4612, 47.858, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146],
        [90.8027, -2.0831, 1.441, 91.1528, -1.6435, 0.0447, 1.4441],
        [90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381],
        [6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377],
        [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
    ]
)
"""Sharma, Wu and Dalal, Color Research and Application 30 (2005), table 1: L a b, L a b, ΔE2000."""


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_34_pairs_of_sharma_come_out_as_printed(kind: type) -> None:
    pairs = SHARMA.astype(kind)
    found = ciede2000(pairs[:, :3], pairs[:, 3:6])
    assert found.dtype == kind
    tolerance = 1e-4 if kind is np.float64 else 3e-4
    assert np.abs(found - SHARMA[:, 6]).max() <= tolerance
    assert np.array_equal(ciede2000(pairs[:, 3:6], pairs[:, :3]) - found < tolerance, np.full(34, True))


def test_a_map_keeps_its_shape_and_every_pixel_its_place() -> None:
    """The map is longer than the strips it is worked in."""
    rows = np.resize(SHARMA, (300, 400, 7))
    found = ciede2000(rows[..., :3], rows[..., 3:6])
    assert found.shape == (300, 400)
    assert np.abs(found - rows[..., 6]).max() <= 1e-4


def test_white_black_and_red_of_srgb_in_lab() -> None:
    """Red by hand: (0.43607, 0.22249, 0.01392) XYZ by Bradford, L = 116 · 0.22249^(1/3) - 16 = 54.29."""
    patches = np.array([[(255, 255, 255, 255), (0, 0, 0, 255), (0, 0, 255, 255)]], np.uint8)
    white, black, red = srgb_to_lab(patches)[0]
    assert np.abs(white - (100, 0, 0)).max() < 1e-3
    assert np.abs(black).max() < 1e-3
    assert np.abs(red - (54.29, 80.81, 69.89)).max() < 0.02


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=50))
def test_lab_agrees_with_little_cms_to_its_eight_bits(colours: list[tuple[int, int, int]]) -> None:
    rgb = np.array([colours], np.uint8)
    link = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    converted = ImageCms.applyTransform(Image.fromarray(rgb), link)
    assert converted is not None
    eight = np.asarray(converted)
    reference = np.dstack([eight[..., 0] / 2.55, eight[..., 1:].astype(np.int8)])
    assert np.abs(srgb_to_lab(rgb[..., ::-1]) - reference).max() <= 1.1


def test_wide_codes_say_the_same_lab_as_the_narrow_ones_they_came_from() -> None:
    rgb = np.random.default_rng(3).integers(0, 256, (50, 50, 3), dtype=np.uint8)
    wide = np.asarray(Target(rgb_spaces.wide_rgb()).convert(Image.fromarray(rgb), None))
    apart = ciede2000(wide_to_lab(wide), srgb_to_lab(rgb[..., ::-1]))
    assert np.percentile(apart, 99) < 0.7
    assert apart.max() < 1
