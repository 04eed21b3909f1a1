"""A notice at the bottom of the window: one sentence, that goes by itself; trouble stays until it is read."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import button, label, row

_REMARK_MS, _TROUBLE_MS = 3500, 12000
_ABOVE_BAR = 68
"""Logical pixels from the bottom of the window: clear of the verdict bar."""


class Notice(QFrame):
    """Tells one sentence over the window without taking the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._words = label("", wrap=True)
        self._words.setMaximumWidth(560)
        self._close = button("Close", self.hide, role="flat")
        inside = row(self._words, self._close)
        inside.setContentsMargins(tokens.GAP_L, tokens.GAP_S, tokens.GAP_S, tokens.GAP_S)
        self.setLayout(inside)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says now; nothing when it is not shown."""
        return self._words.text() if self.isVisible() else ""

    def remark(self, sentence: str) -> None:
        """Say something that need not be read."""
        self._say(sentence, "notice", _REMARK_MS)

    def trouble(self, sentence: str) -> None:
        """Say what could not be done, and why."""
        self._say(f"! {sentence}", "trouble", _TROUBLE_MS)

    def _say(self, sentence: str, surface: str, for_ms: int) -> None:
        self._words.setText(sentence)
        width = self._words.fontMetrics().horizontalAdvance(sentence)
        self._words.setMinimumWidth(min(width + 8, 560))
        self.setProperty("surface", surface)
        self.style().unpolish(self)
        self.style().polish(self)
        self.place()
        self.show()
        self.raise_()
        self._timer.start(for_ms)

    def place(self) -> None:
        """Stand above the bottom bar, in the middle."""
        self.adjustSize()
        x = (self._over.width() - self.width()) // 2
        self.move(QPoint(x, self._over.height() - self.height() - _ABOVE_BAR))
