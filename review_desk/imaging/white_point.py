"""What a white looks like: its colour temperature, its tint, and how far it is from D65."""

import math

from review_desk.domain.profile_facts import White

D65 = (0.31271, 0.32902)
"""CIE 1931 xy of standard illuminant D65."""


def described(x: float, y: float) -> White:
    """A white of chromaticity xy, as far from D65 as it is. CCT after McCamy 1992."""
    n = (x - 0.3320) / (0.1858 - y)
    cct = 449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33
    return White(x, y, cct, _duv(x, y), _off_neutral(x, y))


def _duv(x: float, y: float) -> float:
    """Distance from the black body in CIE 1960 uv, after Ohno, “Practical use and calculation of CCT
    and Duv”, 2013."""
    u, v = 4 * x / (-2 * x + 12 * y + 3), 6 * y / (-2 * x + 12 * y + 3)
    distance = math.hypot(u - 0.292, v - 0.24)
    angle = math.acos((u - 0.292) / distance)
    terms = (-0.471106, 1.925865, -2.4243787, 1.5317403, -0.5179722, 0.0893944, -0.00616793)
    return distance - sum(k * angle**power for power, k in enumerate(terms))


def _off_neutral(x: float, y: float) -> float:
    """ΔE2000 of a white from D65 at the same luminance.

    Lightness is equal and the other colour neutral, so that of Sharma, Wu and Dalal's formula only ΔC′ / SC
    is left.
    """
    reference = (D65[0] / D65[1], 1.0, (1 - D65[0] - D65[1]) / D65[1])
    cube = [
        _cube_root(value / ref) for value, ref in zip((x / y, 1.0, (1 - x - y) / y), reference, strict=True)
    ]
    a, b = 500 * (cube[0] - cube[1]), 200 * (cube[1] - cube[2])
    mean = (math.hypot(a, b) / 2) ** 7
    stretch = 1 + 0.5 * (1 - math.sqrt(mean / (mean + 25**7)))
    chroma = math.hypot(a * stretch, b)
    return chroma / (1 + 0.045 * chroma / 2)


def _cube_root(t: float) -> float:
    """CIELAB's f."""
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
