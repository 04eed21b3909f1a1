"""Finding XMP: the packet inside a photo's file, and the sidecar beside it."""

from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import Any

from review_desk.domain.xmp.packet import Packet
from review_desk.domain.xmp.words import Spoken, spoken
from review_desk.errors import BadInput

_SPAN = 1_000_000
"""Bytes at either end of a file in which a packet is looked for: JPEG has it first, TIFF often last."""

_SIDECAR_MOST = 4_000_000


def embedded(file: BufferedReader, size: int) -> dict[str, Any] | None:
    """Stars, label and keywords of the packet inside an open photo; None where none can be read."""
    for place in dict.fromkeys((0, max(0, size - _SPAN))):
        file.seek(place)
        span = file.read(_SPAN)
        begin, end = span.find(b"<x:xmpmeta"), span.rfind(b"</x:xmpmeta>")
        if 0 <= begin < end:
            with suppress(BadInput):  # a photo is a photo, whatever is written in it
                return spoken(Packet(span[begin : end + len(b"</x:xmpmeta>")])).fields() or None
    return None


def sidecars_of(photo: Path) -> list[Path]:
    """The sidecars beside a photo: `name.ext.xmp` (digiKam, darktable) before `name.xmp` (Adobe)."""
    names = (photo.with_name(f"{photo.name}.xmp"), photo.with_suffix(".xmp"))
    return [path for path in dict.fromkeys(names) if path.is_file()]


def read_sidecar(path: Path) -> Packet:
    """A sidecar's packet. Raises BadInput in a sentence that names it."""
    try:
        with path.open("rb") as file:
            return Packet(file.read(_SIDECAR_MOST + 1))
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}.") from error
    except BadInput as error:
        raise BadInput(f"{path.name} cannot be understood. {error}") from error


def beside(photo: Path) -> dict[str, Any]:
    """What the sidecars beside a photo say, the first word on each thing; nothing for unreadable ones."""
    found = Spoken().fields()
    for path in sidecars_of(photo):
        with suppress(BadInput):
            found = {**spoken(read_sidecar(path)).fields(), **found}
    return found
