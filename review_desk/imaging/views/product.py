"""Which pixels of a pane are the product and which are background, where no mask is given."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.views.pane import CHANNELS, Pane, Plane, above, plane, shrunk, tone

_WORKING_SIDE = 640
_SMALLEST_SHARE = 0.002


def product_mask(pane: Pane) -> Plane:
    """(H, W) uint8: 255 on the product, 0 on the background.

    The background's colour is the commonest among the smooth parts of the pane (to 16 codes, on a picture of
    at most 640 pixels); the product is what is further from it than Otsu's threshold (1979) of the largest
    channel difference, halved and held between 8 and 16 codes, without specks and pinholes. Shadows darker
    than that count as product. It wants a plain background in view; on a busy one, or where the product fills
    the pane, it finds the commonest smooth tone instead.
    """
    small = shrunk(pane, _WORKING_SIDE)
    colour = _background(small)
    apart = _largest_difference(small, colour)
    otsu, _ = cv2.threshold(apart, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    limit = min(max(otsu / 2, 8), 16)
    found = cv2.morphologyEx(above(apart, limit), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    rough = ~_without_specks(~_without_specks(found.astype(np.uint8, copy=False)))
    return _sharpened(pane, rough, colour, limit)


def _background(small: Pane) -> NDArray[np.int64]:
    """The mean (B, G, R) of the commonest 16-code cell among the smoother half of the pixels."""
    span = cv2.morphologyEx(tone(small), cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8))
    smooth = small[span <= np.median(span)][:, :3].astype(np.int64)
    cells = (smooth >> 4) @ (256, 16, 1)
    commonest = smooth[cells == np.bincount(cells).argmax()]
    colour: NDArray[np.int64] = np.rint(commonest.mean(axis=0)).astype(np.int64)
    return colour


def _largest_difference(pane: Pane, colour: NDArray[np.int64]) -> Plane:
    """The largest of |B − b|, |G − g|, |R − r|."""
    most = np.zeros(pane.shape[:2], np.uint8)
    for name, code in zip(CHANNELS, colour, strict=True):
        cv2.max(most, cv2.absdiff(plane(pane, name), np.array([code], np.float64)), dst=most)
    return most


def _without_specks(mask: Plane) -> Plane:
    """The mask without areas of less than 0.2 % of the picture."""
    count, labels, figures, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.zeros(count, np.uint8)
    kept[1:][figures[1:, cv2.CC_STAT_AREA] >= _SMALLEST_SHARE * mask.size] = 255
    left: Plane = kept[labels]
    return left


def _sharpened(pane: Pane, rough: Plane, colour: NDArray[np.int64], limit: float) -> Plane:
    """The rough mask at the pane's size, its edge found again in the pane's own pixels."""
    size = (pane.shape[1], pane.shape[0])
    around = np.ones((5, 5), np.uint8)
    outer, inner = (
        cv2.resize(change(rough, around), size, interpolation=cv2.INTER_NEAREST)
        for change in (cv2.dilate, cv2.erode)
    )
    own = above(_largest_difference(pane, colour), limit)
    whole = cv2.bitwise_or(cv2.bitwise_and(own, outer), inner)
    return cv2.medianBlur(whole, 5).astype(np.uint8, copy=False)  # a ragged edge is noise
