"""Writing what was decided to a folder, in one of the formats, with a manifest of hashes."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from review_desk import __version__
from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch
from review_desk.domain.event import canonical_json
from review_desk.domain.photo import Photo, version_names
from review_desk.domain.sampler import Sampler
from review_desk.errors import Refused
from review_desk.operations import browse
from review_desk.operations.exports.formats import FORMATS, require_format
from review_desk.operations.exports.portion import Portion
from review_desk.operations.replace import put_back, replace_folder
from review_desk.store import log
from review_desk.store import photos as table
from review_desk.store.connection import StoreTrouble, said_plainly
from review_desk.store.desk import FILE, Reader
from review_desk.store.samplers import samplers, samplers_of_batch

MANIFEST = "manifest.json"


def export(reader: Reader, *, batch: Batch, folder: Path, kind: str = "jsonl") -> dict[str, Any]:
    """Export a batch in one of `formats.NAMES`, with a manifest.

    JSONL is all there is: photos, versions, decisions, tags, annotations and events; the others are for those
    who read only them.

    Geometry is in pixels of the named version. The same desk exports the same bytes. An earlier export in
    `folder` is replaced as a whole; any other content is left alone and refused. Returns the manifest. Raises
    BadInput for an unknown format.
    """
    require_format(kind)
    folder = Path(os.path.realpath(folder))  # “.” and a link have no name to put a folder beside
    partial = folder.with_name(f".{folder.name}.part")
    try:
        put_back(folder)
        _require_replaceable(folder)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        with said_plainly(reader.folder / FILE), reader.snapshot():
            manifest = _write_all(reader, batch, partial, kind)
        replace_folder(partial, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreTrouble(f"The export could not be written: {reason}. Nothing was replaced.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def _require_replaceable(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder.name} is a file; an export wants a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not _is_export(folder):
        raise Refused(f"{folder.name} holds other things than an export. Name a new or empty folder.")


def _is_export(folder: Path) -> bool:
    """Whether a folder holds an export of ours and nothing else."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        made_by, named = str(manifest["made_by"]), {*manifest["files"], MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return made_by.startswith("Review Desk") and {path.name for path in folder.iterdir()} <= named


def _write_all(reader: Reader, batch: Batch, folder: Path, kind: str) -> dict[str, Any]:
    photos = table.photos(reader.db, batch=batch.id)
    marks = table.all_annotations(reader.db, batch.id)
    if kind == "jsonl":
        rows = _write_tables(reader, batch, folder, photos, marks)
        counts = {name.removesuffix(".jsonl"): count for name, count in rows.items()}
    else:
        rows = _write_format(folder, kind, batch, photos, marks)
        decided = [photo for photo in photos if photo.verdict]
        counts = {"photos": len(photos), "decisions": len(decided), "annotations": len(marks)}
    contents = {"format": kind, "counts": counts, "files": rows}
    return _write_manifest(reader, batch, folder, contents)


def _write_format(
    folder: Path, kind: str, batch: Batch, photos: list[Photo], marks: list[Annotation]
) -> dict[str, int]:
    """Write one of FORMATS. Returns the rows by the name of their file."""
    own = {photo.id: tuple(mark for mark in marks if mark.photo == photo.id) for photo in photos}
    rows = {}
    for written in FORMATS[kind](Portion(batch.source, tuple(photos), own)):
        _write(folder / written.name, written.text)
        rows[written.name] = written.rows
    return rows


