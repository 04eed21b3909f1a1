"""Exporting a slice of a batch in one of the formats."""

import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from review_desk import __version__
from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch
from review_desk.domain.comment import Comment, threads
from review_desk.domain.event import Event, canonical_json
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.slice import WHOLE, Slice
from review_desk.errors import Refused
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import records
from review_desk.operations.exports.formats import FORMATS, LEFT_OUT, require_format
from review_desk.operations.exports.portion import Part, Portion, Written, mask_file
from review_desk.operations.exports.writing import Gathered, write
from review_desk.operations.fan_out import Progress
from review_desk.operations.gate_records import gate_rows
from review_desk.operations.queue import at_gates
from review_desk.operations.seal import seal_of
from review_desk.operations.taxonomy import taxonomy_of
from review_desk.store import log
from review_desk.store import photos as table
from review_desk.store.comments import comments_of_batch
from review_desk.store.connection import said_plainly
from review_desk.store.desk import FILE, Reader
from review_desk.store.samplers import samplers_of_batch


def export(
    reader: Reader,
    *,
    batch: Batch,
    folder: Path,
    kind: str = "jsonl",
    chosen: Slice = WHOLE,
    pool: WorkerPool | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> dict[str, Any]:
    """`gather` and `write` in one. Returns the manifest."""
    gathered = gather(reader, batch=batch, kind=kind, chosen=chosen)
    return write(gathered, folder, pool=pool, progress=progress, stop=stop)


def gather(reader: Reader, *, batch: Batch, kind: str = "jsonl", chosen: Slice = WHOLE) -> Gathered:
    """What an export of a slice of a batch is made of, all of it at one moment of the desk.

    JSONL is all there is: photos, versions, decisions, tags, annotations, gates and events; the others are
    for those who read only them. Geometry is in pixels of the named version.

    Raises BadInput for an unknown format, Refused where nothing is in the slice.
    """
    require_format(kind)
    with said_plainly(reader.folder / FILE), reader.snapshot():
        portion = _portion(reader, batch, chosen)
        made: Iterable[Part] = _tables(reader, batch, portion) if kind == "jsonl" else FORMATS[kind](portion)
        parts = [_resolved(reader, part) for part in made]
        head = _head(reader, batch, chosen)
    texts = tuple(part for part in parts if isinstance(part, Written))
    counts = {text.name.removesuffix(".jsonl"): text.rows for text in texts}
    if kind != "jsonl":
        counts = _counts(portion)
    pictures = tuple(part for part in parts if not isinstance(part, Written))
    if kind in LEFT_OUT:
        head["left_out"] = LEFT_OUT[kind](portion)
    return Gathered(kind, texts, pictures, {**head, "format": kind, "counts": counts})


def count(reader: Reader, *, batch: Batch, chosen: Slice) -> int:
    """How many photos of a batch are in a slice."""
    return len(chosen_photos(reader, batch, chosen)[1])


def _portion(reader: Reader, batch: Batch, chosen: Slice) -> Portion:
    marks, photos = chosen_photos(reader, batch, chosen)
    if not photos and not chosen.whole:
        raise Refused(f"No photo of “{batch.name}” is in this slice: nothing was exported.")
    own = {photo.id: tuple(marks.get(photo.id, ())) for photo in photos}
    said: dict[str, list[Comment]] = {}
    for comment in comments_of_batch(reader.db, batch.id):
        said.setdefault(comment.photo, []).append(comment)
    found = {photo.id: threads(said.get(photo.id, ())) for photo in photos}
    return Portion(
        batch.source, tuple(photos), own, batch.name, lambda: log.read_events(reader.db), reader.folder,
        found, taxonomy_of(reader),
    )  # fmt: skip


def chosen_photos(
    reader: Reader, batch: Batch, chosen: Slice
) -> tuple[dict[str, list[Annotation]], list[Photo]]:
    """The marks of a batch by photo, and its photos that are in a slice, in their order."""
    photos = table.photos(reader.db, batch=batch.id)
    marks: dict[str, list[Annotation]] = {}
    for mark in table.all_annotations(reader.db, batch.id):
        marks.setdefault(mark.photo, []).append(mark)
    gates = at_gates(reader, batch, photos) if chosen.gates else {}
    found = [p for p in photos if chosen.holds(p, marks.get(p.id, ()), gates=gates.get(p.id, ()))]
    return marks, found


def _tables(reader: Reader, batch: Batch, portion: Portion) -> Iterable[Part]:
    """Every table as JSONL, and what was painted as pictures of the version's size."""
    photos = portion.photos
    ids = {photo.id for photo in photos}
    rows: dict[str, Iterable[dict[str, Any]]] = {
        "photos": (records.photo_json(p, batch.name) for p in photos),
        "versions": (_version(v, row, portion) for p in photos for v, row in _versions(p)),
        "decisions": (records.decision_json(p) for p in photos if p.decision and p.verdict),
        "tags": (tag for p in photos for tag in records.tags_json(p, portion.marks[p.id])),
        "annotations": (records.annotation_json(a) for p in photos for a in portion.marks[p.id]),
        "threads": (records.thread_json(t) for p in photos for t in portion.threads.get(p.id, ())),
        "samplers": (
            records.sampler_json(s) for s in samplers_of_batch(reader.db, batch.id) if s.photo in ids
        ),
        **gate_rows(reader, batch.id, ids),
        "seals": [seal.to_json()] if (seal := seal_of(reader, batch.id)) else [],
        "events": (e.to_json() for e in log.read_events(reader.db) if _is_about(e, batch, ids)),
    }
    for name, every in rows.items():
        lines = [canonical_json(row) + "\n" for row in every]
        yield Written(f"{name}.jsonl", "".join(lines), len(lines))
    for photo in photos:
        painted = (mark for mark in portion.marks[photo.id] if isinstance(mark.shape, Brush))
        for mark in painted:
            yield from filter(
                None,
                [mask_file(f"masks/{mark.id}.png", photo.version(mark.version), [mark], portion)],
            )


def _versions(photo: Photo) -> Iterable[tuple[Version, dict[str, Any]]]:
    return zip(photo.versions, records.versions_json(photo), strict=True)


def _version(version: Version, row: dict[str, Any], portion: Portion) -> dict[str, Any]:
    """A version's record, and under `picture` the name by which all other formats call it."""
    return {**row, "picture": portion.name_of(version)}


def _is_about(event: Event, batch: Batch, photos: Collection[str]) -> bool:
    """Whether an event is of one of the photos, of their batch, or of the desk as a whole."""
    if event.photo:
        return event.photo in photos
    row = event.payload.get("after") or event.payload.get("before") or {}
    named = row.get("id") if event.kind == "batch" else row.get("batch_id") or row.get("batch")
    return named in (None, "", batch.id)


def _resolved(reader: Reader, part: Part) -> Part:
    """A part whose version names the file where it lies now."""
    if isinstance(part, Written):
        return part
    return replace(part, version=replace(part.version, file=str(reader.resolve(part.version.file))))


def _head(reader: Reader, batch: Batch, chosen: Slice) -> dict[str, Any]:
    seq, digest = log.head(reader.db)
    seal = seal_of(reader, batch.id)
    sealed = {"digest": seal.digest, "at": seal.at, "person": seal.person} if seal else None
    return {
        "made_by": f"Review Desk {__version__}",
        "batch": {"id": batch.id, "name": batch.name},
        "desk": reader.desk_id,
        "slice": chosen.to_json(),
        "event_head": {"desk_seq": seq, "hash": digest},
        "seal": sealed,
    }


def _counts(portion: Portion) -> dict[str, int]:
    return {
        "photos": len(portion.photos),
        "decisions": sum(1 for photo in portion.photos if photo.verdict),
        "annotations": sum(map(len, portion.marks.values())),
    }
