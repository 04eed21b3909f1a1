"""Shapes that are a row of points: polygon, freehand stroke, arrow."""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from review_desk.domain.shapes.point import Bounds, Place, Point
from review_desk.domain.shapes.shape import Shape, require_points


@dataclass(frozen=True)
class Polygon(Shape):
    """A closed line through at least three corners."""

    points: tuple[Point, ...]
    kind: ClassVar[str] = "polygon"
    least: ClassVar[int] = 3

    @classmethod
    def within(cls, bounds: Bounds) -> Self:
        left, top, right, bottom = bounds
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)))

    def grips(self) -> tuple[Point, ...]:
        return self.points

    def with_grip(self, number: int, to: Point) -> Self:
        return type(self)((*self.points[:number], to, *self.points[number + 1 :]))

    def outline(self) -> tuple[Point, ...]:
        return self.points

    def mapped(self, place: Place) -> Self:
        return type(self)(tuple(map(place, self.points)))

    def to_json(self) -> dict[str, Any]:
        """`{"kind", "points": [[x, y], …]}` in image pixels."""
        return {"kind": self.kind, "points": [list(point) for point in self.points]}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(require_points(value["points"], least=cls.least))


@dataclass(frozen=True)
class Freehand(Polygon):
    """An open stroke."""

    kind: ClassVar[str] = "freehand"
    closed: ClassVar[bool] = False
    least: ClassVar[int] = 2

    @classmethod
    def within(cls, bounds: Bounds) -> Self:
        """One wave across the box."""
        left, top, right, bottom = bounds
        shares = [step / 24 for step in range(25)]
        height = bottom - top
        wave = [(s, 0.5 - 0.5 * math.sin(2 * math.pi * s)) for s in shares]
        return cls(tuple((left + s * (right - left), top + y * height) for s, y in wave))


@dataclass(frozen=True)
class Arrow(Freehand):
    """From its tail to its tip, which is what it points at."""

    kind: ClassVar[str] = "arrow"

    @classmethod
    def within(cls, bounds: Bounds) -> Self:
        left, top, right, bottom = bounds
        return cls(((left, bottom), (right, top)))

    def head(self, length: float) -> tuple[Point, Point]:
        """The two ends of its barbs, `length` pixels long, 26 degrees to either side."""
        (ax, ay), (bx, by) = self.points[0], self.points[-1]
        back = math.atan2(ay - by, ax - bx)
        ends = ((bx + length * math.cos(back + t), by + length * math.sin(back + t)) for t in (0.45, -0.45))
        first, second = ends
        return first, second
