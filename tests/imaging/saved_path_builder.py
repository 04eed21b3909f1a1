"""Files with saved paths in them, laid out by hand after Adobe's specification."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

Point = tuple[float, float]
Line = tuple[int, Sequence[tuple[Point, Point, Point]]]
"""What it does with the lines before it, and its knots: handle in, point, handle out; shares of the photo."""

_ROUND = 0.5522847498


def corners(*points: Point, operation: int = 0) -> Line:
    """A line of straight pieces."""
    return operation, [(point, point, point) for point in points]


def box(left: float, top: float, right: float, bottom: float, *, operation: int = 0) -> Line:
    return corners((left, top), (right, top), (right, bottom), (left, bottom), operation=operation)


def circle(x: float, y: float, across: float, down: float, *, operation: int = 0) -> Line:
    """Four knots, with half axes in shares of the photo."""
    a, b = across * _ROUND, down * _ROUND
    return operation, [
        ((x - a, y - down), (x, y - down), (x + a, y - down)),
        ((x + across, y - b), (x + across, y), (x + across, y + b)),
        ((x + a, y + down), (x, y + down), (x - a, y + down)),
        ((x - across, y + b), (x - across, y), (x - across, y - b)),
    ]


def records(*lines: Line) -> bytes:
    """A path resource's content: the fill rule, what it begins with, and each line with its knots."""
    found = struct.pack(">H24x", 6) + struct.pack(">HH22x", 8, 0)
    for operation, knots in lines:
        found += struct.pack(">HHhH18x", 0, len(knots), operation, 1)
        for knot in knots:
            found += struct.pack(">H6i", 2, *(round(n * (1 << 24)) for x, y in knot for n in (y, x)))
    return found


def piece(number: int, name: str, content: bytes) -> bytes:
    """One image resource."""
    text = name.encode()
    named = bytes([len(text)]) + text + b"\0" * ((len(text) + 1) % 2)
    return (
        b"8BIM"
        + struct.pack(">H", number)
        + named
        + struct.pack(">I", len(content))
        + content
        + (b"\0" * (len(content) % 2))
    )


def block(paths: dict[str, bytes], *, clips: str = "") -> bytes:
    """The image resources of these paths, one of which is said to clip."""
    made = b"".join(piece(2000 + at, name, content) for at, (name, content) in enumerate(paths.items()))
    text = clips.encode()
    return made + (piece(2999, "", bytes([len(text)]) + text + b"\0" * 6) if clips else b"")


def photo(path: Path, made: bytes, *, width: int = 90, height: int = 60, orientation: int = 1) -> Path:
    """A photo of noise with the block in it: PSD, TIFF or JPEG by its name."""
    pixels = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    if path.suffix == ".psd":
        planes = pixels.transpose(2, 0, 1).tobytes()
        head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, height, width, 8, 3)
        path.write_bytes(head + struct.pack(">II", 0, len(made)) + made + struct.pack(">IH", 0, 0) + planes)
        return path
    picture = Image.fromarray(pixels)
    if path.suffix == ".tif":
        tags = ImageFileDirectory_v2()
        tags[34377], tags.tagtype[34377] = made, 7
        tags[274] = orientation
        picture.save(path, tiffinfo=tags)
        return path
    exif = Image.Exif()
    exif[274] = orientation
    picture.save(path, exif=exif)
    content = path.read_bytes()
    parts = [made[at : at + 60_000] for at in range(0, len(made), 60_000)]
    segments = (b"Photoshop 3.0\0" + part for part in parts)
    app13 = b"".join(b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment for segment in segments)
    path.write_bytes(content[:2] + app13 + content[2:])
    return path
