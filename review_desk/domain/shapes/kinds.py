"""Every shape by the name it has in JSON: those drawn as lines, and the painted one."""

from typing import Any

from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.line import Arrow, Freehand, Polygon
from review_desk.domain.shapes.path import ClippingPath
from review_desk.domain.shapes.pin import Pin
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import Shape
from review_desk.errors import BadInput

SHAPES: dict[str, type[Shape]] = {
    kind.kind: kind for kind in (Rectangle, Ellipse, Polygon, Freehand, Arrow, Pin, ClippingPath)
}


def from_json(value: dict[str, Any]) -> Shape:
    """A shape back from its `to_json`. Raises BadInput for a kind this desk does not draw, or one broken."""
    kind = Brush if value.get("kind") == Brush.kind else SHAPES.get(value.get("kind", ""))
    if kind is None:
        raise BadInput(f"“{value.get('kind')}” is not a shape this desk draws.")
    try:
        return kind.from_json(value)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"That {kind.kind} is not whole: {error}.") from error
