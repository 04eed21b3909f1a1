"""The page of exports: which format, which slice, and how many photos that is."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QProgressBar, QWidget

from review_desk.domain.slice import Slice
from review_desk.errors import DeskError
from review_desk.operations.export import count
from review_desk.operations.exports.formats import MEANINGS, TITLES
from review_desk.operations.fan_out import Progress
from review_desk.ui import tokens
from review_desk.ui.exporting.sending import Sending
from review_desk.ui.exporting.slice_form import SliceForm
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import button, column, label, line, row, upright

_FORMATS_WIDTH = 310
_LINE = 32


class ExportPage(QDialog):
    """Formats on the left, the slice on the right, the count below; Enter asks for the folder."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self._session, self._open = session, True
        self.sending = Sending(session, self)
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 520)
        self._build()
        self.sending.progressed.connect(self._on_sending_progressed)
        self.sending.ended.connect(self._on_sending_ended)
        session.refused.connect(self._on_session_refused)
        self._recount()

    def _build(self) -> None:
        batch = self._session.batch
        self.formats = QListWidget()
        self.formats.setAccessibleName("Format")
        self.formats.setFixedWidth(_FORMATS_WIDTH)
        self.formats.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.formats.addItems(list(TITLES.values()))
        for number in range(self.formats.count()):
            self.formats.item(number).setSizeHint(QSize(0, _LINE))
        self.formats.setCurrentRow(0)
        self.formats.currentRowChanged.connect(self._on_formats_current_row_changed)
        self._meaning = label("", "second", wrap=True)
        self.form = SliceForm(self._session)
        self.form.changed.connect(self._recount)
        self._count = label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.hide()
        self.close_button = button("Close", self.reject)
        self.send_button = button("Export…", self.ask_folder, role="main", keys="Enter")
        self.send_button.setDefault(True)
        right = column(self._meaning, line(), self.form, None, gap=tokens.GAP_L, margin=tokens.GAP_XL)
        middle = row(self.formats, upright(), gap=0)
        middle.addLayout(right, 1)
        head = column(label(f"Export “{batch.name}”" if batch else "Export", "large"))
        head.setContentsMargins(tokens.GAP_L, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        foot = row(self._count, self._bar, None, self.close_button, self.send_button)
        foot.setContentsMargins(tokens.GAP_L, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        whole = column(head, line(), middle, line(), foot, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._on_formats_current_row_changed(0)
        self.formats.setFocus()

    @property
    def kind(self) -> str:
        """The format that is chosen."""
        return list(TITLES)[self.formats.currentRow()]

    def _on_formats_current_row_changed(self, _: int) -> None:
        self._meaning.setText(MEANINGS[self.kind])

    # --- how many ----------------------------------------------------------------------------------------

    def _recount(self) -> None:
        """Ask the desk how many photos the slice holds, or say what is wrong with it."""
        batch = self._session.batch
        try:
            chosen = self.form.chosen()
        except DeskError as error:
            self._say(str(error))
            return
        if batch is not None:
            question = partial(count, batch=batch, chosen=chosen)
            self._session.tasks.read(question, partial(self._counted, chosen))

    def _counted(self, chosen: Slice, found: int) -> None:
        if self._open and self.form.is_at(chosen) and not self.sending.running:
            self._count.setText(f"{found:,} of {len(self._session.photos):,} photos")
            self.send_button.setEnabled(found > 0)

    def _say(self, words: str) -> None:
        self._count.setText(words)
        self.send_button.setEnabled(False)

    # --- writing -----------------------------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Ask where to, and export there."""
        batch = self._session.batch
        if batch is None or not self.send_button.isEnabled():
            return
        proposed = str(Path.home() / f"{batch.name} {self.kind}")
        chosen, _ = QFileDialog.getSaveFileName(self, "Export to a new folder", proposed)
        if chosen:
            self.send_to(Path(chosen))

    def send_to(self, folder: Path) -> None:
        """Export to a folder; the page closes when it is written."""
        self._say("Writing …")
        self._bar.setRange(0, 0)
        self._bar.show()
        self.close_button.setText("Stop")
        self.sending.send(folder, self.kind, self.form.chosen())

    def _on_sending_progressed(self, progress: Progress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._count.setText(f"{progress.done:,} of {progress.total:,} pictures")

    def _on_sending_ended(self, written: bool) -> None:
        self._bar.hide()
        self.close_button.setText("Close")
        if written:
            self.accept()

    def _on_session_refused(self, words: str) -> None:
        self._count.setText(words)
        self.send_button.setEnabled(True)

    def done(self, result: int) -> None:
        """Closed: what was asked before is of no use any more."""
        self._open = False
        super().done(result)

    def reject(self) -> None:
        """Stop what is being written, or close."""
        if self.sending.running:
            self.sending.stop()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter exports wherever the focus is but on a button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask_folder()
        else:
            super().keyPressEvent(event)
