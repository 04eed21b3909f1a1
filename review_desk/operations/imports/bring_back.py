"""Bringing marks of a labelling tool back onto the photos of a batch, in one step."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from review_desk.domain.annotation import Annotation, height_on_top
from review_desk.domain.batch import Batch
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer, written
from review_desk.domain.mask.runs import counts_of
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.errors import BadInput
from review_desk.operations.exports.portion import Portion
from review_desk.operations.imports.coco import read_coco
from review_desk.operations.imports.incoming import Incoming, Place, Read
from review_desk.operations.imports.label_studio import read_label_studio
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.masks import keep_mask, read_mask
from review_desk.store.projections import Row

_LARGEST_MB = 200
_NEAR = 0.5
"""Pixels within which a mark that went out and came back is where it was."""


@dataclass(frozen=True)
class Brought:
    """What bringing marks back did. `passed_over` says in a sentence each what was left out."""

    changes: Changes
    added: int
    changed: int
    known: int
    passed_over: tuple[str, ...]


def read_marks(path: Path) -> Read:
    """The marks of a Label Studio export or a COCO file, which of the two it shows itself.

    Raises BadInput with what is wrong with the file.
    """
    try:
        if path.stat().st_size > _LARGEST_MB * 1_000_000:
            raise BadInput(f"{path.name} is larger than {_LARGEST_MB} MB: export it in parts.")
        document = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} is no JSON: {error}.") from error
    reader: Callable[[Any], Read] = read_label_studio if isinstance(document, list) else read_coco
    try:
        return reader(document)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        kind = "Label Studio's JSON" if isinstance(document, list) else "COCO"
        raise BadInput(f"{path.name} is not {kind}: {type(error).__name__} at {error}.") from error


def bring_back(store: Store, read: Read, *, batch: Batch, author: str, at: str) -> Brought:
    """Add the marks that are new and change those that were drawn otherwise; the same again does nothing.

    A mark is known by its id where it was exported here. Raises BadInput without a reviewer's name.
    """
    who = require_reviewer(author)
    photos = table.photos(store.db, batch=batch.id)
    marks = {mark.id: mark for mark in table.all_annotations(store.db, batch.id)}
    seats = _Seats(photos, Portion(batch.source, tuple(photos), {}))
    tops = {p.id: height_on_top([m for m in marks.values() if m.photo == p.id]) for p in photos}
    passed_over, counts = list(read.passed_over), {"added": 0, "changed": 0, "known": 0}
    with store.step(f"Bring in {len(read.marks)} marks", actor=who, at=at) as step:
        for incoming in read.marks:
            seat = seats.of(incoming.place)
            if seat is None or not _fits(incoming, seat[1]):
                passed_over.append(_why(incoming, seat))
                continue
            old = marks.get(incoming.id)
            if old is not None and _same(store, old, incoming, seat[1]):
                counts["known"] += 1
                continue
            photo, version = seat
            if version.number != photo.latest.number:
                passed_over.append(f"A mark is for a version of {photo.title} that a newer one has followed.")
                continue
            counts["changed" if old else "added"] += 1
            row = _row(_kept_mask(store, incoming), photo, version, who, at)
            kept = step.get("annotation", id=old.id) if old else None
            step.put("annotation", {**row, "height": tops[photo.id], **_kept(kept)})
            tops[photo.id] += 1
    return Brought(step.changes, counts["added"], counts["changed"], counts["known"], tuple(passed_over))


class _Seats:
    """Which version of which photo a tool means: by what we told it, else by the file's name."""

    def __init__(self, photos: list[Photo], portion: Portion) -> None:
        self._by_photo = {photo.id: photo for photo in photos}
        self._by_hash: dict[str, tuple[Photo, Version]] = {}
        self._by_name: dict[str, list[tuple[Photo, Version]]] = {}
        for photo in photos:
            for version in photo.versions:
                self._by_hash[version.sha256] = photo, version
                name = portion.name_of(version)
                for key in {name, PurePosixPath(name).name}:
                    self._by_name.setdefault(key, []).append((photo, version))

    def of(self, place: Place) -> tuple[Photo, Version] | None:
        """Nothing where no photo of the batch, or more than one, is meant."""
        photo = self._by_photo.get(place.photo)
        numbers = [v.number for v in photo.versions] if photo else []
        if photo and place.version in numbers:
            return photo, photo.version(place.version)
        if place.sha256 in self._by_hash:
            return self._by_hash[place.sha256]
        path = PurePosixPath(place.file.replace("\\", "/"))
        for name in (path.as_posix(), path.name):
            if len(found := self._by_name.get(name, [])) == 1:
                return found[0]
        return None


def _fits(incoming: Incoming, version: Version) -> bool:
    """Whether the shape is on the photo and large enough to be seen; a mask is of just its size."""
    if incoming.mask and incoming.of != (version.width, version.height):
        return False
    return incoming.shape.clipped(version.width, version.height).is_visible()


def _why(incoming: Incoming, seat: tuple[Photo, Version] | None) -> str:
    if seat is None:
        return f"“{incoming.place.file}” is no photo of this batch, or several have that name."
    if incoming.mask and incoming.of != (seat[1].width, seat[1].height):
        return f"A painted mask for “{incoming.place.file}” is of another size than the photo."
    return f"A mark on “{incoming.place.file}” lies outside the photo or is too small to see."


def _same(store: Store, mark: Annotation, incoming: Incoming, version: Version) -> bool:
    """Where it was and saying what it said. A clipping path comes back as the polygon it was exported as."""
    if (set(mark.tags), mark.note, mark.severity) != (set(incoming.tags), incoming.note, incoming.severity):
        return False
    if isinstance(mark.shape, Brush) and incoming.mask:
        size = {"width": version.width, "height": version.height}
        return counts_of(read_mask(store.folder, mark.shape), **size) == counts_of(incoming.mask, **size)
    kinds = {mark.shape.kind, incoming.shape.kind}
    apart = [abs(a - b) for a, b in zip(mark.shape.bounds(), incoming.shape.bounds(), strict=True)]
    return (len(kinds) == 1 or kinds == {"path", "polygon"}) and max(apart) <= _NEAR


def _kept_mask(store: Store, incoming: Incoming) -> Incoming:
    """What was painted lies in the desk's files before a row names it."""
    if incoming.mask is None:
        return incoming
    return replace(incoming, shape=keep_mask(store.folder, incoming.mask))


def _row(incoming: Incoming, photo: Photo, version: Version, author: str, at: str) -> Row:
    shape = incoming.shape.clipped(version.width, version.height).rounded()
    return {
        "id": uuid.uuid4().hex[:12],
        "photo_id": photo.id,
        "version": version.number,
        "shape": shape.to_json(),
        "tags": [written(tag) for tag in incoming.tags],
        "note": written(incoming.note),
        "severity": incoming.severity,
        "author": author,
        "at": at,
        "locked": 0,
        "resolved": 0,
        "carried_from": "",
    }


def _kept(old: Mapping[str, Any] | None) -> Row:
    """What a mark keeps when it was drawn otherwise elsewhere."""
    return {name: old[name] for name in ("id", "height", "locked", "resolved", "carried_from")} if old else {}


def in_words(brought: Brought) -> str:
    """How it went, in a sentence."""
    said = f"{brought.added} marks added, {brought.changed} changed, {brought.known} known already"
    return f"{said}, {len(brought.passed_over)} passed over." if brought.passed_over else f"{said}."
