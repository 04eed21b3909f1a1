"""Taking back what an editor made: a new version by the person who had it."""

import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Photo, Version
from review_desk.domain.viewplan import Match
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse
from review_desk.operations.carry import carry_along
from review_desk.operations.editing.handing import Handed
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader, Store
from review_desk.store.photos import version_of
from review_desk.store.projections import Row

_FACTS = ("sha256", "size", "width", "height", "bit_depth", "mode", "format", "orientation", "profile",
          "profile_state")  # fmt: skip


def look_at(pool: WorkerPool, handed: Handed, before: Path) -> Mapping[str, Any]:
    """What came back: `facts` of the file and what `changed` against the version that was handed out.

    Raises BadInput where the file cannot be read, as while it is still being written.
    """
    return pool.submit("take_back", path=handed.path, before=before).result().values


def is_unmodified(found: Mapping[str, Any]) -> bool:
    """Whether it was only saved again: nothing in it differs, by more than saving does."""
    changed = found["changed"]
    return bool(changed["sure"]) and not changed["moved"] and not changed["share"]


def take_back(store: Store, handed: Handed, found: Mapping[str, Any], *, at: str) -> Changes:
    """Store what came back as the photo's newest version, in one step that undo takes back.

    Open marks come along, lined up where the frame was changed. The file goes to `files/` under its hash
    before the row that names it is written; one that came back before is not taken twice. Raises BadInput
    where the photo is gone, StoreTrouble where there is no room.
    """
    photo = browse.photo(store, handed.photo)
    facts = found["facts"]
    file = _keep(store.folder, handed.path, facts["sha256"])
    with store.step(f"Edit {photo.title}", actor=handed.author, at=at) as step:
        photo = browse.photo(store, handed.photo)
        if not any(version.sha256 == facts["sha256"] for version in photo.versions):
            old = _made_from(photo, handed)
            row = _row(handed, old.number, photo.latest, file, found)
            step.put("version", row)
            if found["changed"]["sure"]:  # else nobody knows where the marks would lie
                carry_along(store, step, photo, old, version_of(row), match=_match(found["changed"]))
    return step.changes


def _match(changed: Mapping[str, Any]) -> Match | None:
    """How the version handed out lies on what came back, where its frame was changed."""
    return Match(**changed["match"]) if changed.get("match") else None


def _row(handed: Handed, edited: int, latest: Version, file: str, found: Mapping[str, Any]) -> Row:
    facts = found["facts"]
    return {
        "photo_id": handed.photo,
        "number": latest.number + 1,
        "role": "human",
        "label": handed.author,
        "file": file,
        **{name: facts[name] for name in _FACTS},
        "recipe": {
            "edited": edited,
            "handed_at": handed.at,
            "handed_sha256": handed.sha256,
            "author": handed.author,
            "changed": found["changed"],
        },
    }


def _keep(desk: Path, path: Path, sha256: str) -> str:
    """Copy a file to its place by content, whole or not at all. Its name relative to the desk."""
    name = f"files/{sha256[:2]}/{sha256[2:]}{path.suffix}"
    place = desk / name
    part = place.with_name(f".{uuid.uuid4().hex}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(place)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreTrouble(
            f"{path.name} could not be kept: {error.strerror}. It stays where it was edited."
        ) from error
    return name


def changed_outlines(version: Version) -> list[list[list[float]]]:
    """What a person changed to make a version, as outlines in its pixels; none for any other version."""
    changed = (version.recipe or {}).get("changed") or {}
    return list(changed.get("outlines", ()))


def before_of(reader: Reader, handed: Handed) -> Path | None:
    """The file that what was saved is held against; nothing where the photo is gone from the desk."""
    found = browse.photos(reader, ids=(handed.photo,))
    return reader.resolve(_made_from(found[0], handed).file) if found else None


def _made_from(photo: Photo, handed: Handed) -> Version:
    """The version that was handed out or came back last; where that was undone meanwhile, the newest."""
    there = (version for version in photo.versions if version.number == handed.version)
    return next(there, photo.latest)
