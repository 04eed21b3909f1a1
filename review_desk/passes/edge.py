"""Where a product's edge runs at full size, from a mask found small: the guided filter.

K. He, J. Sun, X. Tang, “Guided Image Filtering” (2013), and its fast form (He and Sun 2015): in a window the
mask is a linear function of the photo's own colours; the function is found on a small photo and applied to
the large one, so that the edge falls where the photo has it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.masks import grown
from review_desk.imaging.measures.picture import Mask
from review_desk.passes.full_size import Map, over_channels

_RADIUS, _BAND = 1 / 128, 1 / 100
"""Half a window, and how far from the mask's edge the colours decide, as shares of the longer side: masks of
pale or curved edges are off by up to eight pixels in a thousand."""

_SMOOTH = 1e-4
"""Colours nearer than 0.01 of the range do not steer the edge: grain does not."""


def cover(photo: Map, product: Mask) -> Map:
    """(h, w, C + 1): factors of the colours and the constant that give the product's share of a pixel.

    `photo` is (h, w, C) in 0-1, `product` (h, w). Apply with `share`; sure outside of a band at the edge.
    """
    sure = product.astype(np.float32)
    found = np.zeros((*product.shape, photo.shape[2] + 1), np.float32)
    found[..., -1] = sure
    size = max(product.shape)
    radius, reach = max(2, round(size * _RADIUS)), max(3, round(size * _BAND))
    wide, band = _within(product, reach + radius), _within(product, reach)
    found[wide] = _fitted(photo, sure, wide, radius)
    steady = _mean(found, radius)
    found[band] = steady[band]
    found[~band] = 0
    found[..., -1] = np.where(band, found[..., -1], sure)
    return found


def share(factors: Map, pixels: Map) -> NDArray[np.float32]:
    """(rows, W) the product's share of each pixel, 0-1, from factors drawn at the size of `pixels`."""
    found = over_channels(np.add, factors[..., :-1] * pixels) + factors[..., -1]
    return np.asarray(np.clip(found * 1.1 - 0.05, 0, 1), np.float32)  # nearly all is all, nearly none none


def _within(product: Mask, reach: int) -> Mask:
    """Where the mask's edge is at most so many pixels away."""
    return grown(product, 2 * reach + 1) & grown(~product, 2 * reach + 1)


def _fitted(photo: Map, mask: NDArray[np.float32], where: Mask, radius: int) -> Map:
    """(N, C + 1) the least squares of the mask by the colours, in the window round each place."""
    channels = photo.shape[2]
    mean, level = _mean(photo, radius), _mean(mask, radius)
    products = _mean(photo[..., :, None] * photo[..., None, :], radius)[where] - _outer(
        mean[where], mean[where]
    )
    along = _mean(photo * mask[..., None], radius)[where] - mean[where] * level[where][:, None]
    slopes = np.linalg.solve(products + _SMOOTH * np.eye(channels), along[..., None])[..., 0]
    constant = level[where] - np.einsum("nc,nc->n", slopes, mean[where])
    return np.asarray(np.column_stack((slopes, constant)), np.float32)


def _mean(plane: Map, radius: int) -> Map:
    flat = plane.reshape(*plane.shape[:2], -1)
    size = (2 * radius + 1,) * 2
    layers = [cv2.blur(np.ascontiguousarray(flat[..., n]), size) for n in range(flat.shape[2])]
    return np.asarray(np.stack(layers, axis=-1).reshape(plane.shape), np.float32)


def _outer(one: Map, other: Map) -> Map:
    return np.asarray(one[:, :, None] * other[:, None, :])
