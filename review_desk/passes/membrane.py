"""Values carried over a hole from its rim, like a membrane stretched over it: Laplace's equation solved.

P. Pérez, M. Gangnet, A. Blake, “Poisson Image Editing” (2003), their equation 2 with no guidance. Solved on
ever larger grids, the smaller one's answer to begin with, so that wide holes cost no more per pixel.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.passes.full_size import Map, resized

_SWEEPS = 24
"""On each grid; what the smaller one got wrong is short by then."""

_SMALLEST = 4


def membrane(values: Map, known: NDArray[np.bool_]) -> Map:
    """(h, w, C) with all that is not `known` (h, w) interpolated; known values come back as they are.

    Where nothing is known all is 0.
    """
    if known.all():
        return values.copy()
    found = values * known[..., None].astype(np.float32)
    if min(known.shape) <= _SMALLEST or not known.any():
        return np.where(known[..., None], values, _mean(values, known))
    guess = resized(membrane(*_halved(found, known)), known.shape[::-1], cv2.INTER_LINEAR)
    found = np.where(known[..., None], values, guess)
    return _relaxed(found, known)


def _mean(values: Map, known: NDArray[np.bool_]) -> Map:
    inside = values[known]
    return np.asarray(inside.mean(axis=0) if len(inside) else np.zeros(values.shape[2]), np.float32)


def _halved(found: Map, known: NDArray[np.bool_]) -> tuple[Map, NDArray[np.bool_]]:
    """Half the size; what is known of four pixels speaks for them."""
    size = (known.shape[1] + 1) // 2, (known.shape[0] + 1) // 2
    there = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    shares = np.maximum(there, 1e-6).astype(np.float32)[..., None]
    return resized(found, size) / shares, there > 0


def _relaxed(found: Map, known: NDArray[np.bool_]) -> Map:
    """Every unknown value the mean of its four neighbours, over and over, over-relaxed in two colours."""
    height, width = known.shape
    flat = np.pad(found, ((1, 1), (1, 1), (0, 0)), mode="edge").reshape(-1, found.shape[2])
    places = np.flatnonzero(np.pad(~known, 1))
    colour = (places // (width + 2) + places) % 2
    for sweep in range(2 * _SWEEPS):
        here = places[colour == sweep % 2]
        around = [flat.take(here + step, axis=0) for step in (-1, 1, -width - 2, width + 2)]
        flat[here] += np.float32(1.5) * (sum(around) / np.float32(4) - flat[here])
    return np.ascontiguousarray(flat.reshape(height + 2, width + 2, -1)[1:-1, 1:-1])
