"""Where a product stands on its ground: the darkest of its shadow, and its own foot."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.masks import disc, grown, reaching
from review_desk.imaging.measures.picture import Mask, Plane

_GAP = 9
_SMALLEST, _MOUTH, _EVEN = 0.001, 0.2, 0.17
_BY, _BORDERS, _NEXT, _EDGE, _ALL_BUT = 17, 0.07, 9, 3.0, 0.85
_DEEP, _STEP, _DARKEST = 0.03, 2.0, 100.0
_SHARP, _FAINT = 2.0, 2.0
_BEYOND, _MEAN, _NEAR, _PALER = 9, 13, 25, 14.0


def pockets(shadow: Mask, background: Mask, darker: Plane) -> Mask:
    """Parts of a shadow (H, W) that are product: glass, knit or metal whose edge a shadow hides in places.

    Such a part lies behind an edge and is reached only through a narrow gap of it. And either it is of an
    even tone, where a shadow fades, or it borders on the lit ground in a sharp edge, where a shadow is soft.
    `darker` is L* below the background.
    """
    ground = shadow | background
    wide = reaching(cv2.erode(ground.astype(np.uint8), disc(_GAP), borderValue=1) > 0, background)
    behind = shadow & ~(cv2.dilate(wide.astype(np.uint8), disc(_GAP + 2)) > 0)
    count, labels = cv2.connectedComponents(behind.astype(np.uint8), connectivity=4)
    rim = behind & ~(cv2.erode(behind.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    mouth = behind & grown(ground & ~behind, 3)
    sizes, rims = _counts(labels, behind, count), _counts(labels, rim, count)
    found = (sizes > _SMALLEST * shadow.size) & (_counts(labels, mouth, count) < _MOUTH * rims)
    found &= _even(labels, darker, count) | _edged(labels, rim & grown(background, _BY), rim, darker)
    found[0] = False
    return np.asarray(found[labels], np.bool_)


def _counts(labels: NDArray[Any], where: Mask, count: int) -> NDArray[Any]:
    """How many places of each label are in a mask; never 0."""
    return np.maximum(np.bincount(labels[where], minlength=count), 1)


def _even(labels: NDArray[Any], darker: Plane, count: int) -> NDArray[Any]:
    sizes = np.maximum(np.bincount(labels.ravel(), minlength=count), 1)
    mean, square = (
        np.bincount(labels.ravel(), x.ravel(), minlength=count) / sizes for x in (darker, darker**2)
    )
    return np.asarray(np.sqrt(np.maximum(square - mean**2, 0)) < _EVEN * mean)


def _edged(labels: NDArray[Any], by_ground: Mask, rim: Mask, darker: Plane) -> NDArray[Any]:
    """Whether so much of a part's rim is by the lit ground, and all but a little of that along an edge."""
    count = int(labels.max()) + 1
    beside = _counts(labels, by_ground, count)
    edge = np.bincount(labels[by_ground & grown(_steeper(darker, _EDGE), _NEXT)], minlength=count)
    return np.asarray((beside > _BORDERS * _counts(labels, rim, count)) & (edge > _ALL_BUT * beside))


def uncovered(product: Mask, shadow: Mask, darker: Plane, ground_hue: Mask) -> tuple[Mask, Mask]:
    """Product and shadow (H, W), where the dense shadow at a product's foot had been taken for the product.

    A shadow grows darker towards what throws it. So from the shadow the mask is followed as long as it is of
    the ground's hue and grows no lighter; where it is then clearly lighter, there the foot begins. A product
    that is as dark as its shadow keeps what it has, and so does one with a sharp edge: a black sole.
    `darker` is L* below the background.
    """
    away = cv2.distanceTransform((~shadow).astype(np.uint8), cv2.DIST_L2, 3)
    near = product & ground_hue & ~_steeper(darker, _SHARP) & (away <= _DEEP * max(product.shape))
    climbed = _climbed(near, shadow & grown(near, 3), darker) & product
    if not climbed.any():
        return product, shadow
    dense = climbed & _paler_beyond(climbed, product, darker)
    return product & ~dense, shadow | dense


def _steeper(darker: Plane, times: float) -> Mask:
    """Where the darkness grows so many times within three pixels, however dense: a shadow grows slower."""
    around, some = np.ones((3, 3), np.uint8), np.maximum(darker, 0) + _FAINT
    return np.asarray(cv2.dilate(some, around) > times * cv2.erode(some, around), np.bool_)


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
