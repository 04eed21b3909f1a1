"""The background: its colour, and how much of it is pure white."""

import cv2
import numpy as np

from review_desk.imaging.measures.picture import Picture, full_share
from review_desk.imaging.measures.separation import Separation


def background(picture: Picture, parts: Separation) -> dict[str, float]:
    """background_l, _a, _b: medians of CIELAB (D50). background_white: per cent at full code in R, G and B.

    Shadows do not count as background here. Nothing for a transparent one.
    """
    if parts.surface is None or not parts.background.any():
        return {}
    lightness, a, b = (float(np.median(part[parts.background])) for part in cv2.split(picture.lab))
    return {
        "background_l": lightness,
        "background_a": a,
        "background_b": b,
        "background_white": 100 * full_share(picture.codes, parts.background, channels=3),
    }
