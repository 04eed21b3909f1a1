"""A shot before anybody retouched it: its light, and how clean it is about the product."""

import cv2
import numpy as np

from review_desk.imaging.checks.subject import Found, Subject
from review_desk.imaging.checks.tones import largest
from review_desk.imaging.measures.masks import grown
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.measures.surface import apart

_RING = 0.06
"""How far about the product a shot is to be clean: of the frame's longer side."""

_OFF = 8.0
"""CIE76 from the background's surface, a* and b* counted half as much again, from which a speck is seen."""

_BURNT = 99.5

Light = tuple[float, float, float]


def inputs(seen: Subject) -> dict[str, Found]:
    """mixed-light: how far a* and b* of the background go apart across the frame, 5 to 95 %.

    edge-clean: per cent of the background within 6 % of the frame about the product that is off the
    background's own surface: tape, a cable, a fold. Dust is lost in the reduced picture; shadow and the
    product's edge do not count.
    """
    parts = seen.parts
    if parts is None or parts.surface is None:
        missing = Found(None, note=seen.reason or "The background is transparent.")
        return {"mixed-light": missing, "edge-clean": missing}
    ends = np.percentile(parts.surface[parts.background][:, 1:], [5, 95], axis=0)
    across = float(np.hypot(*(ends[1] - ends[0]))) if parts.background.any() else 0.0
    return {"mixed-light": Found(round(across, 1)), "edge-clean": _clean(seen)}


def _clean(seen: Subject) -> Found:
    parts = seen.parts
    assert parts is not None
    assert parts.surface is not None
    ring = _ring(parts.product) & ~grown(parts.shadow, 7)
    count = int(np.count_nonzero(ring))
    if not count:
        return Found(None, note="There is nothing but shadow about the product.")
    off = ring & (apart(seen.small.lab - parts.surface) > _OFF)
    return Found(round(100 * np.count_nonzero(off) / count, 2), seen.full(largest(off)))


def _ring(product: Mask) -> Mask:
    near, far = 7, 2 * round(_RING * max(product.shape)) + 7
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (far, far))
    return (cv2.dilate(product.astype(np.uint8), disc) > 0) & ~grown(product, near)


def light_of(seen: Subject) -> Light | None:
    """CIELAB of the background, its median; None where there is none, or where it is burnt out."""
    parts = seen.parts
    if parts is None or not parts.background.any():
        return None
    lightness, a, b = np.median(seen.small.lab[parts.background], axis=0).tolist()
    return None if lightness > _BURNT else (round(lightness, 2), round(a, 2), round(b, 2))
