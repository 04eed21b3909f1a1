"""Pixels that changed where the mask says that nothing should."""

from pathlib import Path

import cv2
import numpy as np

from review_desk.imaging.checks.pairing import Pair
from review_desk.imaging.checks.subject import Found, box_of, most, placed, read
from review_desk.imaging.checks.tones import largest
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.views.pane import Plane

_SIDE = 2400
_CHANGED = 12
_SEAM = 5


def outside_mask(seen: Pair, mask: Path) -> dict[str, Found]:
    """outside-mask: per cent of the pixels that changed on the side of the mask which was to stay.

    A mask is light on what was to change, or light on the product that was to be left alone: the side that
    changed less is the one that was to stay. Changed is a mean of 3 × 3 pixels by more than 12 codes, which
    saving as JPEG again mostly does not reach; the seam of 5 pixels along the mask does not count. On
    pictures halved to 2400 pixels at most.
    """
    if not seen.still:
        return {"outside-mask": Found(None, note="The version was moved or resized against its before.")}
    light = np.ascontiguousarray(read(mask)[0][..., 1])
    if light.shape != seen.after.codes.shape[:2]:
        return {"outside-mask": Found(None, note="The mask has another size than the version.")}
    changed = _changed(seen)
    shape = seen.after.levels.within(_SIDE).shape
    inside = cv2.resize(light, shape[1::-1], interpolation=cv2.INTER_AREA) > 127
    sides = [_side(changed, where) for where in (inside, ~inside)]
    kept = min((side for side in sides if side is not None), key=lambda side: side[0], default=None)
    if kept is None:
        return {"outside-mask": Found(None, note="The mask leaves one side empty.")}
    share, at = kept
    box = placed(box_of(largest(at)), at.shape, seen.after.size)
    return {"outside-mask": Found(round(100 * share, 3), box)}


def _changed(seen: Pair) -> Mask:
    calm = [cv2.blur(levels.within(_SIDE), (3, 3)) for levels in (seen.before.coloured, seen.after.levels)]
    return np.asarray(most(np.asarray(cv2.absdiff(*calm), np.uint8)) > _CHANGED, np.bool_)


def _side(changed: Mask, where: Mask) -> tuple[float, Mask] | None:
    """The share of one side that changed, and where."""
    seam = np.ones((2 * _SEAM + 1, 2 * _SEAM + 1), np.uint8)
    within: Plane = cv2.erode(where.astype(np.uint8), seam, borderValue=1).astype(np.uint8, copy=False)
    count = np.count_nonzero(within)
    if not count:
        return None
    at = changed & (within > 0)
    return np.count_nonzero(at) / count, at
