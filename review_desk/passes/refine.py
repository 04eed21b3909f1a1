"""Refine: the colour and the grain of a filled area brought to those of a ring round it.

Colour: at the rim, what the blurred ring has more than the blurred area is carried into the area as a
membrane. Grain: what the ring's calm half has more is added, made by its spectrum; too much is taken off.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source
from review_desk.imaging.measures.masks import grown
from review_desk.passes.full_size import Map
from review_desk.passes.grain import calm, fine, more_grain, strength
from review_desk.passes.holes import holes
from review_desk.passes.membrane import membrane
from review_desk.passes.tools import Tools

Mask = NDArray[np.bool_]

_RIM = 2.0
"""Sigma in pixels of the blur whose two sides are compared at the rim."""

_RING = 24
"""Pixels of ring whose grain is measured."""

_LIKE = 0.1
"""Grain within so much of the ring's is alike."""

_EDGE = 0.06
"""Colours so much further apart at the rim than the rest of it are an edge that meets the area, and no fault
of the filling."""


def refine(source: Source, tools: Tools, *, colour: float, grain: float, seed: float) -> Source:
    """The photo with its region matched to what lies round it, all else code by code as it was.

    `colour` and `grain` say how far, 0 to 1. Raises Refused where too much is marked.
    """
    out = source.pixels.copy()
    for hole in holes(source, tools.marked, grow=0):
        found = refined(hole.codes(out), hole.marked, hole.usable, colour=colour, grain=grain, seed=int(seed))
        hole.put(found, out)
    return replace(source, pixels=out)


def refined(photo: Map, area: Mask, usable: Mask, *, colour: float, grain: float, seed: int) -> Map:
    """(h, w, C) in 0-1, changed inside the `area` (h, w) alone."""
    found = photo + np.float32(colour) * _missing_colour(photo, area, usable) if colour else photo
    return _grained(found, area, usable, share=grain, seed=seed) if grain else found


def _missing_colour(photo: Map, area: Mask, usable: Mask) -> Map:
    """(h, w, C) what the area lacks, 0 outside of it."""
    box = tuple(slice(max(int(n.min()) - 8, 0), int(n.max()) + 9) for n in np.nonzero(area))
    part, inside = photo[box], area[box]
    (outer, sure), (inner, there) = (_one_side(part, side) for side in (usable[box], inside))
    rim = grown(inside, 3) & grown(~inside, 3) & (sure > 0.1) & (there > 0.1)
    lacks = np.zeros_like(photo)
    if rim.any():
        apart = outer - inner
        lacks[box] = membrane(apart, _without_edges(apart, rim)) * inside[..., None]
    return lacks


def _without_edges(apart: Map, rim: Mask) -> Mask:
    """The rim without the places that are much further off than the rest."""
    off = np.abs(apart - np.median(apart[rim], axis=0)).max(axis=2)
    return np.asarray(rim & (off <= max(_EDGE, float(np.median(off[rim])))), bool)


def _one_side(photo: Map, side: Mask) -> tuple[Map, Map]:
    """The photo blurred as if the other side were not there, and how much of the blur there was."""
    there = side.astype(np.float32)
    weight = np.asarray(cv2.GaussianBlur(there, (0, 0), _RIM), np.float32)
    soft = cv2.GaussianBlur(photo * there[..., None], (0, 0), _RIM).reshape(photo.shape)
    return np.asarray(soft / np.maximum(weight, 1e-6)[..., None], np.float32), weight


def _grained(photo: Map, area: Mask, usable: Mask, *, share: float, seed: int) -> Map:
    """Grain added where the ring has more, taken off where it has less."""
    ring = grown(area, 2 * _RING + 1) & usable
    if not ring.any():
        return photo
    own, other = fine(photo, area), fine(photo, ring)
    example = calm(other, ring)
    has, wanted = strength(own, calm(own, area)), strength(other, example)
    if (np.abs(wanted - has) <= _LIKE * wanted).all():
        return photo
    less = share * np.maximum(1 - wanted / np.maximum(has, 1e-9), 0)
    more = share * np.sqrt(np.maximum(wanted**2 - has**2, 0))
    new = more_grain(other, example, seed=seed) * more if more.any() else np.float32(0)
    return np.where(area[..., None], photo - own * less + new, photo).astype(np.float32)
