"""What is open and what is on screen. Views listen to it; they never keep a state of their own."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch, Quarantined
from review_desk.domain.browsing import Filter, after, shown
from review_desk.domain.calibration import Calibration
from review_desk.domain.changes import Changes
from review_desk.domain.comment import Comment
from review_desk.domain.event import Event
from review_desk.domain.failure_mode import Family, Taxonomy
from review_desk.domain.lineup import Seat, seat
from review_desk.domain.photo import TRIED, Photo, Version, version_names
from review_desk.domain.sampler import Sampler
from review_desk.domain.view_values import with_values
from review_desk.domain.viewplan import NUMBERED, Side, Slot, View
from review_desk.errors import DeskError
from review_desk.operations import browse
from review_desk.operations.taxonomy import taxonomy_of, uses_of
from review_desk.ui.beside import REFERENCE, Beside
from review_desk.ui.readings import (
    MANY,
    Anew,
    Around,
    Operation,
    Written,
    read_anew,
    read_around,
    read_batch,
    run,
)
from review_desk.ui.saved_state import SavedState
from review_desk.ui.tasks import Tasks


class State(QObject):
    """The window's state and its only way to the desk.

    Signals:
        batches_changed(): the list of batches or their counts.
        list_changed(): which photos are shown; views reset.
        photos_changed(tuple[str, ...]): these photos' rows.
        current_changed(): another photo is on screen.
        view_changed(): mode, zoom, place, sides.
        around_changed(): annotations, history or selection of the photo on screen.
        undo_changed(): the labels of undo and redo.
        person_changed(): reviewer, family of failure modes, or a setting.
        told(str): a remark for the person. `refused(str)`: something could not be done, and why.
        wants_reason(bool): a reject waits for its reason; whether it is to stay on the photo.
    """

    batches_changed = Signal()
    list_changed = Signal()
    photos_changed = Signal(object)
    current_changed = Signal()
    view_changed = Signal()
    around_changed = Signal()
    undo_changed = Signal()
    person_changed = Signal()
    told = Signal(str)
    refused = Signal(str)
    wants_reason = Signal(bool)

    def __init__(self, tasks: Tasks, folder: Path, taxonomy: Taxonomy, saved: SavedState) -> None:
        super().__init__()
        self.tasks, self.folder, self.taxonomy = tasks, folder, taxonomy
        self.reviewer, self.auto_advance = saved.reviewer, saved.auto_advance
        self.histogram_shown = saved.histogram
        self.filter: Filter = "all"
        self.batches: tuple[Batch, ...] = ()
        self.batch: Batch | None = None
        self.photos: list[Photo] = []
        self.quarantined: list[Quarantined] = []
        self.current: Photo | None = None
        self.view = View()
        self.sides: dict[Side, int] = {"a": 1, "b": 1}
        self.beside = Beside()
        self.annotations: tuple[Annotation, ...] = ()
        self.history: tuple[Event, ...] = ()
        self.samplers: tuple[Sampler, ...] = ()
        self.comments: tuple[Comment, ...] = ()
        self.selected_mark: str | None = None
        self.undo_label: str | None = None
        self.redo_label: str | None = None
        self.display = ""
        self.calibration: Calibration | None = None
        self.mode_uses: dict[str, int] = {}
        self._families: tuple[Family, ...] = taxonomy.families
        self._family = 0
        self._index: dict[str, int] = {}
        self._wishes: deque[Callable[[], None]] = deque()
        self._writing = 0
        tasks.failed.connect(self._on_tasks_failed)

    def resolve(self, file: str) -> Path:
        """Where a version's file is: absolute as it was taken in, or inside the desk."""
        path = Path(file)
        return path if path.is_absolute() else self.folder / path

    # --- opening -----------------------------------------------------------------------------------------

    def open(self, saved: SavedState) -> None:
        """Read the desk once and go to where the person was. Waits: the window has nothing to show before."""
        self.batches = tuple(self.tasks.read_now(browse.batches))
        self.undo_label, self.redo_label = self.tasks.read_now(browse.next_undo)
        self.filter = saved.filter  # type: ignore[assignment]
        place = (saved.centre_x, saved.centre_y)
        self.view = with_values(View(saved.mode, saved.zoom, place, saved.wipe), saved.values)  # type: ignore[arg-type]
        self.count_uses()
        if found := self.tasks.read_now(partial(browse.photos, ids=(saved.reference,))):
            self.pin(found[0], saved.reference_version)
        wanted = [b for b in self.batches if b.id == saved.batch] or list(self.batches[:1])
        if wanted:
            self._show_batch(*self.tasks.read_now(partial(read_batch, wanted[0].id)), saved.photo)

    def choose_batch(self, batch_id: str, photo: str = "") -> None:
        """Show another batch."""
        self.tasks.read(partial(read_batch, batch_id), lambda found: self._show_batch(*found, photo))

    def reload(self) -> None:
        """Read batches and photos anew, staying where we are; in another batch where this one is gone."""
        self.tasks.read(partial(read_anew, self.batch.id if self.batch else ""), self._take_anew)

    def _take_anew(self, anew: Anew) -> None:
        self.undo_label, self.redo_label = anew.undo
        self._take_batches(anew.batches)
        self.undo_changed.emit()
        if found := anew.opened:
            self._show_batch(*found, self.current.id if self.current else "")
        else:
            self.batch, self.photos, self.quarantined, self._index = None, [], [], {}
            self.batches_changed.emit()
            self.list_changed.emit()
            self.go_to("")

    def _take_batches(self, batches: Sequence[Batch]) -> None:
        self.batches = tuple(batches)
        self.batch = next((b for b in self.batches if self.batch and b.id == self.batch.id), self.batch)
        self.batches_changed.emit()

    def _show_batch(
        self, batch: Batch, photos: list[Photo], quarantined: list[Quarantined], photo: str
    ) -> None:
        self.batch, self.photos, self.quarantined = batch, self.as_shown(photos), quarantined
        self._index = {p.id: i for i, p in enumerate(self.photos)}
        self.batches_changed.emit()
        self.list_changed.emit()
        wanted = photo if photo in self._index else (self.shown[0].id if self.shown else "")
        if self.current and wanted == self.current.id:
            self._stay(self.photos[self._index[wanted]])
        else:
            self.go_to(wanted)

    def as_shown(self, photos: list[Photo]) -> list[Photo]:
        """What people are to see of photos that were just read: all of it, but in a blind sample."""
        return photos

    def around_shown(self, around: Around) -> Around:
        """The same of what belongs to one photo."""
        return around

    def _stay(self, photo: Photo) -> None:
        """The photo on screen was read anew; what the person is doing with it goes on."""
        versions_changed = self.current is None or len(self.current.versions) != len(photo.versions)
        self.current = photo
        if versions_changed:
            self.sides = self._sides_of(photo)
        self.tasks.read(partial(read_around, photo.id), partial(self._take_around, photo.id))
        self.photos_changed.emit((photo.id,))
        self.view_changed.emit()

    # --- moving ------------------------------------------------------------------------------------------

    @property
    def shown(self) -> list[Photo]:
        """The photos that the filter lets through, in order."""
        return shown(self.photos, self.filter)

    def photo(self, photo_id: str) -> Photo | None:
        """A photo of the batch by id."""
        index = self._index.get(photo_id)
        return None if index is None else self.photos[index]

    def go_to(self, photo_id: str) -> None:
        """Put a photo on screen, at the same zoom and place."""
        self.current = self.photo(photo_id)
        self.selected_mark, self.annotations, self.history, self.samplers = None, (), (), ()
        self.comments = ()
        if self.current:
            self.sides = self._sides_of(self.current)
            self._families = self.taxonomy.families_for(str(self.current.fields.get("category", "")))
            self._family = 0
            self.tasks.read(
                partial(read_around, self.current.id), partial(self._take_around, self.current.id)
            )
        self.view = replace(self.view, showing="b")
        self.current_changed.emit()

    def move(self, step: int) -> None:
        """Go so many photos on or back among those shown."""
        self.in_turn(partial(self._move_now, step))

    def _move_now(self, step: int) -> None:
        target = after(self.photos, self.filter, self.current.id, step=step) if self.current else None
        if target and self.current and target != self.current.id:
            self.go_to(target)

    def go_to_end(self, *, last: bool) -> None:
        """Go to the first or last photo shown."""
        self.in_turn(partial(self._go_to_end_now, last=last))

    def _go_to_end_now(self, *, last: bool) -> None:
        if ids := [p.id for p in self.shown]:
            self.go_to(ids[-1 if last else 0])

    def ahead(self, count: int) -> list[Photo]:
        """The next photos shown, and the one before: what to have ready."""
        if not self.current:
            return []
        found = [after(self.photos, self.filter, self.current.id, step=s) for s in (*range(1, count + 1), -1)]
        unique = dict.fromkeys(i for i in found if i and i != self.current.id)
        return [self.photos[self._index[i]] for i in unique]

    def set_filter(self, wanted: Filter) -> None:
        """Show only some photos. The one on screen stays until somebody moves."""
        self.filter = wanted
        self.list_changed.emit()
        if self.shown and (self.current is None or self.current not in self.shown):
            self.go_to(self.shown[0].id)

    def set_view(self, view: View) -> None:
        """Another mode, zoom or place."""
        if view != self.view:
            self.view = view
            self.view_changed.emit()

    def pin(self, photo: Photo | None, number: int = 0) -> None:
        """Keep a version of a photo as the reference that every other is compared with; or none."""
        there = photo is not None and number in {version.number for version in photo.versions}
        self.beside.reference = (
            Seat(photo, photo.version(number), _reference_name(photo, number)) if photo and there else None
        )
        if self.current:
            self.sides = self._sides_of(self.current)
            self.view_changed.emit()

    def try_out(self, trial: Seat | None) -> None:
        """Show a result on side B that no desk knows of yet; none: the version that is judged again."""
        self.beside.trial = trial
        if self.current:
            self.sides = {**self.sides, "b": TRIED} if trial else self._sides_of(self.current)
        self.view_changed.emit()
        self.person_changed.emit()

    def set_side(self, side: Side, number: int) -> None:
        """Compare another version on this side."""
        if side == "b" and self.only_tried():
            return
        self.sides = {**self.sides, side: number}
        self.view_changed.emit()

    def _sides_of(self, photo: Photo) -> dict[Side, int]:
        """Before and after; with a reference pinned, that and the after."""
        pinned = self.beside.stands_on_a(photo)
        tried = self.beside.trial is not None and self.beside.trial.photo.id == photo.id
        return {
            "a": REFERENCE if pinned else photo.original.number,
            "b": TRIED if tried else photo.latest.number,
        }

    def seat(self, slot: Slot) -> Seat | None:
        """Which version of which photo a pane shows, under the name people read."""
        if self.current is None:
            return None
        if slot not in NUMBERED:
            number = self.sides["a" if slot == "a" else "b"]
            extra = {REFERENCE: self.beside.reference, TRIED: self.beside.trial}
            return extra[number] if number in extra else seat(self.current, number)
        number = NUMBERED.index(slot)
        return self.lineup[number] if number < len(self.lineup) else None

    def version(self, slot: Slot) -> Version | None:
        """The version that a pane shows."""
        found = self.seat(slot)
        return found.version if found else None

    @property
    def lineup(self) -> tuple[Seat, ...]:
        """The photos that stand side by side in N-up."""
        return self.beside.seats(self.current, self.photos) if self.current else ()

    # --- the families of failure modes -------------------------------------------------------------------

    @property
    def family(self) -> Family:
        """The family whose modes are on the keys 1 to 9."""
        return self._families[self._family]

    @property
    def families(self) -> tuple[Family, ...]:
        """All families, the most usual for this photo first."""
        return self._families

    def open_family(self, index: int) -> None:
        """Put another family on the keys."""
        self._family = index % len(self._families)
        self.person_changed.emit()

    def next_family(self) -> None:
        """Put the next family on the keys."""
        self.open_family(self._family + 1)

    def set_reviewer(self, name: str) -> None:
        """Somebody else sits down."""
        self.reviewer = " ".join(name.split())
        self.person_changed.emit()

    # --- writing -----------------------------------------------------------------------------------------

    def write(
        self,
        operation: Operation,
        then: Callable[[Changes], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run an operation, take in what it changed, then tell the views: first the state, then `then`."""
        current = self.current.id if self.current else None
        self._writing += 1
        self.tasks.write(
            partial(run, operation, current, self.display),
            partial(self._take, current, then),
            failed,
            self._written,
        )

    def only_tried(self) -> bool:
        """Whether side B is a result that nobody has kept: then it is said that nothing is judged on it."""
        if self.beside.trial is not None:
            self.refused.emit("This is only a try: keep it (Return) or drop it (Esc) first.")
        return self.beside.trial is not None

    def in_turn(self, wish: Callable[[], None]) -> None:
        """What is typed faster than it is stored waits in line, each for the photo then on screen."""
        if self.only_tried():
            return
        self._wishes.append(wish)
        self._next_wish()

    def _next_wish(self) -> None:
        while self._wishes and not self._writing:
            self._wishes.popleft()()

    def _written(self) -> None:
        self._writing -= 1
        self._next_wish()

    def _take(self, current: str | None, then: Callable[[Changes], None] | None, written: Written) -> None:
        changes = written.changes
        if changes.kinds & {"batch", "photo", "quarantine"} or len(changes.photos) >= MANY:
            self._take_batches(written.batches)
            self.reload()
        elif changes:
            self._take_photos(written)
        if "mode_file" in changes.kinds:
            self.tasks.read(taxonomy_of, self._take_taxonomy)
        if changes and current is not None and self.current and self.current.id == current:
            self._take_around(current, written.around)
        self.undo_label, self.redo_label = written.undo
        self.undo_changed.emit()
        if then:
            then(changes)

    def _take_photos(self, written: Written) -> None:
        for photo in self.as_shown(list(written.photos)):
            if photo.id in self._index:
                self.photos[self._index[photo.id]] = photo
        versions_changed = False
        if self.current and (fresh := self.photo(self.current.id)) is not None:
            versions_changed = len(fresh.versions) != len(self.current.versions)
            self.current = fresh
        if versions_changed and self.current:  # before anybody looks: a side may be gone
            self.sides = self._sides_of(self.current)
        self._take_batches(written.batches)
        self.photos_changed.emit(written.changes.photos)
        if versions_changed:
            self.view_changed.emit()

    def count_uses(self) -> None:
        """Count anew how often each failure mode was named on this desk."""
        self.tasks.read(uses_of, self._take_uses)

    def _take_uses(self, uses: dict[str, int]) -> None:
        self.mode_uses = uses

    def _take_taxonomy(self, taxonomy: Taxonomy) -> None:
        """The studio's failure modes came, went or changed."""
        self.taxonomy, self._family = taxonomy, 0
        category = str(self.current.fields.get("category", "")) if self.current else ""
        self._families = taxonomy.families_for(category)
        self.person_changed.emit()

    def _take_around(self, photo: str, around: Around) -> None:
        if self.current and self.current.id == photo:
            shown = self.around_shown(around)
            self.annotations, self.history = shown.annotations, shown.history
            self.samplers, self.comments = shown.samplers, shown.comments
            if self.selected_mark not in {a.id for a in self.annotations}:
                self.selected_mark = None
            self.around_changed.emit()

    def _on_tasks_failed(self, error: DeskError) -> None:
        self.refused.emit(str(error))


def _reference_name(photo: Photo, number: int) -> str:
    names = (photo.title, photo.colourway, version_names(photo.versions)[number])
    return "reference: " + " ".join(filter(None, names))
