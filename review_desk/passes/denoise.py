"""Denoise: an edge-keeping smoothing for light sensor grain. A filter, not a network: it invents nothing."""

import functools
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source
from review_desk.passes.session import Session
from review_desk.passes.tiling import in_tiles
from review_desk.passes.tools import Tools

FULL_NOISE = 25 / 255
"""Standard deviation of the noise that a strength of 1 takes out, as a share of the full range."""


def denoise(source: Source, tools: Tools, *, strength: float) -> Source:
    """The photo without grain, in its own encoding: bits, profile, EXIF and transparency are as they were.

    `strength` is 0 (nothing changes) to 1. The noise is taken to be equally strong in dark and light codes.
    `source` is RGB or grey. Raises BadInput where the model fails.
    """
    if strength == 0:
        return source
    return replace(source, pixels=_clean(source.pixels, tools.session, noise=strength * FULL_NOISE))


def _clean(pixels: NDArray[Any], session: Session, *, noise: float) -> NDArray[Any]:
    """(H, W, 1 or 3) through the model, which knows three channels: grey goes in as all of them."""
    grey = pixels.shape[2] == 1
    run = functools.partial(session.run, noise=noise)
    card = session.card

    def on_grey(planes: NDArray[np.float32]) -> NDArray[np.float32]:
        return run(np.repeat(planes, 3, axis=1))[:, :1]

    return in_tiles(pixels, on_grey if grey else run, size=card.tile, overlap=card.overlap)
