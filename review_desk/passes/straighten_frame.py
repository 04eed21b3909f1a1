"""Straighten and frame: the product upright, in the middle of its frame, as large as the channel asks.

No pixel is enlarged or reduced: the frame is cut or grown round the product. A product that stands upright
already keeps its codes; one that is turned is resampled once.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.checks.frame import lean
from review_desk.imaging.decode import Source
from review_desk.imaging.measures.framing import framing
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.measures.separation import Separation
from review_desk.passes.full_size import Map, small, strips
from review_desk.passes.separated import bare_ground, separated
from review_desk.passes.tools import Moved, Tools

_UPRIGHT = 0.1
"""Degrees within which a product stands upright: less than the measure is sure of."""

LARGEST = 32_000
"""Pixels on a side: OpenCV moves no larger pictures."""

_SEAM = 6.0
"""Pixels over which the photo blends into the ground that is added beside it."""


@dataclass(frozen=True)
class _Frame:
    """The new frame: `move` (2, 3) takes places of the photo to places of the frame (width, height)."""

    move: NDArray[np.float64]
    size: tuple[int, int]
    turned: bool

    @property
    def place(self) -> tuple[float, float, float, float]:
        """As Moved has it."""
        degrees = math.degrees(math.atan2(self.move[1, 0], self.move[0, 0]))
        return float(self.move[0, 2]), float(self.move[1, 2]), 1.0, degrees


def straighten_frame(source: Source, tools: Tools, *, turn: str, fill: float, ratio: str) -> Moved:
    """The photo in a frame of `ratio` (“as it is” or such as “4:5”), of which the product fills `fill` per
    cent on the side that it fills more; `turn` is “upright” or “keep”.

    Where the frame is larger than the photo its ground goes on. Raises Refused where the product cannot be
    found, runs out of the photo, or the frame would be too large.
    """
    parts = _separated(tools)
    height, width = source.pixels.shape[:2]
    shape = width / height if ratio == "as it is" else wide(ratio)
    frame = _frame(parts.product, (width, height), fill / 100, shape, upright=turn == "upright")
    if max(width, height, *frame.size) > LARGEST:
        raise Refused(
            f"The frame would be {frame.size[0]:,} × {frame.size[1]:,} pixels; the most is {LARGEST:,}."
        )
    alpha = None if source.alpha is None else _moved(source.alpha, frame, fading=True)[..., 0]
    return Moved(replace(source, pixels=_framed(source.pixels, parts, frame), alpha=alpha), frame.place)


def _separated(tools: Tools) -> Separation:
    parts = separated(tools)[1]
    found, cautions = framing(parts.product)
    if "frame_fill" not in found:
        raise Refused(f"{' '.join(cautions)} Nothing can be framed that is not all there.")
    return parts


def wide(ratio: str) -> float:
    """Width to height of a ratio such as “4:5”."""
    across, down = ratio.split(":")
    return float(across) / float(down)


def _frame(product: Mask, size: tuple[int, int], fill: float, shape: float, *, upright: bool) -> _Frame:
    degrees = (lean(product) or 0.0) if upright else 0.0
    turned = abs(degrees) > _UPRIGHT
    scale = size[0] / product.shape[1]
    middle = size[0] / 2, size[1] / 2
    turn = np.asarray(cv2.getRotationMatrix2D(middle, degrees if turned else 0.0, 1.0), np.float64)
    left, top, right, bottom = _box(product, turn, scale)
    across = max((right - left) / fill, shape * (bottom - top) / fill)
    frame = round(across), round(across / shape)
    shift = np.array([frame[0] - left - right, frame[1] - top - bottom]) / 2
    turn[:, 2] += shift if turned else np.rint(shift)
    return _Frame(turn, frame, turned)


def _box(product: Mask, turn: NDArray[np.float64], scale: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the turned product, in pixels of the photo."""
    outlines, _ = cv2.findContours(product.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    places = (np.concatenate(outlines)[:, 0] + 0.5) * scale
    moved = places @ turn[:, :2].T + turn[:, 2]
    edge = scale / 2
    (left, top), (right, bottom) = moved.min(axis=0) - edge, moved.max(axis=0) + edge
    return float(left), float(top), float(right), float(bottom)


def _framed(pixels: NDArray[Any], parts: Separation, frame: _Frame) -> NDArray[Any]:
    """(H, W, C) in the new frame; beside the photo lies its own ground, gone on."""
    moved = _moved(pixels, frame)
    there = _moved(np.full(pixels.shape[:2], 255, np.uint8), frame, fading=True)[..., 0]
    if (there == 255).all():
        return moved
    away = cv2.distanceTransform((there == 255).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    ground, scale = _ground(pixels, parts), pixels.shape[1] / parts.product.shape[1]
    full = np.float32(np.iinfo(pixels.dtype).max)
    for rows in strips(len(moved)):
        share = np.clip(away[rows] / np.float32(_SEAM), 0, 1)[..., None]
        under = _moved(ground, frame, scale=scale, rows=rows) * full
        mixed = under + share * (moved[rows].astype(np.float32) - under)
        moved[rows] = np.where(share == 1, moved[rows], np.rint(np.clip(mixed, 0, full)))
    return moved


def _ground(pixels: NDArray[Any], parts: Separation) -> Map:
    """The bare ground small, 0-1, in the photo's own codes; where there is none, the photo's mean."""
    photo = small(pixels, parts.product.shape)
    if not parts.background.any():
        return np.broadcast_to(photo.mean(axis=(0, 1)), photo.shape).astype(np.float32)
    return bare_ground(photo, parts.background)


def _moved(
    plane: NDArray[Any],
    frame: _Frame,
    *,
    scale: float = 1.0,
    fading: bool = False,
    rows: slice | None = None,
) -> NDArray[Any]:
    """(h, w, C) in the new frame, or in some `rows` of it: its edge goes on beside it, or with `fading`
    nothing is there.
    """
    grown = np.diag([scale, scale, 1.0])
    move = (np.vstack((_from_middles(frame.move), [0, 0, 1])) @ _corner(scale) @ grown)[:2]
    how = cv2.INTER_LINEAR if scale != 1 or fading else cv2.INTER_CUBIC if frame.turned else cv2.INTER_NEAREST
    edge = cv2.BORDER_CONSTANT if fading else cv2.BORDER_REPLICATE
    first, last = (rows.start, rows.stop) if rows else (0, frame.size[1])
    move[1, 2] -= first
    found = cv2.warpAffine(plane, move, (frame.size[0], last - first), flags=how, borderMode=edge)
    return found.reshape(last - first, frame.size[0], -1)


def _corner(scale: float) -> NDArray[np.float64]:
    """Pixels are areas: the middle of a small pixel in places of the large photo, counted by middles."""
    return np.array([[1, 0, scale / 2 - 0.5], [0, 1, scale / 2 - 0.5], [0, 0, 1]])


def _from_middles(move: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same move for places counted from the middle of the first pixel, as OpenCV counts them."""
    found = move.copy()
    found[:, 2] += move[:, :2] @ (0.5, 0.5) - 0.5
    return found
