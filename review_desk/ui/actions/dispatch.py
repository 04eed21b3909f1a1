"""From the table to Qt: one QAction each, one point through which every action runs."""

import logging
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from review_desk.ui.actions.action import Action
from review_desk.ui.actions.heavy_hand import HeavyHand
from review_desk.ui.actions.table import ACTIONS
from review_desk.ui.actions.window import Window
from review_desk.ui.sheet import Shortcut

log = logging.getLogger("review_desk.actions")


class Dispatch(QObject):
    """Builds the window's QActions and runs them; held keys are watched on the widgets that ask for it."""

    def __init__(self, window: Window, widget: QWidget) -> None:
        super().__init__(widget)
        self._window, self._widget = window, widget
        self._table = {action.id: action for action in ACTIONS}
        self._built: dict[str, QAction] = {}
        self._held = {QKeySequence(a.keys[0])[0].key(): a for a in ACTIONS if a.held}  # type: ignore[index]
        HeavyHand(self._widget, (keys for action in ACTIONS if action.repeats for keys in action.keys))
        for action in ACTIONS:
            if action.run:
                self._built[action.id] = self._build(action)

    def _build(self, action: Action) -> QAction:
        built = QAction(action.title, self._widget)
        built.setShortcuts([QKeySequence(keys) for keys in action.keys])
        built.setAutoRepeat(action.repeats)
        built.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        built.triggered.connect(partial(self.run, action.id))
        self._widget.addAction(built)
        return built

    def run(self, action_id: str, _checked: bool = False) -> None:
        """Run an action by id: the one place where what people do is logged."""
        action = self._table[action_id]
        log.debug("%s", action_id)
        if action.run:
            action.run(self._window)

    def qaction(self, action_id: str) -> QAction:
        """The QAction of an id, for a menu or a button."""
        return self._built[action_id]

    def runnable(self) -> list[Action]:
        """The actions that can be run now, in the order of the table."""
        return [self._table[key] for key, built in self._built.items() if built.isEnabled()]

    def shortcuts(self) -> list[Shortcut]:
        """Every action that has keys, in the order of the table."""
        return [Shortcut(each.group, each.title, each.keys) for each in ACTIONS if each.keys]

    def enter(self, workspace: str, *, typing: bool) -> None:
        """Enable what works in a workspace; while a prompt is open its keys belong to it."""
        for key, built in self._built.items():
            where = self._table[key].where
            free = not typing or key in _ALWAYS
            built.setEnabled(free and (not where or workspace in where))

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Held keys, from the widgets this filter is installed on."""
        if not isinstance(event, QKeyEvent) or event.type() not in _HOLDS or event.modifiers():
            return False
        return event.key() in self._held and self._hold(event)

    def _hold(self, event: QKeyEvent) -> bool:
        action = self._held[Qt.Key(event.key())]
        if not event.isAutoRepeat() and action.held:
            action.held(self._window, event.type() == QEvent.Type.KeyPress)
        return True


_HOLDS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_ALWAYS = {"desk.back", "desk.quit"}
