"""What the strips show of one photo: its deviation on a measure, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from review_desk.domain.drift.measure import BY_ID, MEASURES, Measure, parts
from review_desk.ui.grid.drift.words import figure, gap_reason, short, title

if TYPE_CHECKING:
    from review_desk.domain.drift.flag import Deviation
    from review_desk.operations.drift import Drift

STRIPS, _NAMED = 3, 3
"""So many measures have a strip of their own; the others are told in one line."""

_WANTED = ("background_b", "exposure_ev", "frame_fill", "shadow_density", "background_l", "centre_y")
"""In this order those are shown of which photos of the batch are alike."""

_OTHERS = (("shadow_density", "shadow"), ("product", "ΔE"), ("contrast", "contrast"), ("tilt", "tilt"))


@dataclass(frozen=True)
class Reading:
    """One photo on one measure. `amount` is its deviation; None where nothing could be said, for `words`.

    `seen`: it can be seen. One that can be seen and is not flagged is usual for its kind.
    """

    photo: str
    amount: float | None
    flagged: bool
    words: str
    seen: bool = False


class Readings:
    """The readings of one judgement, worked out for the photos that come into view."""

    def __init__(self, found: "Drift") -> None:
        self._found = found
        self._deviations: dict[str, tuple[Deviation, ...]] = {}
        held = {measure for (measure, _), column in found.comparison.columns.items() if column.z}
        chosen = sorted(_WANTED, key=lambda name: name not in held)[:STRIPS]
        self.strips = tuple(BY_ID[name] for name in _WANTED if name in chosen)

    def of(self, photo: str, measure: Measure) -> Reading:
        """A photo on a measure: its worst flag there, else by how far it is from its kind."""
        if photo not in self._found.places:
            return Reading(photo, None, flagged=False, words="It is not measured yet.")
        subject = self._found.subject(photo)
        held = [each for each in self._of_photo(photo) if each.measure.id == measure.id]
        if not held:
            return Reading(photo, None, flagged=False, words=f"{subject.title}: {self._why(photo, measure)}")
        shown = next((each for each in held if each.flagged), None) or _usual(held)
        usual = "\nUsual for its kind" if shown.visible and not shown.flagged else ""
        words = f"{subject.title}: {figure(measure, shown.amount)}\n{shown.words}{usual}"
        return Reading(photo, shown.amount, flagged=shown.flagged, words=words, seen=shown.visible)

    def visible(self, measure: Measure) -> float:
        """The tolerance: the smallest difference that counts."""
        return self._found.settings.visible_of(measure)

    def off_beside(self, photos: Sequence[str]) -> tuple[Measure, ...]:
        """The measures without a strip on which any of these photos is flagged."""
        flagged = {d.measure.id for photo in photos for d in self._found.flags.get(photo, ())}
        return tuple(each for each in MEASURES if each.id in flagged and each not in self.strips)

    def compared_beside(self, photos: Sequence[str]) -> str:
        """Some of the measures without a strip that any of these photos is held to, by name; "" for none."""
        held = {m.id for photo in photos if self.is_measured(photo) for m in self._held_beside(photo)}
        titled = [(m.id, title(m).lower()) for m in MEASURES if m.id not in dict(_OTHERS)]
        named = dict.fromkeys(word for measure, word in (*_OTHERS, *titled) if measure in held)
        said = ", ".join(list(named)[:_NAMED])
        return said[:1].upper() + said[1:]

    def _held_beside(self, photo: str) -> "list[Measure]":
        return [each.measure for each in self._of_photo(photo) if each.measure not in self.strips]

    def gaps_among(self, photos: Sequence[str]) -> int:
        """How many of these photos could not be measured, or not whole."""
        return sum(photo in self._found.unmeasured or photo in self._found.partly for photo in photos)

    def is_measured(self, photo: str) -> bool:
        """Whether there is anything to say of it."""
        return photo in self._found.places and photo not in self._found.unmeasured

    def told(self, photo: str) -> str:
        """Every flag of a photo, and why it is not measured, in words, for who cannot see the strips."""
        told = [flag.words for flag in self._found.flags.get(photo, ())]
        gap = gap_reason(self._found, photo) if photo in self._found.places else ""
        return ". ".join([*told, gap] if gap else told) or "No drift"

    def _of_photo(self, photo: str) -> "tuple[Deviation, ...]":
        if photo not in self._deviations:
            self._deviations[photo] = self._found.deviations(photo)
        return self._deviations[photo]

    def _why(self, photo: str, measure: Measure) -> str:
        subject = self._found.subject(photo)
        if subject.reason:
            return subject.reason
        if any(key not in subject.values for key in parts(measure)):
            return "; ".join(subject.cautions) or f"{short(measure)} could not be measured."
        return "Too few photos of its kind to compare it with."


def _usual(held: "Sequence[Deviation]") -> "Deviation":
    """Against the batch where that was compared: the same middle for the whole row."""
    return next((each for each in held if each.against == "batch"), held[0])
