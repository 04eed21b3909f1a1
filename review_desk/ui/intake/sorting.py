"""Looking at the pixels of a batch for the rules, off the main thread, and routing it by what is seen."""

import threading
import time
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.errors import Cancelled, DeskError
from review_desk.operations import evidence, route
from review_desk.operations.clock import now
from review_desk.operations.fan_out import Progress
from review_desk.operations.measure import Measured, Task
from review_desk.operations.rules import rules_in_force
from review_desk.store.desk import Store
from review_desk.ui.session import Session

_TOLD_S = 0.2


class Sorting(QObject):
    """One batch at a time; what was seen of it before is there at once.

    Attributes:
        evidence: what is known of the batch on screen, by photo.
        progress: how far looking is; None while nobody looks.

    Signals:
        changed(): either of them.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stop = threading.Event()
        self.evidence: Mapping[str, Evidence] = {}
        self.progress: Progress | None = None
        self._recalled = ""

    def of(self, photo: str) -> Evidence:
        """What was measured of a photo; nothing where nobody looked yet."""
        return self.evidence.get(photo, NONE)

    def sort_or_stop(self) -> None:
        """Look at what nobody looked at yet, then route the batch by it; while that runs, stop it."""
        if self.progress is not None:
            self._stop.set()
        elif self._session.batch is None or not self._session.photos:
            self._session.refused.emit("There is no batch to route yet.")
        else:
            self.sort(self._session.batch.id, list(self._session.photos))

    def sort(self, batch: str, photos: Sequence[Photo]) -> None:
        """Look at these photos of a batch, then route it; nothing where somebody looks already."""
        if self.progress is not None:
            return
        self._stop = threading.Event()
        self._show(Progress(0, len(photos)))
        ask = partial(evidence.tasks, photos=photos)
        self._session.tasks.read(ask, partial(self._look, batch), self._fail)

    def _look(self, batch: str, todo: list[Task]) -> None:
        work = partial(self._work, todo, self._stop)
        self._session.tasks.go_along(work, partial(self._route, batch), self._fail)

    def _work(self, todo: list[Task], stop: threading.Event) -> dict[str, Measured]:
        """On a thread of its own; pixels are read by worker processes."""
        own, told = self._session.tasks, [0.0]
        assert own.cache is not None

        def tell(progress: Progress) -> None:
            if time.monotonic() - told[0] > _TOLD_S:
                told[0] = time.monotonic()
                own.post(partial(self._tell, progress))

        return evidence.measure(todo, pool=own.pool, cache=own.cache, progress=tell, stop=stop)

    def _tell(self, progress: Progress) -> None:
        if self.progress is not None:
            self._show(progress)

    def _route(self, batch: str, found: Mapping[str, Measured]) -> None:
        seen, actor = evidence.values(found), self._session.reviewer
        if self._session.batch and self._session.batch.id == batch:
            self.evidence = seen
        self._show(None)

        def operation(store: Store) -> Changes:
            rules = rules_in_force(store)
            return route.route(store, batch_id=batch, rules=rules, actor=actor, at=now(), evidence=seen)

        self._session.write(operation, self._tell_routed)

    def _tell_routed(self, changes: Changes) -> None:
        count = len(changes.photos)
        if count:
            self._session.told.emit(f"Routed by the rules and by the pixels: {count} photos changed.")

    def _fail(self, error: DeskError) -> None:
        self._show(None)
        (self._session.told if isinstance(error, Cancelled) else self._session.refused).emit(str(error))

    def _show(self, progress: Progress | None) -> None:
        self.progress = progress
        self.changed.emit()

    # --- what is known already ---------------------------------------------------------------------------

    def recall(self) -> None:
        """Take what the cache has of the photos on screen, if they are others than before."""
        batch = self._session.batch
        key = f"{batch.id} {len(self._session.photos)}" if batch else ""
        if key == self._recalled:
            return
        self._recalled = key
        self.evidence = {}
        if photos := list(self._session.photos):
            ask = partial(evidence.tasks, photos=photos)
            self._session.tasks.read(ask, partial(self._look_up, key))

    def _look_up(self, key: str, todo: list[Task]) -> None:
        own = self._session.tasks
        if own.cache is not None and key == self._recalled:
            own.fetch(partial(evidence.known, own.cache, todo), partial(self._take_known, key))

    def _take_known(self, key: str, found: Mapping[str, Measured]) -> None:
        if key == self._recalled and not self.evidence:
            self.evidence = evidence.values(found)
            self.changed.emit()
