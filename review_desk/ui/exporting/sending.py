"""Writing an export: gathered on the reading thread, written on the errand's, its pictures by workers."""

import threading
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from review_desk.domain.slice import WHOLE, Slice
from review_desk.errors import DeskError
from review_desk.operations.export import gather
from review_desk.operations.exports.writing import Gathered, left_out, write
from review_desk.operations.fan_out import Progress
from review_desk.ui.exporting.paper import paint
from review_desk.ui.session import Session


class Sending(QObject):
    """One export at a time.

    Signals:
        progressed(Progress): how many pictures are made. `ended(bool)`: it is over; whether it was written.
    """

    progressed = Signal(object)
    ended = Signal(bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = threading.Event()
        self.running = False

    def send(self, folder: Path, kind: str, chosen: Slice = WHOLE) -> None:
        """Export a slice of the batch on screen to a folder in one of the formats."""
        batch = self._session.batch
        if batch is None or self.running:
            return
        self._stop.clear()
        self.running = True
        question = partial(gather, batch=batch, kind=kind, chosen=chosen)
        self._session.tasks.read(question, partial(self._write, folder), self._fail)

    def stop(self) -> None:
        """Write nothing; an earlier export in the folder stays."""
        self._stop.set()

    def _write(self, folder: Path, gathered: Gathered) -> None:
        tasks = self._session.tasks
        work = partial(
            write, gathered, folder, pool=tasks.pool, paint=paint, progress=self._tell, stop=self._stop
        )
        tasks.run(work, partial(self._finish, folder), self._fail)

    def _tell(self, progress: Progress) -> None:
        self._session.tasks.post(lambda: self.progressed.emit(progress))

    def _finish(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.running = False
        photos, decisions = (manifest["counts"][name] for name in ("photos", "decisions"))
        said = f"Exported {photos} photos and {decisions} decisions to {folder}.{left_out(manifest)}"
        self._session.told.emit(said)
        self.ended.emit(True)

    def _fail(self, error: DeskError) -> None:
        self.running = False
        self._session.refused.emit(str(error))
        self.ended.emit(False)
