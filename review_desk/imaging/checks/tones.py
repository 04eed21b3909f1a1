"""The end of the scale: a background that should be pure white, and a product that should not be clipped."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.subject import Found, Subject, least, most
from review_desk.imaging.measures.picture import Mask

_MEANT_WHITE = 96.0
"""L* from which a background is meant to be white; a grey sweep is darker."""

_AT_EDGE = np.ones((3, 3), np.uint8)


def tones(seen: Subject) -> dict[str, Found]:
    """background-white: per cent of the background at 255 in R, G and B. clipping: per cent of the product
    at 255 in all three or at 0 in all three.

    A background darker than L* 96 is not meant to be white: then there is nothing to check. Shadows are no
    background. Both on means of the picture reduced to 352 pixels, in which a lone pixel is lost.
    """
    if seen.parts is None:
        return dict.fromkeys(("background-white", "clipping"), Found(None, note=seen.reason))
    return {"background-white": _background(seen), "clipping": _clipping(seen)}


def _background(seen: Subject) -> Found:
    assert seen.parts is not None
    background = seen.parts.background
    if seen.parts.surface is None:
        return Found(None, note="The background is transparent.")
    if not background.any():
        return Found(None, note="No background is in view beside the shadow.")
    if float(np.median(seen.small.lightness[background])) < _MEANT_WHITE:
        return Found(None, note="The background is not meant to be white: it is grey or coloured.")
    off = background & (least(seen.small.codes) < 255)
    share = 100 * (1 - np.count_nonzero(off) / np.count_nonzero(background))
    return Found(round(float(share), 1), seen.full(largest(off)))


def _clipping(seen: Subject) -> Found:
    assert seen.parts is not None
    inside = cv2.erode(seen.parts.product.astype(np.uint8), _AT_EDGE) > 0
    if not inside.any():
        return Found(None, note="The product is too thin to look inside it.")
    codes = seen.small.codes
    clipped = inside & ((least(codes) == 255) | (most(codes) == 0))
    return Found(
        round(100 * np.count_nonzero(clipped) / np.count_nonzero(inside), 2), seen.full(largest(clipped))
    )


def largest(mask: Mask) -> Mask:
    """The largest piece of a mask, gaps of two pixels closed; all of an empty one."""
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, figures, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    if count < 2:
        return mask
    found: NDArray[np.bool_] = labels == 1 + int(figures[1:, cv2.CC_STAT_AREA].argmax())
    return found & mask
