"""The button that says what undo would take back."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Run

_WIDEST = 360


class UndoButton(QPushButton):
    """Undoes the newest step, and names it."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(partial(run, "edit.undo"))
        session.undo_changed.connect(self.refill)
        self.refill()

    def refill(self) -> None:
        """Show what would be undone now."""
        wanted = self._session.undo_label
        hidden = self._session.lot is not None and not (wanted or "").startswith("Inspect ")
        text = f"Undo: {wanted}" if wanted else "Nothing to undo"
        text = "Undo" if hidden else text  # a blind sample tells nothing of what was decided before
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST))
        self.setAccessibleName(text)
        again = self._session.redo_label
        self.setToolTip("Undo (Ctrl+Z)" + (f"; redo: {again} (Ctrl+Shift+Z)" if again else ""))
        self.setEnabled(bool(wanted))
