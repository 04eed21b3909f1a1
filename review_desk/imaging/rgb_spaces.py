"""RGB spaces that photos name without carrying a profile, and the wide one the desk measures in."""

import functools

import numpy as np
from numpy.typing import NDArray

from review_desk.imaging import matrix_profile
from review_desk.imaging.matrix_profile import Chromaticity

D65: Chromaticity = (0.3127, 0.3290)
SRGB_PRIMARIES: tuple[Chromaticity, Chromaticity, Chromaticity] = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
"""IEC 61966-2-1, table 1; the same as ITU-R BT.709."""

_CURVE_NODES = 4096


@functools.cache
def adobe_rgb() -> bytes:
    """Adobe RGB (1998) Color Image Encoding, version 2005-05: 4.3.1.1 primaries, white D65, gamma 563/256."""
    matrix = matrix_profile.colorants(((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), D65)
    return matrix_profile.rgb_profile("Adobe RGB (1998)", matrix, matrix_profile.gamma(563 / 256))


@functools.cache
def display_p3() -> bytes:
    """Display P3: primaries of SMPTE RP 431-2, white D65, the tone curve of sRGB (SMPTE EG 432-1; Apple)."""
    matrix = matrix_profile.colorants(((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)), D65)
    codes = np.linspace(0, 1, _CURVE_NODES)
    return matrix_profile.rgb_profile("Display P3", matrix, matrix_profile.curve_table(srgb_to_linear(codes)))


@functools.cache
def wide_rgb() -> bytes:
    """The primaries of ROMM RGB (ISO 22028-2), gamma 2.2, D50: holds what printers and displays hold.

    At its own gamma, 1.8, ROMM RGB is coarser in the shadows.
    """
    return matrix_profile.rgb_profile("wide RGB", wide_matrix(), matrix_profile.gamma(WIDE_GAMMA))


WIDE_GAMMA = 563 / 256  # what a profile's steps of 1/256 make of 2.2


@functools.cache
def srgb_grey() -> bytes:
    """The greys of sRGB: what a grey photo without a profile is taken for."""
    codes = np.linspace(0, 1, _CURVE_NODES)
    return matrix_profile.grey_profile("sRGB grey", matrix_profile.curve_table(srgb_to_linear(codes)))


@functools.cache
def wide_matrix() -> NDArray[np.float64]:
    """(3, 3), linear light of `wide_rgb` to XYZ relative to D50."""
    x, _, z = matrix_profile.D50
    white = float(x / matrix_profile.D50.sum()), float(1 / (x + 1 + z))
    matrix: NDArray[np.float64] = matrix_profile.colorants(
        ((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)), white
    )
    return matrix


def srgb_to_linear(codes: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB codes, 0-1, to linear light, 0-1 (IEC 61966-2-1, 5.2)."""
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
