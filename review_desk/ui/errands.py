"""Longer things a person sends the desk on: backup, verify, a pass."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from review_desk.domain.changes import Changes
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations import keep
from review_desk.operations import run_pass as passing
from review_desk.operations.clock import now
from review_desk.store.verification import Verification
from review_desk.ui.session import Session


class Errands(QObject):
    """Asks what is needed, runs it off the main thread, tells how it went."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def back_up(self) -> None:
        """Write a verified copy now."""
        done = lambda path: self._session.told.emit(f"Backed up to {path.name}.")  # noqa: E731
        self._session.tasks.write(lambda store: keep.back_up(store, at=now()), done)

    def bring_in_marks(self, file: Path) -> None:
        """Bring marks back from a labelling tool's file onto the batch on screen."""
        from review_desk.ui.bringing_marks import bring_in_marks  # formats: not at the start

        bring_in_marks(self._session, file)

    def write_sidecars(self, folder: str) -> None:
        """Say in sidecars what was decided on the batch on screen: beside the photos, or in a folder."""
        from review_desk.ui.sidecars import write_sidecars  # XML: not at the start

        write_sidecars(self._session, Path(folder).expanduser() if folder else None)

    def verify(self) -> None:
        """Check everything and say what was found."""
        self._session.told.emit("Checking the desk …")
        self._session.tasks.read(keep.verify, self._verified)

    def _verified(self, outcome: Verification) -> None:
        if outcome.ok:
            self._session.told.emit("The desk is whole: file, references, hash chain, tables and masks.")
        else:
            self._session.refused.emit(" ".join(outcome.problems[:3]))

    def run_pass(self, name: str, *, protect: bool = False) -> None:
        """Run a pass on the version on side B; its result is a new version. `protect`: not the product."""
        photo = self._session.current
        if photo is None:
            return
        self._session.told.emit(f"Running “{name}” on {photo.title} …")
        side = self._session.sides["b"]
        plan = partial(passing.plan, photo=photo.id, pass_name=name, version=side, protect=protect)
        self._session.tasks.read(plan, self._infer)

    def _infer(self, job: passing.PassJob) -> None:
        if job.known is not None:
            self._session.told.emit(f"{job.title} has this result already: version {job.known}.")
            return
        start = partial(passing.start, job=job)
        self._session.tasks.infer(start, partial(self._commit, job), partial(self._give_up, job))

    def _commit(self, job: passing.PassJob, reply: Reply) -> None:
        actor = self._session.reviewer
        operation = lambda store: passing.commit(store, job, reply.values, actor=actor, at=now())  # noqa: E731
        proven = passing.proof_in_words(reply.values)
        self._session.write(operation, partial(self._show, job, proven), partial(self._give_up, job))

    def _show(self, job: passing.PassJob, proven: str, changes: Changes) -> None:
        self._tidy(job)
        self._session.told.emit(f"{changes.label}: the result is a new version, on side B.{proven}")

    def _give_up(self, job: passing.PassJob, error: DeskError) -> None:
        self._tidy(job)
        self._session.refused.emit(str(error))

    def _tidy(self, job: passing.PassJob) -> None:
        self._session.tasks.read(lambda _: passing.discard(job), lambda _: None)
