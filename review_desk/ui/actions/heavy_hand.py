"""A key that is held down does once what is not to be repeated."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence


class HeavyHand(QObject):
    """Watches a window for keys that repeat and keeps them from its shortcuts, but for those that may.

    Qt can do so itself, but on X11 it takes repeats for new presses when the machine is busy. There a repeat
    is known by its time: the key was let go, says the server, at the very millisecond in which it is pressed.
    """

    def __init__(self, window: QObject, repeatable: Iterable[str]) -> None:
        super().__init__(window)
        self._repeatable = {QKeySequence(keys).toString() for keys in repeatable}
        self._let_go: dict[int, int] = {}
        window.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            self._let_go[event.key()] = event.timestamp()
        elif event.type() == QEvent.Type.ShortcutOverride and self._is_barred(event):
            event.accept()  # it is no shortcut then
            return True
        return False

    def _is_barred(self, event: QKeyEvent) -> bool:
        moment = event.timestamp()
        repeated = event.isAutoRepeat() or (moment > 0 and self._let_go.get(event.key()) == moment)
        return repeated and QKeySequence(event.keyCombination()).toString() not in self._repeatable
