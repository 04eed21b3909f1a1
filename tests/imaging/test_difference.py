import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from review_desk.imaging.difference import changed_share, difference


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
