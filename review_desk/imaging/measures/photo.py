"""All measures of one photo."""

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.decode import decode
from review_desk.imaging.measures.background import background
from review_desk.imaging.measures.colour import colour
from review_desk.imaging.measures.framing import framing
from review_desk.imaging.measures.light import light
from review_desk.imaging.measures.picture import SIDE, Mask, NoProductError, Picture, picture
from review_desk.imaging.measures.separation import Separation, separate
from review_desk.imaging.measures.shadow import shadow

_FEWEST = 200


@dataclass(frozen=True)
class Found:
    """What was measured, keyed as `domain.drift.measure` names it.

    `reason` says why there is nothing; `cautions` say why something is missing.
    """

    values: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    cautions: tuple[str, ...] = ()


def measure_photo(path: Path, *, mask: Path | None = None) -> Found:
    """Measure one version of a photo. Raises BadInput where its file cannot be read; MemoryError.

    `mask` is a picture of the photo's shape, light on the product. A photo whose product cannot be told from
    the background has that for a reason, and no values.
    """
    seen = picture(path)
    given = mask_for(mask, seen) if mask else None
    try:
        parts = separate(seen, given)
    except NoProductError as error:
        return Found(reason=str(error))
    return measured(seen, parts)


def measured(seen: Picture, parts: Separation) -> Found:
    """All measures of a picture whose product is known."""
    within = inside(parts.product)
    placed, cautions = framing(parts.product)
    values = {
        **background(seen, parts),
        **light(seen, within),
        **shadow(seen, parts),
        **colour(seen, within),
        **placed,
    }
    if parts.mixed:
        cautions = (*cautions, "The shadow cannot be told from the product: it is not measured.")
    if parts.surface is None:
        cautions = (*cautions, "The background is transparent: it and the shadow are not measured.")
    return Found({name: round(value, 4) for name, value in values.items()}, "", cautions)


def inside(product: Mask) -> Mask:
    """The product without its edge, where it mixes with the background; all of a very thin one."""
    within: Mask = cv2.erode(product.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    return within if np.count_nonzero(within) >= _FEWEST else product


def mask_for(mask: Path, seen: Picture) -> NDArray[np.uint8] | None:
    """A mask at a picture's size; None for one of another shape: it was made for another version."""
    codes = decode(mask, bound=SIDE).array[..., 1]
    height, width = seen.codes.shape[:2]
    if abs(codes.shape[0] * width - codes.shape[1] * height) > 0.01 * height * codes.shape[1]:
        return None
    return cv2.resize(codes, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
