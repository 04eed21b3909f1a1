"""Small dialogs that ask for one thing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QLineEdit, QToolButton, QWidget

from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import button, column, label, row, segment


class AskLine(QDialog):
    """Asks for a line of text, and optionally one choice of a few. `answered(text, choice)` on Enter.

    `act` is the word on the button that does it.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        *,
        text: str = "",
        placeholder: str = "",
        choices: Sequence[tuple[int, str]] = (),
        chosen: int | None = None,
        act: str = "Store",
        answered: Callable[[str, int | None], None],
    ) -> None:
        super().__init__(parent)
        self._answered = answered
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(420)
        self.field = QLineEdit(text)
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(title)
        self.field.selectAll()
        self._group = QButtonGroup(self)
        segments = [self._segment(value, words, value == chosen) for value, words in choices]
        store = button(act, self.accept, role="main")
        store.setDefault(True)
        parts: list[QWidget | int] = [label(title, "strong")]
        layout = column(*parts, gap=tokens.GAP_M, margin=tokens.GAP_XL)
        if segments:
            layout.addLayout(row(*segments, None, gap=0))
        layout.addWidget(self.field)
        layout.addLayout(row(None, button("Cancel", self.reject), store))
        self.setLayout(layout)
        self.field.setFocus()

    def _segment(self, value: int, words: str, chosen: bool) -> QToolButton:
        made = segment(words)
        made.setChecked(chosen)
        self._group.addButton(made, value)
        return made

    def accept(self) -> None:
        """Answer and close."""
        super().accept()
        checked = self._group.checkedId()
        self._answered(self.field.text().strip(), checked if checked >= 0 else None)
