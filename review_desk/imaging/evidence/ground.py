"""A busy background: how much of the ground is not even."""

import numpy as np

from review_desk.imaging.evidence.seen import Seen
from review_desk.imaging.evidence.steep import steepness
from review_desk.imaging.measures.masks import grown
from review_desk.imaging.measures.picture import Mask

_STEEP = 0.9
_RIM = 13
_BORDER = 0.12
_FEWEST = 500


def busy_background(seen: Seen) -> float:
    """Per cent of the ground, off the subject, where colour changes by more than 0.9 ΔE76 a pixel.

    Where no subject could be told from the ground, of the outer eighth of the frame. 0 for a transparent one.
    """
    if seen.picture.alpha is not None:
        return 0.0
    ground = seen.ground & ~grown(~seen.ground, _RIM) if seen.told_apart else _border(seen.ground.shape)
    if np.count_nonzero(ground) < _FEWEST:
        return 0.0
    return 100 * float((steepness(seen.picture.lab)[ground] > _STEEP).mean())


def ground_tone(seen: Seen) -> dict[str, float]:
    """ground_l, _a, _b: medians of CIELAB (D50) of the ground; `transparent` 1 where there is none of it.

    Nothing where no subject could be told from the ground.
    """
    if seen.picture.alpha is not None:
        return {"transparent": 1.0}
    if not seen.told_apart or not seen.ground.any():
        return {}
    tone = np.median(seen.picture.lab[seen.ground], axis=0)
    return {f"ground_{name}": float(part) for name, part in zip("lab", tone, strict=True)}


def _border(shape: tuple[int, ...]) -> Mask:
    width = max(2, round(_BORDER * min(shape)))
    border = np.ones(shape, bool)
    border[width:-width, width:-width] = False
    return border
