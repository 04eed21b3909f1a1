"""The batch as data: which photos there are, how each was shot, what the retouch got wrong. No bpy here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SIZE = (900, 1200)
OVERSCAN = 1.06
SEED = 412


@dataclass(frozen=True)
class Fault:
    """One planted fault: its id, how bad it is, and the amount in the fault's own unit."""

    id: str
    severity: str
    amount: float


@dataclass(frozen=True)
class RawLook:
    """What the camera got wrong: cast (ΔE, hue in degrees), exposure (EV), tilt (degrees), dirt, noise."""

    cast_de: float
    cast_hue_deg: float
    exposure_ev: float
    tilt_deg: float
    dust: int
    hairs: int
    noise: float
    seed: int


@dataclass(frozen=True)
class Photo:
    """One photo: the product to build, the shot, the raw look, the faults of each AI version."""

    name: str
    sku: str
    shot: str
    colourway: str
    kind: str
    build: dict[str, Any]
    camera: dict[str, Any]
    samples: int
    row: dict[str, str]
    raw: RawLook
    versions: tuple[tuple[Fault, ...], ...]


@dataclass(frozen=True)
class Line:
    """A product line: everything its photos share in the manifest."""

    category: str
    surface: str
    lighting: str
    background: str
    preset: str
    model: str


LINES = {
    "ring": Line(
        "jewellery", "polished metal", "tent and strip", "grey sweep", "jewellery-1.4", "retouch-xl 2.1"
    ),
    "dropper": Line("beauty", "glass", "two softboxes", "grey sweep", "packshot-2.0", "retouch-xl 2.1"),
    "pump": Line("beauty", "plastic", "two softboxes", "grey sweep", "packshot-2.0", "retouch-xl 2.1"),
    "perfume": Line("beauty", "glass", "two softboxes", "grey sweep", "packshot-2.0", "retouch-xl 2.1"),
    "mug": Line("homeware", "ceramic", "two softboxes", "grey sweep", "packshot-2.0", "retouch-xl 2.1"),
    "bag": Line("bags", "leather", "overhead bank", "grey sweep", "texture-1.1", "retouch-s 1.6"),
    "knit": Line("knitwear", "knit", "overhead bank", "grey sweep", "texture-1.1", "retouch-s 1.6"),
}

FRONT: dict[str, Any] = {
    "elevation": 12.0,
    "frame_height": 3.55,
    "target": (0.0, 0.1, 1.19),
    "aperture": 0.07,
    "ambient": 0.34,
}
ANGLE: dict[str, Any] = {
    "elevation": 20.0,
    "frame_height": 3.5,
    "target": (0.0, 0.05, 1.16),
    "aperture": 0.08,
    "ambient": 0.34,
}
MACRO: dict[str, Any] = {
    "elevation": 26.0,
    "frame_height": 1.75,
    "target": (0.0, -0.25, 1.88),
    "aperture": 0.16,
    "ambient": 0.34,
}
BOTTLE: dict[str, Any] = {
    "elevation": 6.0,
    "frame_height": 3.15,
    "target": (0.0, 0.0, 1.14),
    "aperture": 0.05,
}
LOW: dict[str, Any] = {"elevation": 6.0, "frame_height": 2.9, "target": (0.0, 0.0, 1.0), "aperture": 0.05}
MUG: dict[str, Any] = {"elevation": 16.0, "frame_height": 3.6, "target": (0.17, 0.0, 0.90), "aperture": 0.06}
BAG: dict[str, Any] = {"elevation": 9.0, "frame_height": 3.3, "target": (0.0, 0.0, 1.18), "aperture": 0.06}
KNIT: dict[str, Any] = {"elevation": 30.0, "frame_height": 4.1, "target": (0.0, 0.0, 0.42), "aperture": 0.10}
