"""Distortion by a lens: what the straight edges of several photos of one frame agree on."""

from collections.abc import Mapping, Sequence
from statistics import median

from review_desk.domain.check.dust import Frame, frame_of
from review_desk.domain.check.finding import Box, Measured
from review_desk.domain.photo import Photo

Bow = tuple[float, Box | None]
"""Per cent by which straight edges of a photo bow, below 0 outwards (barrel), and where the longest is."""

_FEWEST = 3
_SPREAD = 0.5
"""Per cent: photos of one lens stray no further from their middle; curved products do."""


def lens_bow(photos: Sequence[Photo], bows: Mapping[str, Bow]) -> dict[str, Measured]:
    """By photo with straight edges: the distortion of its lens in per cent of a corner's distance.

    The middle of all photos of the same frame that have such edges, three at least and within half a per cent
    of it in the middle: an edge that is curved by itself says something else in another photo.
    """
    frames: dict[Frame, list[Photo]] = {}
    for photo in photos:
        if photo.id in bows:
            frames.setdefault(frame_of(photo), []).append(photo)
    return {photo.id: _told(photo, shots, bows) for shots in frames.values() for photo in shots}


def _told(photo: Photo, shots: Sequence[Photo], bows: Mapping[str, Bow]) -> Measured:
    each = [bows[shot.id][0] for shot in shots]
    middle = median(each)
    if len(each) < _FEWEST:
        return Measured(None, note=f"Fewer than {_FEWEST} photos of this frame have long straight edges.")
    if median(abs(one - middle) for one in each) > _SPREAD:
        return Measured(None, note="The straight edges of the set do not agree: products may be curved.")
    word = "Barrel" if middle < 0 else "Pincushion"
    note = f"{word}, by the straight edges of {len(each)} photos." if abs(middle) >= 0.1 else ""
    return Measured(round(abs(middle), 2), bows[photo.id][1], note)
