"""From the movements of a hand to a shape. Points are in image pixels; nothing here knows Qt."""

import math
from typing import Literal

from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.line import Arrow, Freehand, Polygon
from review_desk.domain.shapes.path import ClippingPath, Node
from review_desk.domain.shapes.pin import Pin
from review_desk.domain.shapes.point import Bounds, Point
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import Shape
from review_desk.domain.shapes.simplify import simplified

ToolName = Literal["rectangle", "ellipse", "polygon", "freehand", "arrow", "pin", "path", "brush"]


class Tool:
    """One tool in hand.

    `draft` is what is drawn so far; `near` how many image pixels a hand may miss by. A shape `ends` when the
    button is let go after a drag, when it is let go at all, or when it is closed.
    """

    hint: str
    kind: type[Shape]
    ends: Literal["drag", "release", "closing"] = "drag"

    def __init__(self) -> None:
        self.draft: Shape | None = None
        self.near = 1.0

    def propose(self, bounds: Bounds) -> None:
        """Offer the plainest shape in a box, for who has no mouse."""
        self.draft = self.kind.within(bounds)

    def press(self, point: Point) -> bool:
        """The button went down. Returns whether that closed the shape."""
        raise NotImplementedError

    def drag(self, point: Point) -> None:
        """The hand moved with the button down."""

    def hover(self, point: Point) -> None:
        """The hand moved with the button up."""

    def back(self) -> None:
        """Take the last point away."""

    def whole(self) -> Shape | None:
        """The shape, if there is enough of it to keep."""
        return self.draft


class _FromCornerToCorner(Tool):
    """Pressed at one end, let go at the other."""

    def press(self, point: Point) -> bool:
        self._start = point
        return False

    def drag(self, point: Point) -> None:
        self.draft = self._between(self._start, point)

    def _between(self, a: Point, b: Point) -> Shape:
        raise NotImplementedError


class RectangleTool(_FromCornerToCorner):
    """Draws a rectangle from corner to corner."""

    hint = "Drag a rectangle, or move it with the arrows (Shift: its size) and press Enter. Esc leaves."
    kind = Rectangle

    def _between(self, a: Point, b: Point) -> Shape:
        return Rectangle.between(a, b)


class EllipseTool(_FromCornerToCorner):
    """Draws an ellipse from corner to corner of its box."""

    hint = "Drag an ellipse, or move it with the arrows (Shift: its size) and press Enter. Esc leaves."
    kind = Ellipse

    def _between(self, a: Point, b: Point) -> Shape:
        return Ellipse.between(a, b)


class ArrowTool(_FromCornerToCorner):
    """Draws an arrow to where it is let go."""

    hint = "Drag an arrow to what it points at, or move it with the arrow keys and press Enter. Esc leaves."
    kind = Arrow

    def _between(self, a: Point, b: Point) -> Shape:
        return Arrow((a, b))


class FreehandTool(Tool):
    """Draws a stroke, and thins its points when it is let go."""

    hint = "Draw, or move the line with the arrows (Shift: its size) and press Enter. Esc leaves."
    kind = Freehand

    def __init__(self) -> None:
        super().__init__()
        self._points: list[Point] = []

    def press(self, point: Point) -> bool:
        self._points = [point]
        return False

    def drag(self, point: Point) -> None:
        self._points.append(point)
        self.draft = Freehand(tuple(self._points))

    def whole(self) -> Shape | None:
        return Freehand(simplified(self._points, self.near / 6)) if self._points else self.draft


class PinTool(Tool):
    """Sets a pin."""

    hint = "Click where the pin goes, or move it with the arrows and press Enter. Esc leaves."
    kind = Pin
    ends = "release"

    def press(self, point: Point) -> bool:
        self.draft = Pin(*point)
        return False

    def drag(self, point: Point) -> None:
        self.draft = Pin(*point)


class PolygonTool(Tool):
    """Sets corner after corner; a click on the first one, a double click or Enter closes."""

    hint = "Click corner after corner; the first one, a double click or Enter closes. Backspace: one back."
    kind = Polygon
    ends = "closing"

    def __init__(self) -> None:
        super().__init__()
        self._corners: list[Point] = []

    def press(self, point: Point) -> bool:
        if len(self._corners) >= Polygon.least and math.dist(point, self._corners[0]) <= self.near:
            self._show(self._corners)
            return True
        self._corners.append(point)
        self._show(self._corners)
        return False

    def hover(self, point: Point) -> None:
        if self._corners:
            self._show([*self._corners, point])

    def back(self) -> None:
        if self._corners:
            self._corners.pop()
            self._show(self._corners)

    def whole(self) -> Shape | None:
        if not self._corners:
            return self.draft
        return Polygon(tuple(self._corners)) if len(self._corners) >= Polygon.least else None

    def _show(self, corners: list[Point]) -> None:
        self.draft = Freehand(tuple(corners)) if corners else None


class PathTool(Tool):
    """Sets node after node; dragging bends the line there."""

    hint = (
        "Click node after node, drag to bend; the first, a double click or Enter closes. Backspace: one back."
    )
    kind = ClippingPath
    ends = "closing"

    def __init__(self) -> None:
        super().__init__()
        self._nodes: list[Node] = []

    def press(self, point: Point) -> bool:
        if len(self._nodes) > 1 and math.dist(point, self._nodes[0].at) <= self.near:
            return True
        self._nodes.append(Node(point, point, point))
        self._show()
        return False

    def drag(self, point: Point) -> None:
        x, y = self._nodes[-1].at
        self._nodes[-1] = Node((x, y), (2 * x - point[0], 2 * y - point[1]), point)
        self._show()

    def back(self) -> None:
        if self._nodes:
            self._nodes.pop()
            self._show()

    def whole(self) -> Shape | None:
        if not self._nodes:
            return self.draft
        return ClippingPath(tuple(self._nodes)) if len(self._nodes) > 1 else None

    def _show(self) -> None:
        self.draft = ClippingPath(tuple(self._nodes)) if self._nodes else None


TOOLS: dict[ToolName, type[Tool]] = {
    "rectangle": RectangleTool,
    "ellipse": EllipseTool,
    "polygon": PolygonTool,
    "freehand": FreehandTool,
    "arrow": ArrowTool,
    "pin": PinTool,
    "path": PathTool,
}
