"""The product's outline: brought to the full picture, and refused where it is none."""

import cv2
import numpy as np

from review_desk.imaging.measures.picture import Lab, Mask, NoProductError
from review_desk.imaging.measures.surface import apart

_EDGE_BAND = 5
_SMALLEST = 0.002
_LARGEST = 0.93
_MOST_PIECES = 12
_MOST_FAINT = 0.2
_FAINT_STEP = 5.0


def require_outline(away: Lab, product: Mask) -> None:
    """Refuse what is no product: many pieces, or one that its outline does not set off from the ground."""
    pieces = cv2.connectedComponents(product.astype(np.uint8), connectivity=8)[0] - 1
    if pieces > _MOST_PIECES:
        raise NoProductError(f"The background is not plain: what stands out from it lies in {pieces} pieces.")
    faint = faint_share(away, product)
    if faint > _MOST_FAINT:
        raise NoProductError(
            f"The product can hardly be told from the background along {faint:.0%} of its outline."
        )


def faint_share(away: Lab, product: Mask) -> float:
    """The share, 0-1, of a mask's outline where both sides are nearly as far from the background."""
    distance = apart(away)
    around = np.ones((9, 9), np.uint8)
    inside = cv2.dilate(np.where(product, distance, 0).astype(np.float32), around)
    outside = cv2.erode(np.where(product, 1e6, distance).astype(np.float32), around)
    outline = product & ~(cv2.erode(product.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0)
    step = (inside - outside)[outline & (outside < 1e5)]
    return float((step < _FAINT_STEP).mean()) if step.size else 0.0


def checked(product: Mask) -> Mask:
    share = float(product.mean())
    if share < _SMALLEST:
        raise NoProductError("No product stands out from the background.")
    if share > _LARGEST:
        raise NoProductError("The product fills the frame: there is no background to hold it against.")
    return product


def sharpened(away: Lab, small: Mask) -> Mask:
    """The small mask at the picture's size, its edge half way between what is inside and what is outside."""
    size = away.shape[1], away.shape[0]
    rough = (cv2.resize(small.astype(np.float32), size, interpolation=cv2.INTER_LINEAR) > 0.5).astype(
        np.uint8
    )
    around = np.ones((_EDGE_BAND, _EDGE_BAND), np.uint8)
    inner, outer = cv2.erode(rough, around), cv2.dilate(rough, around)
    distance = apart(away)
    within = cv2.dilate(np.where(inner > 0, distance, 0), np.ones((2 * _EDGE_BAND + 1,) * 2, np.uint8))
    without = cv2.erode(np.where(outer > 0, 1e6, distance), np.ones((2 * _EDGE_BAND + 1,) * 2, np.uint8))
    unsure = (within <= 0) | (without > 1e5)  # too thin to have an inside: as the small mask has it
    clear = np.where(unsure, rough > 0, 2 * distance > within + without)
    whole = (inner > 0) | ((outer > 0) & clear)
    return np.asarray(cv2.medianBlur(whole.astype(np.uint8), 3) > 0, np.bool_)
