"""Luminosity masks: zones of a photo's light, their intersections, and results mixed by them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.zone import ZONES
from review_desk.errors import BadInput, Refused
from review_desk.imaging.luminosity import luminosity, mixed

RAMP = np.arange(256, dtype=np.uint8).reshape(1, 256, 1).repeat(3, axis=2)


@pytest.mark.parametrize(
    ("zone", "most"),
    [
        ("deep-darks", 0),
        ("darks", 0),
        ("mids", 127),
        ("light-mids", 170),
        ("lights", 255),
        ("bright-lights", 255),
    ],
)
def test_a_zone_is_whole_where_it_is_meant_and_fades_from_there(zone: str, most: int) -> None:
    found = luminosity(RAMP, zone)[0]
    assert int(found.argmax()) == pytest.approx(most, abs=1)
    assert found.max() == pytest.approx(1, abs=1e-4)
    assert (np.diff(found[: most + 1]) >= -1e-6).all()
    assert (np.diff(found[most + 1 :]) <= 1e-6).all()


def test_lights_and_darks_together_are_the_mids() -> None:
    assert luminosity(RAMP, "lights*darks") == pytest.approx(luminosity(RAMP, "mids"))


def test_depth_and_grey_make_no_difference() -> None:
    deep = RAMP.astype(np.uint16) * 257
    assert luminosity(deep, "mids") == pytest.approx(luminosity(RAMP, "mids"), abs=1e-4)
    assert luminosity(RAMP[..., :1], "mids") == pytest.approx(luminosity(RAMP, "mids"), abs=1e-4)


def test_a_zone_there_is_not_and_four_channels_are_refused_in_words() -> None:
    with pytest.raises(BadInput, match="“glare” is no zone of light: there are deep-darks, darks"):
        luminosity(RAMP, "lights*glare")
    with pytest.raises(Refused, match="grey and RGB"):
        luminosity(np.zeros((2, 2, 4), np.uint8), "lights")


@given(st.sampled_from(sorted(ZONES)), st.integers(0, 255), st.integers(0, 255))
def test_what_is_mixed_lies_between_before_and_after(zone: str, old: int, new: int) -> None:
    before, after = (np.full((1, 1, 3), code, np.uint8) for code in (old, new))
    found = mixed(before, after, zone)
    assert min(old, new) <= found.min() <= found.max() <= max(old, new)


def test_white_is_no_dark_and_black_no_light() -> None:
    before, after = RAMP, 255 - RAMP
    assert np.array_equal(mixed(before, after, "darks")[:, 255], before[:, 255])
    assert np.array_equal(mixed(before, after, "lights")[:, 0], before[:, 0])
