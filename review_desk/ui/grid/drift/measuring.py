"""Measures the batch of the grid and judges it, off the main thread, as often as the page changes."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from review_desk.domain.drift.settings import Settings, with_limits
from review_desk.domain.grid.arrangement import Order, arranged
from review_desk.domain.photo import Photo
from review_desk.errors import Cancelled, DeskError
from review_desk.operations.fan_out import Progress
from review_desk.operations.measure import Measured, Task, known, measure, tasks
from review_desk.ui.grid.drift.judgement import Asked, judgement
from review_desk.ui.grid.drift.series import Series
from review_desk.ui.grid.drift.standing import Stage, outcome, under_way, unmeasured
from review_desk.ui.session import Session

if TYPE_CHECKING:
    from review_desk.operations.drift import Drift
    from review_desk.ui.grid.page import Page

_TOLD_S, _PATIENCE_S = 0.2, 10.0


class Measuring(QObject):
    """Begins when the grid is shown, and again when photos or versions come.

    Attributes:
        drift: the newest judgement; None before the first.
        series: its measures along the shoot, by id.
        settings: the limits somebody chose, with the columns and the reference of the page.

    Signals:
        progressed(): `stage` or `words` changed.
        judged(): `drift` changed.
    """

    progressed = Signal()
    judged = Signal()

    def __init__(self, session: Session, page: "Page", limits: str = "") -> None:
        super().__init__()
        self._session, self._page = session, page
        self.drift: Drift | None = None
        self.series: Mapping[str, Series] = {}
        self.settings = with_limits(Settings(), limits)
        self.stage: Stage = "away"
        self._progress = Progress(0, 0)
        self._trouble = ""
        self._stop = threading.Event()
        self._measured: Mapping[str, Measured] = {}
        self._files: tuple[str, ...] = ()
        self._todo: list[Task] = []
        self._patience, self._judged_at = _PATIENCE_S, 0.0
        self._turn = 0  # of measuring: what comes in late for an earlier batch is dropped
        self._round = 0  # of values
        self._judging = self._watched = False
        self._pinned = ""
        self._ordered_by: tuple[object, ...] = ()
        self._ordered: tuple[Photo, ...] = ()
        self._asked: Asked | None = None
        session.list_changed.connect(self._on_photos_changed)
        session.photos_changed.connect(self._on_photos_changed)
        session.view_changed.connect(self._on_session_view_changed)
        page.arranged.connect(self._on_page_changed)

    # --- measuring ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Measure what the cache does not know of the batch; nothing where that is done."""
        self._watched = True
        photos = tuple(self._session.photos)
        files = tuple(photo.latest.sha256 for photo in photos)
        if files == self._files and self.stage in ("reading", "measuring", "done"):
            self._judge()
            return
        self._stop.set()
        self._stop, self._files = threading.Event(), files
        self._turn, self._measured = self._turn + 1, {}
        if self.drift and {photo.id for photo in photos} != set(self.drift.places):
            self._asked = None
            self.show_judgement(None)
        self._enter("reading" if photos else "done")
        if photos:
            self._session.tasks.read(partial(tasks, photos=photos), partial(self._look_up, self._turn))

    def look_away(self) -> None:
        """The grid is left: what began goes on, and nothing begins until somebody is back."""
        self._watched = False

    def _look_up(self, turn: int, todo: list[Task]) -> None:
        own = self._session.tasks
        if turn == self._turn and own.cache is not None:
            own.measure(partial(known, own.cache, todo), partial(self._take_known, turn, todo))

    def _take_known(self, turn: int, todo: list[Task], found: Mapping[str, Measured]) -> None:
        if turn != self._turn:
            return
        self._take(found)
        if len(found) == len(todo):
            self._enter("done")
            return
        self._progress, self._todo = Progress(len(found), len(todo)), todo
        self._patience, self._judged_at = _PATIENCE_S, time.monotonic()
        self._enter("measuring")
        self._session.tasks.go_along(
            partial(self._work, turn, todo, self._stop),
            partial(self._take_all, turn),
            partial(self._fail, turn),
        )

    def _work(self, turn: int, todo: list[Task], stop: threading.Event) -> dict[str, Measured]:
        """On a thread of its own; the pixels are read by worker processes."""
        own, told = self._session.tasks, [0.0]
        assert own.cache is not None

        def tell(progress: Progress) -> None:
            if time.monotonic() - told[0] > _TOLD_S:
                told[0] = time.monotonic()
                own.post(partial(self._take_progress, turn, progress))

        return measure(todo, pool=own.pool, cache=own.cache, progress=tell, stop=stop)

    def _take_progress(self, turn: int, progress: Progress) -> None:
        if turn == self._turn and self.stage == "measuring":
            self._progress = progress
            self.progressed.emit()
            self._judge_meanwhile(turn)

    def _judge_meanwhile(self, turn: int) -> None:
        """In a long run what is known by now is worth seeing; each time after a longer while."""
        since = time.monotonic() - self._judged_at
        own = self._session.tasks
        if since > self._patience and not self._judging and own.cache is not None:
            self._patience, self._judged_at = 2 * self._patience, time.monotonic()
            own.measure(partial(known, own.cache, self._todo), partial(self._take_rest, turn))

    def _take_all(self, turn: int, found: Mapping[str, Measured]) -> None:
        if turn == self._turn:
            self._take(found)
            self._enter("done")

    def _fail(self, turn: int, error: DeskError) -> None:
        """What was measured until then is in the cache, and is judged."""
        if turn != self._turn:
            return
        self._trouble = str(error)
        self._enter("stopped" if isinstance(error, Cancelled) else "failed")
        own = self._session.tasks
        assert own.cache is not None
        own.measure(partial(known, own.cache, self._todo), partial(self._take_rest, turn))

    def _take_rest(self, turn: int, found: Mapping[str, Measured]) -> None:
        if turn == self._turn:
            self._take(found)

    def _take(self, found: Mapping[str, Measured]) -> None:
        self._measured, self._round = found, self._round + 1
        self._judge()

    def _enter(self, stage: Stage) -> None:
        self.stage = stage
        self.progressed.emit()

    def stop(self) -> None:
        """Stop measuring; what was measured is remembered."""
        self._stop.set()

    # --- judging -----------------------------------------------------------------------------------------

    def set_limits(self, limits: Settings) -> None:
        """Judge by other limits from now on."""
        self.settings = limits
        self._judge()

    def _judge(self) -> None:
        """One judgement at a time; what changed meanwhile is judged when it is there."""
        asked = self._wanted()
        if self._judging or asked == self._asked or not self._measured:
            return
        self._judging = True
        before = self.drift if asked.is_page_of(self._asked) else None
        work = partial(judgement, asked, self._measured, before, self._session.folder)
        self._session.tasks.measure(work, partial(self._take_judgement, asked), self._take_failure)

    def _wanted(self) -> Asked:
        columns, reference = max(1, self._page.columns), self._session.beside.reference
        photos = self._order()
        order = tuple(photo.id for photo in photos)
        pinned = reference.photo.id if reference and reference.photo.id in order else ""
        return Asked(photos, order, replace(self.settings, columns=columns, reference=pinned), self._round)

    def _order(self) -> tuple[Photo, ...]:
        """All photos of the batch as the page would show them, also those that its facets hide.

        A photo is judged by the whole batch: a page of the flagged ones alone would call them usual. And it
        is judged beside its neighbours in the shop where the page is ordered by drift itself.
        """
        order: Order = "shop" if self._page.order == "drift" else self._page.order
        key = (self._turn, order, self._page.grouping)
        if key != self._ordered_by:
            photos = self._session.photos
            rows = arranged(photos, order=order, grouping=self._page.grouping, columns=1, drift={})
            named = {photo.id: photo for photo in photos}
            self._ordered_by, self._ordered = key, tuple(named[row.photos[0]] for row in rows)
        return self._ordered

    def _take_judgement(self, asked: Asked, made: "tuple[Drift, Mapping[str, Series]]") -> None:
        self._judging, self._asked = False, asked
        if self._is_of_batch(asked):
            self.show_judgement(*made)
        self._judge()

    def show_judgement(self, found: "Drift | None", along: "Mapping[str, Series] | None" = None) -> None:
        """Tell page and panels what was found."""
        self.drift, self.series = found, along or {}
        self._page.judge(found)
        self.judged.emit()

    def _is_of_batch(self, asked: Asked) -> bool:
        return set(asked.order) == {photo.id for photo in self._session.photos}

    def _take_failure(self, error: DeskError) -> None:
        self._judging, self._trouble = False, str(error)
        self._enter("failed")

    # --- telling -----------------------------------------------------------------------------------------

    @property
    def words(self) -> str:
        """How it stands, in a sentence."""
        if self.stage == "failed":
            return self._trouble
        if not self._session.photos:
            return "There are no photos to measure."
        return under_way(self.stage, self._progress) or outcome(self.drift)

    @property
    def missing(self) -> str:
        """Which photos could not be measured and why, a line each; the first dozen."""
        return unmeasured(self.drift)

    # --- listening ---------------------------------------------------------------------------------------

    def _on_photos_changed(self, *_: object) -> None:
        """A verdict changes nothing; a new version is measured."""
        if self._watched and self._files != tuple(p.latest.sha256 for p in self._session.photos):
            self.begin()

    def _on_page_changed(self) -> None:
        if self._watched:
            self._judge()

    def _on_session_view_changed(self) -> None:
        """A reference was pinned or taken off, perhaps."""
        reference = self._session.beside.reference
        pinned = reference.photo.id if reference else ""
        if pinned != self._pinned:
            self._pinned = pinned
            self._on_page_changed()
