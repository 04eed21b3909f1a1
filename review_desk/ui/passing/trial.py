"""A pass tried on the photo on screen, or two presets: run by a worker, looked at, then kept or dropped."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from review_desk.domain.changes import Changes
from review_desk.domain.lineup import Seat, seat
from review_desk.domain.photo import Photo
from review_desk.domain.viewplan import Mode
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.clock import now
from review_desk.operations.passing.committing import commit, tried
from review_desk.operations.passing.plan import PassJob, plan
from review_desk.operations.passing.running import discard, start
from review_desk.operations.passing.seeing import record_seen
from review_desk.passes.catalogue import PASSES, Value
from review_desk.passes.preset import MARK
from review_desk.passes.recipe import done_in_words, protected_in_words
from review_desk.ui.session import Session


@dataclass
class Wanted:
    """What was set last, to come back to. `protect` as `domain.protecting` has it. `compared` are the two
    presets that were compared last.
    """

    name: str = PASSES[0].name
    protect: str = ""
    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    compared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tried:
    """A result that is only looked at; `values` None for a version that the photo has already."""

    job: PassJob
    values: Mapping[str, Any] | None

    @property
    def words(self) -> str:
        """What is to be said of it."""
        return _told(self.values["recipe"]) if self.values else f"is {self.job.there} already"


class Trial(QObject):
    """At most one pass, or two presets, at a time; going to another photo drops it.

    Attributes:
        results: what is tried; empty where nothing is. `words`: what is to be said of it.
        wanted: the pass and parameters that were set last.

    Signals:
        changed(): a result is there to be looked at, or is no more.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._mode: Mode = "single"
        self._coming: dict[str, Tried] = {}
        self.results: tuple[Tried, ...] = ()
        self.wanted = Wanted()
        session.current_changed.connect(self._on_session_current_changed)

    @property
    def title(self) -> str:
        """“Try: Denoise”, “Compare: Packshot, Shoes”."""
        titles = ", ".join(each.job.chosen.title for each in self.results)
        return f"Compare: {titles}" if len(self.results) > 1 else f"Try: {titles}"

    @property
    def words(self) -> str:
        """What is to be said of the results."""
        if len(self.results) < 2:
            return "".join(each.words for each in self.results)
        told = "; ".join(f"{each.job.chosen.title}: {each.words}" for each in self.results)
        return f"2 or 3 shows one alone, to be kept. {told}"

    @property
    def keeps(self) -> str:
        """What keeping it does, as a button has it."""
        masks = any(each.job.chosen.makes_mask for each in self.results)
        return "Keep as the photo's mask" if masks else "Keep as a new version"

    # --- running -----------------------------------------------------------------------------------------

    def run(self, name: str, parameters: Mapping[str, Value], *, protect: str = "") -> None:
        """Try a pass on the version on side B. `protect`: by what the product's pixels stay as they are."""
        session = self._session
        photo = session.current
        if photo is None or session.only_tried():
            return
        session.told.emit(f"Running “{name.removeprefix(MARK)}” on {photo.title} …")
        wanted = partial(
            plan, photo=photo.id, pass_name=name, version=session.sides["b"] or None, parameters=parameters,
            protect=protect, mark=session.selected_mark,
        )  # fmt: skip
        session.tasks.read(wanted, self._begin)

    def _begin(self, job: PassJob) -> None:
        if job.known is not None:
            self._session.told.emit(f"{job.title} has this result already: {job.there}.")
            return
        give_up = partial(self._give_up, job)
        self._session.tasks.infer(partial(start, job=job), partial(self._take, job), give_up)

    def _take(self, job: PassJob, reply: Reply) -> None:
        self._show((Tried(job, reply.values),))

    def match_reference(self) -> None:
        """Try to give the product on screen the lightness of the pinned reference's."""
        session, reference = self._session, self._session.beside.reference
        if reference is None:
            session.refused.emit("No reference is pinned: Alt+R pins the photo on screen.")
            return
        if session.current is None or session.only_tried():
            return
        session.told.emit(f"Measuring {reference.name} …")
        asked = partial(_lightness, path=session.resolve(reference.version.file))
        session.tasks.infer(asked, self._match, self._session.refuse)

    def _match(self, reply: Reply) -> None:
        target = round(float(reply.values["lightness"]), 2)
        self.run("normalise-exposure", {"target": target, "stops": 0.0})

    def compare(self, names: Sequence[str]) -> None:
        """Run presets on the photo on screen, each from the same version, and look at them beside it."""
        session = self._session
        photo = session.current
        if photo is None or session.only_tried():
            return
        self.wanted.compared, self._coming = tuple(names), {}
        session.told.emit(f"Comparing {len(names)} presets on {photo.title} …")
        for name in names:
            session.tasks.read(partial(plan, photo=photo.id, pass_name=name), self._begin_one)

    def _begin_one(self, job: PassJob) -> None:
        if job.known is not None:
            self._take_one(job, None)
            return
        give_up = partial(self._give_up, job)
        self._session.tasks.infer(partial(start, job=job), partial(self._take_one, job), give_up)

    def _take_one(self, job: PassJob, reply: Reply | None) -> None:
        self._coming[job.chosen.name] = Tried(job, reply.values if reply else None)
        if set(self._coming) != set(self.wanted.compared):
            return
        results, self._coming = tuple(self._coming[name] for name in self.wanted.compared), {}
        if self._show(results):
            names, photos = [each.job.chosen.name for each in results], [job.photo]
            seen = partial(record_seen, names=names, photos=photos, person=self._session.reviewer, at=now())
            self._session.tasks.write(seen, self._noted)

    def _noted(self, _: Changes) -> None:
        """It is in the log; nothing on screen changes by it."""

    # --- looking -----------------------------------------------------------------------------------------

    def _show(self, results: tuple[Tried, ...]) -> bool:
        photo, job = self._session.current, results[0].job
        if photo is None or photo.id != job.photo or self.results:
            self._session.told.emit(f"{job.label}: nobody looked at the result, so it was dropped.")
            self._tidy(results)
            return False
        self.results = results
        seats = [_seat(photo, each) for each in results]
        self._mode = self._session.view.mode
        if len(seats) > 1:
            self._session.beside.tries = (seat(photo, job.version), *seats)
        self._session.try_out(seats[-1])
        if len(seats) > 1:
            self._session.set_view(replace(self._session.view, mode="nup", chosen=0))
        elif self._mode not in _TWO:
            self._session.set_view(replace(self._session.view, mode="wipe"))
        self.changed.emit()
        return True

    def keep(self) -> None:
        """Store the result as a new version; of two that which is on screen alone."""
        if not self.results:
            self._session.refused.emit("No pass is being tried: choose one (Ctrl+Shift+D).")
            return
        number = self._session.view.chosen - 2 if len(self.results) > 1 else 0
        if not 0 <= number < len(self.results):
            self._session.refused.emit("Choose with 2 or 3 which of them to keep; Esc drops both.")
            return
        results, chosen = self.results, self.results[number]
        self._end()
        self._tidy([each for each in results if each is not chosen])
        if chosen.values is None:
            self._session.told.emit(f"{chosen.job.title} has this result already: {chosen.words}.")
            return
        operation = partial(
            commit, job=chosen.job, values=chosen.values, actor=self._session.reviewer, at=now()
        )
        give_up = partial(self._give_up, chosen.job)
        self._session.write(operation, partial(self._kept, chosen.job), give_up)

    def drop(self) -> bool:
        """Throw the result away; whether there was one."""
        results = self.results
        if results:
            self._end()
            self._tidy(results)
        return bool(results)

    def _end(self) -> None:
        self.results, self._session.beside.tries = (), ()
        self._session.try_out(None)
        if self._session.view.mode == "nup" or (self._mode not in _TWO and self._session.view.mode == "wipe"):
            self._session.set_view(replace(self._session.view, mode=self._mode, chosen=0))
        self.changed.emit()

    def _kept(self, job: PassJob, changes: Changes) -> None:
        self._tidy([Tried(job, None)])
        if job.chosen.makes_mask:
            self._session.told.emit(f"{changes.label}: passes, checks and drift go by this mask now.")
            return
        along = self._session.came_along(job.photo)
        self._session.told.emit(f"{changes.label}: the result is a new version, on side B.{along}")

    def _give_up(self, job: PassJob, error: DeskError) -> None:
        self._tidy([Tried(job, None), *self._coming.values()])
        self._coming = {}
        self._session.refused.emit(str(error))

    def _tidy(self, results: Sequence[Tried]) -> None:
        for each in results:
            self._session.tasks.read(partial(_discard, each.job), _nothing)

    def _on_session_current_changed(self) -> None:
        here = self._session.current
        if self.results and (here is None or here.id != self.results[0].job.photo):
            self.drop()


_MEASURE_S = 60.0

_TWO = ("side", "stack", "mirror", "wipe", "toggle", "difference", "onion")
"""Modes in which both versions are seen."""


def _seat(photo: Photo, each: Tried) -> Seat:
    if each.values is None and each.job.known is not None:
        return seat(photo, each.job.known)
    return Seat(photo, tried(each.job, each.values or {}), f"try: {each.job.short}")


def _lightness(pool: WorkerPool, path: Path) -> "Future[Reply]":
    return pool.submit("lightness", path=path, timeout_s=_MEASURE_S)


def _discard(job: PassJob, _: object) -> None:
    discard(job)


def _nothing(_: object) -> None:
    """Nobody waits for it."""


def _told(recipe: Mapping[str, Any]) -> str:
    said = done_in_words(recipe).replace("%", " %")
    said = f"{said}; {protected_in_words(recipe['protected'])}" if recipe.get("protected") else said
    ran = f"; by {recipe['model']} on {recipe['provider']}" if recipe.get("model") else ""
    return f"{said}{ran}{'; ' + recipe['fallback'] if recipe.get('fallback') else ''}"
