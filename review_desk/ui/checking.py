"""What a person does with checks: have the batch checked, and look at what was found."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from review_desk.domain.check.finding import Finding, Unmeasured
from review_desk.domain.check.tolerance_file import Overrides
from review_desk.domain.photo import Photo
from review_desk.errors import Cancelled, DeskError
from review_desk.operations.check import Checked, Look, Task, checked, known, look, tasks
from review_desk.operations.fan_out import Progress
from review_desk.operations.tolerances import overrides_in_force
from review_desk.store.desk import Reader
from review_desk.ui.marks import Marks


class Checking(Marks):
    """The state with the verbs of checking.

    Attributes:
        checked: what the checks say of the batch; None before it was checked.
        overrides: the studio's own tolerances, by which that was judged.
        progress: how far a check is that runs now; None while none does.
        selected_finding: the check whose finding is shown on the photo.

    Signals:
        findings_changed(): findings, the selected one, or the progress of a check.
    """

    findings_changed = Signal()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.checked: Checked | None = None
        self.overrides = Overrides()
        self.progress: Progress | None = None
        self.selected_finding: str | None = None
        self._findings_of = ""
        self._looks: Mapping[str, Look] = {}
        self._stop = threading.Event()
        self.list_changed.connect(self._recall)
        self.current_changed.connect(self._deselect)

    # --- what there is -----------------------------------------------------------------------------------

    def findings(self, photo: Photo) -> tuple[Finding, ...] | None:
        """What is off on the newest version of a photo, what failed first; None where nobody looked yet."""
        if self.checked is None or photo.id not in self.checked.looked:
            return None
        known = self.checked.all_of(photo.id)
        if not known or known[0].version != photo.latest.number:
            return None  # a newer version came since
        return self.checked.of(photo.id)

    def single_findings(self, photo: Photo) -> tuple[Finding, ...] | None:
        """The findings that are this photo's own, and worth a stop; None where nobody looked yet."""
        return self.findings(photo)

    def passed(self, photo: Photo) -> int:
        """How many checks a photo passes."""
        return sum(each.outcome == "pass" for each in self.checked.all_of(photo.id)) if self.checked else 0

    def unmeasured(self, photo: Photo) -> tuple[Unmeasured, ...]:
        """The checks that had nothing to measure on a photo."""
        return self.checked.missing(photo.id) if self.checked else ()

    @property
    def finding(self) -> Finding | None:
        """The selected finding of the photo on screen."""
        found = (self.findings(self.current) if self.current else None) or ()
        return next((each for each in found if each.check.id == self.selected_finding), None)

    # --- looking at findings -----------------------------------------------------------------------------

    def select_finding(self, check: str | None) -> None:
        """Show the place of a finding on the photo; the same again: no longer."""
        self.selected_finding = None if check == self.selected_finding else check
        if (found := self.finding) and found.region and self.current:
            version = self.current.version(found.version)
            x, y, width, height = found.region
            centre = (x + width / 2) / version.width, (y + height / 2) / version.height
            if self.view.zoom is not None:
                self.set_view(replace(self.view, centre=centre))
        self.findings_changed.emit()

    def step_finding(self, step: int) -> None:
        """Go to the next or previous finding: of this photo, then of the next photo shown that has any."""
        self.in_turn(partial(self._step_finding_now, step))

    def _step_finding_now(self, step: int) -> None:
        if self.current is None or self.checked is None:
            self.refused.emit("Nothing was checked yet: Ctrl+Shift+C checks this batch.")
            return
        own = [each.check.id for each in self.single_findings(self.current) or ()]
        here = (
            own.index(self.selected_finding)
            if self.selected_finding in own
            else (-1 if step > 0 else len(own))
        )
        if 0 <= here + step < len(own):
            self.select_finding(own[here + step])
        else:
            self._finding_elsewhere(step)

    def _finding_elsewhere(self, step: int) -> None:
        shown = self.shown
        places = {photo.id: place for place, photo in enumerate(shown)}
        here = places.get(self.current.id, 0) if self.current else 0
        others = shown[here + 1 :] if step > 0 else shown[:here][::-1]
        for photo in others:
            if found := self.single_findings(photo):
                self.go_to(photo.id)
                self.select_finding(found[0 if step > 0 else -1].check.id)
                return
        self.told.emit("There are no more findings this way.")

    def _deselect(self) -> None:
        self.selected_finding = None

    # --- checking ----------------------------------------------------------------------------------------

    def check_or_stop(self) -> None:
        """Check the batch on screen; while that runs, stop it."""
        if self.progress is not None:
            self._stop.set()
        elif not self.photos:
            self.refused.emit("There is no batch to check yet.")
        else:
            self._begin_check(len(self.photos))
            self._ask(partial(self._work, self._stop), self._take_checked, self._not_checked)

    def _begin_check(self, count: int) -> None:
        self._stop = threading.Event()
        self._tell_progress(Progress(0, count))

    def _ask(
        self,
        work: Callable[["_Asked"], "_Judged"],
        then: Callable[[str, "_Judged"], None],
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Read what is to be judged on the reading thread, judge it on the errand thread, and `then`."""
        taken = partial(then, self._batch_id())
        run = partial(self._judge, work, taken, failed)
        self.tasks.read(partial(_asked, list(self.photos)), run, failed)

    def _judge(
        self,
        work: Callable[["_Asked"], "_Judged"],
        then: Callable[["_Judged"], None],
        failed: Callable[[DeskError], None] | None,
        asked: "_Asked",
    ) -> None:
        self.tasks.run(partial(work, asked), then, failed)

    def _work(self, stop: threading.Event, asked: "_Asked") -> "_Judged":
        """On the errand thread."""
        pool, cache = self.tasks.pool, self.tasks.cache
        assert cache is not None
        found = look(asked.todo, pool=pool, cache=cache, progress=self._post, stop=stop)
        return _judged(asked, found)

    def _post(self, progress: Progress) -> None:
        self.tasks.post(partial(self._tell_progress, progress))

    def _tell_progress(self, progress: Progress) -> None:
        if not self._stop.is_set():
            self.progress = progress
            self.findings_changed.emit()

    def _take_checked(self, batch: str, judged: "_Judged") -> None:
        self.progress = None
        self._take_judged(batch, judged)
        if self.checked and batch == self._findings_of:
            count = len({each.photo for each in self.checked.off})
            said = f"Checked {len(self.checked.looked)} photos: {count} with findings."
            self.told.emit(f"{said} {self.after_check()}")

    def after_check(self) -> str:
        """What to do with what a check found."""
        return "Shift+F goes through them."

    def _take_judged(self, batch: str, judged: "_Judged") -> None:
        """Show what was judged, unless another batch is on screen by now."""
        if batch == self._batch_id() and judged.looks:
            self.checked, self._looks, self._findings_of = judged.checked, judged.looks, batch
            self.overrides = judged.overrides
        self.findings_changed.emit()

    def _not_checked(self, error: DeskError) -> None:
        self.progress = None
        (self.told if isinstance(error, Cancelled) else self.refused).emit(str(error))
        self.findings_changed.emit()

    def _batch_id(self) -> str:
        return self.batch.id if self.batch else ""

    def _recall(self) -> None:
        """Another batch is on screen: take what was found in it before, if anything was."""
        if self._batch_id() == self._findings_of:
            return
        self.checked, self._looks, self._findings_of = None, {}, self._batch_id()
        self.findings_changed.emit()
        if self.photos:
            self._ask(self._known, self._take_judged)

    def _known(self, asked: "_Asked") -> "_Judged":
        """On the errand thread: what the cache has, judged."""
        assert self.tasks.cache is not None
        return _judged(asked, known(self.tasks.cache, asked.todo))

    def judge_again(self) -> None:
        """Hold what was measured against the tolerances as they are now."""
        if self.checked is not None:
            self._ask(partial(_judged_again, self._looks), self._take_judged)

    def refuse(self, error: DeskError) -> None:
        """Say why something could not be done."""
        self.refused.emit(str(error))


@dataclass(frozen=True)
class _Asked:
    """What is to be judged, as the desk has it now."""

    photos: Sequence[Photo]
    todo: list[Task]
    overrides: Overrides


@dataclass(frozen=True)
class _Judged:
    """What was measured, and what came of it; nothing at all where nobody had looked."""

    looks: Mapping[str, Look]
    checked: Checked
    overrides: Overrides


def _asked(photos: Sequence[Photo], reader: Reader) -> _Asked:
    return _Asked(photos, tasks(reader, photos), overrides_in_force(reader))


def _judged(asked: _Asked, looks: Mapping[str, Look]) -> _Judged:
    photos = [photo for photo in asked.photos if photo.id in looks]
    found = checked(photos, looks, overrides=asked.overrides) if looks else Checked(())
    return _Judged(looks, found, asked.overrides)


def _judged_again(looks: Mapping[str, Look], asked: _Asked) -> _Judged:
    return _judged(asked, looks)
