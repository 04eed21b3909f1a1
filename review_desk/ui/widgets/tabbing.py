"""How Tab goes through panels whose rows are made anew with every change."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class TabsThrough(QWidget):
    """A panel through whose controls Tab goes; elsewhere in its room that key hides the panels."""

    def event(self, event: QEvent) -> bool:
        """A key that a control does not want for itself comes by here before it is a shortcut."""
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and event.key() == Qt.Key.Key_Tab:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)


def focused(rows: Sequence[QWidget]) -> int | None:
    """Which of the rows the keys stand on."""
    return next((place for place, made in enumerate(rows) if made.hasFocus()), None)


def follow(anchor: QWidget, rows: Sequence[QWidget], place: int | None) -> None:
    """Have new rows come after `anchor`, and the keys stand on the one in the same place as before."""
    for before, after in pairwise((anchor, *rows)):
        QWidget.setTabOrder(before, after)
    if rows and place is not None:
        rows[min(place, len(rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
