"""The product's edge: a picture of the halo around it, and luma as a profile across it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging.views.legend import Mark
from review_desk.imaging.views.pane import Pane, Plane, above, at_most, grey, luma, quiet, shrunk
from review_desk.imaging.views.product import product_mask

REACH = 12
"""Pixels on either side of the edge."""

_MOST_POINTS = 4000
_FEWEST_POINTS = 24
_WORKING_SIDE = 960
_LEAST_EDGE = 8.0
"""Codes between 3-4 pixels inside and outside, below which a line runs across a shadow, not an edge."""

_LEAST_STEP = 2.0
"""Codes between product and background, below which a share of the step says nothing."""

LEGEND = (
    Mark((230, 230, 230), "beside the edge, lighter: lighter than the background further out"),
    Mark((40, 40, 40), "darker: darker than it (a shadow, or a fringe)"),
)


@dataclass(frozen=True)
class HaloProfile:
    """Mean luma across the product's edge.

    `distances` -12..+12 in pixels, negative inside, 0 the edge; `values` mean Rec. 709 luma codes 0-255;
    `overshoot` the most the outside passes the background away from the product, as a share of the step
    between product and background (a halo); `fringe` the most it still leans towards the product from 3
    pixels out, as the same share (a soft or dirty edge, or a shadow); `points` edge points averaged.
    """

    distances: tuple[int, ...]
    values: tuple[float, ...]
    overshoot: float
    fringe: float
    points: int


def edge_halo(pane: Pane, *, gain: float = 8.0) -> Pane:
    """Beside the product's edge, luma less that of the background further out, × `gain`, on mid grey.

    The band is 12 pixels wide, outside the product (`product_mask`); the background further out is the local
    mean of luma beyond the band. Lighter than mid grey is a light halo, darker a dark fringe or a shadow. The
    rest of the photo is quiet grey. The reading of an edge response across its step follows ISO 12233; the
    picture is our own.
    """
    codes, product = luma(pane), product_mask(pane)
    out = quiet(codes)
    near, reference = _surroundings(codes, product)
    band = cv2.bitwise_and(near, cv2.bitwise_not(product))
    apart = cv2.blur(codes, (3, 3))
    cv2.addWeighted(apart, gain, reference, -gain, 128, dst=apart)
    cv2.copyTo(grey(apart.astype(np.uint8, copy=False)), band, out)
    return out


def halo_profile(pane: Pane, product: Plane | None = None) -> HaloProfile:
    """Mean luma along the normals of the product's edge, from 12 pixels inside to 12 outside.

    `product` is (H, W) uint8, 255 on the product; without it `product_mask` finds one. Up to 4000 points of
    the outer contours are used, spread evenly; left out are those within 12 pixels of the pane's border,
    those whose normal crosses the edge twice, and those without a step of 8 codes (shadows). BadInput where
    fewer than 24 are left, or where product and background are equally light.
    """
    mask = product_mask(pane) if product is None else product
    x, y = _normals(mask)
    once = _crossing_once(mask, x, y)
    lines = _sampled(luma(pane), x[once], y[once])
    lines = lines[_steep(lines)]
    if len(lines) < _FEWEST_POINTS:
        raise BadInput("there is too little of the product's edge in view to measure a halo")
    values = lines.mean(axis=0, dtype=np.float64)
    inside, background = values[:5].mean(), values[-3:].mean()
    step = background - inside
    if abs(step) < _LEAST_STEP:
        raise BadInput("product and background are equally light here, so no halo can be measured")
    return HaloProfile(
        distances=tuple(range(-REACH, REACH + 1)),
        values=tuple(values.tolist()),
        overshoot=max(0.0, float(((values[REACH + 1 : -3] - background) / step).max())),
        fringe=max(0.0, float(((background - values[REACH + 3 : -3]) / step).max())),
        points=len(lines),
    )


def _normals(mask: Plane) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where to sample across the edge: x and y, each (points, 25), from inside to outside.

    A contour runs through the centres of the outermost product pixels: the edge is half a pixel further out.
    """
    points, normals = _outer_edge(mask)
    spread = np.linspace(0, len(points) - 1, min(len(points), _MOST_POINTS)).astype(int)
    points, normals = points[spread], normals[spread]
    inwards = _sampled(mask, *(points + 3 * normals).T) > _sampled(mask, *(points - 3 * normals).T)
    normals[inwards] *= -1
    steps = np.arange(-REACH, REACH + 1, dtype=np.float32) + np.float32(0.5)
    along = points[:, None, :] + steps[None, :, None] * normals[:, None, :]
    return np.ascontiguousarray(along[..., 0]), np.ascontiguousarray(along[..., 1])


