"""The intake room: bring a batch in, look over its levels and routes, see what could not be taken."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStackedWidget,
    QTableView,
    QWidget,
)

from review_desk.operations import browse
from review_desk.operations.fan_out import Progress
from review_desk.ui import tokens
from review_desk.ui.intake.asking import Asking
from review_desk.ui.intake.bar import IntakeBar
from review_desk.ui.intake.bringing import Bringing
from review_desk.ui.intake.mixed_section import MixedSection
from review_desk.ui.intake.mixing import Mixing
from review_desk.ui.intake.photo_table import COLUMNS, WIDTHS, PhotoTable, ThumbnailCell
from review_desk.ui.intake.sorting import Sorting
from review_desk.ui.intake.watching import Watching
from review_desk.ui.intake.why import WhySection
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.panel import Panel
from review_desk.ui.widgets.pieces import Run, Section, button, column, key_cap, label, line, row, upright

_WHY = COLUMNS.index("Why")

_SHOWN = 40
"""Refused files listed; the count stands beside the heading."""


class IntakeWorkspace(QWidget):
    """Puts the room together."""

    def __init__(self, session: Session, thumbnails: Thumbnails, run: Run) -> None:
        super().__init__()
        self._session, self._run = session, run
        self.bringing, self.sorting = Bringing(session), Sorting(session)
        self.watching = Watching(session, self.bringing, self)
        self.asking = Asking(self, session, self.sorting, thumbnails)
        self.mixing = Mixing(session, self.sorting)
        self._build(thumbnails)
        self._connect()
        self.refill()

    # --- building ----------------------------------------------------------------------------------------

    def _build(self, thumbnails: Thumbnails) -> None:
        self.setProperty("surface", "window")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._room(thumbnails))
        whole = column(self._stack, line(), self._bottom(), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _empty(self) -> QWidget:
        title = label("Bring in a batch", "large")
        text = label(
            "Drop a folder of photos here. Before and after are found by a manifest, by before/ and after/ "
            "folders, by one folder a photo, or by name. Nothing is written beside your photos.",
            "second",
            wrap=True,
        )
        text.setMaximumWidth(520)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        choose = button("Choose a folder…", self.ask_folder, role="main", keys="Ctrl+O")
        inner = column(
            title, text, tokens.GAP_S, row(None, choose, key_cap("Ctrl+O"), None), gap=tokens.GAP_M
        )
        drop = QFrame()
        drop.setLayout(column(None, row_of(inner), None))
        return drop

    def _room(self, thumbnails: Thumbnails) -> QWidget:
        self.model = PhotoTable(self._session, self.sorting, self)
        self.bar = IntakeBar(self.model, self._run)
        self.search = self.bar.search
        left = column(self.bar, line(), self._table(thumbnails), gap=0)
        left.setStretch(2, 1)
        room = QHBoxLayout()
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addLayout(left, 1)
        room.addWidget(upright())
        room.addWidget(self._panel(thumbnails))
        made = QWidget()
        made.setLayout(room)
        return made

    def _table(self, thumbnails: Thumbnails) -> QTableView:
        self.table = QTableView()
        self.table.setModel(self.model)
        self.cell = ThumbnailCell(thumbnails, self.table)
        self.table.setItemDelegateForColumn(0, self.cell)
        self.table.setAccessibleName("Photos of this batch")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ThumbnailCell.HEIGHT)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setWordWrap(False)
        self.table.horizontalHeader().setSectionResizeMode(_WHY, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.horizontalHeader().setHighlightSections(False)
        for number, width in enumerate(WIDTHS):
            self.table.setColumnWidth(number, width)
        return self.table

    def _panel(self, thumbnails: Thumbnails) -> QWidget:
        self._photo, self._mistakes = WhySection(self._session, self.sorting, self._run), Section("Manifest")
        self._quarantine = Section("Quarantine")
        mixed = MixedSection(self._session, self.mixing, thumbnails, self._run)
        return Panel(tokens.INSPECTOR_WIDTH, self._photo, mixed, self._quarantine, self._mistakes)

    def _bottom(self) -> QWidget:
        self._counts, self._watched = label("", "second"), label("", "second")
        self._reading = label("", "second")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName("Files read")
        self._cancel = button("Cancel", self._on_cancel_clicked)
        self._bring = button("Bring in a folder…", self.ask_folder, keys="Ctrl+O")
        self._review = button("Review this batch", self._on_review_clicked, role="main", keys="Ctrl+Enter")
        made = QWidget()
        made.setFixedHeight(54)
        inside = row(self._counts, self._reading, self._bar, self._cancel, None, self._watched,
                     self._bring, self._review)  # fmt: skip
        inside.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_M, tokens.GAP_S)
        made.setLayout(inside)
        self._show_reading(False)
        return made

    def _connect(self) -> None:
        session = self._session
        for signal in (session.list_changed, session.batches_changed, session.photos_changed):
            signal.connect(self.refill)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.doubleClicked.connect(self._on_review_clicked)
        self.mixing.pointed.connect(self.select_photos)
        self.watching.changed.connect(self._on_watching_changed)
        self.bar.left.connect(self.table.setFocus)
        self.sorting.changed.connect(self._on_sorting_changed)
        self.bringing.began.connect(self._on_bringing_began)
        self.bringing.progressed.connect(self._on_bringing_progressed)
        self.bringing.arrived.connect(self._on_bringing_arrived)
        self.bringing.ended.connect(self._on_bringing_ended)

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colours that no style sheet can set."""
        self.cell.scheme = scheme

    # --- showing -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refill()
        self.mixing.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.mixing.watch(False)

    def refill(self, *_: object) -> None:
        """Show what holds now; out of sight, that can wait."""
        if not self.isVisible():
            return
        self._stack.setCurrentIndex(1 if self._session.batches else 0)
        self.sorting.recall()
        photos = self._session.photos
        levels = [p.assignment.level for p in photos if p.assignment]
        words = [f"{levels.count(n)} level {n}" for n in (1, 2, 3) if n in levels]
        self._counts.setText("   ·   ".join((f"{len(photos)} photos", *words)) if photos else "")
        self._review.setEnabled(bool(photos))
        self._show_quarantine()
        self._show_mistakes()
        self._on_selection_changed()

    def _show_quarantine(self) -> None:
        refused = self._session.quarantined
        self._quarantine.set_heading("Quarantine", str(len(refused)) if refused else "")
        pieces: list[QWidget] = []
        for entry in refused[:_SHOWN]:
            name = label(Path(entry.file).name, wrap=True)
            name.setToolTip(entry.file)
            pieces += [name, label(entry.reason, "second", wrap=True)]
        if len(refused) > _SHOWN:
            pieces.append(label(f"and {len(refused) - _SHOWN} more", "second"))
        self._quarantine.fill(pieces or [label("Every file could be taken in.", "second", wrap=True)])

    def _show_mistakes(self) -> None:
        errors = self.bringing.manifest_errors
        self._mistakes.setVisible(bool(errors))
        self._mistakes.set_heading("Manifest", str(len(errors)) if errors else "")
        self._mistakes.fill(
            [label(f"Row {e.row}, {e.field}: {e.reason}", "second", wrap=True) for e in errors[:_SHOWN]]
        )

    def selected(self) -> list[str]:
        """The ids of the selected photos."""
        rows = self.table.selectionModel().selectedRows()
        return [self.model.photo(index.row()).id for index in rows]

    def _on_selection_changed(self, *_: object) -> None:
        ids = self.selected()
        self.bar.selected.setText(f"{len(ids)} selected" if ids else "")
        self._photo.show_photo(self._session.photo(ids[0]) if ids else None)

    def select_photos(self, ids: Sequence[str]) -> None:
        """Select these rows and no others, the first of them in view."""
        wanted, selection = set(ids), QItemSelection()
        for number in range(self.model.rowCount()):
            if self.model.photo(number).id in wanted:
                index = self.model.index(number, 0)
                selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().select(selection, flags)
        if found := selection.indexes():
            self.table.scrollTo(found[0])

    def select_photo(self, photo_id: str) -> None:
        """Select one photo's row and bring it into view."""
        for number in range(self.model.rowCount()):
            if self.model.photo(number).id == photo_id:
                flags = (
                    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                )
                self.table.selectionModel().setCurrentIndex(self.model.index(number, 0), flags)

    # --- bringing in -------------------------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Ask for a folder and take it in."""
        if chosen := QFileDialog.getExistingDirectory(self, "Bring in a folder of photos"):
            self.bringing.bring_in(Path(chosen))

    def ask_manifest(self) -> None:
        """Ask for a manifest; its folder is the source."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Bring in by a manifest", "", "Manifest (*.csv *.tsv *.txt)"
        )
        if chosen:
            self.bringing.bring_in(Path(chosen).parent, Path(chosen))

    def ask_watched(self) -> None:
        """Ask for a folder to watch; where one is watched, stop that."""
        if self.watching.folder:
            self._session.told.emit(f"{Path(self.watching.folder).name} is watched no longer.")
            self.watching.watch("")
        elif chosen := QFileDialog.getExistingDirectory(
            self, "Watch a folder: it becomes a batch when it is quiet"
        ):
            self.watching.watch(chosen)

    def _on_watching_changed(self) -> None:
        self._watched.setText(self.watching.words)
        self._watched.setToolTip(self.watching.folder)

    def ask_moved(self) -> None:
        """Ask where moved photos are now."""
        if chosen := QFileDialog.getExistingDirectory(self, "Where are the photos now?"):
            self.bringing.find_moved(Path(chosen))

    def _on_review_clicked(self, *_: object) -> None:
        ids = self.selected()
        if len(ids) == 1:
            self._session.go_to(ids[0])
        self._run("desk.review")

    def _on_bringing_began(self, name: str) -> None:
        self._reading.setText(f"Reading {name} …")
        self._bar.setMaximum(0)
        self._show_reading(True)

    def _on_bringing_progressed(self, progress: Progress) -> None:
        self._show_progress(progress, "files")

    def _show_progress(self, progress: Progress, what: str) -> None:
        left = progress.seconds_left
        rest = f", {left:.0f} s left" if left is not None else ""
        self._reading.setText(
            f"{progress.done} of {progress.total} {what}, {progress.rate:.0f} a second{rest}"
        )
        self._bar.setMaximum(max(progress.total, 1))
        self._bar.setValue(progress.done)

    def _on_sorting_changed(self) -> None:
        """How far looking at the pixels is; an intake that runs meanwhile has the bar."""
        progress = self.sorting.progress
        if not self.bringing.running:
            self._show_reading(progress is not None)
            if progress is not None:
                self._show_progress(progress, "photos looked at")
        if progress is None:
            self._on_selection_changed()

    def _on_cancel_clicked(self) -> None:
        if self.bringing.running:
            self.bringing.cancel()
        else:
            self.sorting.sort_or_stop()

    def _on_bringing_arrived(self, batch_id: str) -> None:
        """Show what came, but for somebody who is reviewing another batch meanwhile; look at its pixels."""
        if self.isVisible():
            self._session.choose_batch(batch_id)
        ask = partial(browse.photos, batch_id=batch_id)
        self._session.tasks.read(ask, partial(self.sorting.sort, batch_id))

    def _on_bringing_ended(self, words: str) -> None:
        self._show_reading(False)
        if words:
            self._session.told.emit(words)
        self.refill()

    def _show_reading(self, shown: bool) -> None:
        for part in (self._reading, self._bar, self._cancel):
            part.setVisible(shown)
        self._counts.setVisible(not shown)


def row_of(inner: QHBoxLayout | object) -> QHBoxLayout:
    """A column in the middle of a row."""
    made = QHBoxLayout()
    made.addStretch(1)
    made.addLayout(inner)  # type: ignore[arg-type]
    made.addStretch(1)
    return made
