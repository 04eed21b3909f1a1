"""A pin: one place, without a size."""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from review_desk.domain.shapes.point import Bounds, Place, Point
from review_desk.domain.shapes.shape import Shape


@dataclass(frozen=True)
class Pin(Shape):
    """One place on the photo."""

    x: float
    y: float
    kind: ClassVar[str] = "pin"
    closed: ClassVar[bool] = False

    @classmethod
    def within(cls, bounds: Bounds) -> Self:
        return cls((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)

    def grips(self) -> tuple[Point, ...]:
        return ((self.x, self.y),)

    def with_grip(self, number: int, to: Point) -> Self:  # noqa: ARG002  it has one grip
        return type(self)(*to)

    def outline(self) -> tuple[Point, ...]:
        return self.grips()

    def mapped(self, place: Place) -> Self:
        return type(self)(*place((self.x, self.y)))

    def is_visible(self) -> bool:
        """It has no size to be too small."""
        return math.isfinite(self.x) and math.isfinite(self.y)

    def to_json(self) -> dict[str, Any]:
        """`{"kind", "x", "y"}` in image pixels."""
        return {"kind": self.kind, **vars(self)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(float(value["x"]), float(value["y"]))
