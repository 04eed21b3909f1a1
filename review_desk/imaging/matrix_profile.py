"""ICC profiles written and taken apart: version 2, primaries and tone curves, nothing else.

ICC.1:2001-04: header (6.1), tag table (6.2), curveType (6.5.3), textDescriptionType (6.5.17), XYZType
(6.5.26). Colorants are relative to D50, adapted by Bradford as ICC.1:2010 annex E asks.
"""

import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Chromaticity = tuple[float, float]
"""CIE 1931 x, y."""

D50 = np.array([0.9642, 1.0, 0.8249])
"""XYZ of the profile connection space's white (ICC.1:2001-04, 6.1.9)."""

_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_HEADER = 128
_SPACES = {b"RGB ": b"mntr", b"GRAY": b"mntr"}


def colorants(primaries: tuple[Chromaticity, Chromaticity, Chromaticity], white: Chromaticity) -> Any:
    """The (3, 3) matrix from linear RGB to XYZ relative to D50; its columns are red, green and blue.

    Raises ValueError where the chromaticities span no colour space.
    """
    corners = np.array([_xyz(point) for point in primaries]).T
    try:
        scale = np.linalg.solve(corners, _xyz(white))
        matrix = _adaptation(_xyz(white)) @ (corners * scale)
    except np.linalg.LinAlgError as error:
        raise ValueError("the primaries lie on one line") from error
    if not np.isfinite(matrix).all() or np.abs(matrix).max() > 4 or (scale <= 0).any():
        raise ValueError("the primaries enclose no white")
    return matrix


def rgb_profile(name: str, matrix: ArrayLike, curve: bytes) -> bytes:
    """A display profile from `colorants` and one tone curve for the three channels."""
    columns = zip((b"rXYZ", b"gXYZ", b"bXYZ"), np.asarray(matrix).T, strict=True)
    tags = {tag: xyz(column) for tag, column in columns}
    return assembled(name, b"RGB ", {**tags, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve})


def grey_profile(name: str, curve: bytes) -> bytes:
    """A grey profile from its tone curve."""
    return assembled(name, b"GRAY", {b"kTRC": curve})


def gamma(exponent: float) -> bytes:
    """A tone curve: linear light is the code to this power, kept in steps of 1/256."""
    return struct.pack(">4s4xIH", b"curv", 1, round(exponent * 256))


def curve_table(linear: NDArray[np.float64]) -> bytes:
    """A tone curve from samples of linear light, 0-1, at codes spread evenly."""
    codes = np.rint(linear * 65535).astype(">u2")
    return struct.pack(">4s4xI", b"curv", len(codes)) + codes.tobytes()


def xyz(value: ArrayLike) -> bytes:
    """The content of an XYZ tag."""
    fixed = (round(float(number) * 65536) for number in np.asarray(value))
    return struct.pack(">4s4x3i", b"XYZ ", *fixed)


def assembled(name: str, space: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    """A whole profile: header, table, tags. `space` is b"RGB " or b"GRAY"; the same input, the same bytes."""
    described = {b"desc": _description(name), b"cprt": b"text\0\0\0\0No copyright\0", b"wtpt": xyz(D50)}
    table, body = b"", b""
    start = _HEADER + 4 + 12 * (len(described) + len(tags))
    for tag, content in {**described, **tags}.items():
        table += struct.pack(">4sII", tag, start + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    count = struct.pack(">I", len(described) + len(tags))
    return _header(space, start + len(body)) + count + table + body


def tags_of(icc: bytes) -> dict[bytes, bytes]:
    """The tags of a profile by their names, as far as they lie within it."""
    if len(icc) < _HEADER + 4:
        return {}
    (count,) = struct.unpack_from(">I", icc, _HEADER)
    entries = range(_HEADER + 4, min(_HEADER + 4 + 12 * count, len(icc) - 11), 12)
    found = (struct.unpack_from(">4sII", icc, at) for at in entries)
    return {tag: icc[start : start + size] for tag, start, size in found if start + size <= len(icc)}


def _header(space: bytes, length: int) -> bytes:
    first = struct.pack(">I4xI4s4s4s", length, 0x02400000, _SPACES[space], space, b"XYZ ")
    date = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    return (first + date + b"acsp" + b"\0" * 28 + xyz(D50)[8:]).ljust(_HEADER, b"\0")


def _description(name: str) -> bytes:
    text = name.encode("ascii", "replace") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * (4 + 4 + 2 + 1 + 67)


def _xyz(point: Chromaticity) -> NDArray[np.float64]:
    x, y = point
    if y <= 0:
        raise ValueError("a chromaticity has no luminance")
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _adaptation(white: NDArray[np.float64]) -> NDArray[np.float64]:
    cones = (_BRADFORD @ D50) / (_BRADFORD @ white)
    adapted: NDArray[np.float64] = np.linalg.inv(_BRADFORD) @ (cones[:, None] * _BRADFORD)
    return adapted
