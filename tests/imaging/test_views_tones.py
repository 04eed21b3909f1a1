"""Luminosity, channels, saturation, frequency separation: against values worked out by hand."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.imaging.views.frequency import high_frequency, low_frequency
from review_desk.imaging.views.pane import luma, shrunk
from review_desk.imaging.views.tones import channel, luminosity, saturation


def flat(red: int, green: int, blue: int, *, size: int = 8) -> NDArray[np.uint8]:
    return np.full((size, size, 4), (blue, green, red, 255), np.uint8)


def noise(height: int, width: int) -> NDArray[np.uint8]:
    made = np.random.default_rng(3).integers(0, 256, (height, width, 4)).astype(np.uint8)
    made[..., 3] = 255
    return made


def test_luminosity_weighs_the_codes_as_rec_709_does() -> None:
    # 0.2126 x 200 + 0.7152 x 100 + 0.0722 x 10 = 114.762
    assert (luminosity(flat(200, 100, 10))[..., :3] == 115).all()


@pytest.mark.parametrize("code", range(0, 256, 5))
def test_a_grey_keeps_its_code_in_luminosity(code: int) -> None:
    assert (luma(flat(code, code, code)) == code).all()


def test_a_channel_is_shown_as_its_own_grey() -> None:
    photo = flat(200, 100, 10)
    assert (channel(photo, "red")[..., :3] == 200).all()
    assert (channel(photo, "green")[..., :3] == 100).all()
    assert (channel(photo, "blue")[..., :3] == 10).all()


def test_saturation_is_the_distance_between_the_largest_and_the_smallest_channel() -> None:
    assert (saturation(flat(200, 100, 10))[..., :3] == 190).all()
    assert (saturation(flat(90, 90, 90))[..., :3] == 0).all()
    assert (saturation(flat(60, 50, 55), gain=3)[..., :3] == 30).all()
    assert (saturation(flat(200, 100, 10), gain=2)[..., :3] == 255).all()


def test_an_even_pane_has_no_texture_and_all_its_tone() -> None:
    photo = flat(200, 100, 10, size=50)
    for radius in (0, 0.7, 4, 30):
        assert np.array_equal(low_frequency(photo, radius), photo)
        assert (high_frequency(photo, radius)[..., :3] == 128).all()


def test_a_single_light_pixel_is_split_as_worked_out() -> None:
    photo = flat(0, 0, 0, size=21)
    photo[10, 10, :3] = 255
    # A Gaussian of 0.5 weighs 1, exp(-2), exp(-8), over their sum 1.27134; 0.7866 squared x 255 = 157.8.
    # OpenCV rounds the weights to 1/256, hence a code and a half.
    assert low_frequency(photo, 0.5)[10, 10, 0] == pytest.approx(157.8, abs=1.5)
    # (255 - 157.8) / 2 + 128 = 176.6
    assert high_frequency(photo, 0.5)[10, 10, 0] == pytest.approx(176.6, abs=1)


@settings(max_examples=15, deadline=None)
@given(radius=st.floats(0.5, 20), height=st.integers(150, 260), width=st.integers(150, 260))
def test_a_fast_wide_blur_is_within_four_codes_of_the_exact_one(
    radius: float, height: int, width: int
) -> None:
    photo = noise(height, width)
    photo[height // 3 :, width // 2 :, :3] //= 4
    exact = cv2.GaussianBlur(photo.astype(np.float32), (0, 0), radius, borderType=cv2.BORDER_REFLECT)
    off, margin = np.abs(low_frequency(photo, radius) - exact)[..., :3], round(2 * radius) + 2
    assert off[margin:-margin, margin:-margin].max() <= 4
    assert off.max() <= 12
    assert off.mean() <= 1


def test_low_and_twice_high_give_the_photo_back() -> None:
    photo = flat(120, 110, 100, size=64)
    photo[..., :3] += np.random.default_rng(1).integers(0, 60, (64, 64, 3)).astype(np.uint8)
    low, high = low_frequency(photo, 6).astype(int), high_frequency(photo, 6).astype(int)
    assert np.abs(low + 2 * (high - 128) - photo)[..., :3].max() <= 1


def test_a_negative_radius_is_a_bug() -> None:
    with pytest.raises(ValueError, match="negative"):
        low_frequency(flat(1, 2, 3), -1)


def test_a_shrunk_pane_keeps_its_mean_and_its_shape() -> None:
    small = shrunk(noise(500, 1000), 200)
    assert small.shape == (100, 200, 4)
    assert small[..., :3].mean() == pytest.approx(noise(500, 1000)[..., :3].mean(), abs=1)
    assert shrunk(noise(9, 5), 20).shape == (9, 5, 4)
