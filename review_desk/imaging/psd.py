"""PSD and PSB: the flattened picture that Photoshop keeps beside the layers, 8 and 16 bits.

Adobe Photoshop File Formats Specification, "Photoshop File Format": header, colour mode data, image
resources, layers (skipped by their length), image data (raw or PackBits, one plane after the other).
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from review_desk.errors import BadInput
from review_desk.imaging import exif, gate
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, reduced
from review_desk.imaging.resources import resources

_MODES = {0: "L", 1: "L", 2: "P", 3: "RGB", 4: "CMYK", 8: "L", 9: "LAB"}
_PLANES = {"L": 1, "P": 1, "RGB": 3, "CMYK": 4, "LAB": 3}
_DEPTHS = {0: (1,), 1: (8, 16), 2: (8,), 3: (8, 16), 4: (8, 16), 8: (8, 16), 9: (8, 16)}
_ICC, _VERSION, _EXIF = 1039, 1057, 1058
_RAW, _PACKBITS = 0, 1
_DAMAGED = "is damaged: no PSD header can be read from it"


@dataclass(frozen=True)
class _Layout:
    """What is read before the pixels; `start` is where the image data begins."""

    large: bool
    channels: int
    width: int
    height: int
    depth: int
    mode: int
    palette: bytes
    resources: dict[int, bytes]
    start: int


def header(path: Path, file: BufferedReader) -> Header:
    """Read size, mode, profile and EXIF; BadInput where the file is damaged or has no flattened picture."""
    layout = _layout(path, file)
    mode = _MODES.get(layout.mode)
    if mode is None or layout.depth not in _DEPTHS[layout.mode] or layout.channels < _PLANES[mode]:
        raise gate.refuse(
            path, "is a PSD of a kind the desk does not read: 8 or 16 bits, grey, RGB, CMYK or Lab"
        )
    if layout.resources.get(_VERSION, b"\0\0\0\0\1")[4:5] == b"\0":
        raise gate.refuse(path, 'has no flattened picture: save it with "Maximise compatibility"')
    facts = exif.read(layout.resources.get(_EXIF))
    return Header(
        format="PSD",
        width=layout.width,
        height=layout.height,
        mode="I;16" if (mode, layout.depth) == ("L", 16) else mode,
        bit_depth=layout.depth,
        orientation=1,  # Photoshop turns the pixels itself and leaves the old tag behind
        taken_at=facts.taken_at,
        icc=layout.resources.get(_ICC),
        exif=layout.resources.get(_EXIF),
    )


def raster(path: Path, _: Header, *, level: int) -> Raster:
    """The flattened pixels, halved `level` times. BadInput where they are cut off or damaged.

    Photoshop has laid transparent pictures on white already; their transparency plane is left out.
    """
    with path.open("rb") as file:
        layout = _layout(path, file)
        file.seek(layout.start)
        mode = _MODES[layout.mode]
        planes = _planes(path, file, layout, _PLANES[mode])
        if mode == "P":
            return Raster(_coloured(next(planes), layout.palette, level), "RGB", level=level)
        pixels = np.stack([reduced(plane, level) for plane in planes], axis=2)
    if mode == "CMYK":
        pixels = ~pixels  # Photoshop stores paper as the highest code
    return Raster(pixels, mode, level=level)


def _layout(path: Path, file: BufferedReader) -> _Layout:
    try:
        version, channels, height, width, depth, mode = struct.unpack(">4xH6xHIIHH", file.read(26))
        gate.check_dimensions(path, width=width, height=height)
        palette = file.read(_length(file, ">I"))
        resources = _resources(file.read(_length(file, ">I")))
        large = version == 2
        layers = _length(file, ">Q" if large else ">I")
        start = file.tell() + layers
        if start > os.fstat(file.fileno()).st_size:
            raise gate.refuse(path, "is cut off before its picture data")
    except BadInput:
        raise
    except (struct.error, ValueError, OverflowError, MemoryError) as error:
        raise gate.refuse(path, _DAMAGED) from error
    return _Layout(large, channels, width, height, depth, mode, palette, resources, start)


def _length(file: BufferedReader, form: str) -> int:
    (length,) = struct.unpack(form, file.read(struct.calcsize(form)))
    return int(length)


def _resources(block: bytes) -> dict[int, bytes]:
    """The first piece of each number."""
    return {piece.number: piece.content for piece in reversed(list(resources(block)))}


def _planes(path: Path, file: BufferedReader, layout: _Layout, wanted: int) -> Iterator[NDArray[Any]]:
    """The first `wanted` planes, (H, W) each, read one at a time."""
    packing = file.read(2)
    row = (layout.width * layout.depth + 7) // 8
    if len(packing) < 2:
        raise gate.refuse(path, "is cut off before its picture data")
    if packing == struct.pack(">H", _RAW):
        sizes = np.full(layout.channels, row * layout.height)
    elif packing == struct.pack(">H", _PACKBITS):
        sizes = _packed_sizes(path, file, layout)
    else:
        raise gate.refuse(path, "is damaged: its picture data is packed in an unknown way")
    for plane in range(wanted):
        content = file.read(int(sizes[plane]))
        if len(content) < sizes[plane]:
            there = int(sizes[:plane].sum()) + len(content)
            raise gate.refuse(path, _cut_off(there, int(sizes.sum())))
        if packing == struct.pack(">H", _PACKBITS):
            yield _samples(_unpacked(path, content, row, layout.height), layout)
        else:
            yield _samples(np.frombuffer(content, np.uint8).reshape(layout.height, row), layout)


def _packed_sizes(path: Path, file: BufferedReader, layout: _Layout) -> NDArray[np.int64]:
    """Bytes of each packed plane, from the table of packed rows that goes before them."""
    rows, size = layout.height * layout.channels, 4 if layout.large else 2
    table = file.read(rows * size)
    if len(table) < rows * size:
        raise gate.refuse(path, "is cut off before its picture data")
    lengths = np.frombuffer(table, f">u{size}").reshape(layout.channels, layout.height)
    sizes: NDArray[np.int64] = lengths.sum(axis=1, dtype=np.int64)
    return sizes


def _unpacked(path: Path, packed: bytes, row: int, height: int) -> NDArray[np.uint8]:
    try:
        return np.asarray(Image.frombuffer("L", (row, height), packed, "packbits", "L"))
    except (ValueError, OSError) as error:
        raise gate.refuse(path, "is damaged: its picture data cannot be decoded") from error


def _cut_off(there: int, expected: int) -> str:
    return f"is cut off after about {max(1, min(99, there * 100 // expected))} %"


def _samples(plane: NDArray[np.uint8], layout: _Layout) -> NDArray[Any]:
    """Rows of bytes to (H, W) samples: 16 bits big-endian; in 1-bit files a set bit is black."""
    if layout.depth == 16:
        return np.ascontiguousarray(plane).view(">u2").astype(np.uint16)
    if layout.depth == 1:
        bits = np.unpackbits(plane, axis=1)[:, : layout.width]
        return np.where(bits, 0, 255).astype(np.uint8)
    return plane


def _coloured(indices: NDArray[np.uint8], palette: bytes, level: int) -> NDArray[np.uint8]:
    """Indexed colour to (H, W, 3): the palette is 256 reds, 256 greens, 256 blues."""
    table = np.frombuffer(palette[:768].ljust(768, b"\0"), np.uint8).reshape(3, 256)
    return np.stack([reduced(channel[indices], level) for channel in table], axis=2)
