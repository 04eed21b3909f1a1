"""Stoneware mugs: glazed body over a raw clay foot, handle, and an optional printed badge."""

from __future__ import annotations

import math

import numpy as np

from . import materials, textures
from .bottle import to_image
from .build import Product, add, turn_product
from .geometry import lathe, rounded_profile, smooth_path, superellipse
from .geometry import sweep as sweep_mesh

Colour = tuple[float, float, float]
Ink = tuple[int, int, int]


def to_linear(ink: Ink) -> Colour:
    """An 8-bit sRGB colour as linear RGB 0..1."""
    values = [c / 255.0 for c in ink]
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return (r, g, b)


def build(glaze: Ink, inside: Ink, turn_deg: float, badge: Ink | None, taper: float = 0.06) -> Product:
    """A mug 1.8 units tall; the handle points right, turned toward the camera by turn_deg degrees."""
    product = Product()
    body = product.parts["body"]
    outer = materials.principled(
        "glaze", to_linear(glaze), Roughness=0.22, Coat_Weight=0.6, Coat_Roughness=0.06
    )
    materials.bump_noise(outer, 2.2, 0.05, 0.05)
    lining = materials.principled(
        "lining", to_linear(inside), Roughness=0.18, Coat_Weight=0.6, Coat_Roughness=0.05
    )
    clay = materials.principled("clay", (0.42, 0.29, 0.20), Roughness=0.85)
    materials.bump_noise(clay, 40.0, 0.25, 0.02)
    low, top = 0.80 - taper, 0.80
    wall = rounded_profile(
        [
            (low - 0.01, 0.24, 0),
            (low + 0.012, 0.26, 0.02),
            (top, 1.72, 0.1),
            (top - 0.03, 1.81, 0.05),
            (top - 0.072, 1.74, 0.03),
            (top - 0.075, 1.68, 0),
        ],
        10,
    )
    bowl = rounded_profile([(top - 0.075, 1.68, 0), (low - 0.075, 0.3, 0.25), (1e-4, 0.12, 0)], 16)
    foot = rounded_profile(
        [
            (1e-4, 0.03, 0),
            (low - 0.16, 0.03, 0.02),
            (low - 0.15, 0.0, 0.02),
            (low - 0.06, 0.0, 0.05),
            (low - 0.005, 0.10, 0.06),
            (low - 0.002, 0.245, 0),
        ],
        8,
    )
    body.append(add(lathe(wall, 160), outer, "wall", 60))
    body.append(add(lathe(bowl, 160), lining, "bowl", 60))
    body.append(add(lathe(foot, 160), clay, "foot", 60))
    path = smooth_path(
        [
            (0.72, 0, 1.46),
            (0.98, 0, 1.50),
            (1.22, 0, 1.33),
            (1.25, 0, 1.02),
            (1.10, 0, 0.70),
            (0.74, 0, 0.50),
        ],
        90,
    )
    along = np.linspace(0, 1, 90)
    flare = 1 + 0.35 * np.exp(-((along / 0.09) ** 2)) + 0.3 * np.exp(-(((along - 1.0) / 0.09) ** 2))
    grip = sweep_mesh(path, superellipse(0.13, 0.21, 2.4, 32), (0, 1, 0), flare)
    body.append(add(grip, outer, "handle", 70))
    if badge is not None:
        _add_badge(product, badge, top, low, turn_deg)
    turn_product(product, (0.0, 0.0, -turn_deg), (0.0, 0.0, 0.0))
    product.anchors["rim"] = (0.0, -top, 1.78)
    return product


def _add_badge(product: Product, ink: Ink, top: float, low: float, turn_deg: float) -> None:
    """A printed roundel on the side that faces the camera after the mug is turned."""
    radius = low + (top - low) * 0.5
    spread, centre = 0.34 / radius, -math.pi / 2 + math.radians(turn_deg)
    z0, z1 = 0.72, 1.40
    slope = (top - low) / (1.72 - 0.26)
    profile = np.array([(low + 0.0135 + slope * (z - 0.26), z) for z in (z0, z1)])
    mesh = lathe(profile, 64, (centre - spread, centre + spread))
    mat = materials.principled("badge", (1.0, 1.0, 1.0), Roughness=0.22, Coat_Weight=0.6, Coat_Roughness=0.06)
    picture = textures.badge((900, 900), ink, "ELM & OAT")
    materials.colour_image(mat, to_image(picture, "badge"))
    product.parts["print"].append(add(mesh, mat, "badge", 80))
    product.anchors["label"] = (0.0, -radius, (z0 + z1) / 2)
