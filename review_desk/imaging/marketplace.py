"""What a marketplace makes of a photo: an sRGB JPEG of 8 bits and modest quality."""

import numpy as np
import simplejpeg
from numpy.typing import NDArray

QUALITY = 85
"""With colours at half the resolution, as most services write their JPEG."""

_LONGEST_SIDE = 65_500  # libjpeg's


def round_trip(bgrx: NDArray[np.uint8]) -> None:
    """Take (H, W, 4) uint8 sRGB BGRX through such a JPEG and back, in place; X comes out as 255.

    A picture too long for a JPEG goes through in bands.
    """
    for top in range(0, bgrx.shape[0], _LONGEST_SIDE):
        for left in range(0, bgrx.shape[1], _LONGEST_SIDE):
            part = bgrx[top : top + _LONGEST_SIDE, left : left + _LONGEST_SIDE]
            packed = simplejpeg.encode_jpeg(
                np.ascontiguousarray(part), quality=QUALITY, colorspace="BGRX", colorsubsampling="420"
            )
            part[...] = simplejpeg.decode_jpeg(packed, "BGRA")
