"""Where the product stands in the frame, how large, and how upright."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.picture import Mask

Places = NDArray[np.intp]

_LONG = 1.35
_MOST_TILT = 30.0


def framing(product: Mask) -> tuple[dict[str, float], tuple[str, ...]]:
    """Measures of a mask (H, W), and what could not be measured of it, in words.

    frame_fill: per cent of the frame that the product's box takes, of the side it fills more. centre_x and
    centre_y: centroid from the middle of the frame, per cent of its width and height, right and down
    positive. baseline: the lowest point, per cent of the height from the top. tilt: degrees clockwise of the
    principal axis of the mask's convex hull from the nearer of upright and level; only of a product that is
    clearly longer than wide and does not lie across the frame on purpose.
    """
    rows, columns = np.flatnonzero(product.any(axis=1)), np.flatnonzero(product.any(axis=0))
    cut = _cut(product)
    found = {} if cut else _placed(product, rows, columns)
    if "bottom" not in cut:
        found["baseline"] = 100 * (float(rows[-1]) + 1) / len(product)
    tilt = _tilt(product)
    if tilt is not None and not cut:
        found["tilt"] = tilt
    said = (f"The product is cut off at the {cut}: its place in the frame is not measured.",) if cut else ()
    return found, said


def _placed(product: Mask, rows: Places, columns: Places) -> dict[str, float]:
    height, width = product.shape
    y, x = (float(np.average(np.arange(len(counts)), weights=counts)) + 0.5
            for counts in (product.sum(axis=1), product.sum(axis=0)))  # fmt: skip
    fill = max((np.ptp(rows) + 1) / height, (np.ptp(columns) + 1) / width)
    return {
        "frame_fill": 100 * float(fill),
        "centre_x": 100 * (x / width - 0.5),
        "centre_y": 100 * (y / height - 0.5),
    }


def _cut(product: Mask) -> str:
    """The sides of the frame that the product runs out of, in words."""
    sides = {"top": product[0], "bottom": product[-1], "left": product[:, 0], "right": product[:, -1]}
    return " and ".join(name for name, line in sides.items() if line.any())


def _tilt(product: Mask) -> float | None:
    rows, columns = np.nonzero(_hull(product))
    spread = np.cov(np.stack([columns, rows]).astype(np.float64))
    lengths, axes = np.linalg.eigh(spread)
    if lengths[1] < _LONG**2 * max(lengths[0], 1e-9):
        return None
    angle = math.degrees(math.atan2(axes[1, 1], axes[0, 1]))
    angle = (angle + 45) % 90 - 45
    return angle if abs(angle) <= _MOST_TILT else None


def _hull(product: Mask) -> Mask:
    """The convex hull of a mask: a reflection taken for background does not turn it."""
    outlines, _ = cv2.findContours(product.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.concatenate(outlines))
    filled = cv2.fillConvexPoly(np.zeros(product.shape, np.uint8), hull, (1,))
    return np.asarray(filled > 0, np.bool_)
