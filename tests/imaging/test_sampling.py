import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.imaging.sampling import Whiteness, apart, histogram, probe, whiteness
from review_desk.imaging.views.pane import luma


def cut(*colours: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A row of RGB colours as BGRX."""
    return np.array([[(blue, green, red, 255) for red, green, blue in colours]], np.uint8)


def test_white_is_a_hundred_and_neutral() -> None:
    reading = probe(cut((255, 255, 255)))
    assert (reading.rgb, reading.pixels) == ((255, 255, 255), 1)
    assert reading.lab == pytest.approx((100, 0, 0), abs=0.001)


def test_srgb_red_has_the_lab_of_d50() -> None:
    # sRGB red adapted to D50 by Bradford: X 0.43607, Y 0.22249, Z 0.01392; L* 54.29, a* 80.81, b* 69.89.
    assert probe(cut((255, 0, 0))).lab == pytest.approx((54.29, 80.81, 69.89), abs=0.06)


def test_an_area_is_the_mean_of_its_codes_and_not_of_its_light() -> None:
    reading = probe(cut((0, 0, 0), (255, 255, 255)))
    assert reading.rgb == (128, 128, 128)  # 127.5; the mean of the light would be 188
    # 128 is 0.21586 of the light: 116 x 0.21586^(1/3) - 16.
    assert reading.lab[0] == pytest.approx(53.585, abs=0.005)
    assert reading.pixels == 2


def test_two_greys_are_apart_as_worked_out() -> None:
    # ΔL = 1.728, S_L = 1.7340 at the mean lightness of 99.136.
    assert apart(probe(cut((255, 255, 255))), probe(cut((250, 250, 250)))) == pytest.approx(0.9965, abs=0.001)
    assert apart(probe(cut((9, 99, 199))), probe(cut((9, 99, 199)))) == 0


def test_nothing_cannot_be_read() -> None:
    nothing = np.empty((0, 4, 4), np.uint8)
    with pytest.raises(ValueError, match="no pixels"):
        probe(nothing)
    with pytest.raises(ValueError, match="no pixels"):
        whiteness(nothing)


@given(height=st.integers(1, 600), width=st.integers(1, 9), seed=st.integers(0, 99))
def test_a_histogram_counts_every_pixel_once_in_each_row(height: int, width: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4)).astype(np.uint8)
    counts = histogram(pixels)
    assert counts.shape == (4, 256)
    for row, codes in zip(
        counts, (pixels[..., 2], pixels[..., 1], pixels[..., 0], luma(pixels)), strict=True
    ):
        assert np.array_equal(row, np.bincount(codes.ravel(), minlength=256))


def paper(codes: int, size: int = 40) -> NDArray[np.uint8]:
    """A grey square."""
    return np.full((size, size, 4), codes, np.uint8)


def test_the_background_is_the_light_surround_that_reaches_the_edge() -> None:
    photo = paper(255)
    photo[10:30, 10:30] = 60  # the product, with a light patch in it that is no background
    photo[18:22, 18:22] = 255
    photo[0, :] = 252
    found = whiteness(photo)
    surround = 1600 - 400
    assert found.background == surround / 1600
    assert found.white == pytest.approx((surround - 40) / surround)
    assert found.nearly == pytest.approx(40 / surround)


@pytest.mark.parametrize(
    ("codes", "background", "nearly"), [(234, 0, 0), (235, 1, 0), (250, 1, 1), (254, 1, 1)]
)
def test_paper_that_is_not_white_is_told_apart(codes: int, background: int, nearly: int) -> None:
    assert whiteness(paper(codes)) == Whiteness(background, 0.0, nearly)


def test_one_channel_short_of_255_is_not_white() -> None:
    photo = paper(255)
    photo[..., 0] = 254
    assert whiteness(photo) == Whiteness(1.0, 0.0, 1.0)
