"""How much of sRGB a display reaches, by its three primaries."""

import numpy as np
from numpy.typing import NDArray

UV = tuple[float, float]
"""CIE 1976 u′v′."""

D50 = (0.9642, 1.0, 0.8249)
"""XYZ of the white of ICC profiles."""

SRGB_D50 = np.array(
    [[0.4360747, 0.2225045, 0.0139322], [0.3850649, 0.7168786, 0.0971045], [0.1430804, 0.0606169, 0.7141733]]
)
"""XYZ of sRGB's red, green and blue, adapted to D50 by Bradford (Lindbloom's tables)."""


def coverage(primaries: list[UV]) -> float:
    """Per cent of sRGB's triangle in CIE 1976 u′v′ that the triangle of `primaries` covers, both at D50."""
    srgb = uv(SRGB_D50)
    return min(100.0, 100 * abs(_signed_area(_clipped(srgb, primaries)) / _signed_area(srgb)))


def xyz_of_lab(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 3) CIELAB to XYZ, both at D50."""
    middle = (lab[:, 0] + 16) / 116
    f = np.stack([middle + lab[:, 1] / 500, middle, middle - lab[:, 2] / 200], axis=1)
    return np.asarray(np.where(f > 6 / 29, f**3, (f - 4 / 29) * 3 * (6 / 29) ** 2) * D50)


def uv(xyz: NDArray[np.float64]) -> list[UV]:
    """CIE 1976 u′v′ of (N, 3) XYZ."""
    divisor = np.maximum(xyz @ np.array([1.0, 15.0, 3.0]), 1e-9)
    return [(float(4 * x / d), float(9 * y / d)) for (x, y, _), d in zip(xyz, divisor, strict=True)]


def _clipped(shape: list[UV], by: list[UV]) -> list[UV]:
    """The part of a convex shape inside another (Sutherland and Hodgman 1974); either may run either way."""
    turn = 1 if _signed_area(by) > 0 else -1
    for start, end in zip(by, by[1:] + by[:1], strict=True):
        sides = [turn * _side(start, end, point) for point in shape]
        shape = _kept(shape, sides)
    return shape


def _kept(shape: list[UV], sides: list[float]) -> list[UV]:
    """The corners on the inner side of one edge, and where the outline crosses it."""
    kept: list[UV] = []
    for n, (point, side) in enumerate(zip(shape, sides, strict=True)):
        (u, v), before = shape[n - 1], sides[n - 1]
        if (side >= 0) != (before >= 0):
            part = before / (before - side)
            kept.append((u + part * (point[0] - u), v + part * (point[1] - v)))
        if side >= 0:
            kept.append(point)
    return kept


def _side(start: UV, end: UV, point: UV) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _signed_area(shape: list[UV]) -> float:
    following = shape[1:] + shape[:1]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(shape, following, strict=True)) / 2
