"""The product's colour, as it is where neither a reflection nor a shadow lies on it."""

import numpy as np

from review_desk.imaging.measures.picture import Mask, Picture

_DARK, _BRIGHT = 20, 80


def colour(picture: Picture, inside: Mask) -> dict[str, float]:
    """product_l, _a, _b: means of CIELAB (D50) over the middle three fifths of the product's lightness.

    What is darker is the product's own shadow, what is lighter its reflections. They go by rank alone: a
    fixed lightness that counts as specular leaves out other pixels of a polished ring once a cast has
    darkened them. Means, since the median of a product of two colours jumps from one to the other.
    """
    lab = picture.lab[inside]
    low, high = np.percentile(lab[:, 0], (_DARK, _BRIGHT))
    middle = lab[(lab[:, 0] >= low) & (lab[:, 0] <= high)]
    lightness, a, b = middle.mean(axis=0, dtype=np.float64).tolist()
    return {"product_l": lightness, "product_a": a, "product_b": b}
