"""Where a product stands on its ground: the darkest of its shadow, and its own foot."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.masks import disc, grown, reaching
from review_desk.imaging.measures.picture import Mask, Plane

_GAP = 9
_SMALLEST, _MOUTH, _EVEN = 0.001, 0.2, 0.17
_DEEP, _STEP, _DARKEST = 0.03, 2.0, 100.0
_SHARP, _FAINT = 2.0, 2.0
_BEYOND, _MEAN, _NEAR, _PALER = 9, 13, 25, 14.0


def pockets(shadow: Mask, background: Mask, darker: Plane) -> Mask:
    """Parts of a shadow (H, W) that are a foot of glass or knit, whose edge a dense shadow hides in places.

    Such a part lies behind an edge and is reached only through a narrow gap of it; and it is of an even tone,
    where a shadow fades. `darker` is L* below the background.
    """
    ground = shadow | background
    wide = reaching(cv2.erode(ground.astype(np.uint8), disc(_GAP), borderValue=1) > 0, background)
    behind = shadow & ~(cv2.dilate(wide.astype(np.uint8), disc(_GAP + 2)) > 0)
    count, labels = cv2.connectedComponents(behind.astype(np.uint8), connectivity=4)
    rim = behind & ~(cv2.erode(behind.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    mouth = behind & grown(ground & ~behind, 3)
    sizes = np.maximum(np.bincount(labels.ravel(), minlength=count), 1)
    mean, square = (
        np.bincount(labels.ravel(), x.ravel(), minlength=count) / sizes for x in (darker, darker**2)
    )
    found = sizes > _SMALLEST * shadow.size
    found &= np.bincount(labels[mouth], minlength=count) < _MOUTH * np.bincount(labels[rim], minlength=count)
    found &= np.sqrt(np.maximum(square - mean**2, 0)) < _EVEN * mean
    found[0] = False
    return np.asarray(found[labels], np.bool_)


def uncovered(product: Mask, shadow: Mask, darker: Plane, ground_hue: Mask) -> tuple[Mask, Mask]:
    """Product and shadow (H, W), where the dense shadow at a product's foot had been taken for the product.

    A shadow grows darker towards what throws it. So from the shadow the mask is followed as long as it is of
    the ground's hue and grows no lighter; where it is then clearly lighter, there the foot begins. A product
    that is as dark as its shadow keeps what it has, and so does one with a sharp edge: a black sole.
    `darker` is L* below the background.
    """
    away = cv2.distanceTransform((~shadow).astype(np.uint8), cv2.DIST_L2, 3)
    near = product & ground_hue & ~_sharp(darker) & (away <= _DEEP * max(product.shape))
    climbed = _climbed(near, shadow & grown(near, 3), darker) & product
    if not climbed.any():
        return product, shadow
    dense = climbed & _paler_beyond(climbed, product, darker)
    return product & ~dense, shadow | dense


def _sharp(darker: Plane) -> Mask:
    """Where the darkness doubles within three pixels, however dense the shadow is: a shadow grows slower."""
    around, some = np.ones((3, 3), np.uint8), np.maximum(darker, 0) + _FAINT
    return np.asarray(cv2.dilate(some, around) > _SHARP * cv2.erode(some, around), np.bool_)


def _climbed(near: Mask, start: Mask, darker: Plane) -> Mask:
    """What is reached from `start` without growing lighter, in steps of 2 L*."""
    reached = np.zeros_like(near)
    if not near.any() or not start.any():
        return reached
    x, y, width, height = cv2.boundingRect((near | start).astype(np.uint8))
    box = np.s_[y : y + height, x : x + width]
    near, start, darker, found = near[box], start[box], darker[box], reached[box]
    for level in np.arange(0, _DARKEST, _STEP):
        begun = found | (start & (darker <= level))
        found = reaching(begun | (near & (darker > level - _STEP) & (darker <= level)), begun)
    reached[box] = found
    return reached


def _paler_beyond(climbed: Mask, product: Mask, darker: Plane) -> Mask:
    """Where the product beyond is, for the most part of what is near, lighter than the climb at its darkest.

    How light it is there goes by a mean over some pixels: a knit's stitches are dark and light in turn.
    """
    around = np.ones((_BEYOND, _BEYOND), np.uint8)
    rest = product & ~climbed
    beyond = rest & (cv2.dilate(climbed.astype(np.uint8), around) > 0)
    mean = _mean(np.where(rest, darker, 0), _MEAN) / np.maximum(_mean(rest, _MEAN), 1e-3)
    darkest = cv2.dilate(np.where(climbed, darker, 0).astype(np.float32), around)
    paler = beyond & (mean < darkest - _PALER)
    return np.asarray(_mean(paler, _NEAR) > 0.5 * np.maximum(_mean(beyond, _NEAR), 1e-4), np.bool_)


def _mean(plane: NDArray[Any], size: int) -> Plane:
    return np.asarray(cv2.blur(plane.astype(np.float32), (size, size)), np.float32)
