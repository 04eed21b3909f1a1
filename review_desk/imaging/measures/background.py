"""The background: its colour, and how much of it is pure white."""

import numpy as np

from review_desk.imaging.measures.picture import Picture
from review_desk.imaging.measures.separation import Separation

_WHITE = 255


def background(picture: Picture, parts: Separation) -> dict[str, float]:
    """background_l, _a, _b: medians of CIELAB (D50). background_white: per cent at full code in R, G and B.

    Shadows do not count as background here. Nothing for a transparent one.
    """
    if parts.surface is None or not parts.background.any():
        return {}
    lightness, a, b = np.median(picture.lab[parts.background], axis=0).tolist()
    white = (picture.codes[parts.background][:, :3] == _WHITE).all(axis=1)
    return {
        "background_l": lightness,
        "background_a": a,
        "background_b": b,
        "background_white": 100 * float(white.mean()),
    }
