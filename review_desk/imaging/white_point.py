"""What a white looks like: its colour temperature, its tint, and how far it is from D65."""

import math

from review_desk.domain.profile_facts import White

D65 = (0.31271, 0.32902)
"""CIE 1931 xy of standard illuminant D65."""


def described(x: float, y: float) -> White:
    """A white of chromaticity xy, as far from D65 as it is. CCT after McCamy 1992."""
    n = (x - 0.3320) / (0.1858 - y)
    cct = 449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33
    return White(x, y, cct, _duv(x, y), off_neutral(*_against_d65(x, y)))


def _duv(x: float, y: float) -> float:
    """Distance from the black body in CIE 1960 uv, after Ohno, “Practical use and calculation of CCT
    and Duv”, 2013."""
    u, v = 4 * x / (-2 * x + 12 * y + 3), 6 * y / (-2 * x + 12 * y + 3)
    distance = math.hypot(u - 0.292, v - 0.24)
    angle = math.acos((u - 0.292) / distance)
    terms = (-0.471106, 1.925865, -2.4243787, 1.5317403, -0.5179722, 0.0893944, -0.00616793)
    return distance - sum(k * angle**power for power, k in enumerate(terms))


def off_neutral(a: float, b: float) -> float:
    """ΔE2000 of CIELAB a*, b* from neutral at the same lightness.

    Of the formula of Sharma, Wu and Dalal 2005 only ΔC′ / SC is left: ΔL′ is zero, and so is ΔH′, as one of
    the two has no chroma.
    """
    mean = (math.hypot(a, b) / 2) ** 7
    stretch = 1 + 0.5 * (1 - math.sqrt(mean / (mean + 25**7)))
    chroma = math.hypot(a * stretch, b)
    return chroma / (1 + 0.045 * chroma / 2)


def _against_d65(x: float, y: float) -> tuple[float, float]:
    """CIELAB a*, b* of a white of chromaticity xy, relative to D65 of the same luminance."""
    f_x = _cube_root((x / y) / (D65[0] / D65[1]))
    f_z = _cube_root(((1 - x - y) / y) / ((1 - D65[0] - D65[1]) / D65[1]))
    return 500 * (f_x - 1), 200 * (1 - f_z)


def _cube_root(t: float) -> float:
    """CIELAB's f."""
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
