"""HEIC, through the optional `pillow-heif` (libheif). Its reader turns the picture itself."""

from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np

from review_desk.imaging import exif, formats, gate, pillow
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, reduced, reduced_under


def header(path: Path, _: BufferedReader) -> Header:
    """Read size, profile and EXIF of the primary picture; BadInput where the file is damaged."""
    picture = _opened(path)
    block = picture.info.get("exif")
    facts = exif.read(block)
    return Header(
        format="HEIC",
        width=picture.size[0],
        height=picture.size[1],
        mode="RGBA" if picture.has_alpha else "RGB",
        taken_at=facts.taken_at,
        names_adobe_rgb=facts.adobe_rgb,
        icc=picture.info.get("icc_profile"),
        exif=block.removeprefix(b"Exif\x00\x00") if isinstance(block, bytes) else None,
    )


def raster(path: Path, header: Header, *, level: int) -> Raster:
    """The pixels as (H, W, 3) uint8, halved `level` times. BadInput where they are damaged."""
    try:
        stored = np.asarray(_opened(path).to_pillow().convert(header.mode))
    except pillow.DAMAGE as error:
        raise gate.refuse(path, "is damaged: its picture data cannot be decoded") from error
    if header.mode == "RGB":
        return Raster(reduced(stored, level), "RGB", level=level)
    pixels, alpha = np.ascontiguousarray(stored[..., :3]), np.ascontiguousarray(stored[..., 3])
    return Raster(reduced_under(pixels, alpha, level), "RGB", alpha=reduced(alpha, level), level=level)


def _opened(path: Path) -> Any:
    try:
        import pillow_heif
    except ImportError as error:
        raise gate.refuse(path, formats.missing_extra("HEIC")) from error
    try:
        return pillow_heif.open_heif(path)
    except pillow.DAMAGE as error:
        raise gate.refuse(path, "is damaged: no HEIC header can be read from it") from error
