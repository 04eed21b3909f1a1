"""The background as a slowly varying surface, fitted to the edge of the frame and to what it explains."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.masks import disc
from review_desk.imaging.measures.picture import Lab, Mask, NoProductError, Plane

_RING = 0.03
_PLAIN_SHARE = 0.5
_LEAST_TOLERANCE = 2.5
_MOST_NOISE = 5.0
_PENUMBRA = 0.05
_ASKED = 10_000


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
        before, kept = kept, distance < limit
        if np.array_equal(before, kept):
            break
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
    coarse = [cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (left, weight)]
    spread = cv2.GaussianBlur(np.dstack(coarse), (0, 0), 0.04 * max(size))
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
    terms = np.zeros((degree + 1, degree + 1, 3))
    terms[tuple(zip(*_powers(degree), strict=True))] = found
    across, down = (_raised(side, np.arange(side), degree).astype(np.float32) for side in (width, height))
    out = np.empty((height, width, 3), np.float32)
    for channel in range(3):
        out[..., channel] = down @ (terms[..., channel].T.astype(np.float32) @ across.T)
    return out


def _least_squares(table: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """By the normal equations, held up where the places do not tell all terms apart."""
    square = table.T @ table + 1e-6 * len(table) * np.eye(table.shape[1])
    return np.asarray(np.linalg.solve(square, table.T @ values))


def _table(
    shape: tuple[int, int], rows: NDArray[np.intp], columns: NDArray[np.intp], degree: int
) -> NDArray[np.float64]:
    """The powers of x and y, −1 to 1 over the frame, at some places: (N, terms)."""
    y, x = (_raised(side, places, degree) for places, side in zip((rows, columns), shape, strict=True))
    return np.stack([x[:, i] * y[:, j] for i, j in _powers(degree)], axis=1)


def _powers(degree: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]


def _raised(side: int, places: NDArray[np.intp], degree: int) -> NDArray[np.float64]:
    """(N, degree + 1): the powers of places along a side, −1 to 1 over it."""
    return np.vander(2 * places / (side - 1) - 1, degree + 1, increasing=True)


def apart(away: NDArray[Any]) -> NDArray[Any]:
    """How far from the surface: CIE76 with a* and b* counted half as much again: shading moves L*."""
    return np.asarray(np.sqrt(away[..., 0] ** 2 + 2.25 * (away[..., 1] ** 2 + away[..., 2] ** 2)))


def tolerance(distance: Plane, background: Mask) -> float:
    """What still counts as background: four times its own noise, but never less than a just visible step.

    `distance` (H, W) is how far each place is from the surface (see `apart`). Of a large background every
    n-th place is asked.
    """
    found = distance[background]
    noise = float(np.median(found[:: max(1, len(found) // _ASKED)])) if found.size else 0.0
    return min(max(_LEAST_TOLERANCE, 4 * noise), 10.0)


def explained(away: Lab, background: Mask) -> Mask:
    """Where a picture is as near to the surface as the background is."""
    distance = apart(away)
    return np.asarray(distance < tolerance(distance, background), np.bool_)
