"""A photo's thumbnail, and with it the proof that all its pixels can be read."""

from pathlib import Path

import cv2
import numpy as np
import simplejpeg

from review_desk.imaging.decode import decode
from review_desk.imaging.target import SRGB, Target

_QUALITY = 85


def thumbnail(path: Path, *, edge: int = 320, target: Target = SRGB) -> bytes:
    """A JPEG in sRGB, upright, on white, its longer side at most `edge` pixels; never enlarged.

    With another `target` its codes are those of that display, and nothing in the JPEG says so.
    Every byte of the picture data is decoded on the way, reduced early, so little memory is needed. Raises
    BadInput where the data is cut off or damaged; MemoryError.
    """
    pixels = decode(path, bound=edge, target=target)
    rgb = np.ascontiguousarray(cv2.cvtColor(pixels.array, cv2.COLOR_BGRA2RGB))
    return bytes(simplejpeg.encode_jpeg(rgb, quality=_QUALITY, colorspace="RGB", colorsubsampling="420"))
