"""Small maps of a photo drawn at its full size, some rows at a time, so that memory stays small."""

import functools
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Map = NDArray[np.float32]

_ROWS = 256


def strips(height: int) -> Iterator[slice]:
    """The rows to be worked on together."""
    return (slice(top, min(top + _ROWS, height)) for top in range(0, height, _ROWS))


def small(pixels: NDArray[Any], shape: tuple[int, int]) -> Map:
    """(H, W, C) codes reduced to (h, w, C), 0-1."""
    reduced = cv2.resize(pixels, shape[::-1], interpolation=cv2.INTER_AREA).reshape(*shape, -1)
    return np.asarray(reduced, np.float32) / np.float32(np.iinfo(pixels.dtype).max)


def resized(planes: Map, size: tuple[int, int], how: int = cv2.INTER_AREA) -> Map:
    """(H, W, C) at another size (width, height): plane by plane, for OpenCV takes four at most together."""
    found = [
        cv2.resize(np.ascontiguousarray(planes[..., n]), size, interpolation=how)
        for n in range(planes.shape[2])
    ]
    return np.asarray(np.dstack(found), np.float32)


def drawn(small_map: Map, rows: slice, shape: tuple[int, int]) -> Map:
    """The part of (h, w, C) that lies under some rows of a photo of `shape` (H, W): (rows, W, C), linear.

    Pixels are areas: the corners of both meet, not the middles of their first pixels.
    """
    across, down = small_map.shape[1] / shape[1], small_map.shape[0] / shape[0]
    back = np.array([[across, 0, across / 2 - 0.5], [0, down, (rows.start + 0.5) * down - 0.5]])
    size = shape[1], rows.stop - rows.start
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found = cv2.warpAffine(small_map, back, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found.reshape(size[1], size[0], -1))


def over_channels(how: np.ufunc, planes: NDArray[Any]) -> NDArray[Any]:
    """(H, W, C) to (H, W): plane by plane, five times as fast as NumPy's own way along a short last axis."""
    found: NDArray[Any] = functools.reduce(how, (planes[..., channel] for channel in range(planes.shape[2])))
    return found
