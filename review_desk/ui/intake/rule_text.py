"""A text field with line numbers in its margin, and one line marked."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

_PAD = 10


class RuleText(QPlainTextEdit):
    """Plain text in a fixed-width font. `mark(line)` paints one line, from 1, as the one that is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setAccessibleName("The studio's rules")
        self._marked: int | None = None
        self._margin = _Margin(self)
        self.blockCountChanged.connect(self._on_block_count_changed)
        self.updateRequest.connect(self._on_update_requested)
        self._on_block_count_changed()

    def mark(self, line: int | None) -> None:
        """Mark a line, or none."""
        self._marked = line
        self._margin.update()
        if line is None:
            self.setExtraSelections([])
            return
        found = QTextEdit.ExtraSelection()
        found.format.setBackground(self.palette().color(self.palette().ColorRole.Mid))
        found.format.setProperty(found.format.Property.FullWidthSelection, True)
        found.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        self.setExtraSelections([found])

    def line(self) -> int:
        """The line of the cursor, from 1."""
        return self.textCursor().blockNumber() + 1

    def go_to_end(self) -> None:
        """Put the cursor behind the last word."""
        self.moveCursor(QTextCursor.MoveOperation.End)

    def margin_width(self) -> int:
        """How wide the numbers are, in logical pixels."""
        return 2 * _PAD + self.fontMetrics().horizontalAdvance("9" * max(2, len(str(self.blockCount()))))

    def paint_margin(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in view; the marked one with a cross."""
        painter = QPainter(self._margin)
        block, height = self.firstVisibleBlock(), self.fontMetrics().height()
        top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        while block.isValid() and top <= event.rect().bottom():
            number = block.blockNumber() + 1
            if number == self._marked:
                painter.drawText(2, top, _PAD, height, Qt.AlignmentFlag.AlignLeft, "✕")
            painter.drawText(
                0, top, self._margin.width() - _PAD, height, Qt.AlignmentFlag.AlignRight, str(number)
            )
            top += round(self.blockBoundingRect(block).height())
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.left(), inside.top(), self.margin_width(), inside.height()))

    def _on_block_count_changed(self, _: int = 0) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)

    def _on_update_requested(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self._margin.scroll(0, scrolled)
        else:
            self._margin.update(0, area.y(), self._margin.width(), area.height())


class _Margin(QWidget):
    """Where the numbers are."""

    def __init__(self, text: RuleText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(self._text.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._text.paint_margin(event)
