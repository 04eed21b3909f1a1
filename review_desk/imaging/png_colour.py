"""What a PNG says of its colours, in four ways: cICP goes before iCCP, then sRGB, then gAMA with cHRM.

PNG specification, third edition: 4.3 (the order), 11.3.2.1 cHRM, 11.3.2.2 gAMA, 11.3.2.3 iCCP, 11.3.2.5
sRGB (with the values of gAMA and cHRM that stand for it), 11.3.2.6 cICP.
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from review_desk.imaging import matrix_profile, rgb_spaces

KINDS = frozenset((b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM"))
LONGEST_PROFILE = 8_000_000

_SRGB_GAMMA = 45455
_SRGB_CORNERS = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
_NEAR = 100  # in steps of 1/100,000

# ITU-T H.273: colour primaries (table 2), transfer characteristics (table 3).
_PRIMARIES = {1: "BT.709", 9: "BT.2020", 11: "DCI-P3", 12: "Display P3"}
_TRANSFERS = {
    **dict.fromkeys((1, 6, 14, 15), "of television"),
    8: "linear",
    13: "of sRGB",
    16: "PQ",
    18: "HLG",
}
_BT709, _P3, _SRGB_TRANSFER = 1, 12, 13


@dataclass(frozen=True)
class Stated:
    """The colours a PNG states: a profile, embedded or made; sRGB by name; a clause on what is not read."""

    icc: bytes | None = None
    names_srgb: bool = False
    note: str | None = None


def stated(found: Mapping[bytes, bytes], *, grey: bool) -> Stated:
    """Judge the chunks (kind -> content of the first of each kind) by their order."""
    note = None
    if b"cICP" in found:
        said = _coded(found[b"cICP"], grey=grey)
        if not said.note:
            return said
        note = said.note
    if b"iCCP" in found:
        return Stated(unpacked(found[b"iCCP"]), note=note)
    if b"sRGB" in found:
        return Stated(names_srgb=True, note=note)
    measured = _measured(found, grey=grey) if b"gAMA" in found else Stated()
    return Stated(measured.icc, measured.names_srgb, note or measured.note)


def unpacked(content: bytes) -> bytes:
    """The profile of an iCCP chunk; what does not unpack is passed on as it is, to be judged broken."""
    packed = content.partition(b"\x00")[2][1:]
    try:
        return zlib.decompressobj().decompress(packed, LONGEST_PROFILE) or b"\x00"
    except zlib.error:
        return packed or b"\x00"


def _coded(content: bytes, *, grey: bool) -> Stated:
    """cICP: primaries, transfer, matrix (0 for RGB), full range."""
    if len(content) != 4:
        return Stated(note="its cICP chunk is damaged")
    primaries, transfer, matrix, full = content
    if (transfer, matrix, full) == (_SRGB_TRANSFER, 0, 1) and primaries in (_BT709, _P3):
        is_srgb = grey or primaries == _BT709
        return Stated(None if is_srgb else rgb_spaces.display_p3(), names_srgb=is_srgb)
    space = _PRIMARIES.get(primaries, f"number {primaries}")
    curve = _TRANSFERS.get(transfer, f"number {transfer}")
    code = "/".join(str(number) for number in content)
    return Stated(note=f"it states {space} colours with the curve {curve} (cICP {code}), which are not read")


def _measured(found: Mapping[bytes, bytes], *, grey: bool) -> Stated:
    """gAMA, with the primaries of cHRM or else those of sRGB."""
    try:
        (encoding,) = struct.unpack(">I", found[b"gAMA"])
        corners = struct.unpack(">8i", found[b"cHRM"]) if b"cHRM" in found and not grey else _SRGB_CORNERS
        if encoding == 0 or encoding > 1_000_000:
            raise ValueError("no curve")
        said, srgb = (encoding, *corners), (_SRGB_GAMMA, *_SRGB_CORNERS)
        if np.abs(np.subtract(said, srgb)).max() <= _NEAR:
            return Stated(names_srgb=True)
        return Stated(_profile(100_000 / encoding, corners, grey=grey))
    except (struct.error, ValueError):
        return Stated(note="its gAMA and cHRM chunks make no colour space")


def _profile(exponent: float, corners: tuple[int, ...], *, grey: bool) -> bytes:
    curve = matrix_profile.gamma(exponent)
    if grey:
        return matrix_profile.grey_profile(f"grey, gamma {exponent:.2f}", curve)
    white, red, green, blue = ((corners[at] / 1e5, corners[at + 1] / 1e5) for at in range(0, 8, 2))
    name = "sRGB primaries" if corners == _SRGB_CORNERS else "own primaries"
    matrix = matrix_profile.colorants((red, green, blue), white)
    return matrix_profile.rgb_profile(f"{name}, gamma {exponent:.2f}", matrix, curve)
