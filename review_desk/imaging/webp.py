"""WebP: header through Pillow, pixels through libvips (libwebp). Of an animation the first frame counts."""

import struct
from io import BufferedReader
from pathlib import Path

from review_desk.imaging import exif, gate, pillow
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster


def header(path: Path, file: BufferedReader) -> Header:
    """Read size, mode, profile and EXIF; BadInput where the file is damaged or shorter than it says."""
    _check_length(path, file)
    try:
        with pillow.opened(file, "WEBP") as image:
            block = image.info.get("exif")
            facts = exif.read(block)
            return Header(
                format="WEBP",
                width=image.width,
                height=image.height,
                mode="RGBA" if image.mode == "RGBA" else "RGB",
                orientation=facts.orientation,
                taken_at=facts.taken_at,
                icc=image.info.get("icc_profile"),
                exif=block.removeprefix(b"Exif\x00\x00") if isinstance(block, bytes) else None,
            )
    except pillow.DAMAGE as error:
        raise gate.refuse(path, "is damaged: no WebP header can be read from it") from error


def raster(path: Path, _: Header, *, level: int) -> Raster:
    """The stored pixels, halved `level` times. BadInput where they are damaged."""
    from review_desk.imaging import vips

    try:
        image = vips.load(path, "webpload")
        alpha = image.bands == 4
        pixels = vips.pixels(image, level=level, alpha=alpha)
    except vips.UnreadableError as error:
        raise gate.refuse(path, "is damaged: its picture data cannot be decoded") from error
    return Raster(pixels[..., :3], "RGB", alpha=pixels[..., 3] if alpha else None, level=level)


def _check_length(path: Path, file: BufferedReader) -> None:
    """Compare the file with the length in its first chunk (RIFF: bytes 4-7, counted from byte 8)."""
    (promised,) = struct.unpack("<I", file.read(8)[4:].ljust(4, b"\x00"))
    there = file.seek(0, 2) - 8
    file.seek(0)
    if there < promised:
        raise gate.refuse(path, f"is cut off after about {max(1, min(99, there * 100 // promised))} %")
