"""The page of drift: which photos of the batch are off, by how much, and what they have in common."""

import threading
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLayout, QProgressBar, QScrollArea, QWidget

from review_desk.domain.photo import Photo
from review_desk.errors import DeskError
from review_desk.operations.inspect import Progress
from review_desk.operations.measure import Measured, Task, measure, tasks
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import RowButton, Section, button, column, label, row

if TYPE_CHECKING:
    from review_desk.operations.drift import Drift

_COLUMNS = 4
_SHOWN = 60
"""Photos listed; how many there are stands beside the heading."""


class DriftPage(QDialog):
    """Measures the batch on screen, in worker processes, and lists what it finds."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self._session, self._stop = session, threading.Event()
        self._photos: list[Photo] = list(session.photos)
        self.setWindowTitle("Drift")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 720 if parent is None else min(720, parent.height() - 40))
        self._build()
        session.tasks.read(lambda reader: tasks(reader, self._photos), self._begin, self._fail)

    def _build(self) -> None:
        self._words, self._bar = label("Reading the batch …", "second", wrap=True), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(0)
        self._bar.setAccessibleName("Photos measured")
        self._close = button("Cancel", self._on_close_clicked)
        self.causes, self.off = Section("Causes"), Section("Photos that are off")
        self.unmeasured = Section("Not measured")
        inside = QWidget()
        inside.setProperty("surface", "panel")
        inside.setLayout(
            column(self.causes, self.off, self.unmeasured, None, gap=tokens.GAP_XL, margin=tokens.GAP_L)
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        batch = self._session.batch
        title = label(f"Drift in {batch.name}" if batch else "Drift", "large")
        whole = column(title, self._words, self._bar, scroll, row(None, self._close), margin=tokens.GAP_L)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        for section in (self.causes, self.off, self.unmeasured):
            section.hide()

    # --- measuring ---------------------------------------------------------------------------------------

    def _begin(self, todo: list[Task]) -> None:
        self._session.tasks.run(partial(self._work, todo), self._show, self._fail)

    def _work(self, todo: list[Task]) -> "Drift":
        """On the errand thread; what judges is loaded with the first page."""
        from review_desk.domain.drift.settings import Settings
        from review_desk.operations.drift import drift, house_style

        own = self._session.tasks
        assert own.cache is not None
        found: dict[str, Measured] = measure(
            todo, pool=own.pool, cache=own.cache, progress=self._tell, stop=self._stop
        )
        return drift(self._photos, found, Settings(columns=_COLUMNS, style=house_style()))

    def _tell(self, progress: Progress) -> None:
        self._session.tasks.post(partial(self._progress, progress))

    def _progress(self, progress: Progress) -> None:
        if self._stop.is_set():
            return
        self._bar.setMaximum(max(1, progress.total))
        self._bar.setValue(progress.done)
        left = progress.seconds_left
        rest = f", {left:.0f} s left" if left is not None else ""
        self._words.setText(f"{progress.done} of {progress.total} photos measured{rest}")

    def _fail(self, error: DeskError) -> None:
        if not self._stop.is_set():
            self._bar.hide()
            self._words.setText(str(error))

    # --- showing -----------------------------------------------------------------------------------------

    def _show(self, found: "Drift") -> None:
        if self._stop.is_set():
            return
        self._bar.hide()
        self._close.setText("Close")
        count = f"{len(found.flags)} of {len(self._photos)} photos are off"
        self._words.setText(f"{count}: out of the ordinary, and by a difference that can be seen.")
        likely = [cause for cause in found.causes if cause.likely]
        self._fill(
            self.causes, [label(cause.words, wrap=True) for cause in likely], "Nothing in common was found."
        )
        self._fill(self.off, list(self._rows(found)), "No photo is off.")
        named = {photo.id: photo.title for photo in self._photos}
        told = [f"{named[photo]}: {reason}" for photo, reason in found.unmeasured.items()]
        self._fill(self.unmeasured, [label(words, "second", wrap=True) for words in told[:_SHOWN]], "")

    @staticmethod
    def _fill(section: Section, pieces: Sequence[QWidget | QLayout], nothing: str) -> None:
        empty: list[QWidget] = [label(nothing, "second")] if nothing else []
        section.fill(pieces or empty)
        section.setVisible(bool(pieces or empty))

    def _rows(self, found: "Drift") -> Iterable[QWidget | QLayout]:
        self.off.set_heading("Photos that are off", str(len(found.flags)) if found.flags else "")
        for photo in [p for p in self._photos if p.id in found.flags][:_SHOWN]:
            named = " · ".join(filter(None, (photo.title, photo.colourway, photo.shot)))
            yield RowButton(named, partial(self._go_to, photo.id), tip="Open this photo in Review")
            for flag in found.flags[photo.id]:
                yield label(flag.words, "second", wrap=True)

    def _go_to(self, photo: str) -> None:
        self._session.go_to(photo)
        self.close()

    def _on_close_clicked(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop measuring; what was measured is remembered."""
        self._stop.set()
        super().closeEvent(event)
