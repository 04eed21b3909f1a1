"""A mask as a PNG of 8-bit grey, written and read by the standard library alone.

PNG specification (ISO/IEC 15948): chunks 5.3, header 11.2.2. Rows are not filtered: what the desk wrote it
reads again without a parser that could crash, and the same mask is the same bytes.
"""

import struct
import zlib

from review_desk.domain.mask.mask import LARGEST
from review_desk.errors import BadInput

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY_8 = (8, 0, 0, 0, 0)
"""Bits, colour type, compression, filter method, interlacing."""

_LEVEL = 6


def encode(width: int, height: int, values: bytes) -> bytes:
    """The PNG of strengths, row by row from the top."""
    rows = b"".join(b"\0" + values[start : start + width] for start in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, *_GREY_8)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, _LEVEL)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def decode(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and strengths of what `encode` wrote. Raises BadInput for anything else."""
    try:
        chunks = _chunks(content)
        (width, height, *rest), _ = struct.unpack(">IIBBBBB", chunks[b"IHDR"]), chunks[b"IEND"]
        if tuple(rest) != _GREY_8 or not 0 < width * height <= LARGEST:
            raise BadInput("This is not a mask of this desk.")
        rows = zlib.decompressobj().decompress(chunks[b"IDAT"], height * (width + 1) + 1)
    except (KeyError, struct.error, zlib.error) as error:
        raise BadInput("This mask is damaged.") from error
    if len(rows) != height * (width + 1) or any(rows[:: width + 1]):
        raise BadInput("This mask is damaged.")
    return width, height, b"".join(rows[s + 1 : s + 1 + width] for s in range(0, len(rows), width + 1))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _chunks(content: bytes) -> dict[bytes, bytes]:
    """Each kind's content; the checksum holds, or there is a struct.error."""
    if not content.startswith(_SIGNATURE):
        raise BadInput("This is not a mask of this desk.")
    found: dict[bytes, bytes] = {}
    place = len(_SIGNATURE)
    while place < len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        body = content[place + 8 : place + 8 + length]
        (told,) = struct.unpack_from(">I", content, place + 8 + length)
        if told != zlib.crc32(kind + body):
            raise struct.error("checksum")
        found[kind] = found.get(kind, b"") + body
        place += 12 + length
    return found
