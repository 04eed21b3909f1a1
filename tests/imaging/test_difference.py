from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.imaging.difference import (
    DifferenceFigures,
    changed_mask,
    changed_share,
    channel_difference,
    delta_e_colours,
    delta_e_map,
    delta_e_picture,
    difference,
    difference_figures,
    largest_difference,
)


def pair(seed: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (9, 7, 4)).astype(np.uint8), rng.integers(0, 256, (9, 7, 4)).astype(np.uint8)


@given(seed=st.integers(0, 999), gain=st.floats(0, 50))
def test_the_difference_is_absolute_amplified_and_the_same_both_ways(seed: int, gain: float) -> None:
    a, b = pair(seed)
    shown = difference(a, b, gain=gain)
    expected = np.clip(np.abs(a.astype(float) - b) * gain, 0, 255)
    assert np.abs(shown[..., :3] - expected[..., :3]).max() <= 0.51
    assert (shown[..., 3] == 255).all()
    assert np.array_equal(shown, difference(b, a, gain=gain))


@given(seed=st.integers(0, 999))
def test_a_photo_differs_from_itself_nowhere(seed: int) -> None:
    a, _ = pair(seed)
    assert not difference(a, a, gain=20)[..., :3].any()
    assert changed_share(a, a, threshold=0) == 0


@given(seed=st.integers(0, 999), threshold=st.floats(0, 255))
def test_the_share_counts_pixels_with_any_channel_beyond_the_threshold(seed: int, threshold: float) -> None:
    a, b = pair(seed)
    beyond = (np.abs(a.astype(int) - b)[..., :3] > threshold).any(axis=2)
    assert changed_share(a, b, threshold=threshold) == pytest.approx(beyond.mean())


def test_the_fourth_byte_counts_for_nothing() -> None:
    a = np.zeros((4, 4, 4), np.uint8)
    b = a.copy()
    b[..., 3] = 255
    assert changed_share(a, b, threshold=0) == 0
    assert not difference(a, b, gain=9)[..., :3].any()


def test_pictures_of_different_sizes_are_not_compared() -> None:
    a, b = np.zeros((4, 4, 4), np.uint8), np.zeros((4, 5, 4), np.uint8)
    with pytest.raises(ValueError, match="different sizes"):
        difference(a, b, gain=1)
    with pytest.raises(ValueError, match="different sizes"):
        changed_share(a, b, threshold=1)


def test_a_negative_gain_is_a_bug() -> None:
    a, b = pair(1)
    with pytest.raises(ValueError, match="negative"):
        difference(a, b, gain=-1)


@given(seed=st.integers(0, 999), gain=st.floats(0, 20), threshold=st.integers(0, 255))
def test_up_to_the_threshold_the_difference_is_black(seed: int, gain: float, threshold: int) -> None:
    a, b = pair(seed)
    apart = np.abs(a.astype(float) - b)
    expected = np.clip(np.where(apart > threshold, apart, 0) * gain, 0, 255)
    shown = difference(a, b, gain=gain, threshold=threshold)
    assert np.abs(shown[..., :3] - expected[..., :3]).max() <= 0.51


@pytest.mark.parametrize(("channel", "index"), [("blue", 0), ("green", 1), ("red", 2)])
def test_the_difference_of_one_channel_is_grey(channel: Literal["red", "green", "blue"], index: int) -> None:
    a, b = pair(5)
    apart = np.abs(a[..., index].astype(int) - b[..., index])
    shown = channel_difference(a, b, channel, gain=1, threshold=30)
    for plane in range(3):
        assert np.array_equal(shown[..., plane], np.where(apart > 30, apart, 0))
    assert (shown[..., 3] == 255).all()


@given(seed=st.integers(0, 999))
def test_the_largest_difference_is_that_of_the_colours(seed: int) -> None:
    a, b = pair(seed)
    expected = np.abs(a.astype(int) - b)[..., :3].max(axis=2)
    assert np.array_equal(largest_difference(a, b), expected)
    assert np.array_equal(changed_mask(a, b, threshold=40) == 255, expected > 40)


def two_greys(height: int = 40, width: int = 50) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """White, and white whose left half is 250: there L* is 98.272 and ΔE2000 is 0.9965.

    ΔL = 1.728, the mean lightness 99.136, S_L = 1 + 0.015 x 49.136² / √(20 + 49.136²) = 1.7340.
    """
    a = np.full((height, width, 4), 255, np.uint8)
    b = a.copy()
    b[:, : width // 2, :3] = 250
    return a, b


def test_delta_e_of_two_greys_is_as_worked_out() -> None:
    apart = delta_e_map(*two_greys())
    assert apart[:, :25] == pytest.approx(0.9965, abs=0.001)
    assert not apart[:, 25:].any()


def test_the_figures_of_a_pair_are_its_share_and_its_delta_e() -> None:
    figures = difference_figures(*two_greys())
    assert figures.share_changed == 0.5
    assert figures.p95_delta_e == pytest.approx(0.9965, abs=0.001)
    assert figures.max_delta_e == pytest.approx(0.9965, abs=0.001)
    assert difference_figures(*two_greys(), threshold=5).share_changed == 0
    a, _ = pair(1)
    assert difference_figures(a, a) == DifferenceFigures(0, 0, 0)


def test_large_pictures_are_compared_at_a_megapixel_and_shown_at_their_size() -> None:
    a, b = two_greys(1200, 2000)
    assert delta_e_map(a, b).size <= 1_000_000
    picture = delta_e_picture(a, b)
    assert picture.shape == a.shape
    assert (picture[:, 1010:, :3] == delta_e_colours(2)[0, ::-1]).all()


def test_false_colours_follow_the_legend_and_grow_lighter() -> None:
    a, b = two_greys()
    legend = delta_e_colours(256)
    shown = delta_e_picture(a, b, gain=5)[20, 5, 2::-1]
    # 0.9965 x 5 of 10 is 127.06 of 255.
    assert shown.tolist() == legend[127].tolist()
    assert delta_e_picture(a, b, threshold=1.0)[20, 5, :3].tolist() == delta_e_colours(2)[0, ::-1].tolist()
    lightness = delta_e_colours(16).astype(float) @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(lightness) > 0).all()
