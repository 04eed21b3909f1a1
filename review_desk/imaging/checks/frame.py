"""Where the product stands in its frame: how much it fills, its margins, whether centred and upright."""

import cv2
import numpy as np

from review_desk.imaging.checks.subject import Found, Subject, box_of
from review_desk.imaging.measures.framing import framing
from review_desk.imaging.measures.picture import Mask

_ALIKE = 0.93
"""The overlap, 0-1, of a product with its own mirror image from which it has an upright."""


def frame(seen: Subject) -> dict[str, Found]:
    """frame-fill, margins, centring (all per cent) and tilt (degrees) of the product's box.

    frame-fill is of the side that it fills more; margins the narrowest strip beside it, of its side of the
    frame; centring how far the box's middle is from the frame's, across. A product that runs out of the
    frame has none of them.
    """
    if seen.parts is None:
        return dict.fromkeys(("frame-fill", "margins", "centring", "tilt"), Found(None, note=seen.reason))
    product = seen.parts.product
    measured, cautions = framing(product)
    where = seen.full(product)
    if "frame_fill" not in measured:
        cut = Found(None, note=" ".join(cautions))
        return dict.fromkeys(("frame-fill", "margins", "centring", "tilt"), cut)
    box = box_of(product)
    assert box is not None
    left, top, width, height = box
    across, down = product.shape[1], product.shape[0]
    margins = np.array(
        [left / across, (across - left - width) / across, top / down, (down - top - height) / down]
    )
    off = abs((left + width / 2) / across - 0.5)
    tilt = lean(product)
    level = Found(
        None, note="The product is not long and alike on both sides: it has no upright to tilt from."
    )
    return {
        "frame-fill": Found(round(measured["frame_fill"], 1), where),
        "margins": Found(round(100 * float(margins.min()), 1), where),
        "centring": Found(round(100 * off, 1), where),
        "tilt": level if tilt is None else Found(round(abs(tilt), 2), where),
    }


def lean(product: Mask) -> float | None:
    """Degrees clockwise that a product (H, W) leans; None for one that has no upright to lean from."""
    tilt = framing(product)[0].get("tilt")
    return None if tilt is None or _alikeness(product, tilt) < _ALIKE else tilt


def _alikeness(product: Mask, tilt: float) -> float:
    """How far the product, turned upright, covers its mirror image: intersection over union, 0-1."""
    height, width = product.shape
    rows, columns = np.nonzero(product)
    centre = float(columns.mean()), float(rows.mean())
    upright = cv2.getRotationMatrix2D(centre, tilt, 1.0)
    upright[0, 2] += (width - 1) / 2 - centre[0]
    turned = cv2.warpAffine(product.astype(np.uint8), upright, (width, height)) > 0
    return max(_overlap(turned, turned[:, ::-1]), _overlap(turned, _upended(turned)))


def _overlap(one: Mask, other: Mask) -> float:
    return int(np.count_nonzero(one & other)) / max(1, int(np.count_nonzero(one | other)))


def _upended(mask: Mask) -> Mask:
    """Its mirror image top to bottom, about its own middle."""
    rows = np.flatnonzero(mask.any(axis=1))
    out = np.zeros_like(mask)
    out[rows[0] : rows[-1] + 1] = mask[rows[0] : rows[-1] + 1][::-1]
    return out
