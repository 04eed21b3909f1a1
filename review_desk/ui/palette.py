"""The command palette: every action by name."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from review_desk.ui import tokens
from review_desk.ui.actions.action import Action
from review_desk.ui.widgets.pieces import column, key_cap, label, row


def shown_keys(action: Action) -> str:
    """The first key of an action as the system writes it."""
    if not action.keys:
        return ""
    return QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def found(actions: Sequence[Action], text: str) -> list[Action]:
    """The actions whose title holds every word, those that begin with the text first."""
    words = text.lower().split()
    hits = [a for a in actions if all(word in f"{a.title} {a.group}".lower() for word in words)]
    return sorted(hits, key=lambda a: not a.title.lower().startswith(text.strip().lower()))


class CommandPalette(QFrame):
    """Type, arrows, Enter. Esc leaves."""

    def __init__(self, parent: QWidget, closed: Callable[[], None], run: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._over, self._closed, self._run = parent, closed, run
        self._actions: Sequence[Action] = ()
        self.setProperty("surface", "popup")
        self.setFixedSize(560, 420)
        self.field = QLineEdit()
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setAccessibleName("Command")
        self.list = QListWidget()
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(self.field, self.list, gap=tokens.GAP_S, margin=tokens.GAP_M))
        self.field.textChanged.connect(self._refill)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._on_list_clicked)
        self.hide()

    def open(self, actions: Sequence[Action]) -> None:
        """Offer these actions."""
        self._actions = actions
        self.field.clear()
        self._refill("")
        self.move((self._over.width() - self.width()) // 2, tokens.GAP_XL * 2)
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Close without doing anything."""
        self.hide()
        self._closed()

    def _refill(self, text: str) -> None:
        self.list.clear()
        for action in found(self._actions, text):
            entry = QListWidgetItem()
            entry.setData(Qt.ItemDataRole.UserRole, action.id)
            shown = QWidget()
            keys = [key_cap(shown_keys(action))] if action.keys else []
            inside = row(label(action.title), None, label(action.group, "small"), *keys)
            inside.setContentsMargins(tokens.GAP_S, 4, tokens.GAP_S, 4)
            shown.setLayout(inside)
            entry.setSizeHint(shown.sizeHint())
            self.list.addItem(entry)
            self.list.setItemWidget(entry, shown)
        self.list.setCurrentRow(0)

    def _on_list_clicked(self, entry: QListWidgetItem) -> None:
        self._choose(entry)

    def _choose(self, entry: QListWidgetItem | None) -> None:
        if entry is None:
            return
        chosen = entry.data(Qt.ItemDataRole.UserRole)
        self.leave()
        self._run(chosen)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """The field's keys: up and down move in the list, Enter runs, Esc leaves."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
        else:
            return False
        return True