def _outer_edge(mask: Plane) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The points of the outer contours and unit normals (either way round), each (points, 2) as x, y."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    runs = [contour[:, 0].astype(np.float32) for contour in contours if len(contour) >= _FEWEST_POINTS]
    if not runs:
        return np.empty((0, 2), np.float32), np.empty((0, 2), np.float32)
    points = np.concatenate(runs)
    tangents = np.concatenate([np.roll(run, -4, axis=0) - np.roll(run, 4, axis=0) for run in runs])
    lengths = np.maximum(np.hypot(tangents[:, 0], tangents[:, 1]), 1e-6)
    return points, np.column_stack([tangents[:, 1], -tangents[:, 0]]) / lengths[:, None]


def _crossing_once(mask: Plane, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of the lines lie in the pane, start on the product and leave it once, within a pixel of 0."""
    height, width = mask.shape
    within = ((x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)).all(axis=1)
    on = _sampled(mask, x, y) > 127
    kept: NDArray[np.bool_] = within & on[:, : REACH - 1].all(axis=1) & ~on[:, REACH + 2 :].any(axis=1)
    return kept


def _steep(lines: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which lines have an edge at 0 and not the slope of a shadow."""
    inside, outside = (lines[:, at : at + 2].mean(axis=1) for at in (REACH - 4, REACH + 3))
    steep: NDArray[np.bool_] = np.abs(inside - outside) >= _LEAST_EDGE
    return steep


def _sampled(codes: Plane, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The codes at these places, by straight lines between pixels. Outside the pane is 0.

    OpenCV takes at most 32767 rows or columns of places.
    """
    if not len(x):
        return np.empty(x.shape, np.uint8)
    sampled = cv2.remap(codes, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
    return sampled.reshape(x.shape).astype(np.uint8, copy=False)


def _surroundings(codes: Plane, product: Plane) -> tuple[Plane, Plane]:
    """The pixels within reach of the product, 0 or 255, and the luma of the background beyond them.

    Both are worked out on a picture of at most 960 pixels and enlarged. Where there is no background beyond,
    its luma is that of all the background there is.
    """
    small, mask = (shrunk(each, _WORKING_SIDE) for each in (codes, product))
    scale = small.shape[1] / codes.shape[1]
    background = at_most(mask, 127)
    away = cv2.distanceTransform(background, cv2.DIST_L2, 5)
    beyond = (away > REACH * scale).astype(np.float32)
    light = _masked_mean(small.astype(np.float32), beyond, 2 * round(2 * REACH * scale) + 1)
    whole = (codes.shape[1], codes.shape[0])
    near = cv2.resize(cv2.convertScaleAbs(1 - beyond, alpha=255), whole, interpolation=cv2.INTER_LINEAR)
    reference = cv2.resize(cv2.convertScaleAbs(light), whole, interpolation=cv2.INTER_LINEAR)
    return above(near.astype(np.uint8, copy=False), 127), reference.astype(np.uint8, copy=False)


def _masked_mean(values: NDArray[np.float32], weights: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """The mean of the values of weight 1 within a square; where there are none, that of them all."""
    everywhere = np.float32((values * weights).sum() / max(float(weights.sum()), 1.0))
    faint = np.float32(1e-4)
    total = cv2.blur(values * weights, (side, side)) + faint * everywhere
    return (total / (cv2.blur(weights, (side, side)) + faint)).astype(np.float32, copy=False)
