"""The entries of an audit as a table that reads on where somebody scrolls."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from shiboken6 import isValid

from review_desk.domain.audit import Entry, Wanted, kind_title
from review_desk.operations.audit import Page, audit, further
from review_desk.ui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex
CHUNK = 200
"""Entries read at once: more than the tallest screen shows."""

COLUMNS = ("When (UTC)", "Who", "Photo", "What", "Change", "Why", "Display")
WIDTHS = (176, 92, 118, 216, 190, 180, 120)
_SHOWN: tuple[Callable[[Entry], str], ...] = (
    lambda each: f"{each.at[:10]} {each.at[11:19]}",
    lambda each: each.who,
    lambda each: each.title,
    lambda each: each.what,
    lambda each: each.change,
    lambda each: each.why,
    lambda each: each.display,
)


class Entries(QAbstractTableModel):
    """What is asked for, the newest first; older ones are read when they come into sight.

    Signals:
        counted(int): how many there are in all.
    """

    counted = Signal(int)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._wanted = Wanted()
        self._entries: list[Entry] = []
        self._count, self._reading = 0, False

    def ask(self, wanted: Wanted) -> None:
        """Read the newest of what is asked for, in the place of what is shown."""
        self._wanted, self._reading = wanted, True
        self._tasks.read(partial(audit, wanted=wanted, count=CHUNK), partial(self._take, wanted))

    def entry(self, row: int) -> Entry:
        """The entry of a row."""
        return self._entries[row]

    def _take(self, wanted: Wanted, page: Page) -> None:
        if not self._awaits(wanted):
            return
        self.beginResetModel()
        self._entries, self._count, self._reading = list(page.entries), page.count, False
        self.endResetModel()
        self.counted.emit(page.count)

    def _awaits(self, wanted: Wanted) -> bool:
        """Whether an answer is still asked for: the page may have been closed, or may ask something else."""
        return isValid(self) and wanted == self._wanted

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._reading and len(self._entries) < self._count

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        self._reading = True
        asked = partial(further, wanted=self._wanted, before=self._entries[-1].seq, count=CHUNK)
        self._tasks.read(asked, partial(self._take_further, self._wanted))

    def _take_further(self, wanted: Wanted, found: tuple[Entry, ...]) -> None:
        if not self._awaits(wanted):
            return
        self._reading = False
        if not found:  # what was counted is gone: a desk put back from its backup
            self._count = len(self._entries)
            return
        first = len(self._entries)
        self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
        self._entries += found
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _SHOWN[index.column()](each)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _SHOWN[index.column()](each) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (show(each) for show in _SHOWN)))
        return None


def told(each: Entry) -> tuple[str, str]:
    """An entry in full: what happened, and where it stands in the log."""
    parts = (each.what, each.change, f"because: {each.why}" if each.why else "")
    where = f"{each.who}, {each.at}, on: {each.display}"
    place = f"{kind_title(each.kind)} · event {each.seq} · {each.hash[:16]}…"
    return " · ".join(filter(None, parts)), f"{where} · {place}"
