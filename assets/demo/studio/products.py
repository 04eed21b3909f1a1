"""The products and shots of the demo batch, as data. No bpy here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import plan

Build = dict[str, Any]
Ink = tuple[int, int, int]
BRASS, STEEL = (0.95, 0.72, 0.38), (0.82, 0.82, 0.83)
PAPER, KRAFT, COAL = (246, 242, 232), (206, 182, 146), (50, 44, 40)
CREAM_INK, FOREST_INK = (232, 228, 214), (40, 52, 42)
RING_CAMERAS = {"front": plan.FRONT, "angle": plan.ANGLE, "detail": plan.MACRO}


@dataclass(frozen=True)
class Product:
    """One product in one shot: what to build, and the camera it is seen by."""

    name: str
    colourway: str
    kind: str
    build: Build
    camera: dict[str, Any]

    @property
    def sku(self) -> str:
        """The first two parts of the name."""
        return "-".join(self.name.split("-")[:2])

    @property
    def shot(self) -> str:
        """The last part of the name."""
        return self.name.rsplit("-", 1)[1]


def ring(
    name: str, metal: str, stone: str, cut: str, turn: float = 0.0, claws: int = 4, pave: int = 0
) -> Product:
    """A ring, turned by degrees; it leans a little more toward the camera when seen from the front."""
    shot = name.rsplit("-", 1)[1]
    build = {
        "metal": metal,
        "stone": stone,
        "cut": cut,
        "turn_deg": turn,
        "lean_deg": 14 if shot == "front" else 12,
    }
    return Product(name, metal, "ring", {**build, "claws": claws, "pave": pave}, RING_CAMERAS[shot])


def mug(name: str, colourway: str, glaze: Ink, turn: float, badge: Ink | None) -> Product:
    """A mug with its handle turned toward the camera by degrees."""
    build = {"glaze": glaze, "inside": (240, 236, 228), "turn_deg": turn, "badge": badge}
    return Product(name, colourway, "mug", build, plan.MUG)


def bag(name: str, colourway: str, leather: Ink, thread: Ink, metal: tuple[float, float, float]) -> Product:
    """A tote, a little turned."""
    build = {"leather": leather, "thread": thread, "metal": metal, "turn_deg": -23}
    return Product(name, colourway, "bag", build, plan.BAG)


def knit(name: str, colourway: str, yarn: Ink) -> Product:
    """A folded jumper."""
    return Product(
        name, colourway, "knit", {"yarn": yarn, "layers": 3, "turn_deg": -20, "seed": 3}, plan.KNIT
    )


def dropper(name: str, colourway: str, glass: tuple[float, float, float], paper: Ink, text: str) -> Product:
    """A dropper bottle with a paper label."""
    build = {"glass": glass, "paper": paper, "ink": COAL, "name": text}
    return Product(name, colourway, "dropper", build, plan.BOTTLE)


def perfume(
    name: str, colourway: str, juice: tuple[float, float, float], cap: Any, text: str, turn: float
) -> Product:
    """A square perfume bottle, turned by degrees."""
    return Product(
        name, colourway, "perfume", {"juice": juice, "cap": cap, "name": text, "turn_deg": turn}, plan.LOW
    )


PUMPS = [
    {"plastic": (0.86, 0.85, 0.82), "cap": (0.03, 0.03, 0.03), "paper": (238, 237, 232), "ink": (60, 60, 58)},
    {"plastic": (0.42, 0.50, 0.38), "cap": (0.80, 0.79, 0.75), "paper": (172, 186, 164), "ink": FOREST_INK},
]

PRODUCTS = [
    ring("rg-0409-front", "rose gold", "morganite", "oval"),
    ring("rg-0409-angle", "rose gold", "morganite", "oval", 38),
    ring("rg-0412-front", "yellow gold", "emerald", "round"),
    ring("rg-0412-angle", "yellow gold", "emerald", "round", -34),
    ring("rg-0415-front", "yellow gold", "ruby", "step"),
    ring("rg-0415-angle", "yellow gold", "ruby", "step", 32),
    ring("rg-0418-front", "white gold", "sapphire", "round", 0, 4, 5),
    ring("rg-0418-angle", "white gold", "sapphire", "round", -36, 4, 5),
    ring("rg-0421-angle", "silver", "amethyst", "oval", 40),
    ring("rg-0424-front", "white gold", "diamond", "round", 0, 6, 6),
    ring("rg-0430-detail", "yellow gold", "citrine", "oval", -25),
    dropper("bt-1101-front", "amber", (0.80, 0.38, 0.10), PAPER, "FACIAL OIL"),
    dropper("bt-1102-front", "forest", (0.20, 0.56, 0.34), KRAFT, "BEARD OIL"),
    Product("bt-1120-front", "white", "pump", {**PUMPS[0], "name": "BODY LOTION"}, plan.BOTTLE),
    Product("bt-1121-front", "sage", "pump", {**PUMPS[1], "name": "HAND WASH"}, plan.BOTTLE),
    perfume("bt-1140-front", "fig", (0.96, 0.72, 0.42), (0.95, 0.72, 0.40), "No. 4  FIG", -14),
    perfume("bt-1141-angle", "rose", (0.96, 0.62, 0.62), (0.84, 0.84, 0.85), "No. 7  ROSE", 26),
    mug("mg-2201-oat-front", "oat", (214, 204, 186), 22, (70, 64, 58)),
    mug("mg-2201-forest-front", "forest", (52, 84, 68), 22, CREAM_INK),
    mug("mg-2201-ink-front", "ink", (42, 54, 82), 22, CREAM_INK),
    mug("mg-2201-clay-front", "clay", (186, 100, 70), 22, (246, 236, 222)),
    mug("mg-2204-blush-front", "blush", (222, 178, 168), 28, None),
    bag("bg-3301-tan-front", "tan", (156, 98, 58), (226, 206, 170), BRASS),
    bag("bg-3301-black-front", "black", (34, 33, 35), (60, 58, 58), STEEL),
    bag("bg-3301-olive-front", "olive", (92, 94, 62), (190, 186, 140), BRASS),
    knit("kn-4401-cream-front", "cream", (238, 224, 198)),
    knit("kn-4401-navy-front", "navy", (38, 48, 76)),
    knit("kn-4401-rust-front", "rust", (168, 84, 48)),
]


def samples_for(kind: str, quality: float = 1.0) -> int:
    """Render samples a pixel, times a quality factor: glass and stones need more than clay."""
    return max(4, round({"ring": 18, "dropper": 20, "perfume": 20}.get(kind, 11) * quality))
