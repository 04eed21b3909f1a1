"""What a person does with checks: have the batch checked, and look at what was found."""

import threading
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from review_desk.domain.check.finding import Finding, Unmeasured
from review_desk.domain.photo import Photo
from review_desk.errors import Cancelled, DeskError
from review_desk.operations.check import Checked, Task, checked, known, look, tasks
from review_desk.operations.inspect import Progress
from review_desk.ui.marks import Marks


class Checking(Marks):
    """The state with the verbs of checking.

    Attributes:
        checked: what the checks say of the batch; None before it was checked.
        progress: how far a check is that runs now; None while none does.
        selected_finding: the check whose finding is shown on the photo.

    Signals:
        findings_changed(): findings, the selected one, or the progress of a check.
    """

    findings_changed = Signal()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.checked: Checked | None = None
        self.progress: Progress | None = None
        self.selected_finding: str | None = None
        self._findings_of = ""
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
        own = [each.check.id for each in self.findings(self.current) or ()]
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
            if found := self.findings(photo):
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
            self._stop, photos = threading.Event(), list(self.photos)
            self._tell_progress(Progress(0, len(photos)))
            self.tasks.read(partial(_todo, photos), partial(self._look, photos), self._not_checked)

    def _look(self, photos: list[Photo], todo: list[Task]) -> None:
        work = partial(self._work, photos, todo, self._stop)
        self.tasks.run(work, partial(self._take_checked, self._batch_id()), self._not_checked)

    def _work(self, photos: list[Photo], todo: list[Task], stop: threading.Event) -> Checked:
        """On the errand thread."""
        assert self.tasks.cache is not None
        found = look(todo, pool=self.tasks.pool, cache=self.tasks.cache, progress=self._post, stop=stop)
        return checked(photos, found)

    def _post(self, progress: Progress) -> None:
        self.tasks.post(partial(self._tell_progress, progress))

    def _tell_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.findings_changed.emit()

    def _take_checked(self, batch: str, found: Checked) -> None:
        self.progress = None
        if batch == self._batch_id():
            self.checked, self._findings_of = found, batch
        count = len({each.photo for each in found.off})
        self.told.emit(
            f"Checked {len(found.looked)} photos: {count} with findings. Shift+F goes through them."
        )
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
        self.checked, self._findings_of = None, self._batch_id()
        self.findings_changed.emit()
        if photos := list(self.photos):
            self.tasks.read(partial(_todo, photos), partial(self._recall_known, photos))

    def _recall_known(self, photos: list[Photo], todo: list[Task]) -> None:
        work = partial(self._known, photos, todo)
        self.tasks.run(work, partial(self._take_recalled, self._findings_of))

    def _known(self, photos: list[Photo], todo: list[Task]) -> Checked | None:
        """On the errand thread: what the cache has, judged; None where it has nothing."""
        assert self.tasks.cache is not None
        found = known(self.tasks.cache, todo)
        return checked([photo for photo in photos if photo.id in found], found) if found else None

    def _take_recalled(self, batch: str, found: Checked | None) -> None:
        if found is not None and batch == self._batch_id() and self.checked is None:
            self.checked = found
            self.findings_changed.emit()


def _todo(photos: list[Photo], reader: Any) -> list[Task]:
    return tasks(reader, photos)
