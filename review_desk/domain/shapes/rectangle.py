"""An upright rectangle."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from review_desk.domain.shapes.point import Bounds, Place, Point
from review_desk.domain.shapes.shape import Shape


@dataclass(frozen=True)
class Rectangle(Shape):
    """An upright rectangle in pixels of one version, origin at the top left of the oriented photo."""

    x: float
    y: float
    width: float
    height: float
    kind: ClassVar[str] = "rectangle"

    @classmethod
    def between(cls, a: Point, b: Point) -> Self:
        """The one with these two opposite corners, whichever they are."""
        (ax, ay), (bx, by) = a, b
        return cls(min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by))

    @classmethod
    def within(cls, bounds: Bounds) -> Self:
        return cls.between(bounds[:2], bounds[2:])

    def bounds(self) -> Bounds:
        return self.x, self.y, self.x + self.width, self.y + self.height

    def grips(self) -> tuple[Point, ...]:
        """The corners, clockwise from the top left."""
        left, top, right, bottom = self.bounds()
        return (left, top), (right, top), (right, bottom), (left, bottom)

    def with_grip(self, number: int, to: Point) -> Self:
        """The corner opposite stays."""
        return self.between(self.grips()[(number + 2) % 4], to)

    def outline(self) -> tuple[Point, ...]:
        return self.grips()

    def mapped(self, place: Place) -> Self:
        """By two opposite corners, so that it stays upright."""
        left, top, right, bottom = self.bounds()
        return self.between(place((left, top)), place((right, bottom)))

    def rounded(self) -> Self:
        """Its size too, which is a difference of two edges."""
        found = super().rounded()
        return type(self)(found.x, found.y, round(found.width, 1), round(found.height, 1))

    def to_json(self) -> dict[str, Any]:
        """`{"kind", "x", "y", "width", "height"}` in image pixels."""
        return {"kind": self.kind, **vars(self)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(*(float(value[name]) for name in ("x", "y", "width", "height")))
