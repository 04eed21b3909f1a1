"""Plain numpy meshes for the products. One unit is about half a product's height; no bpy here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass
class Mesh:
    """Vertices (n, 3), faces as index tuples, and (u, v) in 0..1 per vertex when the surface is a grid."""

    verts: Array
    faces: list[tuple[int, ...]]
    uv: Array | None = None


def grid_faces(rows: int, cols: int, wrap: bool) -> list[tuple[int, ...]]:
    """Quads of a rows x cols vertex grid; wrap joins the last row to the first."""
    count = rows if wrap else rows - 1
    faces: list[tuple[int, ...]] = []
    for i in range(count):
        j = (i + 1) % rows
        faces += [(i * cols + k, j * cols + k, j * cols + k + 1, i * cols + k + 1) for k in range(cols - 1)]
    return faces


def rounded_profile(points: list[tuple[float, float, float]], steps: int = 6) -> Array:
    """A polyline (r, z, corner radius) with each inner corner replaced by an arc-like curve."""
    pts = np.array([(r, z) for r, z, _ in points])
    out: list[Array] = [pts[0]]
    for i in range(1, len(points) - 1):
        radius = points[i][2]
        before, after = pts[i - 1] - pts[i], pts[i + 1] - pts[i]
        cut_a = min(radius, float(np.linalg.norm(before)) / 2)
        cut_b = min(radius, float(np.linalg.norm(after)) / 2)
        start = pts[i] + before / max(float(np.linalg.norm(before)), 1e-9) * cut_a
        end = pts[i] + after / max(float(np.linalg.norm(after)), 1e-9) * cut_b
        for t in np.linspace(0.0, 1.0, steps if radius > 0 else 1):
            out.append((1 - t) ** 2 * start + 2 * t * (1 - t) * pts[i] + t**2 * end)
    out.append(pts[-1])
    return np.array(out)


def lathe(profile: Array, segments: int = 128, arc: tuple[float, float] | None = None) -> Mesh:
    """Turn an (r, z) profile about the z axis; arc is (start, end) in radians, a full turn when None."""
    full = arc is None
    start, end = (0.0, 2 * np.pi) if arc is None else arc
    theta = np.linspace(start, end, segments + 1)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(profile, axis=0), axis=1))])
    r, z = profile[:, 0], profile[:, 1]
    x = np.cos(theta)[:, None] * r
    y = np.sin(theta)[:, None] * r
    verts = np.stack([x, y, np.broadcast_to(z, x.shape)], axis=-1).reshape(-1, 3)
    u = np.repeat(np.linspace(0, 1, segments + 1), len(r))
    v = np.tile(length / max(length[-1], 1e-9), segments + 1)
    faces = grid_faces(segments + 1, len(r), wrap=False)
    if full:
        faces = _weld_last_row(faces, segments, len(r))
    return Mesh(verts, faces, np.stack([u, v], axis=1) if not full else None)


def _weld_last_row(faces: list[tuple[int, ...]], segments: int, cols: int) -> list[tuple[int, ...]]:
    """Point the faces at the seam back to the first row, so that a full turn is closed."""
    limit = segments * cols
    return [tuple(i - limit if i >= limit else i for i in face) for face in faces]


def superellipse(width: float, height: float, power: float, count: int = 48) -> Array:
    """A closed outline in the plane; power 2 is an ellipse, larger is squarer."""
    phi = np.linspace(0, 2 * np.pi, count, endpoint=False)
    c, s = np.cos(phi), np.sin(phi)
    x = width / 2 * np.sign(c) * np.abs(c) ** (2 / power)
    y = height / 2 * np.sign(s) * np.abs(s) ** (2 / power)
    return np.stack([x, y], axis=1)


def smooth_path(points: list[tuple[float, float, float]], count: int, closed: bool = False) -> Array:
    """A Catmull-Rom curve through the points, count samples."""
    p = np.array(points)
    ring = np.vstack([p[-1], p, p[:2]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    spans = len(ring) - 3
    out = []
    for t in np.linspace(0, spans, count, endpoint=not closed):
        i = min(int(t), spans - 1)
        f = t - i
        a, b, c, d = ring[i : i + 4]
        out.append(
            0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3)
        )
    return np.array(out)


def sweep(path: Array, section: Array, up: tuple[float, float, float], scale: Array | None = None) -> Mesh:
    """Carry a closed (a, b) section along a path: a along the side direction, b along up; capped ends."""
    tangent = np.gradient(path, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    side = np.cross(tangent, np.array(up))
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    lift = np.cross(side, tangent)
    size = np.ones(len(path)) if scale is None else scale
    closed = np.vstack([section, section[:1]])
    verts = path[:, None, :] + size[:, None, None] * (
        closed[None, :, :1] * side[:, None, :] + closed[None, :, 1:] * lift[:, None, :]
    )
    rows, cols = len(path), len(closed)
    faces = grid_faces(rows, cols, wrap=False)
    faces.append(tuple(range(cols - 2, -1, -1)))
    faces.append(tuple((rows - 1) * cols + k for k in range(cols - 1)))
    u = np.repeat(np.linspace(0, 1, rows), cols)
    v = np.tile(np.linspace(0, 1, cols), rows)
    return Mesh(verts.reshape(-1, 3), faces, np.stack([u, v], axis=1))


def band(inner_radius: float, thickness: Array, width: Array, outer_power: float = 2.3) -> Mesh:
    """A ring band about the y axis: D-shaped section; thickness and width for even angles from the top."""
    n = len(thickness)
    theta = np.linspace(0, 2 * np.pi, n, endpoint=False)
    phi = np.linspace(0, 2 * np.pi, 49)
    c, s = np.cos(phi), np.sin(phi)
    power = np.where(c >= 0, outer_power, 4.0)
    radial = (np.sign(c) * np.abs(c) ** (2 / power) + 1) / 2
    across = np.sign(s) * np.abs(s) ** (2 / power) / 2
    r = inner_radius + thickness[:, None] * radial[None]
    y = width[:, None] * across[None]
    verts = np.stack([np.sin(theta)[:, None] * r, y, np.cos(theta)[:, None] * r], axis=-1)
    return Mesh(verts.reshape(-1, 3), grid_faces(n, len(phi), wrap=True))


def brilliant_points(radius: float) -> Array:
    """Corner points of a round brilliant cut, girdle at z = 0; their convex hull is the stone."""
    crown, pavilion, table, star, lower = np.tan(np.radians(34.5)), np.tan(np.radians(40.8)), 0.56, 0.76, 0.24
    eighth, half = np.arange(8) * np.pi / 4, np.arange(8) * np.pi / 4 + np.pi / 8
    girdle = np.arange(16) * np.pi / 8
    rings = [
        (eighth, table, crown * (1 - table)),
        (half, star, crown * (1 - star * np.cos(np.pi / 8))),
        (girdle, 1.0, 0.0),
        (girdle, 1.0, -0.05),
        (half, lower, -0.05 - pavilion * (1 - lower * np.cos(np.pi / 8))),
    ]
    pts = [(r * np.cos(a), r * np.sin(a), z) for angles, r, z in rings for a in angles]
    return radius * np.array([*pts, (0.0, 0.0, -0.05 - pavilion)])


def step_points(radius: float, aspect: float = 0.74) -> Array:
    """Corner points of an emerald (step) cut, girdle at z = 0, long side along x."""
    corner = 0.36
    outline = [(1, 1 - corner), (1 - corner, 1), (-1 + corner, 1), (-1, 1 - corner)]
    outline += [(-x, -y) for x, y in outline]
    levels = [
        (0.64, 0.30),
        (0.82, 0.21),
        (1.0, 0.0),
        (1.0, -0.06),
        (0.80, -0.42),
        (0.50, -0.72),
        (0.18, -0.88),
    ]
    pts = [(x * (1 - (1 - s) * aspect), y * aspect * s, z) for s, z in levels for x, y in outline]
    return radius * np.array(pts)


def oval_points(radius: float, aspect: float = 0.78) -> Array:
    """A brilliant stretched along x: points as brilliant_points."""
    stretched: Array = brilliant_points(radius) * np.array([1.12, 1.12 * aspect, 1.0])
    return stretched
