"""Leather totes: soft box body, stitched panels, strap handles with metal rings, a stamped tag."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from . import materials, textures
from .bottle import to_image
from .build import Product, add, turn_product
from .geometry import Array, Mesh, grid_faces, smooth_path, superellipse
from .geometry import sweep as sweep_mesh
from .mug import Ink, to_linear

HEIGHT, WIDTH, DEPTH = 1.55, 1.62, 0.62


def build(leather: Ink, thread: Ink, metal: tuple[float, float, float], turn_deg: float) -> Product:
    """A tote about 2.5 units tall with its handles up, turned about z by turn_deg degrees."""
    product = Product()
    hide = materials.principled("leather", to_linear(leather), Roughness=0.46, Specular_IOR_Level=0.45)
    materials.bump_noise(hide, 105.0, 0.26, 0.008, voronoi=True)
    dark = materials.principled("lining", (0.05, 0.045, 0.04), Roughness=0.9)
    brass = materials.metal(metal, 0.16)
    body = product.parts["body"]
    body.append(add(_shell(1.0), hide, "shell", 60))
    body.append(add(_shell(0.965, hollow=True), dark, "inside", 60))
    body.append(add(_rim(), hide, "rim", 70))
    _add_handles(product, hide, brass)
    _add_stitches(product, thread)
    _add_tag(product, brass)
    turn_product(product, (0.0, 0.0, turn_deg), (0.0, 0.0, 0.0))
    return product


def _outline(z: float, size: float) -> Array:
    """The plan of the bag at height z (units): wider and deeper at the base, bulging in the middle."""
    t = z / HEIGHT
    bulge = math.sin(math.pi * min(t, 1.0)) * 0.05
    width = (WIDTH * (1.0 - 0.05 * t) + bulge) * size
    depth = (DEPTH * (1.0 - 0.42 * t**1.4) + 1.6 * bulge) * size
    return superellipse(width, depth, 5.0 - 1.2 * t, 128)


def _slump(points: Array, z: float) -> Array:
    """A little sag along the upper edge and soft dents in the panels, so that leather looks like leather."""
    x, y = points[:, 0], points[:, 1]
    t = z / HEIGHT
    dent = 0.018 * np.sin(3.1 * x + 1.3) * np.sin(2.3 * t * math.pi + 0.5) + 0.010 * np.sin(7.0 * x - 4 * t)
    sag = -0.05 * t**4 * (1 - (2 * x / WIDTH) ** 2)
    return np.column_stack([x, y + dent * np.sign(y), np.full(len(x), z) + sag])


def _shell(size: float, hollow: bool = False) -> Mesh:
    base = [(0.0, 0.90), (0.01, 0.95), (0.03, 0.985), (0.06, 1.0)]
    levels = [(z, size * s) for z, s in base] + [(z, size) for z in np.linspace(0.10, HEIGHT, 48)]
    if hollow:
        levels = [(z + 0.03, s) for z, s in levels[:-1]] + [(HEIGHT, size)]
    rows = []
    for z, s in levels:
        line = _slump(_outline(z, s), z)
        rows.append(np.vstack([line, line[:1]]))
    cols = len(rows[0])
    faces = grid_faces(len(rows), cols, wrap=False)
    faces.append(tuple(range(cols - 2, -1, -1)))
    return Mesh(np.vstack(rows), faces)


def _rim() -> Mesh:
    line = _slump(_outline(HEIGHT, 0.983), HEIGHT)
    path = np.vstack([line, line[:2]])
    return sweep_mesh(path, superellipse(0.05, 0.05, 2.6, 16), (0, 0, 1))


def _front(x: float, z: float, out: float) -> tuple[float, float, float]:
    """A point on the front panel, `out` units off the leather."""
    line = _slump(_outline(z, 1.0), z)
    front = line[line[:, 1] < 0]
    order = np.argsort(front[:, 0])
    y = float(np.interp(x, front[order, 0], front[order, 1]))
    lift = float(np.interp(x, front[order, 0], front[order, 2]))
    return (x, y - out, lift)


def _add_handles(product: Product, hide: Any, brass: Any) -> None:
    strap = superellipse(0.12, 0.045, 5.0, 28)
    ring = superellipse(0.03, 0.03, 2.0, 14)
    for side, lean in ((-1, 0.10), (1, 0.02)):
        feet = [_front(x, HEIGHT - 0.22, 0.03) for x in (-0.36, 0.36)]
        y = side * abs(feet[0][1])
        pts = [
            (-0.36, y, HEIGHT - 0.20),
            (-0.37, y * 0.96, HEIGHT + 0.12),
            (-0.30, y * 0.6 - lean, HEIGHT + 0.62),
            (0.0, y * 0.5 - lean * 1.4, HEIGHT + 0.86),
            (0.30, y * 0.6 - lean, HEIGHT + 0.62),
            (0.37, y * 0.96, HEIGHT + 0.12),
            (0.36, y, HEIGHT - 0.20),
        ]
        product.parts["body"].append(
            add(sweep_mesh(smooth_path(pts, 120), strap, (0, 1, 0)), hide, "handle", 60)
        )
        for x in (-0.36, 0.36):
            _add_foot(product, hide, brass, ring, x, y, side)


def _add_foot(product: Product, hide: Any, brass: Any, ring: Array, x: float, y: float, side: int) -> None:
    """The leather patch and metal ring where a handle meets the bag."""
    loop = np.array(
        [
            (x + 0.095 * math.cos(a), y + side * 0.02, HEIGHT - 0.22 + 0.095 * math.sin(a))
            for a in np.linspace(0, 2 * math.pi, 49)
        ]
    )
    product.parts["body"].append(add(sweep_mesh(loop, ring, (0, 1, 0)), brass, "ring", 80))
    tab = [
        (x, y + side * 0.012, HEIGHT - 0.27),
        (x, y + side * 0.022, HEIGHT - 0.40),
        (x, y + side * 0.02, HEIGHT - 0.62),
    ]
    path = smooth_path(tab, 24)
    product.parts["body"].append(
        add(sweep_mesh(path, superellipse(0.15, 0.035, 5.0, 28), (0, 1, 0)), hide, "tab", 60)
    )
    stud = np.array([(x, y + side * 0.03, HEIGHT - 0.50), (x, y + side * 0.06, HEIGHT - 0.50)])
    product.parts["body"].append(
        add(sweep_mesh(stud, superellipse(0.06, 0.06, 2.0, 24), (0, 0, 1)), brass, "stud", 50)
    )


def _add_stitches(product: Product, thread: Ink) -> None:
    """Rows of saddle stitches on the front panel: under the rim and up both sides."""
    mat = materials.principled("thread", to_linear(thread), Roughness=0.7)
    rows = [[(x, HEIGHT - 0.085) for x in np.linspace(-0.66, 0.66, 61)]]
    rows += [[(s * 0.685, z) for z in np.linspace(0.12, HEIGHT - 0.10, 64)] for s in (-1, 1)]
    verts: list[Array] = []
    faces: list[tuple[int, ...]] = []
    for row in rows:
        points = np.array([_front(x, z, 0.004) for x, z in row])
        for a, b in itertools.pairwise(points):
            mesh = sweep_mesh(
                np.array([a + 0.14 * (b - a), a + 0.86 * (b - a)]),
                superellipse(0.010, 0.013, 2.0, 8),
                (0, 1, 0),
            )
            start = sum(len(v) for v in verts)
            verts.append(mesh.verts)
            faces += [tuple(i + start for i in face) for face in mesh.faces]
    product.parts["body"].append(add(Mesh(np.vstack(verts), faces), mat, "stitches", 60))


def _add_tag(product: Product, brass: Any) -> None:
    """A small metal name plate with the brand engraved, the part that a model likes to smear."""
    x, y, z = _front(0.0, 0.98, 0.032)
    plate = np.array([(x, y + 0.05, z), (x, y - 0.006, z)])
    product.parts["body"].append(
        add(sweep_mesh(plate, superellipse(0.40, 0.13, 7.0, 48), (0, 0, 1)), brass, "plate", 40)
    )
    ink = materials.principled("engraving", (0.05, 0.045, 0.04), Roughness=0.6)
    materials.colour_image(
        ink, to_image(textures.wordmark((900, 250), (46, 42, 38), "NORD & ELM"), "wordmark")
    )
    corners = np.array(
        [(x + u * 0.18, y - 0.0075, z + v * 0.05) for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    )
    sheet = Mesh(corners, [(0, 1, 2, 3)], np.array([(0.0, 0.0), (1, 0), (1, 1), (0, 1)]))
    product.parts["print"].append(add(sheet, ink, "engraving", None))
    product.anchors["label"] = (x, y, z)
