"""How far two colours are apart to the eye: CIEDE2000, and the way there from sRGB.

CIEDE2000 is scikit-image's: it meets the 34 pairs of Sharma, Wu and Dalal (2005) within 0.0001. libvips has
one that is faster and misses four of the pairs, one by 4.7.
"""

import functools
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging import matrix_profile, rgb_spaces

_STRIP_PIXELS = 1 << 16
_EPSILON, _KAPPA = 216 / 24389, 24389 / 27  # CIE 15:2004, 8.2.1.1, as exact fractions


def ciede2000(lab_a: NDArray[Any], lab_b: NDArray[Any]) -> NDArray[Any]:
    """ΔE2000 (kL = kC = kH = 1) between (…, 3) CIELAB arrays of one shape: (…), float32 for float32.

    About a quarter of a second a megapixel in float32.
    """
    from skimage.color import deltaE_ciede2000

    a, b = lab_a.reshape(-1, 3), lab_b.reshape(-1, 3)
    out = np.empty(len(a), np.result_type(a, b))
    for start in range(0, len(a), _STRIP_PIXELS):  # a strip's dozen intermediate arrays stay in the cache
        part = slice(start, start + _STRIP_PIXELS)
        out[part] = deltaE_ciede2000(a[part], b[part])  # type: ignore[no-untyped-call]
    return out.reshape(lab_a.shape[:-1])


def srgb_to_lab(bgrx: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(H, W, 3 or 4) uint8 sRGB in the order B, G, R to (H, W, 3) float32 CIELAB relative to D50.

    L is 0-100. The white, 255 three times, has a = b = 0.
    """
    matrix = matrix_profile.colorants(rgb_spaces.SRGB_PRIMARIES, rgb_spaces.D65)
    return _lab(bgrx[..., :3], _srgb_table(), matrix[:, ::-1])


def wide_to_lab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(H, W, 3) uint8 of `rgb_spaces.wide_rgb` to (H, W, 3) float32 CIELAB relative to D50."""
    table = (np.arange(256) / 255) ** rgb_spaces.WIDE_GAMMA
    return _lab(rgb, table.astype(np.float32), rgb_spaces.wide_matrix())


@functools.cache
def _srgb_table() -> NDArray[np.float32]:
    return rgb_spaces.srgb_to_linear(np.arange(256) / 255).astype(np.float32)


def _lab(
    pixels: NDArray[np.uint8], table: NDArray[np.float32], matrix: NDArray[np.float64]
) -> NDArray[np.float32]:
    """CIE 15:2004, 8.2.1.1, from codes by their linear light and the matrix to XYZ."""
    white = (matrix / matrix.sum(axis=1, keepdims=True)).astype(np.float32)
    linear = cv2.LUT(np.ascontiguousarray(pixels), table)
    ratios: NDArray[np.float32] = cv2.transform(linear, white).astype(np.float32, copy=False)
    f = np.where(ratios > _EPSILON, np.cbrt(ratios), (np.float32(_KAPPA) * ratios + 16) / 116)
    lab = np.empty_like(ratios)
    lab[..., 0] = 116 * f[..., 1] - 16
    lab[..., 1] = 500 * (f[..., 0] - f[..., 1])
    lab[..., 2] = 200 * (f[..., 1] - f[..., 2])
    return lab
