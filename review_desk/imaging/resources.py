"""Photoshop's image resources: a block of numbered pieces, in PSD, TIFF and JPEG alike. Standard library
only.

Adobe Photoshop File Formats Specification, "Image Resources Section"; TIFF keeps the block in tag 34377, JPEG
in APP13 segments. Every length in it is a stranger's: each is held against what is there.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader

from review_desk.imaging.segments import segments

_SIGNATURES = (b"8BIM", b"MeSa")
_TIFF_TAG = 34377
_APP13, _JPEG_NAME = 0xED, b"Photoshop 3.0\0"

LARGEST = 200_000_000
"""Bytes of a block: those with large paths and a thumbnail take a few millions."""

_MOST_TAGS, _MOST_PIECES = 4096, 20_000


@dataclass(frozen=True)
class Resource:
    """One piece: its number, its name ("" for most) and its bytes, fewer than it promised where it is cut."""

    number: int
    name: str
    content: bytes


def resources(block: bytes) -> Iterator[Resource]:
    """The pieces of a block, in order, as far as it is whole."""
    at = 0
    for _ in range(_MOST_PIECES):
        if block[at : at + 4] not in _SIGNATURES or at + 12 > len(block):
            return
        (number,) = struct.unpack_from(">H", block, at + 4)
        name = pascal(block[at + 6 : at + 6 + 256])
        at += 6 + (block[at + 6] + 2) // 2 * 2  # a name with its length byte, padded to even
        if at + 4 > len(block):
            return
        (length,) = struct.unpack_from(">I", block, at)
        yield Resource(number, name, block[at + 4 : at + 4 + length])
        at += 4 + (length + 1) // 2 * 2


def pascal(content: bytes) -> str:
    """A text that begins with its length in one byte; Photoshop writes the system's own letters."""
    text = content[1 : 1 + content[0]] if content else b""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("mac-roman")


def resource_block(format_name: str, file: BufferedReader) -> bytes:
    """The block of an open PSD, TIFF or JPEG; b"" where there is none, or for another format."""
    file.seek(0)
    find = {"PSD": _of_psd, "TIFF": _of_tiff, "JPEG": _of_jpeg}.get(format_name)
    try:
        return find(file) if find else b""
    except struct.error:  # the file ends before its own directory does
        return b""


def _of_psd(file: BufferedReader) -> bytes:
    file.seek(26)
    (palette,) = _unpacked(file, ">I")
    file.seek(26 + 4 + palette)
    (length,) = _unpacked(file, ">I")
    return file.read(min(length, LARGEST))


def _of_tiff(file: BufferedReader) -> bytes:
    """Tag 34377 of the first directory; BigTIFF too."""
    head = file.read(8)
    order = "<" if head[:2] == b"II" else ">"
    large = head[2:4] in (b"+\0", b"\0+")
    if large:
        (start,) = _unpacked(file, f"{order}Q")
    else:
        (start,) = struct.unpack(f"{order}4xI", head)
    file.seek(min(start, _size(file)))
    (count,) = _unpacked(file, f"{order}{'Q' if large else 'H'}")
    entry = f"{order}HHQQ" if large else f"{order}HHII"
    for _ in range(min(count, _MOST_TAGS)):
        tag, kind, length, place = _unpacked(file, entry)
        if tag == _TIFF_TAG:
            file.seek(min(place, _size(file)))
            return file.read(min(length * (4 if kind == 4 else 1), LARGEST))
    return b""


def _of_jpeg(file: BufferedReader) -> bytes:
    """The APP13 segments before the picture, joined: one holds 64 kB at most."""
    own = (body for code, body in segments(file) if code == _APP13 and body.startswith(_JPEG_NAME))
    return b"".join(body[len(_JPEG_NAME) :] for body in own)


def _unpacked(file: BufferedReader, form: str) -> tuple[int, ...]:
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _size(file: BufferedReader) -> int:
    return os.fstat(file.fileno()).st_size
