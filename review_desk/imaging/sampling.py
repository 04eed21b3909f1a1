"""Reading a photo's own values: a point or an area in RGB and Lab, how far two are apart, histograms, white.

Every function takes a small cut of the photo, (H, W, 4) uint8 BGRX in sRGB codes, of the pixels as they are
in the file (level 0), not as scaled or colour-managed for a screen. Whoever calls cuts it out.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.delta_e import ciede2000, srgb_to_lab
from review_desk.imaging.views.pane import luma, plane


@dataclass(frozen=True)
class Reading:
    """The mean of a cut: `rgb` sRGB codes 0-255, `lab` CIELAB relative to D50, of how many `pixels`."""

    rgb: tuple[int, int, int]
    lab: tuple[float, float, float]
    pixels: int


def probe(cut: NDArray[np.uint8]) -> Reading:
    """The reading of a point (a cut of 1 × 1) or of the mean over an area.

    The mean is of the encoded values and rounded to whole codes, which is what the info panel of Photoshop
    shows for its sample sizes; the mean of the light would be lighter where the area is uneven. Lab is that
    of the rounded mean. ValueError for a cut without pixels.
    """
    if not cut.size:
        raise ValueError("no pixels to read")
    mean = np.floor(cut[..., :3].mean(axis=(0, 1), dtype=np.float64) + 0.5).astype(np.uint8)
    lightness, a, b = srgb_to_lab(mean.reshape(1, 1, 3))[0, 0].tolist()
    blue, green, red = mean.tolist()
    return Reading(rgb=(red, green, blue), lab=(lightness, a, b), pixels=cut.shape[0] * cut.shape[1])


def apart(first: Reading, second: Reading) -> float:
    """CIEDE2000 between two readings (Sharma, Wu and Dalal 2005; kL = kC = kH = 1)."""
    return float(ciede2000(np.array(first.lab), np.array(second.lab)))


def white_share(cut: NDArray[np.uint8]) -> float:
    """The share of pixels, 0-1, at exactly 255 in R, G and B. ValueError for a cut without pixels."""
    if not cut.size:
        raise ValueError("no pixels to read")
    white = cv2.inRange(cut, np.array([255, 255, 255, 0]), np.array([255, 255, 255, 255]))
    return cv2.countNonZero(white) / white.size


def histogram(cut: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(4, 256) counts of codes: R, G, B and Rec. 709 luma of the encoded values."""
    planes = (plane(cut, "red"), plane(cut, "green"), plane(cut, "blue"), luma(cut))
    return np.stack([_counts(codes) for codes in planes])


def _counts(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How often each code occurs; OpenCV counts in float32, which is exact to 16.7 million: so in strips."""
    total = np.zeros(256, np.int64)
    for top in range(0, len(codes), 256):
        strip = codes[top : top + 256]
        total += cv2.calcHist([strip], [0], None, [256], [0, 256]).ravel().astype(np.int64)
    return total
