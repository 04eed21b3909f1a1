"""ICC profiles made tag by tag, so that a test knows what is in them."""

import struct
from collections.abc import Mapping
from datetime import date

D50 = (0.9642, 1.0, 0.8249)
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.7141))
D65_CHAD = ((1.04788, 0.02292, -0.05022), (0.02957, 0.99048, -0.01706), (-0.00923, 0.01508, 0.75165))
"""Bradford from D65 to D50 (as in every sRGB profile of version 4)."""


def fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + fixed(*values)


def curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def text(words: str) -> bytes:
    return b"text\0\0\0\0" + words.encode("latin-1") + b"\0"


def name(words: str) -> bytes:
    """A textDescriptionType."""
    ascii_words = words.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_words)) + ascii_words + b"\0" * 78


def chad(rows: tuple[tuple[float, ...], ...] = D65_CHAD) -> bytes:
    return b"sf32\0\0\0\0" + b"".join(fixed(*row) for row in rows)


def day(when: date) -> bytes:
    return b"dtim\0\0\0\0" + struct.pack(">6H", when.year, when.month, when.day, 12, 0, 0)


def meta(words: Mapping[str, str]) -> bytes:
    """A dictType with records of 16 bytes."""
    records, strings, at = b"", b"", 16 + 16 * len(words)
    for key, value in words.items():
        for part in (key.encode("utf-16-be"), value.encode("utf-16-be")):
            records += struct.pack(">II", at, len(part))
            strings += part
            at += len(part)
    return b"dict\0\0\0\0" + struct.pack(">II", len(words), 16) + records + strings


def video_table(*channels: list[int], width: int = 2) -> bytes:
    head = struct.pack(">I3H", 0, len(channels), len(channels[0]), width)
    codes = [code for channel in channels for code in channel]
    return b"vcgt\0\0\0\0" + head + struct.pack(f">{len(codes)}{'B' if width == 1 else 'H'}", *codes)


def video_formula(gamma: float) -> bytes:
    return b"vcgt\0\0\0\0" + struct.pack(">I", 1) + fixed(gamma, 0, 1) * 3


def profile(
    tags: Mapping[str, bytes] | None = None,
    *,
    description: str = "EIZO CG2420",
    gamma: float = 2.2,
    version: int = 2,
    device_class: str = "mntr",
    space: str = "RGB ",
    created: tuple[int, int, int] = (2026, 11, 17),
    primaries: tuple[tuple[float, ...], ...] = SRGB,
) -> bytes:
    """A matrix profile: sRGB's primaries unless told otherwise; `tags` are added, or replace its own."""
    own = {"desc": name(description), "cprt": text("none"), "wtpt": xyz(0.95047, 1.0, 1.08883)}
    for channel, primary in zip("rgb", primaries, strict=True):
        own |= {f"{channel}XYZ": xyz(*primary), f"{channel}TRC": curve(gamma)}
    own |= tags or {}
    table, body, at = b"", b"", 132 + 12 * len(own)
    for tag, content in own.items():
        table += tag.encode() + struct.pack(">II", at + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    header = bytearray(128)
    struct.pack_into(">I", header, 0, at + len(body))
    header[8], header[12:16], header[16:20], header[20:24] = (
        version,
        device_class.encode(),
        space.encode(),
        b"XYZ ",
    )
    struct.pack_into(">6H", header, 24, *created, 9, 0, 0)
    header[36:40] = b"acsp"
    header[68:80] = fixed(*D50)
    return bytes(header) + struct.pack(">I", len(own)) + table + body
