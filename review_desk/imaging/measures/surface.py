"""The background as a slowly varying surface, fitted to the edge of the frame and to what it explains."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.masks import disc
from review_desk.imaging.measures.picture import Lab, Mask, NoProductError

_RING = 0.03
_PLAIN_SHARE = 0.5
_LEAST_TOLERANCE = 2.5
_MOST_NOISE = 5.0
_COARSE = 48
_PENUMBRA = 0.05


def frame_edge(shape: tuple[int, int]) -> Mask:
    width = max(2, round(_RING * min(shape)))
    edge = np.ones(shape, bool)
    edge[width:-width, width:-width] = False
    return edge


def ring_surface(lab: Lab, edge: Mask) -> tuple[Mask, Lab]:
    """The part of the frame's edge that one surface explains, and that surface over the whole frame."""
    rows, columns = np.nonzero(edge)
    table, values = _table(edge.shape, rows, columns, 2), lab[edge].astype(np.float64)
    kept = np.ones(len(values), bool)
    distance = np.zeros(len(values))
    for _ in range(8):
        if np.count_nonzero(kept) < table.shape[1]:
            break
        found = _least_squares(table[kept], values[kept])
        distance = apart(values - table @ found)
        limit = max(_LEAST_TOLERANCE, 2.5 * 1.4826 * float(np.median(distance)))
        kept = distance < limit
    noise = float(np.median(distance[kept])) if kept.any() else np.inf
    if noise > _MOST_NOISE:
        raise NoProductError("The background is not plain: the edge of the frame has no one tone.")
    if kept.mean() < _PLAIN_SHARE:
        raise NoProductError(
            f"The background is not plain: only {kept.mean():.0%} of the frame's edge is of one tone."
        )
    ring = np.zeros_like(edge)
    ring[rows[kept], columns[kept]] = True
    return ring, fitted(lab, ring, degree=2)


def slow_surface(lab: Lab, background: Mask) -> Lab:
    """The background as a slow surface: a cubic through it, with what that leaves spread out smoothly."""
    clear = cv2.erode(background.astype(np.uint8), disc(round(_PENUMBRA * max(background.shape)) | 1)) > 0
    if np.count_nonzero(clear) > 0.3 * np.count_nonzero(background):
        background = clear  # the faint end of a shadow would darken the surface that it is held against
    rough = fitted(lab, background, degree=3)
    weight = background.astype(np.float32)
    left = (lab - rough) * weight[..., None]
    size = weight.shape[1] // 4, weight.shape[0] // 4
    layers = cv2.resize(np.dstack([left, weight]), size, interpolation=cv2.INTER_AREA)
    spread = cv2.GaussianBlur(layers, (0, 0), 0.04 * max(size))
    smooth = cv2.resize(
        spread[..., :3] / (spread[..., 3:] + 0.05), weight.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(rough + smooth, np.float32)


def fitted(lab: Lab, kept: Mask, *, degree: int) -> Lab:
    """Least squares of a polynomial in x and y through the kept pixels, at most 5 000 of them."""
    height, width = kept.shape
    rows, columns = np.nonzero(kept)
    step = max(1, len(rows) // 5_000)
    rows, columns = rows[::step], columns[::step]
    found = _least_squares(_table(kept.shape, rows, columns, degree), lab[rows, columns].astype(np.float64))
    small = _COARSE, max(8, round(_COARSE * width / height))
    places = np.indices(small).reshape(2, -1)
    coarse = (_table(small, places[0], places[1], degree) @ found).reshape(*small, 3)
    return np.asarray(_stretched(coarse.astype(np.float32), (width, height)), np.float32)


def _least_squares(table: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """By the normal equations, held up where the places do not tell all terms apart."""
    square = table.T @ table + 1e-6 * len(table) * np.eye(table.shape[1])
    return np.asarray(np.linalg.solve(square, table.T @ values))


def _table(
    shape: tuple[int, int], rows: NDArray[np.intp], columns: NDArray[np.intp], degree: int
) -> NDArray[np.float64]:
    """The powers of x and y, −1 to 1 over the frame, at some places: (N, terms)."""
    y, x = (2 * places / (side - 1) - 1 for places, side in zip((rows, columns), shape, strict=True))
    powers = [(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]
    return np.stack([x**i * y**j for i, j in powers], axis=1)


def _stretched(coarse: Lab, size: tuple[int, int]) -> Lab:
    """A smooth surface at (width, height): its corners stay the frame's corners."""
    width, height = size
    columns = np.linspace(0, coarse.shape[1] - 1, width, dtype=np.float32)
    rows = np.linspace(0, coarse.shape[0] - 1, height, dtype=np.float32)
    return np.asarray(
        cv2.remap(coarse, *np.meshgrid(columns, rows), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    )


def apart(away: NDArray[Any]) -> NDArray[Any]:
    """How far from the surface: CIE76 with a* and b* counted half as much again: shading moves L*."""
    return np.asarray(np.sqrt(away[..., 0] ** 2 + 2.25 * (away[..., 1] ** 2 + away[..., 2] ** 2)))


def tolerance(away: Lab, background: Mask) -> float:
    """What still counts as background: four times its own noise, but never less than a just visible step."""
    distance = apart(away)[background]
    noise = float(np.median(distance)) if distance.size else 0.0
    return min(max(_LEAST_TOLERANCE, 4 * noise), 10.0)
