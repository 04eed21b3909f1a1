"""A painted mask on a frame that was turned: every strength where it lies now."""

import math

import cv2
import numpy as np

from review_desk.domain.carrying import place_by
from review_desk.domain.mask.mask import Mask
from review_desk.domain.viewplan import Match


def laid(mask: Mask, match: Match, *, width: int, height: int) -> Mask:
    """The mask as `match` lays it on a photo of that size, between pixels bilinearly; cut to what is painted.

    `match` goes from image pixels of the mask's own version to those of the photo.
    """
    place = place_by(match)
    right, bottom = mask.left + mask.width, mask.top + mask.height
    corners = [place(corner) for corner in ((mask.left, mask.top), (right, mask.top), (right, bottom),
                                            (mask.left, bottom))]  # fmt: skip
    xs, ys = zip(*corners, strict=True)
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    wide, high = min(width, math.ceil(max(xs))) - left, min(height, math.ceil(max(ys))) - top
    if wide <= 0 or high <= 0:
        return Mask(0, 0, 0, 0, b"")
    strengths = np.frombuffer(mask.values, np.uint8).reshape(mask.height, mask.width)
    # OpenCV counts from the middle of the first pixel, image pixels from its corner
    origin = place((mask.left + 0.5, mask.top + 0.5))
    across, down = place((mask.left + 1.5, mask.top + 0.5)), place((mask.left + 0.5, mask.top + 1.5))
    way = np.array(
        [
            [across[0] - origin[0], down[0] - origin[0], origin[0] - 0.5 - left],
            [across[1] - origin[1], down[1] - origin[1], origin[1] - 0.5 - top],
        ]
    )
    found = cv2.warpAffine(strengths, way, (wide, high), flags=cv2.INTER_LINEAR, borderValue=0)
    return Mask(left, top, wide, high, np.asarray(found, np.uint8).tobytes()).trimmed()
