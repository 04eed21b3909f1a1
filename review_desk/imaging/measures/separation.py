"""The product apart from its background, and the shadow apart from both.

No learned model: a product photo's background reaches the edge of the frame, and changes slowly. A slowly
varying surface is fitted to the edge of the frame and grown inwards; what it does not explain is the product,
but for the shadow: darker than the background, of its hue, and without an edge of its own towards it.
"""

from dataclasses import dataclass
from typing import Any

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
_COARSE = 48
_ABOUT = 13
_FAINTEST = 0.35
_STEEPEST = 5.5
_GAP = 5
_PENUMBRA = 0.05
_MOST_PIECES = 12
_AMID = 0.06
_LEAK_SHARE = 0.25
_MOST_FAINT = 0.2
_FAINT_STEP = 5.0
_SHARP_SHARE = 0.5


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
    product, shadow = _mended(_solid(~(background | shadow)), shadow)
    _require_outline(small - surface, _checked(product))
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
    background, surface = _ring_surface(lab, edge)
    for _ in range(2):
        away = lab - surface
        background = _reaching(_distance(away) < _tolerance(away, background), edge)
        surface = _surface(lab, background)
    away = lab - surface
    lines = _lines(lab, background)
    near = _distance(away) < _tolerance(away, background)
    background = _reaching(near, edge)
    background |= _holes(near, background)
    return background, _shadow(away, background, lines), surface


def _ring_surface(lab: Lab, edge: Mask) -> tuple[Mask, Lab]:
    """The part of the frame's edge that one surface explains, and that surface over the whole frame."""
    rows, columns = np.nonzero(edge)
    table, values = _table(edge.shape, rows, columns, 2), lab[edge].astype(np.float64)
    kept = np.ones(len(values), bool)
    distance = np.zeros(len(values))
    for _ in range(8):
        if np.count_nonzero(kept) < table.shape[1]:
            break
        found = _least_squares(table[kept], values[kept])
        distance = _distance(values - table @ found)
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
    return ring, _fitted(lab, ring, degree=2)


