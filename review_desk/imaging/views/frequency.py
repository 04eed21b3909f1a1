"""Frequency separation as retouchers do it: tone and colour below a radius, texture above it."""

import cv2
import numpy as np

from review_desk.imaging.views.pane import Pane, fill_x, strips

_FINEST = 0.3
"""Below this radius, in pixels, a Gaussian leaves every 8-bit code as it is (centre weight over 0.99)."""

_ROWS = 32


def low_frequency(pane: Pane, radius: float) -> Pane:
    """The pane blurred by a Gaussian whose standard deviation is `radius` pixels of the pane.

    That is what Photoshop's Gaussian Blur calls its radius. Beyond the
    pane its mirror image counts. Wide blurs are
    done on a picture halved n times and enlarged again: halving by 2 × 2 means and enlarging by straight
    lines k = 2ⁿ times add a variance of k² / 4 pixels², so the Gaussian in between has the rest,
    √(r² / k² − 1/4) of its pixels: within 4 codes of the exact blur, 12 at the pane's border. ValueError for
    a negative radius.
    """
    if radius < 0:
        raise ValueError("a radius is not negative")
    if radius < _FINEST:
        return pane.copy()
    halvings = _halvings(pane, radius)
    return _widely(pane, radius, halvings) if halvings else _exactly(pane, radius)


def high_frequency(pane: Pane, radius: float) -> Pane:
    """What `low_frequency` leaves out: (pane − low) / 2 + 128, mid grey where there is no texture.

    The arithmetic of the retoucher's recipe in Photoshop: Apply Image, Subtract, scale 2, offset 128. In
    Linear Light over the low frequency it gives the photo back.
    """
    out = low_frequency(pane, radius)
    for rows in strips(len(pane), _ROWS):
        cv2.addWeighted(pane[rows], 0.5, out[rows], -0.5, 128, dst=out[rows])
        fill_x(out[rows])
    return out


def _halvings(pane: Pane, radius: float) -> int:
    """How often to halve before the Gaussian: it keeps at least 2 pixels, the picture at least 8."""
    wanted = int(np.log2(radius / 2)) if radius >= 4 else 0
    allowed = int(np.log2(max(1, min(pane.shape[:2]) / 8)))
    return min(wanted, allowed)


def _exactly(pane: Pane, radius: float) -> Pane:
    out = np.empty(pane.shape, np.uint8)
    cv2.GaussianBlur(pane, (0, 0), radius, dst=out, borderType=cv2.BORDER_REFLECT)
    return out


def _widely(pane: Pane, radius: float, halvings: int) -> Pane:
    height, width = pane.shape[:2]
    step = 2**halvings
    small = cv2.copyMakeBorder(pane, 0, -height % step, 0, -width % step, cv2.BORDER_REFLECT)
    across, down = small.shape[1], small.shape[0]
    for n in range(1, halvings + 1):
        small = cv2.resize(small, (across >> n, down >> n), interpolation=cv2.INTER_AREA)
    sigma = float(np.sqrt((radius / step) ** 2 - 0.25))
    small = cv2.GaussianBlur(small, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    out = np.empty((down, across, 4), np.uint8)
    cv2.resize(small, (across, down), dst=out, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(out[:height, :width])
