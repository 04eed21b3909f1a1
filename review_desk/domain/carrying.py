"""Marks that go along to a newer version of their photo."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_desk.domain.annotation import Annotation
from review_desk.domain.photo import Photo, Version, version_names
from review_desk.domain.shapes.point import Place, Point
from review_desk.domain.viewplan import Match, Size, turned

_SAME_FRAME = 0.005
"""Share by which the sides' proportion may differ: more is another crop, not another size."""


def place_by(match: Match) -> Place:
    """From a point of B to where it lies on A, both in image pixels."""

    def place(point: Point) -> Point:
        across, down = turned(point[0] * match.scale, point[1] * match.scale, match.rotation)
        return across + match.dx, down + match.dy

    return place


def same_frame(old: Size, new: Size) -> Match | None:
    """How the older version lies on the newer where only its size may differ; nothing for another crop."""
    across, down = new.width / old.width, new.height / old.height
    return Match(0.0, 0.0, across, 0.0) if abs(across / down - 1) <= _SAME_FRAME else None


@dataclass(frozen=True)
class Carried:
    """What became of open marks: those that came along, and how many lie outside the new crop."""

    marks: tuple[Annotation, ...] = ()
    outside: tuple[str, ...] = ()

    def __str__(self) -> str:
        """“3 marks came along, 1 lies outside the new crop”; empty where there was nothing to carry."""
        many, out = len(self.marks), len(self.outside)
        came = f"{many} mark{'s' * (many != 1)} came along" if many else ""
        lost = f"{out} {'lies' if out == 1 else 'lie'} outside the new crop" if out else ""
        return ", ".join(filter(None, (came, lost)))


def roots(marks: Sequence[Annotation]) -> dict[str, str]:
    """Of each mark the first one that it came from, as far as that is still there."""
    known = {mark.id: mark for mark in marks}

    def root(mark: Annotation) -> str:
        while (before := known.get(mark.carried_from)) is not None:
            mark = before
        return mark.id

    return {mark.id: root(mark) for mark in marks}


def came_from(mark: Annotation, marks: Sequence[Annotation], photo: Photo) -> str:
    """The name of the version that a mark came along from; nothing for one that was drawn where it is."""
    if not mark.carried_from:
        return ""
    before = next((one.version for one in marks if one.id == mark.carried_from), None)
    return version_names(photo.versions)[before] if before else "an older version"


def left_out(versions: Iterable[Version]) -> dict[int, tuple[str, ...]]:
    """By version the marks that its crop left out."""
    return {v.number: tuple((v.recipe or {}).get("marks_outside", ())) for v in versions}


def seen_on(
    marks: Sequence[Annotation], version: int, outside: Mapping[int, Sequence[str]]
) -> tuple[Annotation, ...]:
    """The marks to show on a version, in their order: its own, and of others what has no successor there.

    Of a mark that went along several times the nearest earlier one is shown. `outside` names by version the
    marks that its crop left out.
    """
    gone = set(outside.get(version, ()))
    if not gone and not any(mark.carried_from for mark in marks):
        return tuple(marks)
    first = roots(marks)
    nearest: dict[str, Annotation] = {}
    for mark in sorted(marks, key=lambda mark: _far(mark.version, version)):
        nearest.setdefault(first[mark.id], mark)
    chosen = {mark.id for mark in nearest.values()} - gone
    own = {mark.id for mark in marks if mark.version == version}
    return tuple(mark for mark in marks if mark.id in chosen | own)


def _far(number: int, shown: int) -> tuple[int, int]:
    """The version itself, then those before it from the newest, then those after it from the oldest.

    A result that is only tried has no number of a version, and stands after them all.
    """
    return (0, shown - number) if number <= shown else (0, -number) if shown < 1 else (1, number)
