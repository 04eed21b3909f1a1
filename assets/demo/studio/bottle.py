"""Bottles: amber dropper, opaque pump, clear square perfume; each with a printed label."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from PIL import Image

from . import materials, textures
from .build import Product, add, turn_product
from .geometry import Array, Mesh, lathe, rounded_profile, smooth_path, superellipse
from .geometry import sweep as sweep_mesh

Colour = tuple[float, float, float]


def to_image(picture: Image.Image, name: str) -> Any:
    """A Pillow picture as a packed scene image."""
    rgba = np.asarray(picture.convert("RGBA"), dtype=np.float32)[::-1] / 255.0
    image = bpy.data.images.new(name, picture.width, picture.height)
    image.pixels.foreach_set(rgba.ravel())
    image.pack()
    return image


def curved_label(radius: float, low: float, high: float, spread: float, picture: Image.Image) -> Any:
    """A label on a cylinder facing the camera (-y): spread is half its angle in radians."""
    mesh = lathe(np.array([(radius, low), (radius, high)]), 64, (-np.pi / 2 - spread, -np.pi / 2 + spread))
    paper = materials.principled("paper", (1.0, 1.0, 1.0), Roughness=0.55)
    materials.colour_image(paper, to_image(picture, "label"))
    return add(mesh, paper, "label", 80)


def dropper(glass: Colour, paper: tuple[int, int, int], ink: tuple[int, int, int], name: str) -> Product:
    """A tinted glass dropper bottle: shell, liquid, collar, rubber bulb, label."""
    product = Product()
    shell = rounded_profile(
        [(1e-4, 0.0, 0), (0.56, 0.0, 0.10), (0.56, 1.34, 0.22), (0.22, 1.56, 0.08), (0.22, 1.66, 0)], 10
    )
    inner = rounded_profile(
        [(0.17, 1.66, 0), (0.17, 1.54, 0.08), (0.50, 1.31, 0.2), (0.50, 0.07, 0.08), (1e-4, 0.07, 0)], 10
    )
    tint = materials.glass(glass, 1.5, shadow=0.9)
    body = product.parts["body"]
    body.append(add(lathe(np.vstack([shell, inner]), 128), tint, "shell", 50))
    fill = rounded_profile([(1e-4, 0.075, 0), (0.495, 0.075, 0.07), (0.495, 1.12, 0.0), (1e-4, 1.12, 0)], 8)
    body.append(add(lathe(fill, 128), materials.glass((0.96, 0.86, 0.62), 1.36), "oil", 50))
    collar = rounded_profile([(0.2, 1.60, 0), (0.27, 1.60, 0.02), (0.27, 1.84, 0.03), (0.12, 1.86, 0)], 6)
    body.append(add(lathe(collar, 128), materials.metal((0.98, 0.74, 0.42), 0.18), "collar", 50))
    bulb = rounded_profile([(0.165, 1.85, 0), (0.165, 2.12, 0.05), (0.13, 2.32, 0.13), (1e-4, 2.34, 0)], 12)
    rubber = materials.principled("rubber", (0.018, 0.018, 0.02), Roughness=0.42)
    body.append(add(lathe(bulb, 96), rubber, "bulb", 50))
    stem = rounded_profile([(0.05, 1.6, 0), (0.05, 0.35, 0.02), (1e-4, 0.24, 0)], 6)
    body.append(add(lathe(stem, 48), materials.glass((0.95, 0.95, 0.95), 1.2), "stem", 60))
    picture = textures.label(
        (1100, 900),
        paper,
        ink,
        "NORD & ELM",
        name,
        ["cold pressed  -  unscented", "30 ml e  1.0 fl oz"],
        True,
    )
    product.parts["print"].append(curved_label(0.563, 0.22, 1.14, 0.95, picture))
    product.anchors["label"] = (0.0, -0.563, 0.68)
    return product


def pump(
    plastic: Colour, cap: Colour, paper: tuple[int, int, int], ink: tuple[int, int, int], name: str
) -> Product:
    """An opaque plastic bottle with a lotion pump and a printed front."""
    product = Product()
    coat = materials.principled("plastic", plastic, Roughness=0.32, Subsurface_Weight=0.15)
    trim = materials.principled("cap", cap, Roughness=0.28)
    body = product.parts["body"]
    shell = rounded_profile(
        [(1e-4, 0.0, 0), (0.54, 0.0, 0.09), (0.54, 1.42, 0.24), (0.20, 1.58, 0.06), (0.20, 1.62, 0)], 12
    )
    body.append(add(lathe(shell, 128), coat, "shell", 50))
    neck = rounded_profile(
        [(0.19, 1.60, 0), (0.235, 1.60, 0.02), (0.235, 1.80, 0.03), (0.075, 1.82, 0.02), (0.075, 2.02, 0)], 6
    )
    body.append(add(lathe(neck, 96), trim, "neck", 50))
    head = rounded_profile([(1e-4, 2.0, 0), (0.15, 2.0, 0.03), (0.15, 2.15, 0.05), (1e-4, 2.165, 0)], 8)
    body.append(add(lathe(head, 96), trim, "head", 50))
    spout = smooth_path(
        [(0.0, 0.0, 2.09), (0.25, -0.04, 2.10), (0.42, -0.06, 2.09), (0.47, -0.065, 2.02)], 40
    )
    body.append(add(sweep_mesh(spout, superellipse(0.10, 0.10, 2.6, 24), (0, 0.3, 1.0)), trim, "spout", 60))
    picture = textures.label(
        (1000, 1080),
        paper,
        ink,
        "NORD & ELM",
        name,
        ["oat milk and sea salt", "for dry skin", "250 ml e  8.4 fl oz"],
        True,
    )
    product.parts["print"].append(curved_label(0.5415, 0.24, 1.22, 0.85, picture))
    product.anchors["label"] = (0.0, -0.5415, 0.74)
    return product


def perfume(juice: Colour, cap: Colour, name: str, turn_deg: float) -> Product:
    """A thick square glass bottle with coloured juice, a metal cap and a paper label."""
    product = Product()
    body = product.parts["body"]
    clear = materials.glass((0.985, 0.99, 0.99), 1.5, shadow=0.95)
    body.append(add(_block(1.30, 0.66, 0.0, 1.42, 0.07), clear, "block", 40))
    body.append(
        add(_block(1.08, 0.46, 0.20, 1.20, 0.05), materials.glass(juice, 1.0 + 0.36 / 1.5), "juice", 40)
    )
    neck = rounded_profile([(1e-4, 1.42, 0), (0.24, 1.42, 0.01), (0.24, 1.50, 0.01), (1e-4, 1.50, 0)], 4)
    body.append(add(lathe(neck, 96), materials.metal((0.86, 0.84, 0.80), 0.2), "collar", 40))
    top = rounded_profile([(1e-4, 1.51, 0), (0.30, 1.51, 0.03), (0.30, 2.02, 0.05), (1e-4, 2.02, 0)], 8)
    body.append(add(lathe(top, 128), materials.metal(cap, 0.16), "cap", 40))
    picture = textures.label(
        (900, 620), (246, 243, 236), (44, 40, 38), "ELM", name, ["eau de parfum 50 ml"], False
    )
    paper = materials.principled("paper", (1.0, 1.0, 1.0), Roughness=0.5)
    materials.colour_image(paper, to_image(picture, "label"))
    corners = np.array(
        [(-0.36, -0.334, 0.44), (0.36, -0.334, 0.44), (0.36, -0.334, 0.94), (-0.36, -0.334, 0.94)]
    )
    sheet = Mesh(corners, [(0, 1, 2, 3)], np.array([(0.0, 0.0), (1, 0), (1, 1), (0, 1)]))
    product.parts["print"].append(add(sheet, paper, "label", None))
    product.anchors["label"] = (0.0, -0.334, 0.69)
    turn_product(product, (0.0, 0.0, turn_deg), (0.0, 0.0, 0.0))
    return product


def _block(width: float, depth: float, low: float, high: float, bevel: float) -> Mesh:
    """A squarish column with rounded plan corners and soft top and bottom edges."""
    levels: list[tuple[float, float]] = [(low, 0.0)]
    levels += [(low + bevel * (1 - np.cos(t)), bevel * np.sin(t)) for t in np.linspace(0.2, np.pi / 2, 6)]
    levels += [(high - bevel * (1 - np.cos(t)), bevel * np.sin(t)) for t in np.linspace(np.pi / 2, 0.2, 6)]
    levels += [(high, 0.0)]
    rows: list[Array] = []
    for z, grow in levels:
        outline = superellipse(width - 2 * bevel + 2 * grow, depth - 2 * bevel + 2 * grow, 9.0, 96)
        closed = np.vstack([outline, outline[:1]])
        rows.append(np.column_stack([closed, np.full(len(closed), z)]))
    verts = np.vstack(rows)
    from .geometry import grid_faces

    cols = 97
    faces = grid_faces(len(rows), cols, wrap=False)
    faces.append(tuple(range(95, -1, -1)))
    faces.append(tuple((len(rows) - 1) * cols + k for k in range(96)))
    return Mesh(verts, faces)
