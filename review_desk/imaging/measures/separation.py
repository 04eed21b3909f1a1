"""The product apart from its background, and the shadow apart from both.

No learned model: a product photo's background reaches the edge of the frame, and changes slowly. A slowly
varying surface is fitted to the edge of the frame and grown inwards; what it does not explain is the product,
but for the shadow: darker than the background, of its hue, and without an edge of its own towards it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.picture import Lab, Mask, Picture, Plane

_SIDE = 512
_EDGE_BAND = 5
_RING = 0.03
_PLAIN_SHARE = 0.5
_LEAST_TOLERANCE = 2.5
_MOST_NOISE = 5.0
_SMALLEST = 0.002
_LARGEST = 0.93


class NoProductError(Exception):
    """The product cannot be told from the background; the text is a sentence for people."""


@dataclass(frozen=True)
class Separation:
    """Masks (H, W) of one photo; the three do not overlap, and edges belong to none of them.

    `surface` is (H, W, 3) CIELAB: the background as it would be without product and shadow, None where the
    photo is transparent round its product.
    """

    product: Mask
    shadow: Mask
    background: Mask
    surface: Lab | None


def separate(picture: Picture, mask: NDArray[np.uint8] | None = None) -> Separation:
    """Find the product: by `mask` (H, W) uint8, 255 on the product, by transparency, else by the background.

    Raises NoProductError in words.
    """
    if mask is not None:
        return _by_mask(picture, mask > 127)
    if picture.alpha is not None:
        return _by_alpha(picture.alpha)
    return _by_background(picture.lab)


def _by_alpha(alpha: NDArray[np.uint8]) -> Separation:
    product = alpha > 127
    if product.all():
        raise NoProductError("The photo is a little transparent everywhere and shows no background.")
    nothing = np.zeros_like(product)
    return Separation(_checked(product), nothing, alpha == 0, None)


def _by_mask(picture: Picture, product: Mask) -> Separation:
    _checked(product)
    outside = ~_grown(product, 5)
    surface = _surface(picture.lab, outside)
    away = picture.lab - surface
    near = outside & (np.abs(away[..., 0]) < _tolerance(away, outside))
    shadow = _opened(outside & ~near & (away[..., 0] < 0))
    return Separation(product, shadow, outside & ~shadow, surface)


def _by_background(lab: Lab) -> Separation:
    small = _shrunk(lab)
    background, shadow, surface = _grow(small)
    product = _solid(~(background | shadow))
    _checked(product)
    size = lab.shape[1], lab.shape[0]
    surface = np.asarray(cv2.resize(surface, size, interpolation=cv2.INTER_LINEAR), np.float32)
    product = _sharpened(lab - surface, product)
    clear = ~_grown(product, 5)
    shadow = _enlarged(shadow, size) & clear
    background = _enlarged(background, size) & clear & ~shadow
    return Separation(_checked(product), shadow, background, surface)


def _grow(lab: Lab) -> tuple[Mask, Mask, Lab]:
    """Background, shadow and the surface of the background, on a small picture."""
    edge = _edge(lab.shape[:2])
    surface, ring = _ring_surface(lab, edge)
    background = ring
    for _ in range(3):
        away = lab - surface
        background = _reaching(_distance(away) < _tolerance(away, background), edge)
        surface = _surface(lab, background)
    away = lab - surface
    near = _distance(away) < _tolerance(away, background)
    background = _reaching(near, edge)
    shadow = _shadow(lab, away, background)
    return background | _holes(near, background), shadow, surface


def _ring_surface(lab: Lab, edge: Mask) -> tuple[Lab, Mask]:
    """The surface through the most of the frame's edge, and the part of the edge that it explains."""
    kept = edge
    surface = lab
    for _ in range(8):
        surface = _fitted(lab, kept)
        distance = _distance(lab - surface)
        limit = max(_LEAST_TOLERANCE, 2.5 * 1.4826 * float(np.median(distance[edge])))
        kept = edge & (distance < limit)
    distance = _distance(lab - surface)
    noise = float(np.median(distance[kept])) if kept.any() else np.inf
    share = float(kept.sum() / edge.sum())
    if noise > _MOST_NOISE:
        raise NoProductError("The background is not plain: its edge has no one tone.")
    if share < _PLAIN_SHARE:
        raise NoProductError(
            f"The background is not plain: only {share:.0%} of the frame's edge is of one tone."
        )
    return surface, kept


def _surface(lab: Lab, background: Mask) -> Lab:
    """The background as a slow surface: a cubic through it, with what that leaves spread out smoothly."""
    rough = _fitted(lab, background, degree=3)
    weight = background.astype(np.float32)
    left = (lab - rough) * weight[..., None]
    reach = 0.04 * max(weight.shape)
    blurred = cv2.GaussianBlur(left, (0, 0), reach)
    cover = cv2.GaussianBlur(weight, (0, 0), reach)
    return (rough + blurred / (cover[..., None] + 0.05)).astype(np.float32)


