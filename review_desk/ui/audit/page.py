"""The page of the audit: the record of the desk, narrowed by who, what, where and when."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFileDialog, QTableView, QWidget

from review_desk.domain.audit import Wanted
from review_desk.errors import DeskError
from review_desk.operations.audit import write_audit
from review_desk.ui import tokens
from review_desk.ui.audit.asking import AskingBar
from review_desk.ui.audit.entries import WIDTHS, Entries, told
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import button, column, label, line, row

_ROW = 26
_TYPING_MS = 150


class AuditPage(QDialog):
    """Questions above, entries below, the chosen one in full at the foot. Enter opens its photo in Review."""

    def __init__(self, parent: QWidget | None, session: Session, show: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._session, self._show = session, show
        self.setWindowTitle("Audit")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1180, 720 if parent is None else min(720, parent.height() - 40))
        self.entries = Entries(session.tasks, self)
        self._soon = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._build()
        self._connect()
        self.refill()

    def _build(self) -> None:
        self.asking = AskingBar(self._session)
        self.table = self._table()
        self._count, self._empty = label("", "strong"), label("", "second", wrap=True)
        self._what, self._where = label("", wrap=True), label("", "second", wrap=True)
        self.export_button = button("Export…", self.ask_file, tip="Write what is shown to a CSV or JSON file")
        close = button("Close", self.accept)
        head = column(row(label("Audit", "large"), None, self._count), self.asking, self._empty)
        foot = row(None, self.export_button, close)
        chosen = column(self._what, self._where, gap=tokens.GAP_XS)
        for part in (head, chosen, foot):
            part.setContentsMargins(tokens.GAP_XL, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        self._empty.hide()
        whole = column(head, line(), self.table, line(), chosen, line(), foot, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.table.setFocus()

    def _table(self) -> QTableView:
        made = QTableView()
        made.setModel(self.entries)
        made.setAccessibleName("Entries of the audit, the newest first")
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setTabKeyNavigation(False)
        made.setShowGrid(False)
        made.setWordWrap(False)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(_ROW)
        made.horizontalHeader().setHighlightSections(False)
        made.horizontalHeader().setStretchLastSection(True)
        made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for number, width in enumerate(WIDTHS):
            made.setColumnWidth(number, width)
        return made

    def _connect(self) -> None:
        session = self._session
        self.asking.changed.connect(self._soon.start)
        self._soon.timeout.connect(self.refill)
        self.entries.counted.connect(self._on_entries_counted)
        self.table.selectionModel().currentRowChanged.connect(self._on_table_current_changed)
        self.table.doubleClicked.connect(self._on_table_opened)
        session.undo_changed.connect(self.refill)
        session.refused.connect(self._say)

    # --- what is shown -----------------------------------------------------------------------------------

    def refill(self) -> None:
        """Read what is asked for, or say what is wrong with it."""
        try:
            wanted = self.asking.wanted()
        except DeskError as error:
            self._say(str(error))
        else:
            self._empty.hide()
            self.entries.ask(wanted)

    def _on_entries_counted(self, count: int) -> None:
        self._count.setText(f"{count:,} entr{'y' if count == 1 else 'ies'}")
        self.export_button.setEnabled(count > 0)
        if count:
            self.table.selectRow(0)
        else:
            self._what.clear()
            self._where.clear()
            self._say("Nothing of that kind was written. Ask for less: another person, all days, the desk.")

    def _on_table_current_changed(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid():
            what, where = told(self.entries.entry(now.row()))
            self._what.setText(what)
            self._where.setText(where)

    def _say(self, sentence: str) -> None:
        self._empty.setText(sentence)
        self._empty.show()

    # --- what is done ------------------------------------------------------------------------------------

    def _on_table_opened(self, index: QModelIndex) -> None:
        if photo := self.entries.entry(index.row()).photo:
            self.accept()
            self._show(photo)

    def ask_file(self) -> None:
        """Ask where to, and write there what is asked for."""
        proposed = str(Path.home() / "audit.csv")
        chosen, _ = QFileDialog.getSaveFileName(self, "Export the audit", proposed, "Tables (*.csv *.json)")
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, path: Path) -> None:
        """Write all that is asked for to a file."""
        wanted: Wanted = self.asking.wanted()
        self._session.tasks.read(
            partial(write_audit, wanted=wanted, path=path), partial(self._written, path), self._failed
        )

    def _written(self, path: Path, count: int) -> None:
        self._session.told.emit(f"Wrote {count:,} entries to {path}.")
        self._say(f"Wrote {count:,} entries to {path}.")

    def _failed(self, error: DeskError) -> None:
        self._say(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the photo of the chosen entry, wherever the focus is but on a button."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.table.currentIndex().isValid() and not self.asking.typing:
            self._on_table_opened(self.table.currentIndex())
