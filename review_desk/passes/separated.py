"""The product of a photo apart from its ground, as passes need it; refused in words where it cannot be."""

import numpy as np

from review_desk.errors import Refused
from review_desk.imaging.measures.picture import Mask, NoProductError, Picture, picture
from review_desk.imaging.measures.separation import Separation, separate
from review_desk.imaging.measures.surface import slow_surface
from review_desk.passes.full_size import Map
from review_desk.passes.tools import Tools

GIVE_A_MASK = "Give a mask of the product; the pass “Subject mask” makes one."


def separated(tools: Tools, *, advice: str = GIVE_A_MASK) -> tuple[Picture, Separation]:
    """The photo measured small, and its parts: by the region where one was drawn.

    Raises Refused where there is no telling, with the `advice` behind the reason.
    """
    seen = picture(tools.path)
    try:
        return seen, separate(seen, tools.region_at(seen.lab.shape[:2]))
    except NoProductError as error:
        raise Refused(f"{error} {advice}") from error


def bare_ground(photo: Map, bare: Mask) -> Map:
    """The ground as it would be without product and shadow: (h, w, C) in 0-1, the photo's own codes.

    `photo` is (h, w, C) with 1 or 3 channels, `bare` (h, w) where nothing else lies.
    """
    three = np.repeat(photo, 3, axis=2) if photo.shape[2] == 1 else photo
    found = slow_surface(np.ascontiguousarray(three), bare)
    return np.asarray(np.clip(found[..., : photo.shape[2]], 0, 1), np.float32)
