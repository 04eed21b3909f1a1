"""Finding the C2PA manifest store in a photo's file: APP11 of a JPEG, caBX of a PNG, C2PA of a WebP."""

from io import BufferedReader
from itertools import islice
from typing import Any

from review_desk.domain.c2pa.manifest import read_manifest
from review_desk.imaging import png
from review_desk.imaging.segments import segments

_MOST = 16_000_000
"""Bytes of a store that are read; thumbnails in it count."""

_MOST_SEGMENTS = 2_000


def manifest(file: BufferedReader, format_: str) -> dict[str, Any]:
    """What the newest manifest says; {} where there is none that can be read. Nothing is verified."""
    file.seek(0)
    readers = {"JPEG": _in_jpeg, "PNG": _in_png, "WEBP": _in_webp}
    return read_manifest(readers[format_](file)) if format_ in readers else {}


def _in_png(file: BufferedReader) -> bytes:
    for chunk in png.chunks(file):
        if chunk.kind == b"caBX" and chunk.length <= _MOST:
            file.seek(chunk.offset)
            return file.read(chunk.length)
    return b""


def _in_webp(file: BufferedReader) -> bytes:
    """RIFF chunks, each on an even place."""
    file.seek(12)
    for _ in range(_MOST_SEGMENTS):
        head = file.read(8)
        size = int.from_bytes(head[4:], "little")
        if len(head) < 8:
            break
        if head[:4] == b"C2PA":
            return file.read(size) if size <= _MOST else b""
        file.seek(size + size % 2, 1)
    return b""


def _in_jpeg(file: BufferedReader) -> bytes:
    """The pieces of the box that APP11 segments carry, in their order (ISO 19566-5, D.2).

    Each has “JP”, the box's number, its own number, and the head of the box again.
    """
    boxes: dict[int, list[tuple[int, bytes]]] = {}
    total = 0
    for marker, body in islice(segments(file), _MOST_SEGMENTS):
        if marker != 0xEB or body[:2] != b"JP" or len(body) < 16:
            continue
        total += len(body)
        if total > _MOST:
            return b""
        boxes.setdefault(int.from_bytes(body[2:4], "big"), []).append(
            (int.from_bytes(body[4:8], "big"), body[8:])
        )
    stores = (_joined(sorted(pieces)) for pieces in boxes.values())
    return next((store for store in stores if b"c2pa" in store[:200]), b"")


def _joined(pieces: list[tuple[int, bytes]]) -> bytes:
    first = pieces[0][1]
    head = 16 if first[:4] == b"\0\0\0\1" else 8
    return first + b"".join(body[head:] for _, body in pieces[1:])
