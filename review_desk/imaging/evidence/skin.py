"""Skin: its colour, where the surface is smooth, and whether it belongs to somebody."""

import cv2
import numpy as np

from review_desk.imaging.evidence.seen import Seen
from review_desk.imaging.measures.masks import without_specks
from review_desk.imaging.measures.picture import Lab, Mask, Plane

_HUE = (32.0, 74.0)
_CHROMA = (9.0, 48.0)
_LIGHT = (22.0, 92.0)
_ROUGH = 2.6
_SPECK = 0.0008
_MOST = 70.0
_CUT = 0.03


def skin(seen: Seen) -> float:
    """Per cent of the subject that is smooth and of the colour of skin.

    The colour: CIELAB (D50) hue 32-74°, C* 9-48, L* 22-92. Skin of all types in daylight lies at hues of
    45-75° and C* of 10-30 (Xiao and others, "Characterising the variations in ethnic skin colours", Skin
    Research and Technology 23, 2017); widened for warm light, hands and feet. Smooth: the standard deviation
    of L* over 7 pixels is under 2.6.
    """
    total = int(np.count_nonzero(seen.subject))
    if not total:
        return 0.0
    found = coloured(seen.picture.lab) & smooth(seen.picture.lightness) & seen.subject
    return 100 * float(np.count_nonzero(without_specks(found, _SPECK))) / total


def person(seen: Seen, share: float) -> float:
    """The share of skin where the subject runs out of the frame, as models do; 0 for what stands within it.

    0 too where more than 70 % has the colour of skin: that is leather, wood or clay.
    """
    return share if share < _MOST and _runs_out(seen.subject) else 0.0


def coloured(lab: Lab) -> Mask:
    """(H, W) True where a picture has the colour of skin, as `skin` says."""
    light, a, b = lab[..., 0], lab[..., 1], lab[..., 2]
    hue, chroma = np.degrees(np.arctan2(b, a)), np.hypot(a, b)
    found = (hue > _HUE[0]) & (hue < _HUE[1]) & (chroma > _CHROMA[0]) & (chroma < _CHROMA[1])
    return np.asarray(found & (light > _LIGHT[0]) & (light < _LIGHT[1]), np.bool_)


def smooth(lightness: Plane) -> Mask:
    """(H, W) True where L* changes little over seven pixels."""
    mean, square = cv2.blur(lightness, (7, 7)), cv2.blur(lightness * lightness, (7, 7))
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)) < _ROUGH, np.bool_)


def _runs_out(subject: Mask) -> bool:
    """Whether the frame cuts the subject along more than a thirtieth of one of its sides."""
    sides = subject[:3].any(0), subject[-3:].any(0), subject[:, :3].any(1), subject[:, -3:].any(1)
    return any(float(side.mean()) > _CUT for side in sides)
