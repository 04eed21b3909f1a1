"""Bringing a folder in: survey and reading off the main thread, then one write."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from review_desk.domain.manifest import RowError
from review_desk.errors import Cancelled, DeskError
from review_desk.operations import evidence
from review_desk.operations.clock import now
from review_desk.operations.fan_out import Progress
from review_desk.operations.inspect import Inspection, inspect
from review_desk.operations.intake import IntakeReport, intake
from review_desk.operations.relink import relink
from review_desk.operations.rules import rules_in_force
from review_desk.operations.survey import survey
from review_desk.store.desk import Store
from review_desk.ui.session import Session

_TELL_EVERY = 0.01
"""Share of the whole after which progress is told again: a thousand files are a hundred repaints."""


class Bringing(QObject):
    """One intake at a time.

    Signals:
        asked(): a person wants a folder taken in. `began(str)`: it is being read, whoever wanted it.
        progressed(Progress): how far it is.
        arrived(str): the batch of this id has something new in it.
        ended(str): it is over, and how it went, in a sentence.
    """

    asked = Signal()
    began = Signal(str)
    progressed = Signal(object)
    arrived = Signal(str)
    ended = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stop = threading.Event()
        self._told = 0.0
        self._unasked = False
        self.running = False
        self.manifest_errors: tuple[RowError, ...] = ()

    def bring_in(self, source: Path, manifest: Path | None = None, *, unasked: bool = False) -> None:
        """Take a folder in as a batch. Its files are only read.

        `unasked`: it is watched, and nobody waits for it: nothing is said where there is nothing new.
        """
        if self.running:
            self._session.refused.emit("One batch at a time: this one is still being read.")
            return
        self._stop.clear()
        self._told, self.running, self._unasked = 0.0, True, unasked
        if not unasked:
            self.asked.emit()
        self.began.emit(source.name)
        self._session.tasks.run(lambda: self._read(source, manifest), self._write, self._fail)

    def cancel(self) -> None:
        """Stop reading; nothing is added."""
        self._stop.set()

    def find_moved(self, folder: Path) -> None:
        """Look for missing files below a folder."""
        actor = self._session.reviewer

        def operation(store: Store) -> tuple[int, int]:
            found, missing, _ = relink(store, folder, actor=actor, at=now())
            return found, missing

        self._session.tasks.write(operation, self._linked)

    def _linked(self, outcome: tuple[int, int]) -> None:
        found, missing = outcome
        self._session.told.emit(f"Found {found} files again; {missing} are still missing.")
        self._session.reload()

    def _read(self, source: Path, manifest: Path | None) -> Inspection:
        """On the errand thread."""
        tasks = self._session.tasks
        plan = survey(source, manifest)
        assert tasks.cache is not None
        return inspect(plan, pool=tasks.pool, cache=tasks.cache, progress=self._tell, stop=self._stop)

    def _tell(self, progress: Progress) -> None:
        share = progress.done / max(progress.total, 1)
        if share - self._told >= _TELL_EVERY or progress.done == progress.total:
            self._told = share
            self._session.tasks.post(lambda: self.progressed.emit(progress))

    def _write(self, inspection: Inspection) -> None:
        if self._stop.is_set():
            self._fail(Cancelled("Intake was stopped. Nothing was added."))
            return
        actor, cache = self._session.reviewer, self._session.tasks.cache
        assert cache is not None

        def operation(store: Store) -> IntakeReport:
            seen = evidence.by_content(cache)
            return intake(
                store, inspection, rules=rules_in_force(store), actor=actor, at=now(), evidence=seen
            )

        self._session.tasks.write(operation, self._finish, self._fail)

    def _finish(self, report: IntakeReport) -> None:
        self.running = False
        self._session.reload()
        if report.changes:
            self.arrived.emit(report.batch_id)
        self.manifest_errors = tuple(report.manifest_errors)
        self.ended.emit(sentence(report) if report.changes or not self._unasked else "")

    def _fail(self, error: DeskError) -> None:
        self.running = False
        self.ended.emit(str(error))
        if not isinstance(error, Cancelled):
            self._session.refused.emit(str(error))


def sentence(report: IntakeReport) -> str:
    """How an intake went."""
    parts = [f"{report.photos} photos with {report.versions} versions added"]
    if report.already_known:
        parts.append(f"{report.already_known} known already")
    if report.relinked:
        parts.append(f"{report.relinked} files found again")
    if report.quarantined:
        parts.append(f"{len(report.quarantined)} files in quarantine")
    if report.manifest_errors:
        parts.append(f"{len(report.manifest_errors)} mistakes in the manifest")
    return f"“{report.batch}”: {', '.join(parts)}."
