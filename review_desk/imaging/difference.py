"""What changed between two pictures of the same size, as a picture and as a share."""

import cv2
import numpy as np
from numpy.typing import NDArray


def difference(a: NDArray[np.uint8], b: NDArray[np.uint8], *, gain: float) -> NDArray[np.uint8]:
    """The absolute difference of two (H, W, 4) uint8 BGRX pictures, times `gain`, on black, as BGRX.

    In sRGB codes, a channel at a time, cut at 255. ValueError where the sizes differ or the gain is negative.
    """
    _check_sizes(a, b)
    if gain < 0:
        raise ValueError("a gain is not negative")
    apart = cv2.convertScaleAbs(cv2.absdiff(a, b), alpha=gain)
    apart[..., 3] = 255
    return apart.astype(np.uint8, copy=False)


def changed_share(a: NDArray[np.uint8], b: NDArray[np.uint8], *, threshold: float) -> float:
    """The share of pixels, 0-1, where any of B, G, R differs by more than `threshold` codes (0-255).

    ValueError where the sizes differ.
    """
    _check_sizes(a, b)
    apart = cv2.absdiff(a, b)
    apart[..., 3] = 0
    changed = apart.max(axis=2) > threshold
    return int(np.count_nonzero(changed)) / int(changed.size)


def _check_sizes(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> None:
    if a.shape != b.shape:
        raise ValueError(f"two pictures of different sizes: {a.shape} and {b.shape}")
