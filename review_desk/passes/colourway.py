"""Colourway: the marked area in another colour, its light, texture and gloss as they are.

By the dichromatic model (Shafer, “Using color to separate reflection components”, 1985): what comes back from
a dielectric is its body's colour times how it is lit there, and the lamp's own colour, mirrored at the
surface. Another dye changes the body's colour alone. So each pixel is asked how much of its light came from
the body, 1 on the area's mean, and gets that much of the other body; the rest stays, in the lamp's white.

A body with a colour is told from the lamp's white by it; a grey one is not, and there the share rests on how
much shading and mirroring a photo usually has. Both are one linear estimate of least expected error.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.lab_space import LabSpace, lab_space
from review_desk.imaging.protection import Mask
from review_desk.passes.full_size import strips
from review_desk.passes.tools import Tools

Floats = NDArray[np.float64]

_ASKED = 200_000
"""Pixels of the area that are measured; of a larger one every n-th."""

_AT_ONCE = 500_000
"""Pixels that are calculated together: in floats they take a hundred times their codes."""

_ROUNDS = 8
"""To find the body whose result has the sample's mean after all that is cut at the space's end."""

_SHADING, _MIRRORED = 0.25, 0.03
"""How far light from the body usually varies, as a share of itself, and what is mirrored, of white: of a lamp
seen straight on a smooth dielectric returns 0.04. Twice as much of either moves results by 0.05 ΔE."""

_GRAIN = 0.002
"""Of white: the least noise that is reckoned with, half a code in the mids: an even area has some, too."""

_LIGHT_END, _DARK_END = 4, 4
"""How late the share falls to nothing at white and at black: no dye shows in burnt-out light or in none."""

_LOW, _HIGH = 2.0, 98.0
"""L* between which a body has a colour."""


@dataclass(frozen=True)
class _Body:
    """What an area's pixels say of its body: their `mean` (3) in linear light, and `asks` (3), by which a
    pixel's distance from it is more or less light from the body. `luma` (3) makes Y of linear light.
    """

    mean: Floats
    asks: Floats
    luma: Floats

    def share(self, linear: Floats) -> Floats:
        """(N, 3) linear light as (N, 1) light from the body, 1 on the mean; 0 at white and at black."""
        bright, middle = linear @ self.luma, float(self.mean @ self.luma)
        above = np.clip((bright - middle) / max(1 - middle, 1e-6), 0, 1)
        below = np.clip(1 - bright / max(middle, 1e-6), 0, 1)
        found = 1 + (linear - self.mean) @ self.asks
        return np.asarray(found * (1 - above**_LIGHT_END) * (1 - below**_DARK_END))[:, None]


def colourway(source: Source, tools: Tools, *, lightness: float, a: float, b: float) -> Source:
    """The photo with its region at a mean CIELAB (D50) of `lightness`, `a`, `b`; all else code by code.

    Raises Refused for a grey photo, and for a profile that works by tables.
    """
    if source.pixels.shape[2] != 3:
        raise Refused("A grey photo has no colour to change. Convert a copy to RGB first.")
    area, space = tools.marked, lab_space(source.profile)
    some = _some(source.pixels, area)
    body = _body(space.linear(some), space)
    other = _other(some, body, space, np.array([np.clip(lightness, _LOW, _HIGH), a, b]))
    out = source.pixels.copy()
    for rows in strips(len(out)):
        inside = area[rows]
        codes = out[rows][inside]
        pieces = np.array_split(codes, 1 + len(codes) // _AT_ONCE)
        out[rows][inside] = np.concatenate([_recoloured(piece, body, other, space) for piece in pieces])
    return replace(source, pixels=out)


def _some(pixels: NDArray[Any], area: Mask) -> NDArray[Any]:
    """(N, 3) codes of the area, every n-th; by strips, for NumPy writes down where each one lies."""
    every, passed, kept = max(1, int(np.count_nonzero(area)) // _ASKED), 0, []
    for rows in strips(len(pixels)):
        seen = pixels[rows][area[rows]]
        kept.append(seen[-passed % every :: every])
        passed += len(seen)
    return np.concatenate(kept)


def _body(linear: Floats, space: LabSpace) -> _Body:
    """Of (N, 3) linear light: the linear estimate of least expected squared error of light from the body.

    A pixel is taken as body times m plus white times s plus noise; m varies by `_SHADING`, s by `_MIRRORED`.
    The noise is what the pixels vary across the plane of the two.
    """
    mean = linear.mean(axis=0)
    parts = np.stack((mean, np.ones(3)), axis=1)
    usual = np.diag([_SHADING**2, _MIRRORED**2])
    spread = np.cov(linear, rowvar=False) if len(linear) > 1 else np.zeros((3, 3))
    noise = max(float(np.linalg.eigvalsh(spread)[0]), _GRAIN**2)
    expected = parts @ usual @ parts.T + noise * np.eye(3)
    return _Body(mean, (usual @ parts.T @ np.linalg.inv(expected))[0], space.matrix[1])


def _recoloured(codes: NDArray[Any], body: _Body, other: Floats, space: LabSpace) -> NDArray[Any]:
    """(N, 3) codes with the body at `other` (3) linear light."""
    linear = space.linear(codes)
    share = body.share(linear)
    mirrored = (linear - share * body.mean) @ body.luma
    return space.coded(share * other + mirrored[:, None], codes.dtype)


def _other(codes: NDArray[Any], body: _Body, space: LabSpace, wanted: Floats) -> Floats:
    """The body's linear light (3) whose result, as codes, has the wanted mean CIELAB."""
    other = space.linear_of(wanted)
    for _ in range(_ROUNDS):
        made = space.lab(_recoloured(codes, body, other, space)).mean(axis=0, dtype=np.float64)
        other = other + space.linear_of(wanted) - space.linear_of(made)
    return other
