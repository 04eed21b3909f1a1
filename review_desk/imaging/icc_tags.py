"""A small reader of ICC profiles: the header and the few tags that say how a profile was made.

Layout after ICC.1:2022 (profile version 4.4) and ICC.1:2001-04 (version 2); `vcgt` after Apple's ColorSync
headers; `dict` after the ICC's dictType technical note. Colours are left to Little CMS.
"""

import struct
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from review_desk.errors import BadInput

MAX_BYTES = 4_000_000
_MAX_TAGS = 200
_MAX_RECORDS = 400
_HEADER = 128
_MAX_TABLE = 3 * 4096

XYZ = tuple[float, float, float]


@dataclass(frozen=True)
class Tags:
    """A profile's bytes by tag. A tag that is absent, cut off or of another type reads as nothing."""

    icc: bytes

    def __post_init__(self) -> None:
        """Raises BadInput where this is no ICC profile, or one too large to be read."""
        if len(self.icc) > MAX_BYTES:
            raise BadInput(
                f"The profile is too large: {len(self.icc) / 1e6:.1f} MB, "
                f"where {MAX_BYTES / 1e6:.0f} MB is the limit."
            )
        if len(self.icc) < _HEADER + 4 or self.icc[36:40] != b"acsp":
            raise BadInput("This is not an ICC profile.")
        if not 0 < self._count <= _MAX_TAGS:
            raise BadInput(f"The profile is broken: it claims to have {self._count} tags.")

    @property
    def _count(self) -> int:
        return int(struct.unpack_from(">I", self.icc, _HEADER)[0])

    @property
    def device_class(self) -> str:
        """ "mntr" for a display."""
        return self.icc[12:16].decode("latin-1").strip()

    @property
    def colour_space(self) -> str:
        """ "RGB", "CMYK", "GRAY"."""
        return self.icc[16:20].decode("latin-1").strip()

    @property
    def version(self) -> str:
        """As in "4.3"."""
        return f"{self.icc[8]}.{self.icc[9] >> 4}"

    @property
    def created(self) -> date | None:
        """The day in the header (UTC); None where it is no day."""
        return _day(self.icc[24:30])

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        last = min(self._count, (len(self.icc) - _HEADER - 4) // 12)
        entries = (struct.unpack_from(">4sII", self.icc, _HEADER + 4 + 12 * n) for n in range(last))
        return {name.decode("latin-1"): (offset, size) for name, offset, size in entries}

    def __contains__(self, tag: str) -> bool:
        return bool(self.body(tag))

    def body(self, tag: str) -> bytes:
        """The bytes of a tag, its type first; empty where it is absent or reaches beyond the file."""
        offset, size = self._places.get(tag, (0, 0))
        return (
            self.icc[offset : offset + size] if offset >= _HEADER and offset + size <= len(self.icc) else b""
        )

    def xyz(self, tag: str) -> XYZ | None:
        """The first colour of an XYZType tag."""
        body = self.body(tag)
        return _triple(body, 8) if body[:4] == b"XYZ " and len(body) >= 20 else None

    def matrix(self, tag: str) -> tuple[XYZ, XYZ, XYZ] | None:
        """Three rows of an s15Fixed16ArrayType tag, as `chad` has them."""
        body = self.body(tag)
        if body[:4] != b"sf32" or len(body) < 44:
            return None
        return _triple(body, 8), _triple(body, 20), _triple(body, 32)

    def text(self, tag: str, limit: int = 4096) -> str:
        """The beginning of a textType tag."""
        body = self.body(tag)
        return body[8 : 8 + limit].decode("latin-1").rstrip("\0") if body[:4] == b"text" else ""

    def day(self, tag: str) -> date | None:
        """The day of a dateTimeType tag."""
        body = self.body(tag)
        return _day(body[8:14]) if body[:4] == b"dtim" else None

    def metadata(self) -> dict[str, str]:
        """The names and values of the `meta` tag, as DisplayCAL and colord write them."""
        body = self.body("meta")
        if body[:4] != b"dict" or len(body) < 16:
            return {}
        count, length = struct.unpack_from(">II", body, 8)
        if length < 16 or count > _MAX_RECORDS:
            return {}
        records = (16 + length * n for n in range(count) if 16 + length * (n + 1) <= len(body))
        return {_utf16(body, at): _utf16(body, at + 8) for at in records}

    def video_curves(self) -> list[list[float]] | None:
        """The three curves of `vcgt`, 0 to 1 over equal steps from 0 to 1; None without a readable one."""
        body = self.body("vcgt")
        if len(body) < 18 or body[:4] != b"vcgt":
            return None
        return _formulas(body) if struct.unpack_from(">I", body, 8)[0] else _table(body)


def _table(body: bytes) -> list[list[float]] | None:
    channels, entries, size = struct.unpack_from(">3H", body, 12)
    needed = channels * entries * size
    sound = channels in {1, 3} and size in {1, 2} and entries >= 2 and channels * entries <= _MAX_TABLE
    if not sound or len(body) < 18 + needed:
        return None
    codes = struct.unpack_from(f">{channels * entries}{'B' if size == 1 else 'H'}", body, 18)
    top = 255 if size == 1 else 65535
    curves = [[code / top for code in codes[n * entries : (n + 1) * entries]] for n in range(channels)]
    return curves * 3 if channels == 1 else curves


def _formulas(body: bytes) -> list[list[float]] | None:
    if len(body) < 12 + 36:
        return None
    triples = [_triple(body, at) for at in (12, 24, 36)]
    if any(gamma <= 0 for gamma, _, _ in triples):
        return None
    steps = [n / 255 for n in range(256)]
    return [[low + (high - low) * step**gamma for step in steps] for gamma, low, high in triples]


def _triple(body: bytes, at: int) -> XYZ:
    """Three s15Fixed16Numbers."""
    x, y, z = struct.unpack_from(">3i", body, at)
    return x / 65536, y / 65536, z / 65536


def _utf16(body: bytes, at: int) -> str:
    offset, size = struct.unpack_from(">II", body, at)
    return body[offset : offset + size].decode("utf-16-be", "replace").rstrip("\0")


def _day(six: bytes) -> date | None:
    try:
        return date(*struct.unpack(">3H", six))
    except (ValueError, struct.error):
        return None
