"""Whether the shots of a set were lit alike: exposure and white balance of their backgrounds."""

from collections.abc import Mapping, Sequence
from math import hypot, log2
from statistics import median

from review_desk.domain.check.finding import Measured
from review_desk.domain.photo import Photo

Light = tuple[float, float, float]
"""CIELAB of a shot's background."""

_FEWEST = 4
"""So many shots tell what is usual."""

_ANOTHER = 1.3
"""EV from the middle of a set-up from which a background is of another tone, and tells nothing."""

_COLOURED = 12.0
"""Chroma in a* and b* from which a background is coloured paper, and tells nothing of the lamp."""


def lit_apart(photos: Sequence[Photo], lights: Mapping[str, Light]) -> dict[str, dict[str, Measured]]:
    """By photo how far its exposure is from the middle of its lighting set-up's, and its colour from all.

    Exposure in EV, of the background's luminance (Y from L*, CIE 15, 8.2.1): a background of another tone is
    another set-up. White balance as the distance in a* and b* from the median of the whole set: it is to be
    one light, whatever the set-up.
    """
    known = [photo for photo in photos if photo.id in lights]
    if len(known) < _FEWEST:
        return {}
    found: dict[str, dict[str, Measured]] = {photo.id: {} for photo in known}
    middle = [median(lights[photo.id][axis] for photo in known) for axis in (1, 2)]
    for photo in known:
        found[photo.id]["white-balance"] = _colour(lights[photo.id], middle)
    by_set_up: dict[str, list[Photo]] = {}
    for photo in known:
        by_set_up.setdefault(set_up_of(photo), []).append(photo)
    for shots in by_set_up.values():
        if len(shots) >= _FEWEST:
            usual = median(_luminance(lights[photo.id]) for photo in shots)
            for photo in shots:
                found[photo.id]["exposure"] = _exposure(_luminance(lights[photo.id]), usual)
    return found


def set_up_of(photo: Photo) -> str:
    """The lighting set-up that a shot was made in, with its background; "" where nobody said."""
    return " · ".join(str(photo.fields.get(name) or "") for name in ("lighting", "background")).strip(" ·")


def _luminance(light: Light) -> float:
    lightness = light[0]
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _exposure(luminance: float, usual: float) -> Measured:
    stops = log2(max(luminance, 1e-4) / max(usual, 1e-4))
    if abs(stops) > _ANOTHER:
        return Measured(None, note="Its background is of another tone than those of its set-up.")
    word = "Lighter" if stops > 0 else "Darker"
    return Measured(round(abs(stops), 2), note=f"{word} than its set-up." if abs(stops) > 0.05 else "")


def _colour(light: Light, middle: Sequence[float]) -> Measured:
    if hypot(*light[1:]) > _COLOURED:
        return Measured(None, note="Its background is coloured: that tells nothing of the white balance.")
    a, b = (value - usual for value, usual in zip(light[1:], middle, strict=True))
    words = ("warmer" if b > 0 else "cooler") if abs(b) >= abs(a) else ("pinker" if a > 0 else "greener")
    far = hypot(a, b)
    return Measured(round(far, 1), note=f"It is {words} than the middle of the set." if far > 1 else "")
