"""What another program works on: a copy that keeps all the photo has, and its marks as a picture."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from review_desk.domain.shapes.point import Point
from review_desk.errors import BadInput
from review_desk.imaging import decode, gate, readers
from review_desk.imaging.encode import write_photo

AS_THEY_ARE = ("TIFF", "PSD")
"""Formats that are copied: layers, paths and 16 bits stay. All others become TIFF without loss."""

_LIGHT, _RED = (255, 255, 255, 255), (204, 34, 34, 255)


def write_copy(path: Path, to: Path) -> None:
    """Copy the photo at `path` for an editor: every channel at its depth, profile, EXIF and alpha kept.

    Raises BadInput where it is damaged or the copy cannot be written.
    """
    if readers.header_of(path).format in AS_THEY_ARE:
        try:
            shutil.copyfile(path, to)
        except OSError as error:
            raise BadInput(f"{gate.shown(path)} cannot be copied: {error.strerror}") from error
        return
    source = decode.decode_depth(path)
    write_photo(to, source.pixels, profile=source.profile, exif=source.exif, alpha=source.alpha)


def write_marks(
    to: Path, outlines: Sequence[tuple[bool, Sequence[Point]]], *, width: int, height: int
) -> None:
    """Write marks as a transparent PNG of the photo's size, to be laid over it; each is (closed, points)."""
    picture = np.zeros((height, width, 4), np.uint8)
    thick = max(2, round(max(width, height) / 500))
    for closed, points in outlines:
        line = [np.round(np.asarray(points) * 16).astype(np.int32)]
        for colour, wide in ((_LIGHT, 2 * thick), (_RED, thick)):
            cv2.polylines(picture, line, closed, colour, wide, cv2.LINE_AA, 4)
    Image.fromarray(picture).save(to)
