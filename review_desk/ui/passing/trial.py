"""One pass tried on the photo on screen: run by a worker, looked at on side B, then kept or dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from review_desk.domain.changes import Changes
from review_desk.domain.lineup import Seat
from review_desk.domain.viewplan import Mode
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.clock import now
from review_desk.operations.passing.committing import commit, tried
from review_desk.operations.passing.plan import PassJob, plan
from review_desk.operations.passing.running import discard, start
from review_desk.passes.catalogue import PASSES, Value
from review_desk.passes.recipe import protected_in_words
from review_desk.ui.session import Session


@dataclass
class Wanted:
    """What was set last, to come back to."""

    name: str = PASSES[0].name
    protect: bool = False
    values: dict[str, dict[str, Value]] = field(default_factory=dict)


class Trial(QObject):
    """At most one at a time; going to another photo drops it.

    Attributes:
        job: what is tried, None where nothing is. `words`: what is to be said of the result.
        wanted: the pass and parameters that were set last.

    Signals:
        changed(): a result is there to be looked at, or is no more.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._values: Mapping[str, Any] = {}
        self._mode: Mode = "single"
        self.job: PassJob | None = None
        self.words, self.wanted = "", Wanted()
        session.current_changed.connect(self._on_session_current_changed)

    def run(self, name: str, parameters: Mapping[str, Value], *, protect: bool = False) -> None:
        """Try a pass on the version on side B. `protect`: the product's pixels stay as they are."""
        session = self._session
        photo = session.current
        if photo is None or session.only_tried():
            return
        session.told.emit(f"Running “{name}” on {photo.title} …")
        wanted = partial(
            plan, photo=photo.id, pass_name=name, version=session.sides["b"] or None, parameters=parameters,
            protect=protect, mark=session.selected_mark,
        )  # fmt: skip
        session.tasks.read(wanted, self._begin)

    def _begin(self, job: PassJob) -> None:
        if job.known is not None:
            self._session.told.emit(f"{job.title} has this result already: version {job.known}.")
            return
        show, give_up = partial(self._show, job), partial(self._give_up, job)
        self._session.tasks.infer(partial(start, job=job), show, give_up)

    def _show(self, job: PassJob, reply: Reply) -> None:
        photo = self._session.current
        if photo is None or photo.id != job.photo or self.job is not None:
            self._session.told.emit(f"{job.label}: nobody looked at the result, so it was dropped.")
            self._tidy(job)
            return
        self.job, self._values, self.words = job, reply.values, _told(reply.values)
        self._session.try_out(Seat(photo, tried(job, reply.values), f"try: {job.chosen.name}"))
        self._mode = self._session.view.mode
        if self._mode not in _TWO:
            self._session.set_view(replace(self._session.view, mode="wipe"))
        self.changed.emit()

    def keep(self) -> None:
        """Store the result as a new version."""
        if self.job is None:
            self._session.refused.emit("No pass is being tried: choose one (Ctrl+Shift+D).")
            return
        job, values = self.job, self._values
        self._end()
        operation = partial(commit, job=job, values=values, actor=self._session.reviewer, at=now())
        self._session.write(operation, partial(self._kept, job), partial(self._give_up, job))

    def drop(self) -> bool:
        """Throw the result away; whether there was one."""
        job = self.job
        if job is not None:
            self._end()
            self._tidy(job)
        return job is not None

    def _end(self) -> None:
        self.job, self._values, self.words = None, {}, ""
        self._session.try_out(None)
        if self._mode not in _TWO and self._session.view.mode == "wipe":
            self._session.set_view(replace(self._session.view, mode=self._mode))
        self.changed.emit()

    def _kept(self, job: PassJob, changes: Changes) -> None:
        self._tidy(job)
        along = self._session.came_along(job.photo)
        self._session.told.emit(f"{changes.label}: the result is a new version, on side B.{along}")

    def _give_up(self, job: PassJob, error: DeskError) -> None:
        self._tidy(job)
        self._session.refused.emit(str(error))

    def _tidy(self, job: PassJob) -> None:
        self._session.tasks.read(lambda _: discard(job), lambda _: None)

    def _on_session_current_changed(self) -> None:
        here = self._session.current
        if self.job is not None and (here is None or here.id != self.job.photo):
            self.drop()


_TWO = ("side", "stack", "mirror", "wipe", "toggle", "difference", "onion")
"""Modes in which both versions are seen."""


def _told(values: Mapping[str, Any]) -> str:
    recipe = values["recipe"]
    said = f"{recipe['changed_share']:.1%} of the pixels changed".replace("%", " %")
    return f"{said}; {protected_in_words(recipe['protected'])}" if recipe.get("protected") else said
