"""Slices: which photos of a batch are exported."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from review_desk.domain.annotation import Annotation
from review_desk.domain.day import Days
from review_desk.domain.decision import Verdict
from review_desk.domain.photo import Photo
from review_desk.errors import BadInput

UNJUDGED = "none"
"""The verdict of a photo that has none."""


@dataclass(frozen=True)
class Slice:
    """What a photo must have to be in; nothing asks for nothing. Several values of one kind: any of them.

    `tags` are failure modes on the photo or on one of its marks. `gates` are “held 2” for photos that gate 2
    holds, “released 2” for those whose batch it has let through. `since` and `until` are days (ISO 8601, UTC,
    both included) on which it was decided.
    """

    verdicts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    routes: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        """Raises BadInput for a verdict, gate or day that is none, and days that end before they begin."""
        for gate in self.gates:
            if not re.fullmatch("(held|released) [1-9]", gate):
                raise BadInput(f"“{gate}” says nothing of a gate: say “held 2” or “released 3”.")
        for verdict in self.verdicts:
            if verdict != UNJUDGED:
                Verdict.read(verdict)
        Days(self.since, self.until)

    @property
    def whole(self) -> bool:
        """Whether it asks for nothing."""
        return not any(getattr(self, each.name) for each in fields(self))

    def holds(self, photo: Photo, marks: Sequence[Annotation] = (), *, gates: Collection[str] = ()) -> bool:
        """Whether a photo with these marks is in it; `gates` says which hold it or have let it through."""
        decision, assignment = photo.decision, photo.assignment
        named = {*(decision.tags if decision else ()), *(tag for mark in marks for tag in mark.tags)}
        return (
            _asked(self.verdicts, [photo.verdict or UNJUDGED])
            and _asked(self.tags, named)
            and _asked(self.levels, [assignment.level] if assignment else [])
            and _asked(self.routes, [assignment.route] if assignment else [])
            and _asked(self.presets, [str(photo.fields.get("preset") or "")])
            and _asked(self.gates, gates)
            and Days(self.since, self.until).hold(decision.at if decision and decision.verdict else "")
        )

    def to_json(self) -> dict[str, Any]:
        """What it asks for, by name; an empty document for all there is."""
        asked = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asked.items() if value
        }


WHOLE = Slice()


def _asked(wanted: Iterable[Any], there: Iterable[Any]) -> bool:
    asked = set(wanted)
    return not asked or not asked.isdisjoint(there)
