"""Upscale: the photo two or four times as large, by bicubic interpolation and what a network adds.

The network adds the same to red, green and blue: it sharpens what is there and paints no colours.
"""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.passes.session import Session
from review_desk.passes.tiling import in_tiles
from review_desk.passes.tools import Moved, Tools

_MOST_BYTES = 500_000_000
"""Of a result's pixels: with the photo and its file beside them a worker's memory holds no more."""

_LARGEST = 32_000
"""Pixels on a side: OpenCV enlarges transparency to no more."""


def upscale(source: Source, tools: Tools, *, factor: str) -> Moved:
    """The photo `factor` (“2” or “4”) times as large; bits, profile and EXIF are as they were.

    A model that doubles runs twice for 4. Raises Refused where the result would be too large or the model
    enlarges otherwise, BadInput where the model fails.
    """
    wanted, session = int(factor), tools.session
    _require_room(source, wanted)
    pixels, scale = source.pixels, 1
    while scale < wanted:
        pixels, scale = _enlarged(pixels, session), scale * session.card.factor
    if scale != wanted:
        each = session.card.factor
        raise Refused(f"The model {session.card.name} enlarges {each} times, which does not make {wanted}.")
    return Moved(replace(source, pixels=pixels, alpha=_alpha(source.alpha, wanted)), (0.0, 0.0, wanted, 0.0))


def _require_room(source: Source, factor: int) -> None:
    height, width = (factor * side for side in source.pixels.shape[:2])
    if source.pixels.nbytes * factor**2 > _MOST_BYTES or max(height, width) > _LARGEST:
        raise Refused(f"The result would be {width:,} × {height:,} pixels: more than a pass can hold.")


def _enlarged(pixels: NDArray[Any], session: Session) -> NDArray[Any]:
    """(H, W, 1 or 3) through the model, which knows three channels: grey goes in as all of them."""
    card, grey = session.card, pixels.shape[2] == 1

    def on_grey(planes: NDArray[np.float32]) -> NDArray[np.float32]:
        return session.run(np.repeat(planes, 3, axis=1))[:, :1]

    run = on_grey if grey else session.run
    return in_tiles(pixels, run, size=card.tile, overlap=card.overlap, factor=card.factor)


def _alpha(alpha: NDArray[Any] | None, factor: int) -> NDArray[Any] | None:
    if alpha is None:
        return None
    size = alpha.shape[1] * factor, alpha.shape[0] * factor
    return np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_LINEAR), alpha.dtype)
