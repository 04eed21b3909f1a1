"""Sheerness: the ground seen through the product."""

import cv2
import numpy as np

from review_desk.imaging.evidence.seen import Seen
from review_desk.imaging.measures.masks import opened, without_specks

_RIM = 9
_CLEAR, _SOLID = 25, 230
_DARKER, _HUE = 14.0, 4.0
_SPECK = 0.001


def sheer(seen: Seen) -> float | None:
    """Per cent of the product, its edge left out, through which the background shows; a hint.

    With transparency: alpha from 10 % to 90 %. Without it: within 14 of the background's L* and 4 of its a*
    and b* though inside the outline, as glass and tulle are; so is a product of the background's own colour.
    None where the product could not be cut out.
    """
    total = int(np.count_nonzero(seen.subject))
    if not total or seen.parts is None:
        return None
    inner = cv2.erode(seen.subject.astype(np.uint8), np.ones((_RIM, _RIM), np.uint8)) > 0
    alpha = seen.picture.alpha
    if alpha is not None:
        return 100 * float(np.count_nonzero(inner & (alpha > _CLEAR) & (alpha < _SOLID))) / total
    if seen.parts.surface is None:
        return None
    away = seen.picture.lab - seen.parts.surface
    near = (np.abs(away[..., 0]) < _DARKER) & (np.hypot(away[..., 1], away[..., 2]) < _HUE) & inner
    return 100 * float(np.count_nonzero(without_specks(opened(near), _SPECK))) / total