def _surface(lab: Lab, background: Mask) -> Lab:
    """The background as a slow surface: a cubic through it, with what that leaves spread out smoothly."""
    clear = cv2.erode(background.astype(np.uint8), _disc(round(_PENUMBRA * max(background.shape)) | 1)) > 0
    if np.count_nonzero(clear) > 0.3 * np.count_nonzero(background):
        background = clear  # the faint end of a shadow would darken the surface that it is held against
    rough = _fitted(lab, background, degree=3)
    weight = background.astype(np.float32)
    left = (lab - rough) * weight[..., None]
    size = weight.shape[1] // 4, weight.shape[0] // 4
    layers = cv2.resize(np.dstack([left, weight]), size, interpolation=cv2.INTER_AREA)
    spread = cv2.GaussianBlur(layers, (0, 0), 0.04 * max(size))
    smooth = cv2.resize(
        spread[..., :3] / (spread[..., 3:] + 0.05), weight.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(rough + smooth, np.float32)


def _fitted(lab: Lab, kept: Mask, *, degree: int) -> Lab:
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


def _distance(away: NDArray[Any]) -> NDArray[Any]:
    """How far from the surface: CIE76 with a* and b* counted half as much again: shading moves L*."""
    return np.asarray(np.sqrt(away[..., 0] ** 2 + 2.25 * (away[..., 1] ** 2 + away[..., 2] ** 2)))


def _tolerance(away: Lab, background: Mask) -> float:
    """What still counts as background: four times its own noise, but never less than a just visible step."""
    distance = _distance(away)[background]
    noise = float(np.median(distance)) if distance.size else 0.0
    return min(max(_LEAST_TOLERANCE, 4 * noise), 10.0)


def _lines(lab: Lab, background: Mask) -> Mask:
    """Edges, however faint: where the picture is steeper than round about, and than its noise.

    A shadow may be steep, but then it is so over its whole width; an object's edge is steep in one line.
    """
    smooth = cv2.GaussianBlur(lab, (0, 0), 1.0)
    square: Plane = np.zeros(lab.shape[:2], np.float32)
    for channel in range(3):
        part = np.ascontiguousarray(smooth[..., channel])
        square += cv2.Sobel(part, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(part, cv2.CV_32F, 0, 1) ** 2
    steep = np.sqrt(square) / 8
    about = cv2.blur(steep, (_ABOUT, _ABOUT))
    noise = float(np.percentile(steep[background], 95)) if background.any() else 0.0
    thin = (steep > max(_FAINTEST, 2.5 * noise)) & (steep > 1.4 * about)
    closed = cv2.morphologyEx((thin | (steep > _STEEPEST)).astype(np.uint8), cv2.MORPH_CLOSE, _disc(5))
    return np.asarray(closed > 0, np.bool_)


def _shadow(away: Lab, background: Mask, lines: Mask) -> Mask:
    """Darker than the surface, of its hue, reached from the background not through gaps of an edge."""
    hue, darker = np.hypot(away[..., 1], away[..., 2]), -away[..., 0]
    open_ground = ((darker > 0) & (hue < 2.0 + 0.12 * darker) & ~lines) | background
    wide = cv2.erode(open_ground.astype(np.uint8), _disc(_GAP)) > 0
    reached = cv2.dilate(_reaching(wide, background).astype(np.uint8), _disc(_GAP)) > 0
    return _soft(_opened(reached & open_ground & ~background), background, lines)


def _soft(shadow: Mask, background: Mask, lines: Mask) -> Mask:
    """The shadow without areas that border the background in a line: those are pale parts of the product."""
    count, labels = cv2.connectedComponents(shadow.astype(np.uint8), connectivity=8)
    rim = _grown(background, 7) & shadow
    sharp = rim & _grown(lines, 5)
    rims = np.bincount(labels[rim], minlength=count)
    kept = np.bincount(labels[sharp], minlength=count) < _SHARP_SHARE * rims
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _mended(product: Mask, shadow: Mask) -> tuple[Mask, Mask]:
    """Product and shadow, where the shadow has run into a pale product: what lies amid it is the product's.

    A shadow among the parts of a product is small; one that is not has come in through its edge.
    """
    size = round(_AMID * max(product.shape)) | 1
    amid = cv2.morphologyEx(product.astype(np.uint8), cv2.MORPH_CLOSE, _disc(size)) > 0
    leak = shadow & amid
    if np.count_nonzero(leak) < _LEAK_SHARE * np.count_nonzero(product):
        return product, shadow
    return _solid(product | leak), shadow & ~leak


def _disc(size: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


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


def _require_outline(away: Lab, product: Mask) -> None:
    """Refuse what is no product: many pieces, or one that its outline does not set off from the ground."""
    pieces = cv2.connectedComponents(product.astype(np.uint8), connectivity=8)[0] - 1
    if pieces > _MOST_PIECES:
        raise NoProductError(f"The background is not plain: what stands out from it lies in {pieces} pieces.")
    faint = faint_share(away, product)
    if faint > _MOST_FAINT:
        raise NoProductError(
            f"The product can hardly be told from the background along {faint:.0%} of its outline."
        )


def faint_share(away: Lab, product: Mask) -> float:
    """The share, 0-1, of a mask's outline where both sides are nearly as far from the background."""
    distance = _distance(away)
    around = np.ones((9, 9), np.uint8)
    inside = cv2.dilate(np.where(product, distance, 0).astype(np.float32), around)
    outside = cv2.erode(np.where(product, 1e6, distance).astype(np.float32), around)
    outline = product & ~(cv2.erode(product.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0)
    step = (inside - outside)[outline & (outside < 1e5)]
    return float((step < _FAINT_STEP).mean()) if step.size else 0.0


def _checked(product: Mask) -> Mask:
    share = float(product.mean())
    if share < _SMALLEST:
        raise NoProductError("No product stands out from the background.")
    if share > _LARGEST:
        raise NoProductError("The product fills the frame: there is no background to hold it against.")
    return product
