"""Tone curves in front of a cube, for photos whose codes are too uneven to the eye.

The nodes of a cube are spread evenly over the codes. Where the codes are linear light, as in 16-bit files of
raw developers, half of what the eye sees lies between the first nodes; so such codes are taken through
their own curve to gamma 2.2 first, and the cube starts from there.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from review_desk.imaging import matrix_profile
from review_desk.imaging.target import Target, link

_GAMMA = matrix_profile.gamma(2.2)
_COLORANTS = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
_TABLES = (b"A2B0", b"A2B1", b"A2B2")
_TOLERANCE = 3


def reshaped(icc: bytes) -> tuple[bytes, NDArray[np.uint16]] | None:
    """The same space with gamma 2.2, and the curves that lead there: (65536, 3) uint16.

    None for a profile that works by tables.
    """
    tags = matrix_profile.tags_of(icc)
    if not tags.keys() >= {*_COLORANTS, *_CURVES} or tags.keys() & set(_TABLES):
        return None
    kept = {tag: tags[tag] for tag in _COLORANTS}
    even = matrix_profile.assembled("gamma 2.2", b"RGB ", {**kept, **dict.fromkeys(_CURVES, _GAMMA)})
    return even, np.stack([to_even(tags[tag]) for tag in _CURVES], axis=1)


def is_uneven(source: bytes | None, target: Target, *, step: int) -> bool:
    """Whether straight lines between every `step`-th grey miss a grey between by more than three codes."""
    greys = np.repeat(np.arange(256, dtype=np.uint8).reshape(1, 256, 1), 3, axis=2)
    exact = np.asarray(target.convert(Image.fromarray(greys), source))[0].astype(float)
    codes, nodes = np.arange(256), np.arange(0, 256, step)
    straight = np.stack([np.interp(codes, nodes, exact[nodes, channel]) for channel in range(3)], axis=1)
    return bool(np.abs(straight - exact).max() > _TOLERANCE)


def to_even(curve: bytes) -> NDArray[np.uint16]:
    """65536 codes through a curve to linear light and back through gamma 2.2, by Little CMS."""
    source, even = (matrix_profile.grey_profile("grey", content) for content in (curve, _GAMMA))
    ramp = Image.fromarray(np.arange(65536, dtype=np.uint16).reshape(256, 256))
    converted: Any = link(source, even, ("I;16", "I;16"), "relative", False).apply(ramp)
    return np.asarray(converted).reshape(65536).astype(np.uint16)
