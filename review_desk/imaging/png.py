"""PNG: header from its chunks, pixels through libvips (libpng)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from review_desk.imaging import exif, gate, png_colour
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster

_SIGNATURE = 8
_MODES = {0: "L", 2: "RGB", 3: "P", 4: "LA", 6: "RGBA"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_KEPT = png_colour.KINDS | {b"IHDR", b"eXIf"}
_LONGEST_KEPT = png_colour.LONGEST_PROFILE


@dataclass(frozen=True)
class Chunk:
    """One chunk's kind, where its content lies, and that content for the few kinds that are kept."""

    kind: bytes
    offset: int
    length: int
    content: bytes = b""


def chunks(file: BufferedReader) -> Iterator[Chunk]:
    """The chunks up to and with IEND. Ends early where the file does (PNG specification, 5.3)."""
    file.seek(0, 2)
    end = file.tell()
    offset = _SIGNATURE
    while offset + 12 <= end:
        file.seek(offset)
        length, kind = struct.unpack(">I4s", file.read(8))
        if offset + 12 + length > end:
            return
        kept = file.read(length) if kind in _KEPT and length <= _LONGEST_KEPT else b""
        yield Chunk(kind, offset + 8, length, kept)
        if kind == b"IEND":
            return
        offset += 12 + length


def header(path: Path, file: BufferedReader) -> Header:
    """Read size, mode, profile and EXIF; BadInput where the file is damaged or lacks its end."""
    found: dict[bytes, bytes] = {}
    for chunk in chunks(file):
        found.setdefault(chunk.kind, chunk.content)
    try:
        width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", found[b"IHDR"])
        mode = _MODES[kind]
    except (KeyError, struct.error) as error:
        raise gate.refuse(path, "is damaged: no PNG header can be read from it") from error
    gate.check_dimensions(path, width=width, height=height)
    if b"IEND" not in found:
        raise gate.refuse(path, _why(file))
    facts = exif.read(found.get(b"eXIf"))
    colours = png_colour.stated(found, grey=mode in ("L", "LA"))
    return Header(
        format="PNG",
        width=width,
        height=height,
        mode="I;16" if (kind, depth) == (0, 16) else mode,
        bit_depth=depth,
        orientation=facts.orientation,
        taken_at=facts.taken_at,
        icc=colours.icc,
        exif=found.get(b"eXIf"),
        names_srgb=colours.names_srgb,
        names_adobe_rgb=facts.adobe_rgb,
        colour_note=colours.note,
    )


def raster(path: Path, _: Header, *, level: int) -> Raster:
    """The stored pixels with the palette applied, halved `level` times. BadInput where they are damaged."""
    from review_desk.imaging import vips

    try:
        image = vips.load(path, "pngload")
        alpha = image.bands in (2, 4)
        pixels = vips.pixels(image, level=level, alpha=alpha)
    except vips.UnreadableError as error:
        with gate.open_photo(path) as file:  # it may be gone by now: a try that was kept
            raise gate.refuse(path, _why(file)) from error
    colours = pixels.shape[2] - alpha
    return Raster(
        pixels[..., :colours],
        "L" if colours == 1 else "RGB",
        alpha=pixels[..., -1] if alpha else None,
        level=level,
    )


def _why(file: BufferedReader) -> str:
    """Why the pixels cannot be read: cut off (with the share that is there) or damaged."""
    found = list(chunks(file))
    if found and found[-1].kind == b"IEND":
        return "is damaged: its picture data cannot be decoded"
    share = _share_there(file, found)
    return f"is cut off after about {share} %" if share else "is cut off before its end"


def _share_there(file: BufferedReader, found: list[Chunk]) -> int | None:
    """Percent of the pixel bytes that can be unpacked, or None where that cannot be told (interlaced)."""
    if not found or found[0].kind != b"IHDR":
        return None
    size: tuple[int, ...] = struct.unpack(">IIBBBBB", found[0].content)
    width, height, depth, kind, _, _, interlaced = size
    if interlaced:
        return None
    expected = height * (1 + -(-width * depth * _CHANNELS[kind] // 8))
    return max(1, min(99, _unpacked(file, found) * 100 // expected))


def _unpacked(file: BufferedReader, found: list[Chunk]) -> int:
    """How many bytes come out of the picture data that is there, the cut chunk at the end included."""
    last = found[-1]
    pieces = [(chunk.offset, chunk.length) for chunk in found if chunk.kind == b"IDAT"]
    file.seek(last.offset + last.length + 4)
    if file.read(8)[4:] == b"IDAT":
        pieces.append((file.tell(), gate.MAX_BYTES))
    unpacker, total = zlib.decompressobj(), 0
    for offset, length in pieces:
        file.seek(offset)
        try:
            total += _count(unpacker, file.read(length))
        except zlib.error:
            break
    return total


def _count(unpacker: "zlib._Decompress", packed: bytes) -> int:
    total = 0
    while packed:
        total += len(unpacker.decompress(packed, 1 << 20))
        packed = unpacker.unconsumed_tail
    return total
