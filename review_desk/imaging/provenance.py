"""Reading from a file how it was made: PNG text, EXIF comments, the creator tool in XMP, a C2PA manifest.

Only what is near the beginning or in small chunks is read; nothing is unpacked beyond `_LONGEST` bytes.
"""

import re
import zlib
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from review_desk.domain.provenance import LONGEST, read_a1111, read_comfy
from review_desk.imaging import c2pa, exif, png
from review_desk.imaging.header import Header

_LONGEST = LONGEST
_HEAD = 1_000_000
_CREATOR = re.compile(rb"CreatorTool(?:=\"|>)([^<\"]{1,200})")
_SOURCE = re.compile(rb"digitalsourcetype/(\w{1,60})")


def provenance(header: Header, file: BufferedReader) -> dict[str, Any] | None:
    """What the file says of how it was made, by name; nothing where it says nothing.

    `c2pa` is what the newest C2PA manifest says, as far as it can be read; it is not verified.
    """
    texts = (
        dict(_png_texts(file))
        if header.format == "PNG"
        else {"parameters": exif.comment(header.exif)[:_LONGEST]}
    )
    found = read_comfy(texts.get("prompt", "")) or read_a1111(texts.get("parameters", ""))
    file.seek(0)
    head = file.read(_HEAD)
    if b"CreatorTool" in head and (
        creator := _CREATOR.search(head)
    ):  # most have neither: a search is quicker
        found["creator"] = creator[1].decode("utf-8", "replace")
    if b"digitalsourcetype/" in head and (source := _SOURCE.search(head)):
        found["digital_source_type"] = source[1].decode("ascii")
    claimed = c2pa.manifest(file, header.format)
    if claimed or (b"c2pa" in head and (b"jumb" in head or b"caBX" in head)):
        found["c2pa"] = claimed | {"verified": False}
    return found or None


def _png_texts(file: BufferedReader) -> Iterator[tuple[str, str]]:
    """Keyword and text of the tEXt, zTXt and iTXt chunks (PNG specification, 11.3.4)."""
    for chunk in png.chunks(file):
        if chunk.kind in (b"tEXt", b"zTXt", b"iTXt") and chunk.length <= _LONGEST:
            here = file.tell()
            file.seek(chunk.offset)
            content = file.read(chunk.length)
            file.seek(here)
            keyword, _, rest = content.partition(b"\0")
            text = _unpacked(chunk.kind, rest)
            if text is not None:
                yield keyword.decode("latin-1"), text


def _unpacked(kind: bytes, rest: bytes) -> str | None:
    try:
        if kind == b"tEXt":
            return rest.decode("utf-8", "replace")
        if kind == b"zTXt":
            return _inflated(rest[1:]).decode("utf-8", "replace")
        flag, _, after = rest[0], rest[1], rest[2:]
        body = after.split(b"\0", 2)[2]
        return (_inflated(body) if flag else body).decode("utf-8", "replace")
    except (zlib.error, IndexError):
        return None


def _inflated(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed, _LONGEST)
