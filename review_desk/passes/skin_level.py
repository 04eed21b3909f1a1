"""The skin level of a photo: how much texture and unevenness its skin has, in per cent of its light."""

import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import Source
from review_desk.passes.skin import bands, skin_of
from review_desk.passes.tools import Tools


def skin_level(source: Source, tools: Tools) -> dict[str, float]:
    """`texture` and `unevenness`: the spread of the two bands of `skin.bands` as per cent of the skin's mean
    light, by their median so that lashes and edges do not count; `share`: per cent of the photo that is skin.

    Raises Refused where no skin is found.
    """
    skin = skin_of(source, tools)
    found = bands(source, skin)
    light = float(found.light[found.skin].mean())
    return {
        "texture": round(100 * _spread(found.fine[found.skin]) / max(light, 1e-3), 3),
        "unevenness": round(100 * _spread(found.uneven[found.skin]) / max(light, 1e-3), 3),
        "share": round(100 * float(skin.mean()), 2),
    }


def _spread(band: NDArray[np.float32]) -> float:
    """That of a normal distribution with the same median of absolute values."""
    return 1.4826 * float(np.median(np.abs(band)))
