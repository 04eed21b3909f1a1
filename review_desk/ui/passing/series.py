"""One pass, or a preset, on many photos, two at a time, as rows of the desk: stopped, it can go on."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from review_desk.domain.changes import Changes
from review_desk.domain.pass_run import PassRun
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.clock import now
from review_desk.operations.fan_out import Progress
from review_desk.operations.passing.committing import commit
from review_desk.operations.passing.plan import PassJob
from review_desk.operations.passing.running import discard, start
from review_desk.operations.passing.runs import begin, cancel, mark, planned, run_of, set_off, waiting
from review_desk.passes.catalogue import Value, makes_mask
from review_desk.store.desk import Reader
from review_desk.ui.session import Session
from review_desk.ui.tasks import TOGETHER


class Series(QObject):
    """A photo that is refused does not stop the others. Stopped or killed, it goes on where it was: a result
    that a photo has already is not made twice.

    Signals:
        progressed(Progress): a photo is done. `ended(str)`: all are, or it was stopped, in a sentence.
        refused(str): it could not begin.
    """

    progressed = Signal(object)
    ended = Signal(str)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._left: list[str] = []
        self._at_work = 0
        self._run: PassRun | None = None
        self._made, self._refused = 0, ""
        self.running = False

    def run(self, photos: Sequence[str], name: str, parameters: Mapping[str, Value], *, protect: str) -> None:
        """Begin. Every result is a step of its own, which undo takes back."""
        self.running = True
        wanted = partial(
            begin, name=name, photos=photos, parameters=dict(parameters), protect=protect,
            person=self._session.reviewer, at=now(),
        )  # fmt: skip
        self._session.tasks.write(wanted, self.resume, self._not_begun)

    def resume(self, run: PassRun) -> None:
        """Work on what is left of a run."""
        self._run, self._made, self._refused, self.running = run, 0, "", True
        self._session.tasks.read(partial(waiting, run=run.id), self._go)

    def stop(self) -> None:
        """Finish the photos that are being worked on, and no other."""
        self._left.clear()

    def cancel(self, run: PassRun) -> None:
        """Leave what is left of a run undone for good."""
        wanted = partial(cancel, run=run.id, actor=self._session.reviewer, at=now())
        self._session.tasks.write(wanted, self._cancelled, self._not_begun)

    def _cancelled(self, run: PassRun) -> None:
        self.ended.emit(f"{run.words}.")

    def _not_begun(self, error: DeskError) -> None:
        self.running = False
        self.refused.emit(str(error))

    def _go(self, left: tuple[str, ...]) -> None:
        self._left, self._at_work = list(left), 0
        for _ in range(max(1, min(TOGETHER, len(left)))):
            self._at_work += 1
            self._next()

    def _next(self) -> None:
        """One of those at work is free: it takes the next photo; the last of them ends the run."""
        self._at_work -= 1
        run = self._of()
        if self._left:
            self._at_work += 1
            photo = self._left.pop(0)
            wanted = partial(planned, run=run, photo=photo)
            self._session.tasks.read(wanted, self._set_off, partial(self._fail, photo))
        elif not self._at_work and self.running:
            self._session.tasks.end_batch()
            self._session.tasks.read(partial(run_of, run=run.id), self._end)
        self.progressed.emit(Progress(run.total - len(self._left) - self._at_work, run.total))

    def _set_off(self, job: PassJob) -> None:
        wanted = partial(set_off, run=self._of(), job=job, actor=self._session.reviewer, at=now())
        self._session.tasks.write(wanted, partial(self._begin, job), partial(self._stop_at, job))

    def _begin(self, job: PassJob, has_work: bool) -> None:
        if not has_work:
            self._next()
            return
        keep, give_up = partial(self._commit, job), partial(self._give_up, job)
        self._session.tasks.infer(partial(start, job=job), keep, give_up, batch=True)

    def _commit(self, job: PassJob, reply: Reply) -> None:
        operation = partial(
            commit, job=job, values=reply.values, actor=self._session.reviewer, at=now(), run=self._of().id
        )
        self._session.write(operation, partial(self._kept, job), partial(self._stop_at, job))

    def _kept(self, job: PassJob, _: Changes) -> None:
        self._made += 1
        self._tidy(job)
        self._next()

    def _give_up(self, job: PassJob, error: DeskError) -> None:
        self._tidy(job)
        self._fail(job.photo, error)

    def _fail(self, photo: str, error: DeskError) -> None:
        self._refused = self._refused or str(error)
        wanted = partial(
            mark, run=self._of().id, photo=photo, state="failed", actor=self._session.reviewer, at=now(),
            reason=str(error),
        )  # fmt: skip
        if self.running:  # else it was cancelled with the run, and waits
            self._session.tasks.write(wanted, self._marked, self._halt)

    def _marked(self, _: Changes) -> None:
        self._next()

    def _stop_at(self, job: PassJob, error: DeskError) -> None:
        self._tidy(job)
        self._halt(error)

    def _halt(self, error: DeskError) -> None:
        """The desk cannot be written to: what is left waits for another time."""
        self._left.clear()
        if self.running:
            self.running = False
            self._session.tasks.end_batch()
            self.refused.emit(str(error))

    def _end(self, run: PassRun) -> None:
        self.running = False
        what = "masks" if makes_mask(run.name) else "new versions"
        said = f"{self._made:,} {what} of {run.total:,} photos"
        failed = run.counts["failed"]
        said += f"; {failed:,} refused: {self._refused}" if failed and self._refused else "."
        self.ended.emit(f"{said} {run.left:,} left: go on in Passes." if run.left else said)

    def _of(self) -> PassRun:
        assert self._run is not None
        return self._run

    def _tidy(self, job: PassJob) -> None:
        self._session.tasks.read(partial(_discard, job), _nothing)


def _discard(job: PassJob, _: Reader) -> None:
    discard(job)


def _nothing(_: object) -> None:
    """Nobody waits for it."""
