"""A brush mask: what was painted, as a picture by its hash and the line around it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from review_desk.domain.mask.mask import Mask
from review_desk.domain.mask.outline import rings_of
from review_desk.domain.shapes.point import Bounds, Place, Point, distance_to_line, inside
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import MINIMUM_EDGE, Shape, require_points


@dataclass(frozen=True)
class Brush(Shape):
    """A mask of `columns` × `rows` pixels in a box of the photo, pixel on pixel but where it was stretched.

    `sha256` is that of the PNG in the desk's `files/`. `rings` go around what is inside (from half strength
    on) and around its holes, in pixels of the mask; `covered` is how many of these are inside.
    """

    sha256: str
    columns: int
    rows: int
    covered: int
    rings: tuple[tuple[Point, ...], ...]
    x: float
    y: float
    width: float
    height: float
    kind: ClassVar[str] = "brush"

    @classmethod
    def of(cls, mask: Mask, sha256: str) -> Self:
        """The shape of a mask whose PNG has that hash, where the mask lies."""
        return cls(
            sha256, mask.width, mask.height, mask.inside().count(1), rings_of(mask),
            mask.left, mask.top, mask.width, mask.height,
        )  # fmt: skip

    @classmethod
    def within(cls, bounds: Bounds) -> Self:
        """A box filled whole. Its picture is not in any desk: a brush paints, it proposes nothing."""
        left, top, right, bottom = (round(edge) for edge in bounds)
        wide, high = max(1, right - left), max(1, bottom - top)
        return cls.of(Mask(left, top, wide, high, b"\xff" * (wide * high)), "")

    def bounds(self) -> Bounds:
        return self.x, self.y, self.x + self.width, self.y + self.height

    def grips(self) -> tuple[Point, ...]:
        """The corners of its box, clockwise from the top left."""
        return self._box.grips()

    def with_grip(self, number: int, to: Point) -> Self:
        return self._in(self._box.with_grip(number, to))

    def mapped(self, place: Place) -> Self:
        return self._in(self._box.mapped(place))

    def clipped(self, width: float, height: float) -> Self:
        """Brought back into the photo whole: cut, it would be another mask."""
        wide, high = min(self.width, width), min(self.height, height)
        x, y = min(max(self.x, 0.0), width - wide), min(max(self.y, 0.0), height - high)
        return replace(self, x=x, y=y, width=wide, height=high)

    def rounded(self) -> Self:
        """On whole pixels, where its own are."""
        wide, high = max(1.0, round(self.width)), max(1.0, round(self.height))
        return replace(self, x=float(round(self.x)), y=float(round(self.y)), width=wide, height=high)

    def outline(self) -> tuple[Point, ...]:
        """The largest of its lines; its box where nothing is inside."""
        lines = self.lines()
        return lines[0]

    def lines(self) -> tuple[tuple[Point, ...], ...]:
        across, down = self.width / self.columns, self.height / self.rows
        found = (tuple((self.x + x * across, self.y + y * down) for x, y in ring) for ring in self.rings)
        return tuple(found) or (self._box.outline(),)

    def distance(self, x: float, y: float) -> float:
        return min(distance_to_line((x, y), (*line, line[0])) for line in self.lines())

    def contains(self, x: float, y: float, *, margin: float = 0.0) -> bool:
        within = sum(inside((x, y), line) for line in self.lines()) % 2 == 1
        return within or self.distance(x, y) <= margin

    @property
    def area(self) -> float:
        """Square image pixels inside."""
        return self.covered * (self.width / self.columns) * (self.height / self.rows)

    def is_visible(self) -> bool:
        """As large as the smallest shape, be it in any form."""
        return math.isfinite(self.x + self.y + self.width + self.height) and self.area >= MINIMUM_EDGE**2

    def to_json(self) -> dict[str, Any]:
        """`{"kind", "sha256", "columns", "rows", "covered", "rings", "x", "y", "width", "height"}`."""
        rings = [[list(point) for point in ring] for ring in self.rings]
        return {"kind": self.kind, **vars(self), "rings": rings}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        columns, rows, covered = (int(value[name]) for name in ("columns", "rows", "covered"))
        if columns < 1 or rows < 1:
            raise ValueError("a mask of no pixels")
        rings = tuple(require_points(ring, least=3) for ring in value["rings"])
        box: Sequence[float] = [float(value[name]) for name in ("x", "y", "width", "height")]
        return cls(str(value["sha256"]), columns, rows, covered, rings, *box)

    @property
    def _box(self) -> Rectangle:
        return Rectangle(self.x, self.y, self.width, self.height)

    def _in(self, box: Rectangle) -> Self:
        return replace(self, x=box.x, y=box.y, width=box.width, height=box.height)