def _write_tables(
    reader: Reader, batch: Batch, folder: Path, photos: list[Photo], marks: list[Annotation]
) -> dict[str, int]:
    """Write every table as JSONL. Returns the rows by the name of their file."""
    ids = {photo.id for photo in photos}
    tables: dict[str, Iterable[dict[str, Any]]] = {
        "photos": (photo_json(p, batch.name) for p in photos),
        "versions": (v for p in photos for v in versions_json(p)),
        "decisions": (decision_json(p) for p in photos if p.decision and p.verdict),
        "tags": (tag for p in photos for tag in _tags_json(p, [a for a in marks if a.photo == p.id])),
        "annotations": (annotation_json(a) for a in marks),
        "samplers": (sampler_json(s) for s in samplers_of_batch(reader.db, batch.id)),
        "events": (e.to_json() for e in log.read_events(reader.db) if e.photo in ids),
    }
    return {f"{name}.jsonl": _write_lines(folder / f"{name}.jsonl", rows) for name, rows in tables.items()}


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    lines = [canonical_json(row) + "\n" for row in rows]
    _write(path, "".join(lines))
    return len(lines)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _write_manifest(reader: Reader, batch: Batch, folder: Path, contents: dict[str, Any]) -> dict[str, Any]:
    """Write `contents` (format, counts, rows by file) with the hash of each file and where they come from."""
    seq, digest = log.head(reader.db)
    rows = contents["files"].items()
    manifest = {
        **contents,
        "made_by": f"Review Desk {__version__}",
        "batch": {"id": batch.id, "name": batch.name},
        "desk": reader.desk_id,
        "event_head": {"desk_seq": seq, "hash": digest},
        "files": {name: {"rows": count, "sha256": _sha256(folder / name)} for name, count in rows},
    }
    _write(folder / MANIFEST, json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def photo_json(photo: Photo, batch: str) -> dict[str, Any]:
    """A photo as `review-desk list --json` gives it."""
    assignment = photo.assignment
    return {
        "photo": photo.id,
        "name": photo.name,
        "sku": photo.sku,
        "colourway": photo.colourway,
        "shot": photo.shot,
        "batch": batch,
        "fields": dict(photo.fields),
        "level": assignment.level if assignment else None,
        "route": assignment.route if assignment else None,
        "reasons": [reason.to_json() for reason in assignment.reasons] if assignment else [],
        "overruled_by": assignment.overruled_by if assignment else None,
        "overrule_reason": assignment.overrule_reason if assignment else None,
        "verdict": photo.verdict,
        "mask": photo.mask,
        "versions": versions_json(photo),
    }


def versions_json(photo: Photo) -> list[dict[str, Any]]:
    """The versions of a photo: number, role, file, hash, size in pixels, profile, recipe."""
    names = version_names(photo.versions)
    kept = ("role", "label", "file", "sha256", "size", "width", "height", "bit_depth", "mode", "format",
            "profile", "profile_state", "recipe")  # fmt: skip
    return [
        {"photo": photo.id, "version": v.number, "name": names[v.number], **{k: getattr(v, k) for k in kept}}
        for v in photo.versions
    ]


def decision_json(photo: Photo) -> dict[str, Any]:
    """The decision in force on a photo."""
    decision = photo.decision
    assert decision is not None
    return {
        "photo": photo.id,
        "sku": photo.sku,
        "verdict": decision.verdict,
        "version": decision.version,
        "tags": list(decision.tags),
        "note": decision.note,
        "reviewer": decision.reviewer,
        "at": decision.at,
        "display": decision.display,
    }


def sampler_json(sampler: Sampler) -> dict[str, Any]:
    """One sampler, in shares of the photo's width and height; a size of 0 is a single pixel."""
    return {
        "sampler": sampler.id,
        "photo": sampler.photo,
        "number": sampler.number,
        **vars(sampler.spot),
        "author": sampler.author,
        "at": sampler.at,
    }


def annotation_json(annotation: Annotation) -> dict[str, Any]:
    """One annotation, geometry in pixels of its version."""
    return {
        "annotation": annotation.id,
        "photo": annotation.photo,
        "version": annotation.version,
        "shape": annotation.shape.to_json(),
        "tags": list(annotation.tags),
        "note": annotation.note,
        "severity": annotation.severity,
        "author": annotation.author,
        "at": annotation.at,
        "height": annotation.height,
        "locked": annotation.locked,
        "resolved": annotation.resolved,
    }


def _tags_json(photo: Photo, marks: list[Annotation]) -> Iterable[dict[str, Any]]:
    """Each failure mode once per place where it was named: on the photo, or on a mark."""
    for tag in photo.decision.tags if photo.decision else ():
        yield {"photo": photo.id, "tag": tag, "on": "photo", "annotation": None}
    for mark in marks:
        for tag in mark.tags:
            yield {"photo": photo.id, "tag": tag, "on": "annotation", "annotation": mark.id}


def show_json(reader: Reader, photo: Photo, batch: str) -> dict[str, Any]:
    """A photo with everything known of it (`review-desk show --json`)."""
    events = browse.history(reader, photo.id)
    return {
        **photo_json(photo, batch),
        "findings": [],
        "annotations": [annotation_json(a) for a in browse.annotations(reader, photo.id)],
        "samplers": [sampler_json(s) for s in samplers(reader.db, photo.id)],
        "tags": list(photo.decision.tags) if photo.decision else [],
        "note": photo.decision.note if photo.decision else "",
        "decisions": [_decided(e.to_json()) for e in events if e.kind == "decision"],
        "recipes": [dict(v.recipe) for v in photo.versions if v.recipe],
    }


def _decided(event: dict[str, Any]) -> dict[str, Any]:
    after = event["payload"]["after"] or {}
    named = {name: after.get(name) for name in ("verdict", "version", "tags", "note", "reviewer", "display")}
    return {"at": event["at"], "actor": event["actor"], "label": event["payload"]["label"], **named}
