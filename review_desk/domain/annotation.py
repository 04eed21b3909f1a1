"""Annotation shapes: where on a version something is wrong. Geometry is in image pixels (`point_img`)."""

from dataclasses import dataclass
from typing import Any, Literal

from review_desk.errors import BadInput

Severity = Literal["minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")


@dataclass(frozen=True)
class Rectangle:
    """An upright rectangle in pixels of one version, origin at the top left of the oriented photo."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def between(cls, a: tuple[float, float], b: tuple[float, float]) -> "Rectangle":
        """The rectangle with these two opposite corners, whichever they are."""
        (ax, ay), (bx, by) = a, b
        return cls(min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by))

    def clipped(self, width: int, height: int) -> "Rectangle":
        """The part inside a photo of that size; zero wide or high when there is none."""
        left, top = min(max(self.x, 0), width), min(max(self.y, 0), height)
        right = min(max(self.x + self.width, 0), width)
        bottom = min(max(self.y + self.height, 0), height)
        return Rectangle(left, top, right - left, bottom - top)

    def rounded(self) -> "Rectangle":
        """On tenths of a pixel: as fine as a hand can draw, and the same in every export."""
        left, top = round(self.x, 1), round(self.y, 1)
        right, bottom = round(self.x + self.width, 1), round(self.y + self.height, 1)
        return Rectangle(left, top, round(right - left, 1), round(bottom - top, 1))

    def contains(self, x: float, y: float, *, margin: float = 0.0) -> bool:
        """Whether a point lies inside, or within `margin` image pixels of it."""
        return (
            self.x - margin <= x <= self.x + self.width + margin
            and self.y - margin <= y <= self.y + self.height + margin
        )

    def to_json(self) -> dict[str, Any]:
        """`{"kind": "rectangle", "x", "y", "width", "height"}` in image pixels."""
        return {"kind": "rectangle", **self.__dict__}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Rectangle":
        """Back from `to_json`. Raises BadInput for another kind of shape."""
        if value.get("kind") != "rectangle":
            raise BadInput(f"“{value.get('kind')}” is not a shape this desk draws.")
        return cls(*(float(value[name]) for name in ("x", "y", "width", "height")))


@dataclass(frozen=True)
class Annotation:
    """One shape on one version, with what it says."""

    id: str
    photo: str
    version: int
    shape: Rectangle
    tags: tuple[str, ...] = ()
    note: str = ""
    severity: Severity = "major"
    author: str = ""
    at: str = ""


MINIMUM_EDGE = 3.0
"""Image pixels. A smaller drag is a slip of the hand, not a mark."""


def hit(annotations: tuple[Annotation, ...], x: float, y: float, *, margin: float = 0.0) -> Annotation | None:
    """The annotation under a point in image pixels: the smallest, so that one inside another is reachable."""
    under = [a for a in annotations if a.shape.contains(x, y, margin=margin)]
    return min(under, key=lambda a: a.shape.width * a.shape.height, default=None)
