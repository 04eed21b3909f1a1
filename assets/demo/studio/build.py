"""Turn plain meshes into scene objects, and keep a product's parts and named points together."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import bmesh
import bpy
import numpy as np

from .geometry import Array, Mesh

PARTS = ("body", "stone", "print")


@dataclass
class Product:
    """Objects by part (body, stone, print), stand objects, and anchors: name to world point (x, y, z)."""

    parts: dict[str, list[Any]] = field(default_factory=lambda: {p: [] for p in PARTS})
    stand: list[Any] = field(default_factory=list)
    anchors: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    def objects(self) -> list[Any]:
        """Every product object, without the stand."""
        return [o for part in self.parts.values() for o in part]


def add(mesh: Mesh, material: Any, name: str, smooth: float | None = 40.0) -> Any:
    """Link a mesh as an object; smooth is the crease angle in degrees, None for flat facets."""
    data = bpy.data.meshes.new(name)
    data.from_pydata([tuple(v) for v in mesh.verts], [], mesh.faces)
    if mesh.uv is not None:
        _set_uv(data, mesh.uv)
    data.validate()
    _recalc_normals(data)
    if smooth is not None:
        data.shade_smooth()
        data.set_sharp_from_angle(angle=math.radians(smooth))
    obj = bpy.data.objects.new(name, data)
    data.materials.append(material)
    bpy.context.scene.collection.objects.link(obj)
    return obj


def _set_uv(data: Any, uv: Array) -> None:
    layer = data.uv_layers.new(name="uv")
    index = np.empty(len(data.loops), dtype=np.int64)
    data.loops.foreach_get("vertex_index", index)
    layer.data.foreach_set("uv", uv[index].ravel())


def _recalc_normals(data: Any) -> None:
    bm = bmesh.new()
    bm.from_mesh(data)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    bm.to_mesh(data)
    bm.free()


def hull(points: Array, material: Any, name: str) -> Any:
    """The convex hull of the points as a flat-faceted object, flat faces merged."""
    bm = bmesh.new()
    for point in points:
        bm.verts.new(tuple(point))
    bmesh.ops.convex_hull(bm, input=bm.verts)
    bmesh.ops.dissolve_limit(bm, angle_limit=math.radians(0.5), verts=bm.verts, edges=bm.edges)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    data = bpy.data.meshes.new(name)
    bm.to_mesh(data)
    bm.free()
    obj = bpy.data.objects.new(name, data)
    data.materials.append(material)
    bpy.context.scene.collection.objects.link(obj)
    return obj


def turn(objects: list[Any], degrees: tuple[float, float, float], pivot: tuple[float, float, float]) -> Any:
    """Turn objects about a world pivot (x, then y, then z, degrees) and drop none; returns the 4x4 matrix."""
    from mathutils import Euler, Matrix, Vector

    rotation = Euler([math.radians(d) for d in degrees], "XYZ").to_matrix().to_4x4()
    matrix = Matrix.Translation(Vector(pivot)) @ rotation @ Matrix.Translation(-Vector(pivot))
    for obj in objects:
        obj.matrix_world = matrix @ obj.matrix_world
    return matrix


def turn_product(
    product: Product, degrees: tuple[float, float, float], pivot: tuple[float, float, float]
) -> None:
    """Turn a whole product with its anchors about a world pivot."""
    from mathutils import Vector

    matrix = turn(product.objects(), degrees, pivot)
    product.anchors = {k: tuple(matrix @ Vector(p)) for k, p in product.anchors.items()}


def rest_on_floor(product: Product) -> None:
    """Move the product so that its lowest point touches z = 0."""
    bpy.context.view_layer.update()
    low = min((o.matrix_world @ v.co).z for o in product.objects() for v in o.data.vertices)
    for obj in product.objects():
        obj.matrix_world.translation.z -= low
    product.anchors = {k: (x, y, z - low) for k, (x, y, z) in product.anchors.items()}
