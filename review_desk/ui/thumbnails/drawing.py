"""Drawing a thumbnail."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap


def draw_fitted(painter: QPainter, thumbnail: QPixmap, room: QRect) -> None:
    """Draw a thumbnail whole in the middle of a room."""
    fitted = thumbnail.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(0, 0, fitted.width(), fitted.height())
    target.moveCenter(room.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, thumbnail)