def _fitted(lab: Lab, kept: Mask, degree: int = 2) -> Lab:
    """Least squares of a polynomial in x and y through the kept pixels, at most 20 000 of them."""
    height, width = kept.shape
    rows, columns = np.nonzero(kept)
    step = max(1, len(rows) // 20_000)
    rows, columns = rows[::step], columns[::step]
    x, y = _axes(height, width)
    powers = [(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]
    table = np.stack([x[columns] ** i * y[rows] ** j for i, j in powers], axis=1)
    found, *_ = np.linalg.lstsq(table, lab[rows, columns].astype(np.float64), rcond=None)
    whole: NDArray[np.float64] = np.zeros((height, width, 3))
    for n, (across, down) in enumerate(powers):
        whole += (y[:, None] ** down * x[None, :] ** across)[..., None] * found[n]
    return np.asarray(whole, np.float32)


def _axes(height: int, width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates of columns and rows, −1 to 1."""
    return np.linspace(-1, 1, width), np.linspace(-1, 1, height)


def _distance(away: Lab) -> Plane:
    """How far from the surface: CIE76 with a* and b* counted half as much again: shading moves L*."""
    return np.sqrt(away[..., 0] ** 2 + 2.25 * (away[..., 1] ** 2 + away[..., 2] ** 2))


def _tolerance(away: Lab, background: Mask) -> float:
    """What still counts as background: four times its own noise, but never less than a just visible step."""
    distance = _distance(away)[background]
    noise = float(np.median(distance)) if distance.size else 0.0
    return min(max(_LEAST_TOLERANCE, 4 * noise), 10.0)


def _shadow(lab: Lab, away: Lab, background: Mask) -> Mask:
    """Darker than the surface, of its hue, without an edge, and reached from the background."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 1.0)
    square: Plane = np.zeros(lab.shape[:2], np.float32)
    for channel in range(3):
        part = np.ascontiguousarray(smooth[..., channel])
        square += cv2.Sobel(part, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(part, cv2.CV_32F, 0, 1) ** 2
    steep = np.sqrt(square) / 8
    hue = np.hypot(away[..., 1], away[..., 2])
    darker = -away[..., 0]
    fits = (darker > 0) & (hue < 2.0 + 0.12 * darker) & (steep < 1.2)
    reached = _reaching(fits | background, background)
    return _opened(reached & ~background)


def _reaching(mask: Mask, start: Mask) -> Mask:
    """The parts of a mask that touch `start`."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    touched = np.zeros(int(labels.max()) + 1, bool)
    touched[np.unique(labels[start & mask])] = True
    touched[0] = False
    return np.asarray(touched[labels], np.bool_)


def _holes(near: Mask, background: Mask) -> Mask:
    """Background seen through the product: as near to the surface as that, and of some size."""
    return _without_specks(_opened(near & ~background), _SMALLEST)


def _solid(mask: Mask) -> Mask:
    """The mask without specks and pinholes."""
    clean = _without_specks(_opened(mask), _SMALLEST)
    return ~_without_specks(~clean, _SMALLEST)


def _without_specks(mask: Mask, share: float) -> Mask:
    count, labels, figures, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    kept = np.zeros(count, bool)
    kept[1:] = figures[1:, cv2.CC_STAT_AREA] >= share * mask.size
    return np.asarray(kept[labels], np.bool_)


def _opened(mask: Mask) -> Mask:
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0


def _grown(mask: Mask, size: int) -> Mask:
    return cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0


def _edge(shape: tuple[int, int]) -> Mask:
    width = max(2, round(_RING * min(shape)))
    edge = np.ones(shape, bool)
    edge[width:-width, width:-width] = False
    return edge


def _shrunk(lab: Lab) -> Lab:
    height, width = lab.shape[:2]
    share = min(1.0, _SIDE / max(height, width))
    size = max(16, round(width * share)), max(16, round(height * share))
    return np.asarray(cv2.resize(lab, size, interpolation=cv2.INTER_AREA), np.float32)


def _enlarged(mask: Mask, size: tuple[int, int]) -> Mask:
    return cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0


def _sharpened(away: Lab, small: Mask) -> Mask:
    """The small mask at the picture's size, its edge half way between what is inside and what is outside."""
    size = away.shape[1], away.shape[0]
    rough = (cv2.resize(small.astype(np.float32), size, interpolation=cv2.INTER_LINEAR) > 0.5).astype(
        np.uint8
    )
    around = np.ones((_EDGE_BAND, _EDGE_BAND), np.uint8)
    inner, outer = cv2.erode(rough, around), cv2.dilate(rough, around)
    distance = _distance(away)
    within = cv2.dilate(np.where(inner > 0, distance, 0), np.ones((2 * _EDGE_BAND + 1,) * 2, np.uint8))
    without = cv2.erode(np.where(outer > 0, 1e6, distance), np.ones((2 * _EDGE_BAND + 1,) * 2, np.uint8))
    unsure = (within <= 0) | (without > 1e5)  # too thin to have an inside: as the small mask has it
    clear = np.where(unsure, rough > 0, 2 * distance > within + without)
    whole = (inner > 0) | ((outer > 0) & clear)
    return np.asarray(cv2.medianBlur(whole.astype(np.uint8), 3) > 0, np.bool_)


def _checked(product: Mask) -> Mask:
    share = float(product.mean())
    if share < _SMALLEST:
        raise NoProductError("No product stands out from the background.")
    if share > _LARGEST:
        raise NoProductError("The product fills the frame: there is no background to hold it against.")
    return product
