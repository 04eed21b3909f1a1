"""What a person does with presets: see what repeats over one, and note it there once."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from review_desk.domain.changes import Changes
from review_desk.domain.check.finding import Finding
from review_desk.domain.photo import Photo
from review_desk.domain.preset.note import PresetNote, noted
from review_desk.domain.preset.repeated import faults_of, repeated
from review_desk.operations.clock import now
from review_desk.operations.preset_notes import drop_note, note_preset, notes, presets
from review_desk.ui.readings import Written
from review_desk.ui.tolerances.setting import Tolerating


class Noting(Tolerating):
    """The state with the verbs of noting.

    Attributes:
        notes: what is noted on presets for the batch on screen.

    Signals:
        notes_changed(): other notes.
        presets_read(Presets): what `read_presets` found.
    """

    notes_changed = Signal()
    presets_read = Signal(object)

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.notes: tuple[PresetNote, ...] = ()
        self._notes_of = ""
        self.list_changed.connect(self._recall_notes)

    def note_on(self, photo: Photo, finding: Finding) -> PresetNote | None:
        """The note on its preset that stands for a finding of a photo."""
        return noted(photo, f"check:{finding.check.id}", self.notes)

    def single_findings(self, photo: Photo) -> tuple[Finding, ...] | None:
        """The findings of a photo but for those that are noted on its preset."""
        found = super().single_findings(photo)
        if not found or not self.notes:
            return found
        return tuple(each for each in found if not self.note_on(photo, each))

    def after_check(self) -> str:
        """What to do with what a check found; where some of it repeats over a preset, that first."""
        found = self.checked.off if self.checked else ()
        known = {(note.preset, note.fault) for note in self.notes}
        faults = faults_of(self.photos, found, {}, self.taxonomy)
        count = sum((each.preset, each.fault) not in known for each in repeated(self.photos, faults))
        if not count:
            return super().after_check()
        said = "One fault repeats" if count == 1 else f"{count} faults repeat"
        return f"{said} over a preset: Ctrl+Shift+N."

    def common_fault(self, photos: Sequence[Photo]) -> tuple[str, str]:
        """The fault that most of these photos have, and its title; two empty words where most have none."""
        found = [each for photo in photos for each in self.findings(photo) or ()]
        faults = faults_of(photos, found, {}, self.taxonomy)
        counts = Counter(fault for own in faults.values() for fault in own.items())
        fault, count = counts.most_common(1)[0] if counts else (("", ""), 0)
        return fault if 2 * count > len(photos) else ("", "")

    def read_presets(self, share: float) -> None:
        """Work out what repeats over the presets of the batch on screen."""
        findings = self.checked.findings if self.checked else ()
        wanted = partial(
            presets, batch=self._batch_id(), photos=list(self.photos), findings=findings, share=share
        )
        self.tasks.read(wanted, self.presets_read.emit, self.refuse)

    def note_preset(self, photos: Sequence[str], text: str, *, fault: str = "", title: str = "") -> None:
        """Note on the preset of these photos what is to change in it."""
        wanted = partial(note_preset, photos=photos, fault=fault, title=title, text=text)
        self.write(partial(wanted, author=self.reviewer, at=now()), failed=self.refuse)

    def drop_note(self, note: str) -> None:
        """Take a note off its preset."""
        self.write(partial(drop_note, note=note, author=self.reviewer, at=now()), failed=self.refuse)

    def _recall_notes(self) -> None:
        if self._notes_of != self._batch_id():
            self._notes_of, self.notes = self._batch_id(), ()
            self._read_notes()

    def _read_notes(self) -> None:
        batch = self._batch_id()
        self.tasks.read(partial(notes, batch=batch), partial(self._take_notes, batch))

    def _take_notes(self, batch: str, found: tuple[PresetNote, ...]) -> None:
        if batch == self._batch_id() and found != self.notes:
            self.notes = found
            self.notes_changed.emit()
            self.findings_changed.emit()

    def _take(self, current: str | None, then: Callable[[Changes], None] | None, written: Written) -> None:
        super()._take(current, then, written)
        if "preset_note" in written.changes.kinds:
            self._read_notes()
