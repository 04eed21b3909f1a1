"""The product's colour, as it is where neither a reflection nor a shadow lies on it."""

import numpy as np

from review_desk.imaging.measures.picture import Mask, Picture

_DARK, _BRIGHT = 20, 80
_SPECULAR_L = 97.0


def colour(picture: Picture, inside: Mask) -> dict[str, float]:
    """product_l, _a, _b: means of CIELAB (D50) over the middle three fifths of the product's lightness.

    What is darker is the product's own shadow, what is lighter its reflections; what is above L* 97 does not
    count at all, unless all of it is. Means, since the median of a product of two colours jumps from one to
    the other.
    """
    lab = picture.lab[inside]
    dull = lab[lab[:, 0] <= _SPECULAR_L]
    lab = dull if len(dull) else lab
    low, high = np.percentile(lab[:, 0], (_DARK, _BRIGHT))
    middle = lab[(lab[:, 0] >= low) & (lab[:, 0] <= high)]
    lightness, a, b = middle.mean(axis=0, dtype=np.float64).tolist()
    return {"product_l": lightness, "product_a": a, "product_b": b}
