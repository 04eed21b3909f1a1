"""Marks over a photo: where it changed, and where a mask lies."""

import cv2
import numpy as np

from review_desk.imaging.difference import changed_mask
from review_desk.imaging.views.legend import BGR, Mark
from review_desk.imaging.views.pane import Pane, Plane, above, fill_x, inked, strips

_CHANGED: BGR = (40, 200, 255)
_MASK: BGR = (64, 64, 255)
_DARK: BGR = (0, 0, 0)
_DIMMED = 0.35
_ROWS = 32

CHANGED_LEGEND = (Mark(_CHANGED, "outline: changed by more than the threshold; the rest is dimmed"),)
MASK_LEGEND = (Mark(_MASK, "tint and outline: inside the mask"),)

HEAT_LEGEND = (Mark(_MASK, "tint: the stronger, the surer of harm; outline: more likely than not"),)


def changed(before: Pane, after: Pane, *, threshold: float = 12.0, smallest: int = 36) -> Pane:
    """What did the AI change: the changed area of `after` at full light and outlined, the rest dimmed.

    A pixel is changed where means of 3 × 3 pixels differ by more than `threshold` codes in any of R, G, B:
    saving as JPEG again (quality 75 and up) mostly stays below 8, a speck of 2 × 2 pixels and 30 codes taken
    away is above 12. Gaps up to 8 pixels are closed, then areas and holes whose box holds fewer than
    `smallest` pixels are left out. ValueError where the shapes differ.
    """
    calm = [cv2.blur(pane, (3, 3)).astype(np.uint8, copy=False) for pane in (before, after)]
    mask = _areas(changed_mask(*calm, threshold=threshold), smallest)
    out = np.empty(after.shape, np.uint8)
    for rows in strips(len(after), _ROWS):
        cv2.convertScaleAbs(after[rows], dst=out[rows], alpha=_DIMMED)
        fill_x(out[rows])
    cv2.copyTo(after, mask, out)
    _outline(out, mask, _CHANGED)
    return out


def mask_overlay(pane: Pane, mask: Plane, *, opacity: float = 0.5) -> Pane:
    """The pane with the inside of a mask tinted red and outlined where the mask passes one half.

    `mask` is (H, W) uint8, 255 inside; between, the tint is in proportion: out = pane + (red − pane) ×
    opacity × mask / 255, in codes. ValueError where the sizes differ or the opacity is not in 0-1.
    """
    if mask.shape != pane.shape[:2]:
        raise ValueError(f"a mask of {mask.shape} on a pane of {pane.shape[:2]}")
    if not 0 <= opacity <= 1:
        raise ValueError("an opacity lies between 0 and 1")
    out, red = np.empty(pane.shape, np.uint8), inked(_ROWS, pane.shape[1], _MASK)
    for rows in strips(len(pane), _ROWS):
        if not cv2.hasNonZero(mask[rows]):
            np.copyto(out[rows], pane[rows])
            continue
        over = mask[rows].astype(np.float32) * np.float32(opacity / 255)
        cv2.blendLinear(pane[rows], red[: len(over)], 1 - over, over, dst=out[rows])
    _outline(out, above(mask, 127), _MASK)
    return out


def _areas(mask: Plane, smallest: int) -> Plane:
    """The mask with its gaps closed, and without areas and holes whose box is under `smallest` pixels."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    kept = [contour for contour in contours if np.prod(cv2.boundingRect(contour)[2:]) >= smallest]
    areas = np.zeros_like(mask)
    cv2.drawContours(areas, kept, -1, (255,), cv2.FILLED)  # drawn together, holes stay open
    return areas


def _outline(pane: Pane, mask: Plane, bgr: BGR) -> None:
    """A light line around the mask and a dark one around that, in place: seen on any photo."""
    wide, narrow = (cv2.dilate(mask, np.ones((side, side), np.uint8)) for side in (7, 5))
    for ring, colour in ((cv2.subtract(wide, narrow), _DARK), (cv2.subtract(narrow, mask), bgr)):
        ink = inked(_ROWS, pane.shape[1], colour)
        for rows in strips(len(pane), _ROWS):
            cv2.copyTo(ink[: len(pane[rows])], ring[rows], pane[rows])
