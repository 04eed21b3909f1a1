"""WebP: header from its chunks, pixels through OpenCV (libwebp). Of an animation the first frame counts.

WebP container specification (RIFF; VP8X, VP8, VP8L, ICCP, EXIF chunks) and RFC 6386, 9.1.
"""

import struct
from io import BufferedReader
from pathlib import Path

import cv2
import numpy as np

from review_desk.imaging import exif, gate
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, reduced, reduced_under

_KEPT = (b"VP8X", b"VP8 ", b"VP8L", b"ICCP", b"EXIF")
_FRAME_HEADER = 10
_LONGEST_KEPT = 8_000_000
_ALPHA_FLAG = 0x10


def header(path: Path, file: BufferedReader) -> Header:
    """Read size, mode, profile and EXIF; BadInput where the file is damaged or shorter than it says."""
    _check_length(path, file)
    chunks = _chunks(file)
    try:
        width, height, alpha = _size(chunks)
    except (KeyError, struct.error, IndexError) as error:
        raise gate.refuse(path, "is damaged: no WebP header can be read from it") from error
    block = chunks.get(b"EXIF", b"").removeprefix(b"Exif\x00\x00") or None
    facts = exif.read(block)
    return Header(
        format="WEBP",
        width=width,
        height=height,
        mode="RGBA" if alpha else "RGB",
        orientation=facts.orientation,
        taken_at=facts.taken_at,
        names_adobe_rgb=facts.adobe_rgb,
        icc=chunks.get(b"ICCP"),
        exif=block,
    )


def raster(path: Path, header: Header, *, level: int) -> Raster:
    """The stored pixels, halved `level` times. BadInput where they are damaged; MemoryError."""
    try:
        stored = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from error
        stored = None
    if stored is None or stored.shape[1::-1] != (header.width, header.height):
        raise gate.refuse(path, "is damaged: its picture data cannot be decoded")
    pixels = cv2.cvtColor(stored, cv2.COLOR_BGR2RGB if stored.shape[2] == 3 else cv2.COLOR_BGRA2RGB)
    if stored.shape[2] == 3:
        return Raster(reduced(pixels, level), "RGB", level=level)
    alpha = np.ascontiguousarray(stored[..., 3])
    return Raster(reduced_under(pixels, alpha, level), "RGB", alpha=reduced(alpha, level), level=level)


def _check_length(path: Path, file: BufferedReader) -> None:
    """Compare the file with the length in its first chunk (bytes 4-7, counted from byte 8)."""
    (promised,) = struct.unpack("<I", file.read(8)[4:].ljust(4, b"\x00"))
    there = file.seek(0, 2) - 8
    if there < promised:
        raise gate.refuse(path, f"is cut off after about {max(1, min(99, there * 100 // promised))} %")


def _chunks(file: BufferedReader) -> dict[bytes, bytes]:
    """The first chunk of each kind that says something about the photo; of pixels only the beginning."""
    found: dict[bytes, bytes] = {}
    file.seek(12)
    while len(start := file.read(8)) == 8:
        kind, length = struct.unpack("<4sI", start)
        after = file.tell() + length + length % 2
        if kind in _KEPT and kind not in found and length <= gate.MAX_BYTES:
            found[kind] = file.read(_FRAME_HEADER if kind.startswith(b"VP8") else min(length, _LONGEST_KEPT))
        file.seek(after)
    return found


def _size(chunks: dict[bytes, bytes]) -> tuple[int, int, bool]:
    """Width, height and whether there is transparency."""
    if extended := chunks.get(b"VP8X"):
        width, height = (int.from_bytes(extended[at : at + 3], "little") + 1 for at in (4, 7))
        return width, height, bool(extended[0] & _ALPHA_FLAG)
    if lossless := chunks.get(b"VP8L"):
        (bits,) = struct.unpack_from("<I", lossless, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    width, height = struct.unpack_from("<HH", chunks[b"VP8 "], 6)
    return width & 0x3FFF, height & 0x3FFF, False
