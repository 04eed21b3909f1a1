"""Normalise exposure: the product's median lightness brought to a target, in linear light, colours kept."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source
from review_desk.imaging.measures.photo import inside
from review_desk.imaging.measures.picture import luminance
from review_desk.imaging.tone_curve import gain_table
from review_desk.passes.separated import separated
from review_desk.passes.tools import Tools


def normalise_exposure(source: Source, tools: Tools, *, target: float, stops: float) -> Source:
    """The photo lightened or darkened evenly, as if the light had been other: profile and depth as they are.

    `target` is the median L* that the product shall have, 0 for none; `stops` come on top of it. Light that
    goes beyond the file's white is cut there. Raises Refused where the product cannot be told from its
    background, and so has no median.
    """
    wanted = stops + (_stops_to(target, tools) if target else 0.0)
    if not wanted:
        return source
    table = gain_table(source.profile, source.pixels.shape[2], wanted, full=np.iinfo(source.pixels.dtype).max)
    return replace(source, pixels=_looked_up(source.pixels, table))


def _stops_to(target: float, tools: Tools) -> float:
    """How many stops from the product's median lightness to the target; luminance doubles with each."""
    median = product_lightness(tools)
    wanted, found = (float(luminance(np.array(value))) for value in (target, median))
    return math.log2(wanted / max(found, 1e-4))


def product_lightness(tools: Tools) -> float:
    """The median L* of a photo's product. Raises Refused where it cannot be told from its background."""
    seen, parts = separated(tools, advice="Say by how many stops instead.")
    return float(np.median(seen.lightness[inside(parts.product)]))


def _looked_up(pixels: NDArray[Any], table: NDArray[np.float64]) -> NDArray[Any]:
    """(H, W, C) through a table (codes, C), rounded to the nearest code."""
    codes, out = np.rint(table).astype(pixels.dtype), np.empty_like(pixels)
    for channel in range(pixels.shape[2]):
        out[..., channel] = codes[pixels[..., channel], channel]
    return out
