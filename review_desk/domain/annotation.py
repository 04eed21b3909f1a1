"""Annotations: where on a version something is wrong. Geometry is in image pixels (`point_img`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from review_desk.domain.shapes.shape import Shape

Severity = Literal["minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")


@dataclass(frozen=True)
class Annotation:
    """One shape on one version, with what it says.

    `height` is its place in the stack: the highest is drawn last. A `locked` one keeps its shape and stays;
    a `resolved` one was mended, or let pass, in a later version. One that was `carried_from` another is what
    became of it in a newer version; the other stays as it was.
    """

    id: str
    photo: str
    version: int
    shape: Shape
    tags: tuple[str, ...] = ()
    note: str = ""
    severity: Severity = "major"
    author: str = ""
    at: str = ""
    height: int = 0
    locked: bool = False
    resolved: bool = False
    carried_from: str = ""


def height_on_top(annotations: Sequence[Annotation]) -> int:
    """The height that lies over all of them."""
    return max((a.height for a in annotations), default=-1) + 1


def height_below(annotations: Sequence[Annotation]) -> int:
    """The height that lies under all of them."""
    return min((a.height for a in annotations), default=1) - 1
