"""The navigator: the whole photo, small, with a frame around what is seen of it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from review_desk.domain.photo import Version
from review_desk.domain.viewplan import Pane, Size
from review_desk.ui import tokens
from review_desk.ui.review import drawing

EDGE, RIM = 132, 12
"""Logical pixels: its longer edge, and how far it stands from the canvas's corner."""


def place(version: Version, canvas: Size, ratio: float) -> QRectF:
    """Where it stands, in device pixels of the canvas: the lower right corner."""
    scale = EDGE * ratio / max(version.width, version.height)
    width, height = version.width * scale, version.height * scale
    rim = RIM * ratio
    return QRectF(canvas.width - width - rim, canvas.height - height - rim, width, height)


def needed(pane: Pane, version: Version) -> bool:
    """Whether a pane shows only a part of its photo."""
    wide, high = version.width * pane.scale, version.height * pane.scale
    return wide > pane.pane.width + 1 or high > pane.pane.height + 1


def place_at(box: QRectF, point: QPointF) -> tuple[float, float]:
    """The place of the photo (shares of its size) under a point of the navigator."""
    across, down = (point.x() - box.x()) / box.width(), (point.y() - box.y()) / box.height()
    return min(1.0, max(0.0, across)), min(1.0, max(0.0, down))


def draw(
    painter: QPainter, thumbnail: QPixmap, box: QRectF, *, pane: Pane, version: Version, ratio: float
) -> None:
    """The photo and the frame of what is seen."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawPixmap(box, thumbnail, QRectF(thumbnail.rect()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(tokens.MARK_CASING))
    painter.drawRect(box)
    size, area = Size(version.width, version.height), pane.pane
    left, top = pane.place_at(area.x, area.y, size)
    right, bottom = pane.place_at(area.x + area.width, area.y + area.height, size)
    seen = QRectF(left, top, right - left, bottom - top).intersected(QRectF(0, 0, 1, 1))
    frame = QRectF(
        box.x() + seen.x() * box.width(),
        box.y() + seen.y() * box.height(),
        seen.width() * box.width(),
        seen.height() * box.height(),
    )
    drawing.draw_frame(painter, frame, ratio, strong=False)
