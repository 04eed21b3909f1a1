"""Drawing shapes over a photo: a light line in a dark casing, which shows on any ground."""

import math
from collections.abc import Iterator
from functools import lru_cache, singledispatch

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from review_desk.domain.photo import Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.line import Arrow
from review_desk.domain.shapes.path import ClippingPath
from review_desk.domain.shapes.pin import Pin
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.shapes.shape import Shape
from review_desk.domain.viewplan import Pane, Size
from review_desk.ui import tokens

_BARB = 14
"""Logical pixels of an arrow's barbs."""

_PIN = 7
"""Logical pixels: the radius of a pin."""

_GRIP = 4
"""Logical pixels: half the edge of a grip."""


def transform_to(pane: Pane, *, own: Version, shown: Version) -> QTransform:
    """From `point_img` on version `own` to device pixels on a pane, by shares of the photo shown there."""
    size = Size(shown.width, shown.height)
    corners = [QPointF(*pane.point_at(place, size)) for place in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))]
    at, across, down = (
        corners[0],
        (corners[1] - corners[0]) / own.width,
        (corners[2] - corners[0]) / own.height,
    )
    return QTransform(across.x(), across.y(), down.x(), down.y(), at.x(), at.y())


@singledispatch
def _traced(shape: Shape) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in shape.outline()]))
    if shape.closed:
        path.closeSubpath()
    return path


@_traced.register
def _(shape: Brush) -> QPainterPath:
    path = QPainterPath()
    for line in shape.lines():
        path.addPolygon(QPolygonF([QPointF(*point) for point in line]))
        path.closeSubpath()
    return path


@_traced.register
def _(shape: Rectangle) -> QPainterPath:
    path = QPainterPath()
    path.addRect(shape.x, shape.y, shape.width, shape.height)
    return path


@_traced.register
def _(shape: Ellipse) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(shape.x, shape.y, shape.width, shape.height)
    return path


@_traced.register
def _(shape: ClippingPath) -> QPainterPath:
    path = QPainterPath(QPointF(*shape.nodes[0].at))
    for a, b in zip(shape.nodes, (*shape.nodes[1:], shape.nodes[0]), strict=True):
        path.cubicTo(QPointF(*a.after), QPointF(*b.before), QPointF(*b.at))
    return path


@lru_cache(maxsize=4096)
def extent(shape: Shape) -> QRectF:
    """The upright box around a shape, in image pixels; a pixel larger, so that a line has an inside."""
    left, top, right, bottom = shape.bounds()
    return QRectF(left - 1, top - 1, right - left + 2, bottom - top + 2)


@lru_cache(maxsize=4096)
def _path(shape: Shape) -> QPainterPath:
    """A shape's line in image pixels, traced once."""
    return _traced(shape)


def on_screen(shape: Shape, transform: QTransform, ratio: float) -> QPainterPath:
    """A shape's line in device pixels; barbs and pins have the same size at any zoom."""
    if isinstance(shape, Pin):
        path, at = QPainterPath(), transform.map(QPointF(shape.x, shape.y))
        path.addEllipse(at, _PIN * ratio, _PIN * ratio)
        path.addEllipse(at, ratio, ratio)
        return path
    path = transform.map(_path(shape))
    if isinstance(shape, Arrow):
        _add_barbs(path, shape, transform, ratio)
    return path


def _add_barbs(path: QPainterPath, shape: Arrow, transform: QTransform, ratio: float) -> None:
    flat = [transform.map(QPointF(*point)) for point in shape.points]
    seen = Arrow(tuple((point.x(), point.y()) for point in flat))
    first, second = seen.head(_BARB * ratio)
    path.moveTo(QPointF(*first))
    path.lineTo(flat[-1])
    path.lineTo(QPointF(*second))


def box(shape: Shape, transform: QTransform) -> QRectF:
    """The upright box around a shape, in device pixels."""
    return transform.mapRect(extent(shape))


def touches(shape: Shape, transform: QTransform, spot: QPointF, near: float) -> bool:
    """Whether a shape's line passes within `near` device pixels of a spot."""
    inverse, _ = transform.inverted()
    at, beside = inverse.map(spot), inverse.map(spot + QPointF(near, 0))
    reach = near + (_PIN * near / 5 if isinstance(shape, Pin) else 0)
    return (
        shape.distance(at.x(), at.y()) <= math.hypot(beside.x() - at.x(), beside.y() - at.y()) * reach / near
    )


def draw(
    painter: QPainter,
    path: QPainterPath,
    ratio: float,
    *,
    strong: bool,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    faint: bool = False,
) -> None:
    """Stroke a line in device pixels. Dashed: of another version; dotted: come along; `faint`: resolved."""
    width = (2.5 if strong else 1.5) * ratio
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setOpacity(0.45 if faint and not strong else 1.0)
    for pen in _pens(width, ratio, style):
        painter.strokePath(path, pen)
    painter.setOpacity(1.0)


def draw_thin(painter: QPainter, path: QPainterPath, *, dashed: bool) -> None:
    """The same in lines of one device pixel, dark ones beside the light one: a tenth of the time."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for dx, dy in ((1, 0), (0, 1)):  # both, or a slanting line would hide its own casing
        painter.setPen(QPen(QColor(tokens.MARK_CASING), 0))
        painter.drawPath(path.translated(dx, dy))
    pen = QPen(QColor(tokens.MARK_LINE), 0)
    if dashed:
        pen.setDashPattern((4, 4))
    painter.setPen(pen)
    painter.drawPath(path)


def _pens(width: float, ratio: float, style: Qt.PenStyle) -> Iterator[QPen]:
    yield QPen(QColor(tokens.MARK_CASING), width + 2 * ratio, j=Qt.PenJoinStyle.RoundJoin)
    yield QPen(QColor(tokens.MARK_LINE), width, style, j=Qt.PenJoinStyle.RoundJoin)


def draw_grips(painter: QPainter, shape: Shape, transform: QTransform, ratio: float) -> None:
    """Small squares on the points that a hand can take hold of; a path's handles on thin lines."""
    painter.setPen(QPen(QColor(tokens.MARK_LINE), ratio))
    if isinstance(shape, ClippingPath):
        for node in shape.nodes:
            for handle in (node.before, node.after):
                painter.drawLine(transform.map(QPointF(*node.at)), transform.map(QPointF(*handle)))
    painter.setPen(QPen(QColor(tokens.MARK_CASING), ratio))
    painter.setBrush(QColor(tokens.MARK_LINE))
    reach = _GRIP * ratio
    for point in shape.grips():
        at = transform.map(QPointF(*point))
        painter.drawRect(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach))
