"""JPEG: header through Pillow, pixels through libjpeg-turbo with reduction inside the decoder."""

import re
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image

from review_desk.imaging import exif, gate, pillow
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, level_size, reduced

_DEEPEST_SCALE = 3  # libjpeg reduces by 1, 2, 4 or 8 while it decodes
_LAYOUTS = {"RGB": "RGB", "L": "GRAY", "BGRX": "BGRA"}

# Warnings that leave the picture whole: stray bytes around the header or before the end (0xd9). Before
# markers that stand among the picture data (0xc4, 0xd0-0xd7, 0xda) they are picture data that was lost.
_HARMLESS = re.compile(
    r"extraneous bytes before marker 0x(c[0-2]|d9|db|e.|fe)|subsampling level|ICC marker|color conversion"
)


def header(path: Path, file: BufferedReader) -> Header:
    """Read size, mode, profile and EXIF; BadInput for lossless, 12-bit and damaged files."""
    try:
        with pillow.opened(file, "JPEG") as image:
            block = image.info.get("exif")
            facts = exif.read(block)
            return Header(
                format="JPEG",
                width=image.width,
                height=image.height,
                mode=image.mode if image.mode in ("L", "CMYK") else "RGB",
                orientation=facts.orientation,
                taken_at=facts.taken_at,
                names_adobe_rgb=facts.adobe_rgb,
                icc=image.info.get("icc_profile"),
                exif=block.removeprefix(b"Exif\x00\x00") if isinstance(block, bytes) else None,
            )
    except pillow.DAMAGE as error:
        raise gate.refuse(path, "is damaged or no ordinary JPEG: its header cannot be read") from error


def raster(path: Path, header: Header, *, level: int) -> Raster:
    """The stored pixels, halved `level` times. BadInput where a part is missing or damaged."""
    if header.mode == "CMYK":
        return _with_pillow(path, header, level)
    return Raster(pixels(path, header, level=level, layout=header.mode), header.mode, level=level)


def pixels(
    path: Path, header: Header, *, level: int, layout: str, out: NDArray[np.uint8] | None = None
) -> NDArray[Any]:
    """Decode a grey or colour JPEG to `layout` "RGB", "L" or "BGRX" (X=255): (H, W, C) uint8.

    With `out` of the right shape the pixels are written there. BadInput where a part is missing or damaged.
    """
    content = path.read_bytes()
    scale = min(level, _DEEPEST_SCALE)
    width, height = level_size(header.width, header.height, scale)
    try:
        decoded = simplejpeg.decode_jpeg(
            content,
            _LAYOUTS[layout],
            min_width=width,
            min_height=height,
            min_factor=1 << scale,
            buffer=out if scale == level else None,
        )
    except ValueError as error:
        if not _HARMLESS.search(str(error)):
            raise gate.refuse(path, _why(content, str(error))) from error
        decoded = _laid_out(_with_pillow(path, header, scale).pixels, layout)
    result = reduced(decoded, level - scale)
    if out is not None and not np.shares_memory(result, out):
        out[...] = result
        return out
    return result


def _with_pillow(path: Path, header: Header, level: int) -> Raster:
    """The tolerant way, and the one for CMYK. Pillow undoes the inversion of Adobe's CMYK files."""
    width, height = level_size(header.width, header.height, min(level, _DEEPEST_SCALE))
    try:
        with pillow.opened(path, "JPEG") as image:
            image.draft(None, (width, height))
            array = np.asarray(image if image.mode == header.mode else image.convert(header.mode))
    except pillow.DAMAGE as error:
        raise gate.refuse(path, _why(path.read_bytes(), str(error))) from error
    size = array.shape[1::-1]
    done = next(n for n in range(4) if level_size(header.width, header.height, n) == size)
    array = array.reshape(*array.shape[:2], -1)
    return Raster(reduced(array, level - done), header.mode, level=level)


def _laid_out(array: NDArray[Any], layout: str) -> NDArray[Any]:
    channels = array.shape[2]
    if layout == "L" or (layout == "RGB" and channels == 3):
        return array
    if layout == "RGB":
        return np.repeat(array, 3, axis=2)
    image = Image.fromarray(array[..., 0] if channels == 1 else array).convert("RGBA")
    return np.asarray(image)[..., [2, 1, 0, 3]]


def _why(content: bytes, reason: str) -> str:
    if "remature end" not in reason and "truncated" not in reason.lower():
        return "is damaged: its picture data cannot be decoded"
    share = _share_there(content)
    return f"is cut off after about {share} %" if share else "is cut off before its end"


def _share_there(content: bytes) -> int | None:
    """Percent of the rows that were decoded before the file ended, or None where rows do not tell.

    libjpeg fills what is missing of a sequential file with mid-grey; a progressive file has every row from
    its first scan on.
    """
    try:
        grey = simplejpeg.decode_jpeg(content, "GRAY", min_width=1, min_height=1, min_factor=8, strict=False)[
            ..., 0
        ]
    except ValueError:
        return None
    rows = np.flatnonzero(np.ptp(grey, axis=1))
    last = int(rows[-1]) + 1 if rows.size else 0
    return max(1, last * 100 // grey.shape[0]) if last < grey.shape[0] else None
