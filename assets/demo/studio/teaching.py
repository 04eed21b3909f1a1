"""More products than the demo batch shows, made up at random and rendered small: what models learn from.

    python -m studio.teaching --cache DIR --count 80

Run as `studio.make` is. The names begin with x, so that nobody takes one for a product of the batch; metal and
stone, plastic, juice and glaze of the SKUs that models are measured on are left out, and so are bags. Beside them
go the photographs of places that Blender brings to light a scene with, for grounds (CC0, Greg Zaal, Poly Haven).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from . import plan, render, ring

SIZE = (360, 480)
SAMPLES = {"ring": 12, "dropper": 14, "perfume": 14}
KINDS = ("ring", "dropper", "perfume", "pump", "mug")
SHARES = (0.5, 0.15, 0.15, 0.12, 0.08)
MEASURED = (("rose gold", "morganite"), ("white gold", "sapphire"), ("white gold", "diamond"))
"""Metal and stone of the rings that are only measured on."""

Random = np.random.Generator


def _colour(random: Random, low: float = 0.05, high: float = 0.95) -> tuple[float, float, float]:
    red, green, blue = (float(x) for x in random.uniform(low, high, 3))
    return red, green, blue


def _ink(random: Random, low: int = 20, high: int = 250) -> tuple[int, int, int]:
    red, green, blue = (int(x) for x in random.integers(low, high, 3))
    return red, green, blue


def _ring(random: Random) -> dict[str, Any]:
    """A ring of another band, too: how wide, how thick and how large its hole is."""
    ring.INNER, ring.THICK, ring.WIDTH = (
        float(random.uniform(*ends)) for ends in ((0.76, 0.98), (0.09, 0.26), (0.16, 0.55))
    )
    pairs = [(m, s) for m in ring.METALS for s in ring.STONES if (m, s) not in MEASURED]
    metal, stone = pairs[random.integers(len(pairs))]
    return {
        "metal": metal,
        "stone": stone,
        "cut": str(random.choice(list(ring.CUTS))),
        "turn_deg": float(random.choice([random.normal(0, 8), random.uniform(-75, 75)])),
        "lean_deg": float(random.uniform(2, 24)),
        "claws": int(random.choice([4, 4, 6, 3])),
        "pave": int(random.choice([0, 0, 0, 3, 5, 7])),
    }


def _dropper(random: Random) -> dict[str, Any]:
    return {"glass": _colour(random), "paper": _ink(random), "ink": _ink(random, 20, 120), "name": "No. 8"}


def _perfume(random: Random) -> dict[str, Any]:
    juice = _colour(random, 0.3, 1.0)
    cap = tuple(np.float64(random.uniform(0.1, 0.9)) * np.ones(3)) if random.random() < 0.4 else _colour(random)
    return {
        "juice": juice,
        "cap": tuple(float(x) for x in cap),
        "name": "No. 9",
        "turn_deg": float(random.uniform(-40, 20)),
    }


def _pump(random: Random) -> dict[str, Any]:
    plastic = _colour(random, 0.05, 0.8)
    return {
        "plastic": plastic,
        "cap": _colour(random),
        "paper": _ink(random),
        "ink": _ink(random, 20, 120),
        "name": "No. 3",
    }


def _mug(random: Random) -> dict[str, Any]:
    return {
        "glaze": _ink(random, 20, 170),
        "inside": _ink(random, 120, 250),
        "turn_deg": float(random.uniform(-60, 60)),
        "badge": _ink(random),
        "taper": float(random.uniform(-0.05, 0.14)),
    }


BUILDS = {"ring": _ring, "dropper": _dropper, "perfume": _perfume, "pump": _pump, "mug": _mug}
CAMERAS = {
    "ring": (plan.FRONT, plan.ANGLE),
    "dropper": (plan.BOTTLE,),
    "perfume": (plan.LOW,),
    "pump": (plan.BOTTLE,),
    "mug": (plan.MUG,),
}


def camera(kind: str, random: Random) -> dict[str, Any]:
    """A camera and a light near those of the kind, none of them the same."""
    found = dict(CAMERAS[kind][random.integers(len(CAMERAS[kind]))])
    x, y, z = found["target"]
    found["target"] = (x + float(random.normal(0, 0.08)), y, z + float(random.normal(0, 0.08)))
    found["elevation"] = float(np.clip(found["elevation"] + random.normal(0, 5), 1, 40))
    found["frame_height"] *= float(random.uniform(0.9, 1.3))
    found["ambient"] = float(random.uniform(0.2, 0.6))
    found["sweep_grey"] = float(random.choice([random.uniform(0.5, 0.7), random.uniform(0.1, 0.85)]))
    found["flags"] = bool(random.random() < 0.75)
    for light in ("key", "fill", "top", "front", "back"):
        found[light] = float(np.exp(random.normal(0, 0.35)))
    return found


def _kind(number: int) -> str:
    return str(np.random.default_rng([plan.SEED, number, 30]).choice(KINDS, p=SHARES))


def _copy_places(folder: Path) -> None:
    import bpy

    folder.mkdir(parents=True, exist_ok=True)
    for path in Path(bpy.utils.system_resource("DATAFILES", path="studiolights/world")).glob("*.exr"):
        shutil.copy(path, folder / path.name)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Render made-up products for models to learn from.")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the renders")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=80)
    args = parser.parse_args()
    _copy_places(args.cache / "places")
    kinds = {number: _kind(number) for number in range(args.first, args.first + args.count)}
    for number in sorted(kinds, key=lambda number: kinds[number] != "ring"):  # a half-made set has its rings
        kind, random = kinds[number], np.random.default_rng([plan.SEED, number, 31])
        build = BUILDS[kind](random)
        folder = args.cache / f"x{kind}-{number:04}"
        render.render_photo(
            kind, build, camera(kind, random), SAMPLES.get(kind, 9), plan.SEED + number, folder, SIZE
        )
        print(f"rendered {folder.name}", flush=True)


if __name__ == "__main__":
    main()
