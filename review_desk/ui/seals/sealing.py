"""What a person does with seals: see whether they are whole, seal anew, look through the files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from review_desk.domain.changes import Changes
from review_desk.domain.seal import Breach
from review_desk.errors import DeskError
from review_desk.operations.clock import now
from review_desk.store.desk import Reader, Store
from review_desk.ui.gates.inspecting import Inspecting
from review_desk.ui.readings import Written

if TYPE_CHECKING:  # loaded with the first batch, off the main thread
    from review_desk.operations.seal import Checked, Sought

_TOUCHES = {"decision", "annotation", "version", "photo", "release", "seal"}


class Sealing(Inspecting):
    """The state with the verbs of seals.

    Attributes:
        seal: the seal of the batch on screen with what breaks it, as the desk tells it, if it has one.
        file_breaches: what is wrong with its files, by photo, as far as they were looked at.

    Signals:
        seal_changed(): either of them.
    """

    seal_changed = Signal()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.seal: Checked | None = None
        self.file_breaches: dict[str, Breach] = {}
        self._asked = self._stale = False
        self.list_changed.connect(self.read_seal)
        self.current_changed.connect(self._look_at_file)

    def read_seal(self) -> None:
        """Hold the seal of the batch on screen against the desk as it is now."""
        batch = self._batch_id()
        if self.seal and self.seal.seal.batch != batch:
            self.seal, self.file_breaches = None, {}
        if self._asked:  # ten thousand photos take a second; verdicts do not queue up behind that
            self._stale = True
            return
        self._asked, self._stale = True, False
        self.tasks.read(partial(_checked, batch), partial(self._answered, batch), self._not_answered)

    def seal_now(self) -> None:
        """Seal what is delivered of the batch on screen, as it stands."""
        batch, person = self._batch_id(), self.reviewer
        self.in_turn(
            lambda: self.write(partial(_seal, batch, person, now()), self._said_sealed, failed=self.refuse)
        )

    def look_at_files(self) -> None:
        """Look through every sealed file; that may take a while, and nobody has to wait."""
        if self.seal:
            self.told.emit(f"Looking through {len(self.seal.seal.photos):,} sealed files …")
            self.tasks.read(partial(_sought, self.seal, None), self._look_through)

    def write_seal(self, path: Path) -> None:
        """Write the seal to a file, to lie beside what is delivered."""
        if self.seal:
            done = partial(self.told.emit, f"Wrote {path}.")
            self.tasks.run(partial(_write, self.seal, path), lambda _: done(), self.refuse)

    def seal_breaches(self, photo: str) -> list[str] | None:
        """What breaks the seal on a photo; None where it is not sealed, or is looked at blind."""
        if self.lot or self.seal is None or photo not in {each.photo for each in self.seal.seal.photos}:
            return None
        own = [each.what for each in self.seal.breaches if each.photo in ("", photo)]
        return [*own, *([self.file_breaches[photo].what] if photo in self.file_breaches else [])]

    @property
    def all_breaches(self) -> tuple[Breach, ...]:
        """Everything that breaks the seal of the batch, as far as is known."""
        return (*self.seal.breaches, *self.file_breaches.values()) if self.seal else ()

    # --- how it goes -------------------------------------------------------------------------------------

    def _answered(self, batch: str, found: "Checked | None") -> None:
        self._asked = False
        self._take_seal(batch, found)
        if self._stale:
            self.read_seal()

    def _not_answered(self, error: DeskError) -> None:
        self._asked = False
        self.refuse(error)

    def _take_seal(self, batch: str, found: "Checked | None") -> None:
        if batch == self._batch_id() and found != self.seal:
            if found is None or self.seal is None or found.seal != self.seal.seal:
                self.file_breaches = {}
            self.seal = found
            self.seal_changed.emit()
            self._look_at_file()

    def _look_at_file(self) -> None:
        """The file of the photo on screen is looked at when it comes there."""
        if self.seal and self.current and self.seal_breaches(self.current.id) is not None:
            self.tasks.read(partial(_sought, self.seal, self.current.id), self._look_quietly)

    def _look_quietly(self, sought: "Sought") -> None:
        self.tasks.fetch(partial(_looked, sought), partial(self._take_looked, sought))

    def _look_through(self, sought: "Sought") -> None:
        self.tasks.go_along(partial(_looked, sought), partial(self._take_all, sought))

    def _take_looked(self, sought: "Sought", found: tuple[Breach, ...]) -> None:
        seen = {each.photo for each, _ in sought}
        kept = {photo: breach for photo, breach in self.file_breaches.items() if photo not in seen}
        fresh = kept | {breach.photo: breach for breach in found}
        if fresh != self.file_breaches:
            self.file_breaches = fresh
            self.seal_changed.emit()

    def _take_all(self, sought: "Sought", found: tuple[Breach, ...]) -> None:
        self._take_looked(sought, found)
        count = len(sought)
        said = (
            f"{len(found):,} of {count:,} sealed files are not as they were"
            if found
            else "every one is as it was"
        )
        self.told.emit(f"Looked through {count:,} sealed files: {said}.")

    def _said_sealed(self, changes: Changes) -> None:
        self.told.emit(f"{changes.label}.")

    def _take(self, current: str | None, then: Callable[[Changes], None] | None, written: Written) -> None:
        super()._take(current, then, written)
        if written.changes.kinds & _TOUCHES:
            self.read_seal()


def _checked(batch: str, reader: Reader) -> "Checked | None":
    from review_desk.operations import seal

    found = seal.seal_of(reader, batch)
    return seal.check_seal(reader, found) if found else None


def _sought(checked: "Checked", photo: str | None, reader: Reader) -> "Sought":
    from review_desk.operations import seal

    return seal.sealed_files(reader, checked.seal, photo=photo)


def _looked(sought: "Sought") -> tuple[Breach, ...]:
    from review_desk.operations import seal

    return seal.file_breaches(sought)


def _seal(batch: str, person: str, at: str, store: Store) -> Changes:
    from review_desk.operations import seal

    return seal.seal_batch(store, batch=batch, person=person, at=at)


def _write(checked: "Checked", path: Path) -> None:
    from review_desk.operations import seal

    seal.write_seal(checked.seal, path)
