"""A photo's thumbnail, and with it the proof that all its pixels can be read."""

from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from review_desk.imaging.decode import decode, paint
from review_desk.imaging.source_profile import SRGB_SOURCE
from review_desk.imaging.target import Target

_QUALITY = 85


def thumbnail(path: Path, *, edge: int = 320) -> bytes:
    """A JPEG in sRGB, upright, on white, its longer side at most `edge` pixels; never enlarged.

    Every byte of the picture data is decoded on the way, reduced early, so little memory is needed. Raises
    BadInput where the data is cut off or damaged; MemoryError.
    """
    pixels = decode(path, bound=edge)
    rgb = np.ascontiguousarray(cv2.cvtColor(pixels.array, cv2.COLOR_BGRA2RGB))
    return bytes(simplejpeg.encode_jpeg(rgb, quality=_QUALITY, colorspace="RGB", colorsubsampling="420"))


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a thumbnail, in pixels; (0, 0) where its header is damaged."""
    try:
        height, width, *_ = simplejpeg.decode_jpeg_header(jpeg)
    except ValueError:
        return 0, 0
    return width, height


def develop(jpeg: bytes, out: NDArray[np.uint8], target: Target) -> bool:
    """Fill (H, W, 4) uint8 BGRX with a thumbnail in a target's codes; False where it is damaged."""
    if not out.size:
        return False
    try:
        simplejpeg.decode_jpeg(jpeg, "BGRA", buffer=out)
    except ValueError:
        return False
    paint(out, out, colours=SRGB_SOURCE, target=target)
    return True
