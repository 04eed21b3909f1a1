"""A clipping path: a closed line of cubic Bézier curves."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar, Self

from review_desk.domain.shapes.point import Bounds, Place, Point
from review_desk.domain.shapes.shape import Shape, require_points

_STEPS = 16
"""Straight pieces that a curve is measured and exported in."""

_ROUND = 0.5522847498
"""4/3·(√2 - 1): handles of this share of the radius draw a quarter of a circle to 0.03 %."""


@dataclass(frozen=True)
class Node:
    """A point of the line with the handles of its curves: the one it comes in by, the one it leaves by."""

    at: Point
    before: Point
    after: Point

    def mapped(self, place: Place) -> "Node":
        """Its three points brought to their places."""
        return Node(place(self.at), place(self.before), place(self.after))

    def moved(self, to: Point) -> "Node":
        """Brought somewhere else, its handles with it."""
        dx, dy = to[0] - self.at[0], to[1] - self.at[1]
        return self.mapped(lambda point: (point[0] + dx, point[1] + dy))


@dataclass(frozen=True)
class ClippingPath(Shape):
    """A closed path through at least two nodes. Its grips: each node, its handle in, its handle out."""

    nodes: tuple[Node, ...]
    kind: ClassVar[str] = "path"

    @classmethod
    def within(cls, bounds: Bounds) -> Self:
        """Four nodes, as round as the box allows."""
        left, top, right, bottom = bounds
        x, y = (left + right) / 2, (top + bottom) / 2
        a, b = (right - left) / 2 * _ROUND, (bottom - top) / 2 * _ROUND
        return cls(
            (
                Node((x, top), (x - a, top), (x + a, top)),
                Node((right, y), (right, y - b), (right, y + b)),
                Node((x, bottom), (x + a, bottom), (x - a, bottom)),
                Node((left, y), (left, y + b), (left, y - b)),
            )
        )

    def grips(self) -> tuple[Point, ...]:
        return tuple(point for node in self.nodes for point in (node.at, node.before, node.after))

    def with_grip(self, number: int, to: Point) -> Self:
        """A node takes its handles along; a handle moves alone, so that a corner can be made."""
        place, part = divmod(number, 3)
        node = self.nodes[place]
        changed = (
            node.moved(to),
            Node(node.at, to, node.after),
            Node(node.at, node.before, to),
        )[part]
        return type(self)((*self.nodes[:place], changed, *self.nodes[place + 1 :]))

    def outline(self) -> tuple[Point, ...]:
        return tuple(
            _on_curve(a.at, a.after, b.before, b.at, step / _STEPS)
            for a, b in pairwise((*self.nodes, self.nodes[0]))
            for step in range(_STEPS)
        )

    def mapped(self, place: Place) -> Self:
        return type(self)(tuple(node.mapped(place) for node in self.nodes))

    def to_json(self) -> dict[str, Any]:
        """`{"kind", "nodes": [[[x, y], [x, y] handle in, [x, y] handle out], …]}` in image pixels."""
        nodes = [[list(node.at), list(node.before), list(node.after)] for node in self.nodes]
        return {"kind": self.kind, "nodes": nodes}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        found = [require_points(node, least=3) for node in value["nodes"]]
        require_points([node[0] for node in found], least=2)
        return cls(tuple(Node(at, before, after) for at, before, after in found))


def _on_curve(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    """The point at `t`, 0 to 1, of a cubic Bézier curve, in Bernstein's form."""
    s = 1 - t
    weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    x, y = (sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y
