"""Solitaire rings: tapered band, basket with claws, faceted stone, optional side stones, putty and wire."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from . import materials
from .build import Product, add, hull, rest_on_floor, turn_product
from .geometry import (
    Array,
    Mesh,
    band,
    brilliant_points,
    lathe,
    oval_points,
    smooth_path,
    step_points,
    superellipse,
)
from .geometry import sweep as sweep_mesh

METALS = {
    "yellow gold": (1.00, 0.66, 0.28),
    "rose gold": (0.98, 0.56, 0.42),
    "white gold": (0.86, 0.845, 0.82),
    "silver": (0.92, 0.92, 0.925),
}
STONES: dict[str, tuple[tuple[float, float, float], float]] = {
    "emerald": ((0.15, 0.76, 0.46), 1.58),
    "ruby": ((0.95, 0.16, 0.24), 1.76),
    "sapphire": ((0.20, 0.38, 0.94), 1.77),
    "diamond": ((0.98, 0.985, 1.0), 2.42),
    "morganite": ((0.98, 0.74, 0.71), 1.58),
    "citrine": ((0.98, 0.76, 0.22), 1.55),
    "amethyst": ((0.66, 0.34, 0.86), 1.55),
    "aquamarine": ((0.62, 0.89, 0.95), 1.58),
}
CUTS = {"round": brilliant_points, "oval": oval_points, "step": step_points}
INNER, THICK, WIDTH = 0.86, 0.16, 0.30


def build(
    metal: str, stone: str, cut: str, turn_deg: float, lean_deg: float, claws: int = 4, pave: int = 0
) -> Product:
    """A ring standing on its band, turned about z and leaning toward the camera (degrees), with its stand."""
    product = Product()
    gold = materials.metal(METALS[metal], 0.09)
    colour, ior = STONES[stone]
    product.parts["body"].append(add(_shank(), gold, "band", 50))
    radius, seat = 0.40, INNER + THICK + 0.30
    gem = hull(CUTS[cut](radius) + np.array([0, 0, seat]), materials.glass(colour, ior), "stone")
    product.parts["stone"].append(gem)
    _add_basket(product, gold, radius, seat, claws, cut)
    _add_pave(product, gold, pave)
    product.anchors["stone"] = (0.0, 0.0, seat)
    product.anchors["hole"] = (0.0, 0.0, 0.0)
    turn_product(product, (0.0, 0.0, turn_deg), (0.0, 0.0, 0.0))
    turn_product(product, (lean_deg, 0.0, 0.0), (0.0, 0.0, 0.0))
    rest_on_floor(product)
    _add_stand(product, lean_deg)
    return product


def _shank() -> Mesh:
    theta = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    top = (1 + np.cos(theta)) / 2
    thickness = THICK * (1 + 0.10 * top**6)
    width = WIDTH * (1 - 0.38 * top**3)
    return band(INNER, thickness, width)


def _claw_angles(claws: int) -> Array:
    return np.arange(claws) * 2 * math.pi / claws + math.pi / claws


def _stretch(cut: str) -> Array:
    return {"round": np.array([1.0, 1.0]), "oval": np.array([1.12, 0.874]), "step": np.array([1.16, 0.858])}[
        cut
    ]


def _add_basket(product: Product, gold: Any, radius: float, seat: float, claws: int, cut: str) -> None:
    stretch = _stretch(cut)
    circle = superellipse(1.0, 1.0, 2.0, 20)
    for index, angle in enumerate(_claw_angles(claws)):
        way = np.array([math.cos(angle), math.sin(angle)]) * stretch
        rise = [(0.30, -0.80), (0.62, -0.45), (1.03, -0.06), (1.05, 0.08), (0.88, 0.19), (0.76, 0.235)]
        path = smooth_path([(*(way * r * radius), seat + z * radius) for r, z in rise], 40)
        taper = np.concatenate([np.full(30, 0.075), np.linspace(0.075, 0.05, 10)])
        side = (-math.sin(angle), math.cos(angle), 0.0)
        product.parts["body"].append(add(sweep_mesh(path, circle, side, taper), gold, "claw", 70))
        tip = path[-3]
        product.parts["body"].append(add(_ball(tip, 0.042), gold, "claw tip", 80))
        product.anchors[f"claw {index}"] = (float(tip[0]), float(tip[1]), float(tip[2]))
    for r, z, size in ((0.66, -0.42, 0.05), (0.36, -0.74, 0.07)):
        loop = np.array(
            [
                (*(np.array([math.cos(a), math.sin(a)]) * stretch * r * radius), seat + z * radius)
                for a in np.linspace(0, 2 * math.pi, 73)
            ]
        )
        product.parts["body"].append(add(sweep_mesh(loop, circle * size, (0, 0, 1)), gold, "gallery", 70))


def _ball(at: Array, radius: float) -> Mesh:
    phi = np.linspace(-np.pi / 2, np.pi / 2, 17)
    mesh = lathe(np.stack([radius * np.cos(phi) + 1e-5, radius * np.sin(phi)], axis=1), 24)
    return Mesh(mesh.verts + at, mesh.faces)


def _add_pave(product: Product, gold: Any, pave: int) -> None:
    """Small brilliants along the shoulders, `pave` on each side, with a bead between neighbours."""
    clear = materials.glass((0.98, 0.985, 1.0), 2.42)
    for side in (-1, 1):
        for i in range(pave):
            angle = side * math.radians(19 + 7.6 * i)
            out = np.array([math.sin(angle), 0.0, math.cos(angle)])
            frame = np.array([(out[2], 0.0, -out[0]), (0.0, 1.0, 0.0), out])
            at = out * (INNER + THICK * 1.02)
            product.parts["stone"].append(hull(brilliant_points(0.056) @ frame + at, clear, "pave"))
            for across in (-0.06, 0.06):
                half = side * math.radians(19 + 7.6 * i + 3.8)
                bead = np.array([math.sin(half) * (INNER + THICK), across, math.cos(half) * (INNER + THICK)])
                product.parts["body"].append(add(_ball(bead, 0.018), gold, "bead", 80))


def _add_stand(product: Product, lean_deg: float) -> None:
    """A lump of putty behind the foot of the band and a bent wire up its back: only in the raw picture."""
    foot = math.sin(math.radians(lean_deg)) * (INNER + THICK)
    putty = materials.bump_noise(
        materials.principled("putty", (0.35, 0.52, 0.66), Roughness=0.7), 9.0, 0.6, 0.05
    )
    profile = np.array([(1e-4, 0.17), (0.10, 0.165), (0.19, 0.12), (0.25, 0.05), (0.27, 0.0)])
    lump = lathe(profile, 64)
    wobble = 1 + 0.12 * np.sin(3 * np.arctan2(lump.verts[:, 1], lump.verts[:, 0]) + 0.7)
    lump.verts[:, :2] *= wobble[:, None]
    lump.verts[:, 1] = 0.8 * lump.verts[:, 1] + foot + 0.14
    product.stand.append(add(lump, putty, "putty", 80))
    wire = materials.metal((0.45, 0.44, 0.42), 0.35)
    bend = [(0.22, 0.62, 0.02), (0.24, 0.58, 0.6), (0.26, 0.38, 1.3), (0.25, 0.10, 1.80), (0.2, -0.06, 1.90)]
    path = smooth_path(bend, 60)
    section = superellipse(0.045, 0.045, 2.0, 16)
    product.stand.append(add(sweep_mesh(path, section, (1, 0, 0)), wire, "wire", 70))
