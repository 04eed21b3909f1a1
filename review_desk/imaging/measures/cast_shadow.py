"""The shadow on the ground: darker than the background, of its hue, and without an edge towards it."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.contact import pockets
from review_desk.imaging.measures.masks import disc, grown, opened, reaching, solid
from review_desk.imaging.measures.picture import Lab, Mask, Plane

_ABOUT = 13
_FAINTEST = 0.35
_STEEPEST = 5.5
_GAP = 5
_AMID = 0.06
_LEAK_SHARE = 0.25
_SHARP_SHARE = 0.5
_MIXED_SHARE = 0.3
_MIXED_SIZE = 0.04
_DARK, _WIDE = 45.0, 25
_SPUR = 0.022
_SEAM = 0.03
_SEAM_DARKER = 22.0
_SEAM_SHARE = 0.08
_EDGE = 12.0
_COLOURED = 3.0


def faint_lines(lab: Lab, background: Mask) -> Mask:
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
    closed = cv2.morphologyEx((thin | (steep > _STEEPEST)).astype(np.uint8), cv2.MORPH_CLOSE, disc(5))
    return np.asarray(closed > 0, np.bool_)


def cast_shadow(lab: Lab, surface: Lab, background: Mask, lines: Mask) -> tuple[Mask, bool]:
    """Darker than the surface, of its hue, reached from the background not through gaps of an edge.

    And whether it had to be parted from a product that it had run into: then it is only roughly known.
    """
    open_ground = (hue_of_ground(lab, surface) & ~lines) | background
    wide = cv2.erode(open_ground.astype(np.uint8), disc(_GAP)) > 0
    reached = cv2.dilate(reaching(wide, background).astype(np.uint8), disc(_GAP)) > 0
    shade = opened(reached & open_ground & ~background)
    shade &= ~_too_dark(lab - surface, shade)
    shade &= ~pockets(shade, background, surface[..., 0] - lab[..., 0])
    return _soft(shade, background, lines)


def _too_dark(away: Lab, shade: Mask) -> Mask:
    """What is as dark as no shadow that wide: a dark product whose edges are too soft to stop the search."""
    wide = cv2.morphologyEx((shade & (away[..., 0] < -_DARK)).astype(np.uint8), cv2.MORPH_OPEN, disc(_WIDE))
    return reaching(shade & (away[..., 0] < -0.7 * _DARK), wide > 0) if wide.any() else wide > 0


def _soft(shadow: Mask, background: Mask, lines: Mask) -> tuple[Mask, bool]:
    """The shadow without areas that border the background in a line: those are pale parts of the product.

    Where a large area does so along a third of its border, a shadow has run into the product: every part of
    it then goes by the nearest piece of the border, and what keeps to the ground stays.
    """
    count, labels = cv2.connectedComponents(shadow.astype(np.uint8), connectivity=8)
    rim = grown(background, 7) & shadow
    sharp = rim & grown(lines, 5)
    rims = np.bincount(labels[rim], minlength=count)
    share = np.bincount(labels[sharp], minlength=count) / np.maximum(rims, 1)
    kept = (share < _SHARP_SHARE) & (rims > 0)
    kept[0] = False
    mixed = kept & (share > _MIXED_SHARE) & (np.bincount(labels.ravel()) > _MIXED_SIZE * shadow.size)
    found = np.asarray(kept[labels], np.bool_)
    if not mixed.any():
        return found, False
    return _on_ground(found, rim, sharp, mixed[labels]), True


def _on_ground(shadow: Mask, rim: Mask, sharp: Mask, mixed: Mask) -> Mask:
    """The shadow without those `mixed` parts of it whose nearest border is, by majority, a sharp one."""
    _, nearest = cv2.distanceTransformWithLabels(
        (~rim).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    hard = np.zeros(int(nearest.max()) + 1, bool)
    hard[nearest[sharp]] = True
    around = cv2.blur(np.dstack([hard[nearest] & mixed, mixed]).astype(np.float32), (_ABOUT, _ABOUT))
    return opened(shadow & ~(mixed & (around[..., 0] > 0.5 * around[..., 1])))


def mended(product: Mask, shadow: Mask) -> tuple[Mask, Mask]:
    """Product and shadow, where the shadow has run into a pale product: what lies amid it is the product's.

    A shadow among the parts of a product is small; one that is not has come in through its edge.
    """
    size = round(_AMID * max(product.shape)) | 1
    amid = cv2.morphologyEx(product.astype(np.uint8), cv2.MORPH_CLOSE, disc(size)) > 0
    leak = shadow & amid
    if np.count_nonzero(leak) < _LEAK_SHARE * np.count_nonzero(product):
        return product, shadow
    return solid(product | leak), shadow & ~leak


def without_spurs(product: Mask, shadow: Mask, lab: Lab, surface: Lab) -> tuple[Mask, Mask]:
    """Product and shadow, without the thin spurs that steep contact shadows leave at the product's foot.

    A spur is thin, of the background's hue, and lies in the shadow; a strap is as thin, but the background is
    on both sides of it.
    """
    size = round(_SPUR * max(product.shape)) | 1
    body = cv2.morphologyEx(product.astype(np.uint8), cv2.MORPH_OPEN, disc(size)) > 0
    count, labels = cv2.connectedComponents((product & ~body).astype(np.uint8), connectivity=8)
    if count < 2 or not body.any():
        return product, shadow
    neutral = hue_of_ground(lab, surface)
    wide = cv2.dilate(labels.astype(np.uint16), np.ones((5, 5), np.uint8))
    rim = (wide > 0) & ~product
    rims = np.bincount(wide[rim], minlength=count)
    shaded = np.bincount(wide[rim & shadow], minlength=count) / np.maximum(rims, 1)
    grey = np.bincount(labels[neutral], minlength=count) / np.maximum(np.bincount(labels.ravel()), 1)
    spurs = (shaded > 0.5) & (grey > 0.7)
    spurs[0] = False
    cut = np.asarray(spurs[labels], np.bool_)
    return product & ~cut, shadow | cut


def peeled(product: Mask, shadow: Mask, lab: Lab, surface: Lab) -> tuple[Mask, Mask]:
    """Product and shadow, where a seam of contact shadow had been taken for the product's foot.

    A seam is dark, of the background's hue, and not deep; no sharp edge parts it from the shadow, and the
    product above it is of another hue: a black bag keeps its base.
    """
    grey = hue_of_ground(lab, surface, 0.04)
    seam = product & grey & (lab[..., 0] < surface[..., 0] - _SEAM_DARKER) & ~_edges(lab)
    count, labels = cv2.connectedComponents(seam.astype(np.uint8), connectivity=4)
    sizes = np.maximum(np.bincount(labels.ravel(), minlength=count), 1)
    deep = cv2.distanceTransform(product.astype(np.uint8), cv2.DIST_L2, 3) > _SEAM * max(product.shape)
    seams = np.bincount(labels[deep], minlength=count) < 0.02 * sizes
    seams &= np.bincount(labels[grown(shadow, 3)], minlength=count) > 0
    seams &= sizes < _SEAM_SHARE * np.count_nonzero(product)
    wide = cv2.dilate(labels.astype(np.uint16), disc(_ABOUT))
    above = product & ~seam
    beside = np.maximum(np.bincount(wide[above], minlength=count), 1)
    seams &= np.bincount(wide[above & grey], minlength=count) < 0.4 * beside
    seams[0] = False
    cut = np.asarray(seams[labels], np.bool_)
    return product & ~cut, shadow | cut


def _edges(lab: Lab) -> Mask:
    """Where lightness is steeper than a shadow on the ground gets."""
    smooth = np.ascontiguousarray(lab[..., 0])
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    return np.asarray(_length(across, down) / 8 > _EDGE, np.bool_)


def hue_of_ground(lab: Lab, surface: Lab, slack: float = 0.12) -> Mask:
    """Darker than the background and of its hue, as a shadow on it is.

    Less of the same light takes L* + 16, a* and b* down by one factor (CIE 15, 8.2.1.1). On a coloured ground
    the light that is left has been thrown about by it: a shadow there may be up to twice as colourful.
    """
    ground = _length(surface[..., 1], surface[..., 2])
    darker = surface[..., 0] - lab[..., 0]
    share = (lab[..., 0] + 16) / (surface[..., 0] + 16)
    along = (lab[..., 1] * surface[..., 1] + lab[..., 2] * surface[..., 2]) / np.maximum(ground, 1e-3)
    most = np.where(ground > _COLOURED, 2.0, share) * ground
    factor = np.clip(along, share * ground, most) / np.maximum(ground, 1e-3)
    hue = _length(lab[..., 1] - factor * surface[..., 1], lab[..., 2] - factor * surface[..., 2])
    return np.asarray((darker > 0) & (hue < 2.0 + slack * darker), np.bool_)


def _length(x: NDArray[Any], y: NDArray[Any]) -> Plane:
    """As np.hypot, which guards against what colours never reach and takes ten times as long."""
    return np.asarray(np.sqrt(x * x + y * y), np.float32)
