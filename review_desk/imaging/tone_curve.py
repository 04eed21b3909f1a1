"""Codes of a photo to linear light and back, by the tone curves of its own profile."""

import functools

import numpy as np
from numpy.typing import NDArray

from review_desk.imaging import matrix_profile
from review_desk.imaging.rgb_spaces import srgb_to_linear
from review_desk.imaging.shaper import to_even

_EVEN = 2.2
_CODES = np.arange(65536, dtype=np.float64)
_CURVES = {1: (b"kTRC",), 3: (b"rTRC", b"gTRC", b"bTRC")}


def gain_table(profile: bytes | None, channels: int, stops: float, *, full: int) -> NDArray[np.float64]:
    """Codes after `stops` more light: (full + 1, channels), 0 to `full`, not yet rounded.

    `profile` is the embedded one of a photo with 1 or 3 `channels`; without one, or with one that works by
    tables, codes are taken to be sRGB's. Light is doubled by each stop (`full` is 255 or 65535).
    """
    columns = [_gained(even, 2 ** (stops / _EVEN)) for even in _evens(profile, channels)]
    table = np.stack(columns, axis=1)
    return table[:: 65535 // full] * (full / 65535)


def lights(profile: bytes | None, channels: int) -> tuple[NDArray[np.float64], ...]:
    """For each channel the linear light, 0-1, of the 65536 codes; what profile that is: see `gain_table`."""
    return tuple(even**_EVEN for even in _evens(profile, channels))


def _gained(even: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Light times a factor is gamma 2.2 codes times its root; 16-bit codes in, 16-bit codes out."""
    return np.interp(even * factor, even, _CODES)


@functools.lru_cache(maxsize=8)
def _evens(profile: bytes | None, channels: int) -> tuple[NDArray[np.float64], ...]:
    """For each channel the 65536 codes as even ones: 0-1, linear light to the power 1 / 2.2, rising."""
    tags = matrix_profile.tags_of(profile) if profile else {}
    if not tags.keys() >= set(_CURVES[channels]):
        return (srgb_to_linear(_CODES / 65535) ** (1 / _EVEN),) * channels
    evens = (to_even(tags[tag]).astype(np.float64) / 65535 for tag in _CURVES[channels])
    return tuple(np.maximum.accumulate(even) + 1e-12 * _CODES for even in evens)
