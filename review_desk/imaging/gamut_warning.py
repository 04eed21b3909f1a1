"""The gamut warning: which colours a proof's space cannot hold.

A colour is taken to the proof's space and back, relative colorimetric both ways, and what came back is taken
there once more. It counts as lost where the first way moved it by over 2 ΔE2000 more than the second: what
the second way still moves is the profile's own inaccuracy. Little CMS compares the same two ways for its
flag; that was not taken, for its limit is fixed at 5 ΔE76 (1 for matrix profiles), and its warning colour,
baked into a cube, would bleed over three codes.
"""

import functools

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from review_desk.imaging import delta_e, rgb_spaces
from review_desk.imaging.cube import Cube, nodes
from review_desk.imaging.target import Proof, Target

LIMIT = 2.0
"""ΔE2000. Less is hardly seen, and is what rounding to 8 bits on the way there and back may cost."""

_SCALE = 4.0  # ΔE2000 that is written as 255, so that the limit lies halfway


@functools.lru_cache(maxsize=2)
def warning(source: bytes | None, proof: bytes | None, *, bpc: bool) -> Cube:
    """The cube from an RGB profile (None: sRGB) to how much of a colour the proof's space loses.

    All three of its numbers are ΔE2000 / 4, 0-1. With `bpc` losing the depth of black does not count.
    """
    wide = rgb_spaces.wide_rgb()
    there_and_back = Target(wide, bpc=bpc, proof=Proof(proof))
    before = Target(wide, bpc=bpc).convert(Image.fromarray(nodes()), source)
    once = there_and_back.convert(Image.fromarray(nodes()), source)
    twice = there_and_back.convert(once, wide)
    seen = [delta_e.wide_to_lab(np.asarray(image)) for image in (before, once, twice)]
    lost = delta_e.ciede2000(seen[0], seen[1]) - delta_e.ciede2000(seen[1], seen[2])
    share = np.clip(lost.reshape(-1, 1) / np.float32(_SCALE), 0, 1)
    return Cube(np.repeat(share, 3, axis=1))


def outside(bgrx: NDArray[np.uint8], lost: Cube) -> NDArray[np.bool_]:
    """Which of (H, W, 4) uint8 BGRX pixels, in the warning's source space, the proof loses: (H, W) bool."""
    measured = bgrx.copy()
    lost.convert_bgrx(measured)
    marked: NDArray[np.bool_] = measured[..., 0] > round(LIMIT / _SCALE * 255)
    return marked
