"""Notes on presets: proposed where a fault repeats over one, made, taken off; each a step that is undone."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review_desk.domain.changes import Changes
from review_desk.domain.check.finding import Finding
from review_desk.domain.decision import require_reviewer
from review_desk.domain.photo import Photo
from review_desk.domain.preset.note import PresetNote, counted
from review_desk.domain.preset.repeated import SHARE, Repeated, faults_of, preset_of, repeated
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.taxonomy import taxonomy_of
from review_desk.store import preset_notes as table
from review_desk.store.desk import Reader, Store


@dataclass(frozen=True)
class Presets:
    """How the presets of a batch stand: what is proposed to be noted, what is noted, how much it all counts.

    `single` is the number of faults over all photos; `counted` has each noted fault once. `faults` are all
    faults by photo.
    """

    proposed: tuple[Repeated, ...]
    notes: tuple[PresetNote, ...]
    single: int
    counted: int
    faults: Mapping[str, Mapping[str, str]]


def notes(reader: Reader, batch: str) -> tuple[PresetNote, ...]:
    """What is noted on presets for a batch, the oldest first."""
    return tuple(table.preset_notes(reader.db, batch))


def presets(
    reader: Reader,
    *,
    batch: str,
    photos: Sequence[Photo],
    findings: Sequence[Finding],
    share: float = SHARE,
) -> Presets:
    """What repeats over the presets of a batch; what is noted already is not proposed again."""
    marked: dict[str, list[str]] = {}
    for mark in browse.all_annotations(reader, batch):
        if not mark.resolved:
            marked.setdefault(mark.photo, []).extend(mark.tags)
    faults = faults_of(photos, findings, marked, taxonomy_of(reader))
    held = notes(reader, batch)
    known = {(note.preset, note.fault) for note in held}
    proposed = [
        each for each in repeated(photos, faults, share=share) if (each.preset, each.fault) not in known
    ]
    single = sum(map(len, faults.values()))
    return Presets(tuple(proposed), held, single, counted(photos, faults, held), faults)


def note_preset(
    store: Store,
    *,
    photos: Sequence[str],
    fault: str = "",
    title: str = "",
    text: str,
    author: str,
    at: str,
) -> Changes:
    """Note on the preset of these photos what is to change; a fault that is noted already gets this text.

    Raises BadInput for photos of several presets, batches or none, and for a note that says nothing.
    """
    who = require_reviewer(author)
    found = browse.photos(store, ids=tuple(photos))
    preset, batch = _one_preset(found)
    if not fault and not text.strip():
        raise BadInput("Say what is to change in the preset.")
    photos = [photo.id for photo in found]
    held = [note for note in notes(store, batch) if fault and (note.preset, note.fault) == (preset, fault)]
    row = {
        "id": held[0].id if held else uuid.uuid4().hex[:12], "batch_id": batch, "preset": preset,
        "fault": fault, "title": title, "text": " ".join(text.split()), "photos": photos,
        "author": who, "at": at,
    }  # fmt: skip
    with store.step(f"Note on preset {preset}", actor=who, at=at) as step:
        step.put("preset_note", row)
    return step.changes


def drop_note(store: Store, *, note: str, author: str, at: str) -> Changes:
    """Take a note off its preset: its faults count photo by photo again. Raises BadInput where it is not."""
    who = require_reviewer(author)
    with store.step("Take a note off a preset", actor=who, at=at) as step:
        if step.get("preset_note", id=note) is None:
            raise BadInput("There is no such note on a preset.")
        step.remove("preset_note", id=note)
    return step.changes


def _one_preset(photos: Sequence[Photo]) -> tuple[str, str]:
    """The preset and the batch that all these photos have."""
    names = sorted({preset_of(photo) for photo in photos})
    if not photos or "" in names:
        raise BadInput("A note goes on a preset: of these photos nobody said with which one they were made.")
    if len(names) > 1 or len({photo.batch for photo in photos}) > 1:
        raise BadInput(
            f"These photos were made with several presets: {', '.join(names)}. Choose those of one."
        )
    return names[0], photos[0].batch
