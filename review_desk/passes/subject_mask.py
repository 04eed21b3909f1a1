"""Subject mask: where the product is, from a network that sees the photo small; its edge from the photo.

A plain ground tells the product from itself more finely than any network; a network sees a product on any
ground. So both look: where they mean the same thing the ground decides, and where they do not, or where there
is no plain ground, the network does. Its edge is then laid where the colours of the photo change.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.measures.masks import without_specks
from review_desk.imaging.measures.picture import SIDE, Mask, NoProductError, picture
from review_desk.imaging.measures.separation import separate
from review_desk.imaging.protection import own_transparency
from review_desk.passes.edge import cover, share
from review_desk.passes.full_size import Map, drawn, small, strips
from review_desk.passes.session import Session
from review_desk.passes.tools import Tools

_ALIKE = 0.9
"""IoU from which the ground's product and the network's are the same thing."""

_SPECK, _LEAST = 0.0005, 0.002
"""Shares of the frame: what is smaller is no part of a product, and what is no product."""


def subject_mask(source: Source, tools: Tools, *, grow: float) -> Source:
    """The mask of the photo's product, grey and 8 bits: 255 on it, 0 beside it, its edge between.

    A photo with transparency has its mask in that. `grow` is in pixels of the photo; less than 0 shrinks.
    Raises Refused where there is no product to be seen, BadInput where the model fails.
    """
    if source.alpha is not None and source.alpha.min() < np.iinfo(source.alpha.dtype).max:
        found = own_transparency(tools.path, source).astype(np.uint8) * np.uint8(255)
    else:
        found = _drawn(source.pixels, _product(source.pixels, tools))
    return Source(_grown(found, grow)[..., None], "L", None, None, source.exif)


def _product(pixels: NDArray[Any], tools: Tools) -> Mask:
    """(h, w) at no more than SIDE."""
    shape = _fitted(pixels, min(SIDE, max(pixels.shape)))
    seen = _enlarged(likelihood(pixels, tools.session), shape) > 0.5
    seen = ~without_specks(~without_specks(seen, _SPECK), _SPECK)
    if seen.mean() < _LEAST:
        raise Refused("No product is to be seen. Draw the mask by hand.")
    grounded = _by_ground(tools, shape)
    return seen if grounded is None or _overlap(grounded, seen) < _ALIKE else grounded


def _fitted(pixels: NDArray[Any], side: int) -> tuple[int, int]:
    """The photo's height and width where its longer side is `side`."""
    height, width = int(pixels.shape[0]), int(pixels.shape[1])
    factor = side / max(height, width)
    return max(1, round(height * factor)), max(1, round(width * factor))


def likelihood(pixels: NDArray[Any], session: Session) -> NDArray[np.float32]:
    """(h, w) how sure the network is of the product, 0-1, at the size at which it sees the photo."""
    codes = small(pixels, _fitted(pixels, session.card.tile))
    three = np.repeat(codes, 3, axis=2) if codes.shape[2] == 1 else codes
    planes = np.ascontiguousarray(three.transpose(2, 0, 1)[None])
    return np.asarray(session.run(planes)[0, 0], np.float32)


def _by_ground(tools: Tools, shape: tuple[int, int]) -> Mask | None:
    """The product as a plain ground has it; None where there is no such ground."""
    try:
        product = separate(picture(tools.path)).product
    except NoProductError:
        return None
    return product if product.shape == shape else _enlarged(product.astype(np.float32), shape) > 0.5


def _overlap(one: Mask, other: Mask) -> float:
    return int(np.count_nonzero(one & other)) / max(1, int(np.count_nonzero(one | other)))


def _enlarged(plane: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(plane, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _drawn(pixels: NDArray[Any], product: Mask) -> NDArray[np.uint8]:
    """(H, W) 0-255 at the photo's own size, the edge where its colours have it."""
    factors = cover(small(pixels, (product.shape[0], product.shape[1])), product)
    full = np.float32(np.iinfo(pixels.dtype).max)
    height, width = pixels.shape[:2]
    out = np.empty((height, width), np.uint8)
    for rows in strips(height):
        codes: Map = pixels[rows].astype(np.float32) / full
        found = share(drawn(factors, rows, (height, width)), codes)
        out[rows] = np.rint(found * 255)
    return out


def _grown(mask: NDArray[np.uint8], pixels: float) -> NDArray[np.uint8]:
    reach = round(abs(pixels))
    if not reach:
        return mask
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    how = cv2.MORPH_DILATE if pixels > 0 else cv2.MORPH_ERODE
    return np.asarray(cv2.morphologyEx(mask, how, disc), np.uint8)
