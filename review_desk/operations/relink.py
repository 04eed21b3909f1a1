"""Finding photos again that were moved, by size and content hash."""

import hashlib
from collections import defaultdict
from pathlib import Path

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Version
from review_desk.errors import BadInput
from review_desk.store import photos as table
from review_desk.store.desk import Store


def relink(store: Store, folder: Path, *, actor: str, at: str) -> tuple[int, int, Changes]:
    """Look for missing files of the desk below `folder`. Returns how many were found, how many are still missing.

    A file is the one that is missed when its size and SHA-256 are the same; names do not matter.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.")
    missing = _missing(store)
    found = _find(missing, folder)
    with store.step(f"Link photos to “{folder.name}”", actor=actor, at=at) as step:
        for version in missing:
            row = step.get("version", photo_id=version.photo, number=version.number)
            if row is not None and version.sha256 in found:
                step.put("version", {**row, "file": str(found[version.sha256].absolute())})
    linked = sum(v.sha256 in found for v in missing)
    return linked, len(missing) - linked, step.changes


def _missing(store: Store) -> list[Version]:
    versions = (v for photo in table.photos(store.db) for v in photo.versions)
    return [v for v in versions if not store.resolve(v.file).is_file()]


def _find(missing: list[Version], folder: Path) -> dict[str, Path]:
    """Content hash to file; only files of a size that is missed are read."""
    wanted = defaultdict(set)
    for version in missing:
        wanted[version.size].add(version.sha256)
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size in wanted:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest in wanted[path.stat().st_size]:
                found.setdefault(digest, path)
    return found
