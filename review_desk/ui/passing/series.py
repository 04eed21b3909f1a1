"""One pass on many photos, one after another; what was done is kept, and done again costs nothing."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from review_desk.domain.changes import Changes
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.clock import now
from review_desk.operations.fan_out import Progress
from review_desk.operations.passing.committing import commit
from review_desk.operations.passing.plan import PassJob, plan
from review_desk.operations.passing.running import discard, start
from review_desk.passes.catalogue import Value
from review_desk.ui.session import Session


class Series(QObject):
    """A photo that is refused does not stop the others. Stopped or killed, it goes on where it was: a result
    that a photo has already is not made twice.

    Signals:
        progressed(Progress): a photo is done. `ended(str)`: all are, or it was stopped, in a sentence.
    """

    progressed = Signal(object)
    ended = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._left: list[str] = []
        self._total = self._made = 0
        self._refused: list[str] = []
        self.running = False

    def run(
        self, photos: Sequence[str], name: str, parameters: Mapping[str, Value], *, protect: bool
    ) -> None:
        """Begin. Every result is a step of its own, which undo takes back."""
        self._left, self._total, self._made, self._refused = list(photos), len(photos), 0, []
        self._plan = partial(plan, pass_name=name, parameters=dict(parameters), protect=protect)
        self.running = True
        self._next()

    def stop(self) -> None:
        """Finish the photo that is being worked on, and no other."""
        self._left.clear()

    def _next(self) -> None:
        done = self._total - len(self._left)
        self.progressed.emit(Progress(done, self._total))
        if not self._left:
            self.running = False
            self.ended.emit(self._in_words())
            return
        self._session.tasks.read(partial(self._plan, photo=self._left.pop(0)), self._begin, self._refuse)

    def _begin(self, job: PassJob) -> None:
        if job.known is not None:
            self._next()
            return
        give_up = partial(self._give_up, job)
        self._session.tasks.infer(partial(start, job=job), partial(self._commit, job), give_up)

    def _commit(self, job: PassJob, reply: Reply) -> None:
        operation = partial(commit, job=job, values=reply.values, actor=self._session.reviewer, at=now())
        self._session.write(operation, partial(self._kept, job), partial(self._give_up, job))

    def _kept(self, job: PassJob, changes: Changes) -> None:
        self._made += bool(changes)
        self._tidy(job)
        self._next()

    def _give_up(self, job: PassJob, error: DeskError) -> None:
        self._tidy(job)
        self._refuse(error)

    def _refuse(self, error: DeskError) -> None:
        self._refused.append(str(error))
        self._next()

    def _tidy(self, job: PassJob) -> None:
        self._session.tasks.read(lambda _: discard(job), lambda _: None)

    def _in_words(self) -> str:
        said = f"{self._made:,} new versions of {self._total:,} photos"
        return f"{said}; {len(self._refused)} refused: {self._refused[0]}" if self._refused else f"{said}."
