"""The few facts of EXIF that the desk uses, read so that a damaged block costs nothing but itself."""

import re
import struct
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image

_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_INTEROP_IFD = 0xA005
_INTEROP_INDEX = 0x0001
_COLOUR_SPACE = 0xA001
_SRGB, _ADOBE_RGB = 1, 2  # 2 is in no standard; Nikon, Canon and others wrote it
_USER_COMMENT = 0x9286
_TAKEN = 0x9003
_TAKEN_OFFSET = 0x9011
_MOMENT = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")

_DAMAGE = (OSError, ValueError, TypeError, KeyError, IndexError, SyntaxError, OverflowError, struct.error)


@dataclass(frozen=True)
class Exif:
    """`orientation` is 1-8 (1 where absent or nonsense), `taken_at` ISO 8601 local time or None.

    `adobe_rgb`: the block says Adobe RGB, by its colour space or as DCF 2.0 does, by the index "R03".
    """

    orientation: int = 1
    taken_at: str | None = None
    adobe_rgb: bool = False


def read(block: bytes | None) -> Exif:
    """Read an EXIF block, with or without its "Exif" prefix; a block that makes no sense counts as absent."""
    if not block:
        return Exif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tags = Image.Exif()
            tags.load(block)
            details = {**tags.get_ifd(_EXIF_IFD), _INTEROP_IFD: tags.get_ifd(_INTEROP_IFD)}
            return of_tags(tags.get(_ORIENTATION), details)
        except _DAMAGE:
            return Exif()


def comment(block: bytes | None) -> str:
    """The UserComment, where generators write their parameters in JPEG and WebP; "" where there is none."""
    if not block:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tags = Image.Exif()
            tags.load(block)
            raw = tags.get_ifd(_EXIF_IFD).get(_USER_COMMENT, b"")
        except _DAMAGE:
            return ""
    if not isinstance(raw, bytes):
        return str(raw)
    code, words = raw[:8], raw[8:]
    utf_16 = "utf-16-be" if words[:1] == b"\0" else "utf-16-le"
    return words.decode(utf_16 if code.startswith(b"UNICODE") else "utf-8", "replace")


def of_tags(orientation: Any, details: dict[int, Any]) -> Exif:
    """The facts from the orientation tag's value and the tags of the EXIF directory."""
    known = orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1
    return Exif(known, _moment(details.get(_TAKEN), details.get(_TAKEN_OFFSET)), _is_adobe_rgb(details))


def upright(block: bytes) -> bytes:
    """The same block with orientation 1, for pixels that have been turned. Empty where it makes no sense."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tags = Image.Exif()
            tags.load(block)
            tags[_ORIENTATION] = 1
            return tags.tobytes().removeprefix(b"Exif\x00\x00")
        except _DAMAGE:
            return b""


def _is_adobe_rgb(details: dict[int, Any]) -> bool:
    space, interop = details.get(_COLOUR_SPACE), details.get(_INTEROP_IFD)
    index = interop.get(_INTEROP_INDEX) if isinstance(interop, dict) else None
    return space == _ADOBE_RGB or (space != _SRGB and str(index).startswith("R03"))


def _moment(taken: Any, offset: Any) -> str | None:
    found = _MOMENT.match(str(taken or ""))
    if not found or found[1] == "0000":
        return None
    year, month, day, hour, minute, second = found.groups()
    zone = str(offset or "")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone if _OFFSET.fullmatch(zone) else ''}"
