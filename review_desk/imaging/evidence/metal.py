"""Polished metal: light and dark close together, with all tones between them, neutral or golden."""

import cv2
import numpy as np

from review_desk.imaging.evidence.seen import Seen
from review_desk.imaging.measures.picture import Lab, Mask

_WINDOW = 1 / 40
_RANGE = 45.0
_BRIGHT, _DARK = 72.0, 45.0
_NEUTRAL = 10.0
_GOLD_HUE, _GOLD_CHROMA = (40.0, 95.0), 60.0
_BETWEEN, _SMOOTH = 0.25, 0.25


def metal(seen: Seen) -> float:
    """Per cent of the subject that reflects as polished metal does.

    A mirror shows lamps and the dark between them side by side: within a window of a fortieth of the frame L*
    goes from below 45 to above 72. Unlike a print it does so over tones in between (a quarter of the window
    at least lies off both ends by a quarter of the range), and it has no colour but its metal's: C* under 10,
    or the hue of gold and copper, 40-95°, as the highlights of a metal keep its colour and those of anything
    else have the lamp's (Shafer, "Using color to separate reflection components", 1985).
    """
    total = int(np.count_nonzero(seen.subject))
    if not total:
        return 0.0
    inner = cv2.erode(seen.subject.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    lively = _lively(seen.picture.lab, inner) & _tinted(seen.picture.lab) & inner
    return 100 * float(np.count_nonzero(lively)) / total


def _lively(lab: Lab, inner: Mask) -> Mask:
    side = max(5, round(_WINDOW * max(inner.shape))) | 1
    window = np.ones((side, side), np.uint8)
    light = cv2.GaussianBlur(np.ascontiguousarray(lab[..., 0]), (0, 0), 1.0)
    top = cv2.dilate(np.where(inner, light, 0).astype(np.float32), window)
    low = cv2.erode(np.where(inner, light, 100).astype(np.float32), window)
    margin = _BETWEEN * (top - low)
    between = ((light > low + margin) & (light < top - margin) & inner).astype(np.float32)
    share = cv2.blur(between, (side, side)) / np.maximum(
        cv2.blur(inner.astype(np.float32), (side, side)), 1e-3
    )
    found = (top - low > _RANGE) & (top > _BRIGHT) & (low < _DARK) & (share > _SMOOTH)
    return np.asarray(found, np.bool_)


def _tinted(lab: Lab) -> Mask:
    chroma, hue = np.hypot(lab[..., 1], lab[..., 2]), np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    golden = (hue > _GOLD_HUE[0]) & (hue < _GOLD_HUE[1]) & (chroma < _GOLD_CHROMA)
    return np.asarray((chroma < _NEUTRAL) | golden, np.bool_)
