"""Colourway: the marked area in another colour, its light and texture as they are.

In CIELAB: the mean goes to the sample's. L* moves along a curve of slope 1 at the mean, with black and white
where they were, so that contrast stays and highlights do not burn out; hue becomes the sample's, and fades
towards the highlights, which have the colour of the lamp, and so towards a white ground at the edge.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.lab_space import LabSpace, lab_space
from review_desk.passes.full_size import strips
from review_desk.passes.tools import Tools

Lab = NDArray[np.float64]

_ASKED = 400_000
"""Pixels of the area whose mean is taken; of a larger one every n-th."""

_ROUNDS = 4
"""To find the curve whose result has the sample's mean after all that is cut at the space's end."""

_LOW, _HIGH = 2.0, 98.0


@dataclass(frozen=True)
class _Swap:
    """From the mean `was` to `to`, both (3) CIELAB."""

    was: Lab
    to: Lab

    def of(self, lab: NDArray[Any]) -> Lab:
        """(…, 3) in the other colour."""
        light, was, to = lab[..., 0].astype(np.float64), self.was[0], self.to[0]
        below = np.clip(light / was, 0, 1)
        above = np.clip((light - was) / (100 - was), 0, 1)
        dark = to * below ** (was / to)
        bright = 100 - (100 - to) * (1 - above) ** ((100 - was) / (100 - to))
        chroma = 1 - above**2
        return np.stack((np.where(light <= was, dark, bright), self.to[1] * chroma, self.to[2] * chroma), -1)


def colourway(source: Source, tools: Tools, *, lightness: float, a: float, b: float) -> Source:
    """The photo with its region at a mean CIELAB (D50) of `lightness`, `a`, `b`; all else code by code.

    Raises Refused for a grey photo, and for a profile that works by tables.
    """
    if source.pixels.shape[2] != 3:
        raise Refused("A grey photo has no colour to change. Convert a copy to RGB first.")
    area, space = tools.marked, lab_space(source.profile)
    seen = source.pixels[area]
    swap = _fitted(seen[:: max(1, len(seen) // _ASKED)], space, np.array([lightness, a, b]))
    out = source.pixels.copy()
    for rows in strips(len(out)):
        inside = area[rows]
        codes = out[rows][inside]
        out[rows][inside] = space.codes(swap.of(space.lab(codes)), codes.dtype)
    return replace(source, pixels=out)


def _fitted(codes: NDArray[Any], space: LabSpace, wanted: Lab) -> _Swap:
    """The swap whose result, as codes, has the wanted mean."""
    lab = space.lab(codes)
    was = _within(lab.mean(axis=0, dtype=np.float64))
    swap = _Swap(was, _within(wanted))
    for _ in range(_ROUNDS):
        made = space.lab(space.codes(swap.of(lab), codes.dtype)).mean(axis=0, dtype=np.float64)
        swap = replace(swap, to=_within(swap.to + wanted - made))
    return swap


def _within(colour: Lab) -> Lab:
    """L* where the curve has a slope."""
    return np.concatenate((np.clip(colour[:1], _LOW, _HIGH), np.clip(colour[1:], -128, 128)))
