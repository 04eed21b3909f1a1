"""Grain made like the grain that is there."""

import numpy as np
import pytest

from review_desk.passes.grain import calm, fine, more_grain


@pytest.mark.parametrize("channels", [1, 3])
def test_grain_that_is_alike_in_all_channels_is_made_alike_and_breaks_nothing(channels: int) -> None:
    grain = np.random.default_rng(3).normal(0.8, 0.01, (96, 96, 1)).astype(np.float32)
    photo = np.repeat(grain, channels, axis=2)
    everywhere = np.ones((96, 96), bool)
    detail = fine(photo, everywhere)
    made = more_grain(detail, calm(detail, everywhere), seed=1)
    assert made.std(axis=(0, 1)) == pytest.approx(1, abs=0.01)
    assert np.corrcoef(made[..., 0].ravel(), made[..., -1].ravel())[0, 1] > 0.99
