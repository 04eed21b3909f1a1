"""Files for others: a version as a trainer or a client reads it, and masks of outlines."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage.draw import polygon

from review_desk.domain.mask import png
from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.point import Bounds, Point
from review_desk.errors import BadInput
from review_desk.imaging import decode, gate
from review_desk.imaging.encode import write_photo

_QUALITY = 95


def hand_out(path: Path, to: Path, *, as_is: bool = False, edge: int = 0) -> None:
    """Write the photo at `path` to `to`: upright, 8 bit, sRGB, transparency laid on white.

    PNG or JPEG (quality 95, full colour) by the ending of `to`; `as_is` copies the file's bytes instead.
    `edge` limits the longer side in pixels. Raises BadInput where the photo is damaged or `to` cannot be
    written.
    """
    if as_is:
        _copy(path, to)
        return
    pixels = decode.decode(path, bound=edge or None).array[..., 2::-1]
    write_photo(to, np.ascontiguousarray(pixels), profile=None, quality=_QUALITY)


def _copy(path: Path, to: Path) -> None:
    try:
        shutil.copyfile(path, to)
    except OSError as error:
        raise BadInput(f"{gate.shown(path)} cannot be copied: {error.strerror}") from error


def mask_of(outlines: Sequence[Sequence[Point]], *, width: int, height: int) -> NDArray[np.uint8]:
    """(H, W) uint8: 255 where a pixel's middle lies inside any of the outlines (in image pixels), else 0."""
    mask = np.zeros((height, width), np.uint8)
    for outline in outlines:
        xs, ys = np.asarray(outline, float).T - 0.5
        mask[polygon(ys, xs, mask.shape)] = 255  # type: ignore[no-untyped-call]
    return mask


def write_mask(
    to: Path,
    outlines: Sequence[Sequence[Point]],
    painted: Sequence[tuple[Path, Bounds]] = (),
    *,
    width: int,
    height: int,
) -> None:
    """Write `mask_of` as a grey PNG, and over it painted masks in their boxes, the stronger of two.

    Boxes are of whole image pixels inside the photo. Raises BadInput where a painted mask is gone or damaged.
    """
    mask = mask_of(outlines, width=width, height=height)
    for path, box in painted:
        left, top, right, bottom = map(round, box)
        part = mask[top:bottom, left:right]
        np.maximum(part, _painted(path, right - left, bottom - top), out=part)
    Image.fromarray(mask).save(to)


def _painted(path: Path, width: int, height: int) -> NDArray[np.uint8]:
    """(H, W) uint8: what was painted, brought to that size by the nearest pixel."""
    try:
        own = Mask(0, 0, *png.decode(path.read_bytes())).laid_in(0, 0, width, height)
    except OSError as error:
        raise BadInput(f"{gate.shown(path)} cannot be read: {error.strerror}") from error
    return np.frombuffer(own.values, np.uint8).reshape(height, width)
