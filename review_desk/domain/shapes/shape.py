"""What every shape can do. A new one says its grips, its outline and how it is mapped; the rest follows."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from review_desk.domain.shapes.point import Bounds, Place, Point, area, bounds_of, distance_to_line, inside
from review_desk.errors import BadInput

MINIMUM_EDGE = 3.0
"""Image pixels. A smaller drag is a slip of the hand, not a mark."""


@dataclass(frozen=True)
class Shape(ABC):
    """A shape in image pixels (`point_img`) of one version.

    `kind` is its name in JSON; `closed` says whether its outline goes around something.
    """

    kind: ClassVar[str]
    closed: ClassVar[bool] = True

    @abstractmethod
    def grips(self) -> tuple[Point, ...]:
        """The points that a hand can take hold of."""

    @abstractmethod
    def with_grip(self, number: int, to: Point) -> Self:
        """The shape with one grip brought somewhere else."""

    @abstractmethod
    def outline(self) -> tuple[Point, ...]:
        """Its line through points, curves in short steps; a closed one does not repeat its first point."""

    @abstractmethod
    def mapped(self, place: Place) -> Self:
        """The shape with every point brought to its place."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """`{"kind", …}` with geometry in image pixels."""

    @classmethod
    @abstractmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Back from `to_json`. Raises KeyError, TypeError or ValueError for anything else."""

    @classmethod
    @abstractmethod
    def within(cls, bounds: Bounds) -> Self:
        """The plainest one of its kind in a box: what a tool proposes."""

    def lines(self) -> tuple[tuple[Point, ...], ...]:
        """All its lines: the outline, and those around holes of the few that have any."""
        return (self.outline(),)

    def bounds(self) -> Bounds:
        """The upright box around its outline."""
        return bounds_of(self.outline())

    def moved(self, dx: float, dy: float) -> Self:
        """Moved by so many image pixels."""
        return self.mapped(lambda point: (point[0] + dx, point[1] + dy))

    def clipped(self, width: float, height: float) -> Self:
        """Every point brought into a photo of that size."""
        return self.mapped(lambda p: (min(max(p[0], 0), width), min(max(p[1], 0), height)))

    def rounded(self) -> Self:
        """On tenths of a pixel: as fine as a hand can draw, and the same in every export."""
        return self.mapped(lambda point: (round(point[0], 1), round(point[1], 1)))

    def scaled(self, across: float, down: float) -> Self:
        """For a photo so many times as wide and as high."""
        return self.mapped(lambda point: (point[0] * across, point[1] * down))

    def stretched(self, dx: float, dy: float) -> Self:
        """Made wider and higher by so many image pixels, its top left corner held; never below 3 pixels."""
        left, top, right, bottom = self.bounds()
        across = max(MINIMUM_EDGE, right - left + dx) / max(right - left, MINIMUM_EDGE)
        down = max(MINIMUM_EDGE, bottom - top + dy) / max(bottom - top, MINIMUM_EDGE)
        return self.mapped(lambda p: (left + (p[0] - left) * across, top + (p[1] - top) * down))

    def distance(self, x: float, y: float) -> float:
        """How far a point is from its line."""
        line = self.outline()
        return distance_to_line((x, y), (*line, line[0]) if self.closed else line)

    def contains(self, x: float, y: float, *, margin: float = 0.0) -> bool:
        """Whether a point lies inside, or within `margin` image pixels of the line."""
        return (self.closed and inside((x, y), self.outline())) or self.distance(x, y) <= margin

    @property
    def area(self) -> float:
        """Square pixels inside; 0 for an open one."""
        return area(self.outline()) if self.closed else 0.0

    def is_visible(self) -> bool:
        """Whether it is large enough to be meant, and every point a number."""
        left, top, right, bottom = self.bounds()
        if not all(map(math.isfinite, (left, top, right, bottom))):
            return False
        edges = (right - left, bottom - top)
        return (min(edges) if self.closed else max(edges)) >= MINIMUM_EDGE


def require_points(values: Any, *, least: int) -> tuple[Point, ...]:
    """Points from `[[x, y], …]`. Raises BadInput for fewer than `least`, ValueError for no numbers."""
    points = tuple((float(x), float(y)) for x, y in values)
    if len(points) < least:
        raise BadInput(f"A shape of {len(points)} points is none: it needs {least}.")
    return points
