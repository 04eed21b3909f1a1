"""A side panel: sections below each other, as high as their words need, scrolled when that is too high."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import Section, column, line


class Panel(QScrollArea):
    """Sections with hairlines between them, at a fixed width."""

    def __init__(self, width: int, *sections: Section) -> None:
        super().__init__()
        self.setFixedWidth(width)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("surface", "panel")
        self._inside = QWidget()
        self._inside.setProperty("surface", "panel")
        parts: list[QWidget] = []
        for section in sections:
            parts += [line(), section] if parts else [section]
        self._sections = column(*parts, None, gap=tokens.GAP_M, margin=14)
        self._inside.setLayout(self._sections)
        self.setWidget(self._inside)
        self._inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wrapped words changed: the panel is as high as they are at its width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        layout = self._sections
        needed = (
            layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        )
        self._inside.resize(width, max(needed, self.viewport().height()))
