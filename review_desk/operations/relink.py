"""Finding photos again that were moved, by size and content hash."""

import hashlib
import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Version
from review_desk.errors import BadInput
from review_desk.store import photos as table
from review_desk.store.desk import Store
from review_desk.store.log import Step


def relink(store: Store, folder: Path, *, actor: str, at: str) -> tuple[int, int, Changes]:
    """Look for missing files of the desk below `folder`. Returns how many were found, how many still miss.

    A file is the one that is missed when its size and SHA-256 are the same; names do not matter. A mask has
    no hash: it is taken to lie beside its photo as it did before.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.")
    missing = _missing(store)
    found = _find(missing, Path(os.path.realpath(folder)))
    with store.step(f"Link photos to “{folder.name}”", actor=actor, at=at) as step:
        for version in missing:
            if version.sha256 in found:
                _link(step, version, found[version.sha256])
    linked = sum(v.sha256 in found for v in missing)
    return linked, len(missing) - linked, step.changes


def _missing(store: Store) -> list[Version]:
    versions = (v for photo in table.photos(store.db) for v in photo.versions)
    return [v for v in versions if not os.path.isfile(store.resolve(v.file))]  # noqa: PTH113 never raises


def _find(missing: list[Version], folder: Path) -> dict[str, Path]:
    """Content hash to file; only files of a size that is missed are read."""
    wanted = defaultdict(set)
    for version in missing:
        wanted[version.size].add(version.sha256)
    found: dict[str, Path] = {}
    for path in _of_sizes(folder, wanted):
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:  # it cannot be read here: then it is not found here
            continue
        found.setdefault(digest, path)
    return found


def _of_sizes(folder: Path, wanted: Mapping[int, object]) -> Iterator[Path]:
    """Files below in a fixed order, of these sizes in bytes, with names that can be kept."""
    for parent, subfolders, names in os.walk(folder):
        subfolders.sort()
        for path in (Path(parent) / name for name in sorted(names)):
            if _is_text(str(path)) and _size(path) in wanted:
                yield path


def _size(path: Path) -> int:
    """In bytes; -1 for what is no file or cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return -1
    return found.st_size if stat.S_ISREG(found.st_mode) else -1


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name)


def _link(step: Step, version: Version, path: Path) -> None:
    row = step.get("version", photo_id=version.photo, number=version.number)
    photo = step.get("photo", id=version.photo)
    assert row is not None  # they were read a moment ago
    assert photo is not None
    if version.number == 1 and photo["mask"]:
        way = os.path.relpath(photo["mask"], Path(row["file"]).parent)
        beside = Path(os.path.normpath(path.parent / way))
        if _size(beside) >= 0:
            step.put("photo", {**photo, "mask": str(beside)})
    step.put("version", {**row, "file": str(path)})
