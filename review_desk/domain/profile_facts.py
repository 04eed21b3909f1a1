"""What a display's ICC profile says of itself. It describes the profile, never the panel of today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["measured", "from EDID", "generic", "unknown"]
"""How a profile came to be: with an instrument, from what the monitor says of itself, for no panel in
particular, or without any sign."""

VideoCurves = Literal["none", "identity", "curves"]
"""The `vcgt` tag: absent, a straight line, or curves that something must load into the video card."""


@dataclass(frozen=True)
class Panel:
    """A monitor by its EDID. Empty where unknown."""

    maker: str = ""
    model: str = ""
    serial: str = ""


NO_PANEL = Panel()


@dataclass(frozen=True)
class White:
    """The white of a display: CIE 1931 xy, correlated colour temperature in kelvin (McCamy), Duv (Ohno),
    and its ΔE2000 to D65 at the same luminance."""

    x: float
    y: float
    cct: float
    duv: float
    delta_e: float


@dataclass(frozen=True)
class Tone:
    """The grey ramp: fitted exponent, largest ΔL* to the nearer target (“gamma 2.2 curve”, “sRGB curve”), and
    the largest C*ab of a grey of 12 % and above (CIELAB, D50, relative to the display's white)."""

    gamma: float
    delta_l: float
    target: str
    chroma: float


@dataclass(frozen=True)
class ProfileFacts:
    """A sound RGB profile, read.

    Attributes:
        luminance: cd/m² of white, from `lumi`.
        contrast: luminance of white over luminance of black.
        coverage: per cent of sRGB's area in u′v′ that lies inside the display's primaries.
        known_by: the name of each of these attributes → where its value comes from, in words.
    """

    sha256: str
    size: int
    version: str
    device_class: str
    description: str
    kind: Kind
    tone: Tone
    coverage: float
    created: date | None = None
    instrument: str = ""
    luminance: float | None = None
    white: White | None = None
    contrast: float | None = None
    video_curves: VideoCurves = "none"
    panel: Panel | None = None
    known_by: Mapping[str, str] = field(default_factory=dict)
