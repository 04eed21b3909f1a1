"""How points of drift are drawn: a dot is steady, a diamond is off, a ring is selected. Never hue alone."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from review_desk.ui.tokens import Scheme

DOT_PX, OFF_PX, RING_PX = 2.0, 4.5, 6.5
"""Radii in logical pixels."""


def draw_dot(painter: QPainter, at: QPointF, colour: str) -> None:
    """A photo that is as expected."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(at, DOT_PX, DOT_PX)


def draw_off(painter: QPainter, at: QPointF, scheme: Scheme) -> None:
    """A photo that is off."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scheme.reject))
    x, y, r = at.x(), at.y(), OFF_PX
    painter.drawPolygon(
        QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)])
    )


def draw_usual(painter: QPainter, at: QPointF, scheme: Scheme) -> None:
    """A photo that is off, as many of its kind are: a hollow dot."""
    painter.setPen(QPen(QColor(scheme.text), 1.2))
    painter.setBrush(QColor(scheme.panel))
    painter.drawEllipse(at, DOT_PX + 0.6, DOT_PX + 0.6)


def draw_ring(painter: QPainter, at: QPointF, scheme: Scheme) -> None:
    """A photo that is selected."""
    painter.setPen(QPen(QColor(scheme.selection), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, RING_PX, RING_PX)
