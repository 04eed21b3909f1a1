"""A mark as a labelling tool gave it, before anybody knows which photo it lies on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review_desk.domain.annotation import SEVERITIES, Severity
from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.shape import Shape
from review_desk.operations.exports.portion import UNNAMED


@dataclass(frozen=True)
class Place:
    """What a tool says of the picture a mark lies on. What it does not say is empty."""

    file: str
    photo: str = ""
    version: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Incoming:
    """One mark; its shape is in pixels of the picture. `id` is the mark's own where it was exported here.

    What was painted comes as a `mask` of a picture of the size `of`; its shape names no file yet.
    """

    place: Place
    shape: Shape
    tags: tuple[str, ...]
    id: str = ""
    note: str = ""
    severity: Severity = "major"
    mask: Mask | None = None
    of: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Read:
    """What a file holds: marks, and a sentence for each thing in it that is none."""

    marks: tuple[Incoming, ...]
    passed_over: tuple[str, ...] = ()


def place_of(facts: Mapping[str, Any], file: str) -> Place:
    """The place that a tool's record names; our own exports name photo, version and hash."""
    version = facts.get("version")
    return Place(
        file,
        photo=str(facts.get("photo") or ""),
        version=version if isinstance(version, int) else 0,
        sha256=str(facts.get("sha256") or ""),
    )


def severity_of(told: Any) -> Severity:
    """A severity that a tool kept; “major” where it is none of ours."""
    return next((each for each in SEVERITIES if each == told), "major")


def tags_of(names: Any) -> tuple[str, ...]:
    """Failure modes among a tool's labels."""
    return tuple(str(name) for name in names or () if str(name) not in ("", UNNAMED))
