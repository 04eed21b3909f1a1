"""Folded knitwear: a stack of soft layers with stocking-stitch relief and a paper band around them."""

from __future__ import annotations

import math
from typing import Any

import bpy
import numpy as np

from . import materials, textures
from .bottle import to_image
from .build import Product, add, turn_product
from .geometry import Array, Mesh, grid_faces, superellipse
from .mug import Ink, to_linear


def to_height(name: str, height: textures.Height) -> Any:
    """A height map as a packed scene image."""
    rgba = np.ones((*height.shape, 4), dtype=np.float32)
    rgba[..., :3] = height[::-1, :, None]
    image = bpy.data.images.new(name, height.shape[1], height.shape[0], float_buffer=True)
    image.pixels.foreach_set(rgba.ravel())
    image.pack()
    return image


def build(yarn: Ink, layers: int, turn_deg: float, seed: int) -> Product:
    """A folded jumper: `layers` folds of 0.3 units, fold edge to the camera, turned by turn_deg degrees."""
    product = Product()
    rng = np.random.default_rng(seed)
    wool = materials.principled(
        "wool", to_linear(yarn), Roughness=0.92, Sheen_Weight=0.35, Sheen_Roughness=0.5
    )
    stitches = to_height("knit", textures.knit_height((1, 1), 64))
    materials.bump_image(wool, stitches, 1.0, 0.05, (44.0, 56.0))
    for layer in range(layers):
        mesh = _fold(layer, rng)
        product.parts["body"].append(add(mesh, wool, f"fold {layer}", 80))
    _add_band(product, layers)
    product.anchors["knit"] = (0.0, -0.3, layers * 0.30)
    turn_product(product, (0.0, 0.0, turn_deg), (0.0, 0.0, 0.0))
    return product


def _fold(layer: int, rng: np.random.Generator) -> Mesh:
    """One fold: a flat loop of cloth, round at the front and back, soft at the sides."""
    width, depth, thick = 2.1 - 0.03 * layer, 1.5, 0.33
    base = layer * 0.30
    shift = rng.uniform(-0.03, 0.03, 2)
    phase = rng.uniform(0, 6, 4)
    us, vs = np.linspace(-1, 1, 120), np.linspace(0, 2 * math.pi, 161)
    rows: list[Array] = []
    for u in us:
        edge = 1 - abs(u) ** 14 * 0.55
        c, s = np.cos(vs), np.sin(vs)
        y = np.sign(c) * np.abs(c) ** 0.28 * depth / 2 * (1 - 0.05 * abs(u) ** 8)
        z = np.sign(s) * np.abs(s) ** 0.75 * thick / 2 * edge
        wave = 0.024 * np.sin(2.3 * u + phase[0] + 1.5 * y) + 0.018 * np.sin(4.1 * u + 2.2 * y + phase[1])
        z = z + wave * (0.4 + 0.6 * (s > 0)) * min(layer + 0.5, 1.5) / 1.5 + thick / 2
        y = y + 0.02 * math.sin(3 * u + phase[2]) + shift[1]
        x = np.full(len(vs), u * width / 2) + shift[0] + 0.015 * np.sin(5 * y + phase[3])
        rows.append(np.column_stack([x, y, z + base]))
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rows[60], axis=0), axis=1))])
    uv = np.stack([np.repeat((us + 1) / 2, 161), np.tile(length / length[-1], 120)], axis=1)
    faces = grid_faces(120, 161, wrap=False)
    faces += [tuple(range(159, -1, -1)), tuple(119 * 161 + k for k in range(160))]
    return Mesh(np.vstack(rows), faces, uv)


def _add_band(product: Product, layers: int) -> None:
    """A kraft paper band around the stack, a little off the middle, with the brand printed on its front."""
    top = (layers - 1) * 0.30 + 0.33
    outline = superellipse(1.60, top + 0.075, 7.0, 160)
    loop = np.vstack([outline, outline[:1]])
    rows = [np.column_stack([np.full(len(loop), x), loop[:, 0], loop[:, 1] + top / 2]) for x in (-0.30, 0.26)]
    paper = materials.principled("kraft", to_linear((214, 192, 158)), Roughness=0.7)
    materials.bump_noise(paper, 30.0, 0.12, 0.02)
    body = product.parts["body"]
    body.append(add(Mesh(np.vstack(rows), grid_faces(2, len(loop), wrap=False)), paper, "band", 50))
    ink = materials.principled("ink", (0.03, 0.03, 0.03), Roughness=0.7)
    materials.colour_image(
        ink, to_image(textures.wordmark((900, 250), (46, 42, 38), "NORD & ELM"), "wordmark")
    )
    middle = np.array([-0.02, -0.806, top / 2])
    square = np.array([(-1.0, 0.0, -1.0), (1, 0, -1), (1, 0, 1), (-1, 0, 1)])
    corners = middle + square * np.array([0.235, 0.0, 0.0653])
    sheet = Mesh(corners, [(0, 1, 2, 3)], np.array([(0.0, 0.0), (1, 0), (1, 1), (0, 1)]))
    product.parts["print"].append(add(sheet, ink, "wordmark", None))
