"""A strip of thumbnails, drawn as they come."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from review_desk.domain.photo import Photo
from review_desk.ui.thumbnails import Thumbnails, draw_fitted

FACE = 46
_GAP = 6


class Strip(QWidget):
    """As many of these photos as there is room for, in one line."""

    def __init__(self, thumbnails: Thumbnails, photos: Sequence[Photo], *, edge: int = FACE) -> None:
        super().__init__()
        self._thumbnails, self._photos, self._edge = thumbnails, list(photos), edge
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Thumbnails of {len(self._photos)} photos")
        thumbnails.arrived.connect(self._on_thumbnails_arrived)

    def sizeHint(self) -> QSize:
        return QSize(self._edge * 3, self._edge)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        room = max(1, (self.width() + _GAP) // (self._edge + _GAP))
        for place, photo in enumerate(self._photos[:room]):
            area = QRect(place * (self._edge + _GAP), 0, self._edge, self._edge)
            painter.fillRect(area, self.palette().window())
            pixmap = self._thumbnails.get(photo.latest)
            if pixmap is not None and not pixmap.isNull():
                draw_fitted(painter, pixmap, area)
        painter.end()

    def _on_thumbnails_arrived(self, sha256: str) -> None:
        if any(photo.latest.sha256 == sha256 for photo in self._photos):
            self.update()
