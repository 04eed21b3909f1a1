"""A page over the window on which something is set, and undone again."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QScrollArea, QWidget

from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import Run, column, label, line


class UndoingPage(QDialog):
    """A head, a list that scrolls, a foot. Undo and redo work on it; Enter in a field is the field's."""

    def __init__(self, parent: QWidget | None, title: str, run: Run) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._said = label("", wrap=True)
        self._said.hide()
        for keys, action in (
            (QKeySequence.StandardKey.Undo, "edit.undo"),
            (QKeySequence.StandardKey.Redo, "edit.redo"),
        ):
            QShortcut(QKeySequence(keys), self, partial(run, action))

    def lay_out(self, head: QBoxLayout, inside: QBoxLayout, foot: QBoxLayout) -> QScrollArea:
        """Place the three parts; what is refused is said under the head. Returns what scrolls."""
        scroll, holder = QScrollArea(), QWidget()
        holder.setProperty("surface", "panel")
        holder.setLayout(_padded(inside))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        head.addWidget(self._said)
        whole = column(_padded(head), line(), scroll, line(), _padded(foot), gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        return scroll

    def say(self, sentence: str) -> None:
        """Say why something could not be done."""
        self._said.setText(f"!  {sentence}")
        self._said.show()

    def say_nothing(self) -> None:
        """Take the sentence away."""
        self._said.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field is the field's, on a button the button's; it presses no other button besides."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _padded(inside: QBoxLayout) -> QBoxLayout:
    inside.setContentsMargins(tokens.GAP_XL, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
    return inside
