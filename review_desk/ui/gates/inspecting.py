"""What a person does with a sample: inspect it blind, photo by photo, or leave it for later.

While a sample is inspected, the batch is its sample, and of a photo only what was found in it here is shown:
verdicts, notes, marks and history stay out of sight.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from review_desk.domain.changes import Changes
from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.photo import Photo
from review_desk.errors import DeskError
from review_desk.operations.clock import now
from review_desk.store.desk import Reader, Store
from review_desk.ui.gates.gating import Gating
from review_desk.ui.readings import Around, Operation, Written

if TYPE_CHECKING:  # loaded when a sample is inspected
    from review_desk.domain.sampling.lot import Inspected, Lot

_Found = dict[str, "Inspected"]
_Sample = tuple["Lot | None", _Found]


class Inspecting(Gating):
    """The state with the verbs of samples."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._found: _Found = {}
        self._fresh: deque[_Sample] = deque()

    # --- entering and leaving ----------------------------------------------------------------------------

    def inspect_or_leave(self) -> None:
        """Inspect the open sample of the batch on screen; while that goes on, leave it."""
        self.in_turn(self._leave_now if self.lot else self.inspect)

    def inspect(self, gate: int | None = None) -> None:
        """Inspect the open sample of a gate, or else the newest of any."""
        if self.batch is not None:
            self.tasks.read(partial(_open_sample, self.batch.id, gate), self._begin)

    def _begin(self, sample: _Sample) -> None:
        lot, found = sample
        if lot is None or self.batch is None or lot.batch != self.batch.id:
            self.refused.emit("There is no sample to inspect: draw one at its gate (Ctrl+Shift+G).")
            return
        self.lot, self._found = lot, found
        self.told.emit(f"The sample of gate {lot.gate}: P for a sound photo, X for one with a defect.")
        waiting = [photo.id for photo in self.photos if photo.id in lot.photos and photo.id not in found]
        self._show_anew(waiting[0] if waiting else "")

    def _leave_now(self) -> None:
        self.lot, self._found = None, {}
        self._show_anew(self.current.id if self.current else "")

    def _show_anew(self, photo: str) -> None:
        """The same batch, seen in another way: nothing of how it was seen before stays."""
        self.filter = "all"
        self.annotations, self.history, self.samplers, self.comments = (), (), (), ()
        self.around_changed.emit()
        assert self.batch is not None
        super().choose_batch(self.batch.id, photo)

    def choose_batch(self, batch_id: str, photo: str = "") -> None:
        """Show another batch; its sample, if one was being inspected, is left."""
        if self.lot and self.lot.batch != batch_id:
            self.lot, self._found = None, {}
        super().choose_batch(batch_id, photo)

    @property
    def inspected(self) -> int:
        """How many photos of the sample were inspected."""
        return sum(photo in self._found for photo in self.lot.photos) if self.lot else 0

    def go_on(self, photo: str) -> None:
        """To the next photo of the sample that waits, around to the first."""
        ids = [each.id for each in self.photos]
        here = ids.index(photo) + 1 if photo in ids else 0
        waiting = [each for each in (*ids[here:], *ids[:here]) if each not in self._found]
        if waiting:
            self.go_to(waiting[0])

    # --- what is seen ------------------------------------------------------------------------------------

    def as_shown(self, photos: list[Photo]) -> list[Photo]:
        """In a sample: its photos only, with what was found in them here in place of their verdicts."""
        if self.lot is None:
            return photos
        drawn = set(self.lot.photos)
        return [replace(each, decision=self._seen(each)) for each in photos if each.id in drawn]

    def _seen(self, photo: Photo) -> Decision | None:
        found = self._found.get(photo.id)
        if found is None or found.version != photo.latest.number:
            return None
        verdict = Verdict.REJECT if found.defect else Verdict.APPROVE
        return Decision(
            photo.id, verdict, found.version, found.tags, found.note, found.person, found.at, found.display
        )

    def around_shown(self, around: Around) -> Around:
        """In a sample: nothing of what others marked and decided."""
        return around if self.lot is None else Around()

    # --- inspecting --------------------------------------------------------------------------------------

    def put_down(
        self,
        photo: Photo,
        *,
        tags: Sequence[str],
        note: str,
        then: Callable[[Changes], None] | None = None,
    ) -> None:
        """What was found in a photo of the sample; no failure mode and no words: it is sound."""
        from review_desk.operations.inspect_sample import defect_of, inspect_sample

        assert self.lot is not None
        wanted = partial(
            inspect_sample,
            lot=self.lot.id,
            photo=photo.id,
            person=self.reviewer,
            tags=tags,
            note=note,
            defect=defect_of(self.taxonomy, tags, note),
            display=self.display,
        )
        self.write(partial(wanted, at=now()), then, self._not_inspected)

    def take_back(self, photo: Photo) -> None:
        """Have a photo inspected anew."""
        from review_desk.operations.inspect_sample import take_inspection_back

        if self.lot and photo.id in self._found:
            wanted = partial(take_inspection_back, lot=self.lot.id, photo=photo.id, person=self.reviewer)
            self.write(partial(wanted, at=now()), None, self._not_inspected)

    def _not_inspected(self, error: DeskError) -> None:
        self._wishes.clear()
        self.refused.emit(str(error))

    # --- writing -----------------------------------------------------------------------------------------

    def write(
        self,
        operation: Operation,
        then: Callable[[Changes], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """As ever; in a sample, what was found in it is read in the same turn of the store's thread."""
        seen = partial(self._and_read, operation, self.lot.id) if self.lot else operation
        super().write(seen, then, failed)

    def _and_read(self, operation: Operation, lot: str, store: Store) -> Changes:
        changes = operation(store)
        self._fresh.append(_sample(lot, store))
        return changes

    def _take(self, current: str | None, then: Callable[[Changes], None] | None, written: Written) -> None:
        before = self.lot
        if self._fresh:
            lot, found = self._fresh.popleft()
            if before and lot and lot.id == before.id:
                self.lot, self._found = lot, found
        super()._take(current, then, written)
        if before and self.lot and self.lot.state != "open":
            self._settled(self.lot)

    def _settled(self, lot: "Lot") -> None:
        """The last photo was inspected: the lot has its verdict, and the batch is whole again."""
        counts = ", ".join(f"{count} {name}" for name, count in lot.counts.items())
        self.told.emit(f"The sample is {lot.state}: {counts} among {len(lot.photos)} photos.")
        self._leave_now()


def _open_sample(batch: str, gate: int | None, reader: Reader) -> _Sample:
    """The newest sample of a batch, or of it at one gate, that waits to be inspected."""
    from review_desk.operations.sample import found_in, lots

    open_ = [lot for lot in lots(reader, batch) if lot.state == "open" and gate in (None, lot.gate)]
    return (open_[-1], found_in(reader, open_[-1])) if open_ else (None, {})


def _sample(lot: str, reader: Reader) -> _Sample:
    from review_desk.operations.sample import found_in, lots

    found = next((each for each in lots(reader) if each.id == lot), None)
    return (found, found_in(reader, found)) if found else (None, {})
