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

_LIGHT, _NEARLY = 235, 250
"""Codes: the darkest paper that passes for a light background, and what the eye takes for white."""

_LOOKED_AT = 1_500_000


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


@dataclass(frozen=True)
class Whiteness:
    """The light background of a photo: its share of the photo, and of it at 255 and at 250 to 254, 0-1."""

    background: float
    white: float
    nearly: float


def whiteness(cut: NDArray[np.uint8]) -> Whiteness:
    """How white the light surround is that reaches the photo's edge.

    Light is 235 or more in R, G and B. Of a large photo every n-th pixel is read, so that codes stay as they
    are. ValueError for a cut without pixels.
    """
    if not cut.size:
        raise ValueError("no pixels to read")
    step = max(1, int(np.sqrt(cut.shape[0] * cut.shape[1] / _LOOKED_AT)))
    lowest = cut[::step, ::step, :3].min(axis=2)
    _, labels = cv2.connectedComponents((lowest >= _LIGHT).astype(np.uint8), connectivity=4)
    edge = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    reaching = np.unique(edge[edge > 0])
    codes = lowest[np.isin(labels, reaching)]
    if not codes.size:
        return Whiteness(0.0, 0.0, 0.0)
    white, nearly = np.mean(codes == 255), np.mean((codes >= _NEARLY) & (codes < 255))
    return Whiteness(codes.size / lowest.size, float(white), float(nearly))


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
