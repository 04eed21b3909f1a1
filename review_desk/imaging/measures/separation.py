"""The product apart from its background, and the shadow apart from both.

No learned model: a product photo's background reaches the edge of the frame, and changes slowly. A slowly
varying surface is fitted to the edge of the frame and grown inwards; what it does not explain is the product,
but for the shadow: darker than the background, of its hue, and without an edge of its own towards it.
"""

from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.cast_shadow import (
    cast_shadow,
    faint_lines,
    hue_of_ground,
    mended,
    peeled,
    without_spurs,
)
from review_desk.imaging.measures.contact import uncovered
from review_desk.imaging.measures.masks import disc, enlarged, grown, opened, reaching, solid, without_specks
from review_desk.imaging.measures.outline import checked, main_pieces, require_outline, sharpened
from review_desk.imaging.measures.picture import Lab, Mask, NoProductError, Picture
from review_desk.imaging.measures.surface import (
    apart,
    explained,
    frame_edge,
    ring_surface,
    slow_surface,
    tolerance,
)

_SIDE = 512
_SMALLEST = 0.005
_PRINT, _LINE, _INK = 3, 7, 15.0


@dataclass(frozen=True)
class Separation:
    """Masks (H, W) of one photo; the three do not overlap, and edges belong to none of them.

    `surface` is (H, W, 3) CIELAB: the background as it would be without product and shadow, None where the
    photo is transparent round its product. `mixed`: the shadow had run into the product and was parted from
    it by a rule of thumb.
    """

    product: Mask
    shadow: Mask
    background: Mask
    surface: Lab | None
    mixed: bool = False


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
    return Separation(checked(product), nothing, alpha == 0, None)


def _by_mask(picture: Picture, product: Mask) -> Separation:
    checked(product)
    outside = ~grown(product, 5)
    surface = slow_surface(picture.lab, outside)
    away = picture.lab - surface
    near = outside & (np.abs(away[..., 0]) < tolerance(apart(away), outside))
    shadow = opened(outside & ~near & (away[..., 0] < 0))
    return Separation(product, shadow, outside & ~shadow, surface)


def _by_background(lab: Lab) -> Separation:
    small = _shrunk(lab)
    background, surface = _grow(small)
    lines = faint_lines(small, background)
    background |= _holes(small - surface, background)
    shadow, mixed = cast_shadow(small, surface, background, lines)
    darker = surface[..., 0] - small[..., 0]
    product, shadow = mended(solid(~(background | shadow)), shadow)
    product, shadow = without_spurs(product, shadow, small, surface)
    product, shadow = peeled(product, shadow, small, surface)
    product, shadow = uncovered(product, shadow, darker, hue_of_ground(small, surface))
    product = main_pieces(solid(product))
    require_outline(small - surface, checked(product))
    size = lab.shape[1], lab.shape[0]
    surface = np.asarray(cv2.resize(surface, size, interpolation=cv2.INTER_LINEAR), np.float32)
    product = sharpened(lab - surface, product)
    clear = ~grown(product, 5)
    shadow = enlarged(shadow, size) & clear
    background = enlarged(background, size) & clear & ~shadow
    return Separation(checked(product), shadow, background, surface, mixed)


def _grow(lab: Lab) -> tuple[Mask, Lab]:
    """What of a small picture is background, and the surface of that."""
    edge = frame_edge(lab.shape[:2])
    background, surface = ring_surface(lab, edge)
    for _ in range(2):
        background = reaching(explained(lab - surface, background), edge)
        surface = slow_surface(lab, background)
    return reaching(explained(lab - surface, background), edge), surface


def _holes(away: Lab, background: Mask) -> Mask:
    """Background seen through the product: as near to the surface as that, and of some size."""
    found = without_specks(opened(explained(away, background) & ~background), _SMALLEST)
    return found & ~_printed(found, away[..., 0])


def _printed(holes: Mask, lighter: NDArray[np.float32]) -> Mask:
    """Holes with several dark things afloat in them, filled: paper as light as the ground, with its print.

    `lighter` is L* above the ground. Holes that only a thin line parts are one.
    """
    codes = holes.astype(np.uint8)
    _, groups = cv2.connectedComponents(cv2.morphologyEx(codes, cv2.MORPH_CLOSE, disc(_LINE)))
    outlines, tree = cv2.findContours(codes, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    afloat = [outlines[n] for n, (*_, parent) in enumerate(tree[0] if outlines else ()) if parent >= 0]
    print_in = [groups[y, x] for ((x, y),), *_ in filter(partial(_is_ink, lighter), afloat)]
    paper = (np.bincount(print_in, minlength=int(groups.max()) + 1) >= _PRINT)[groups]
    borders, _ = cv2.findContours(paper.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(np.zeros(holes.shape, np.uint8), borders, -1, (1,), cv2.FILLED) > 0


def _is_ink(lighter: NDArray[np.float32], outline: NDArray[np.int32]) -> bool:
    x, y, width, height = cv2.boundingRect(outline)
    return bool(lighter[y : y + height, x : x + width].min() < -_INK)


def _shrunk(lab: Lab) -> Lab:
    height, width = lab.shape[:2]
    share = min(1.0, _SIDE / max(height, width))
    size = max(16, round(width * share)), max(16, round(height * share))
    return np.asarray(cv2.resize(lab, size, interpolation=cv2.INTER_AREA), np.float32)
