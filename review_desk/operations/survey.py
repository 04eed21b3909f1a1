"""Looking over a source folder: which files belong together as photos, and which cannot be taken."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.domain.manifest import ManifestPair, RowError, read_manifest
from review_desk.domain.pairing import PairFiles, pair_up
from review_desk.errors import BadInput
from review_desk.imaging.formats import is_companion, is_photo_name

MANIFEST = "manifest.csv"
"""Read by itself when it lies in the source folder and no other is named."""


@dataclass(frozen=True)
class Planned:
    """One photo as the source has it, before anything is read: paths relative to the source."""

    name: str
    before: str
    afters: tuple[tuple[str, str], ...]
    mask: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Survey:
    """What a source holds. `refused` are (file, reason) pairs; `errors` are rows of the manifest."""

    source: Path
    photos: tuple[Planned, ...]
    refused: tuple[tuple[str, str], ...]
    errors: tuple[RowError, ...] = ()
    manifest: str | None = None

    @property
    def files(self) -> list[str]:
        """Every photo file of the plan once, befores first in each photo."""
        named = (f for p in self.photos for f in (p.before, *(after for after, _ in p.afters)))
        return list(dict.fromkeys(named))


def survey(source: Path, manifest: Path | None = None) -> Survey:
    """Look over `source` without opening a photo. Raises BadInput when there is nothing to look at."""
    if not source.is_dir():
        raise BadInput(f"{source} is not a folder." if source.exists() else f"There is no folder {source}.")
    files, refused = _found(source)
    listing = manifest or (source / MANIFEST if (source / MANIFEST).is_file() else None)
    if listing is None:
        return _by_names(source, files, refused)
    return _by_manifest(source, files, refused, listing)


def _found(source: Path) -> tuple[list[str], list[tuple[str, str]]]:
    photos, refused = [], []
    for path in _walk(source):
        name = path.relative_to(source).as_posix()
        reason = _refusal(path)
        if reason is not None:
            refused.append((name.encode("utf-8", "backslashreplace").decode(), reason))
        elif not is_companion(path.name):
            photos.append(name)
    return photos, refused


def _walk(source: Path) -> Iterator[Path]:
    """Every file below, in a fixed order. Links to folders are not followed: they can lead anywhere, or in rings."""
    for folder, subfolders, names in os.walk(source):
        subfolders[:] = sorted(n for n in subfolders if not n.startswith("."))
        yield from (Path(folder) / name for name in sorted(names))


def _refusal(path: Path) -> str | None:
    """Why a file cannot even be looked at; nothing when it can."""
    if is_companion(path.name):
        return None
    try:
        path.name.encode()
        mode = path.stat().st_mode
    except UnicodeEncodeError:
        return "Its name is not valid text; rename it."
    except OSError:
        return "It is a link to something that is not there."
    if not stat.S_ISREG(mode):
        return "It is not a file."
    return None if is_photo_name(path.name) else _unknown(path)


def _unknown(path: Path) -> str:
    if not path.suffix:
        return "It has no file name extension, so what it is cannot be told."
    return f"“{path.suffix}” is not a photo format that this desk reads."


def _by_names(source: Path, files: list[str], refused: list[tuple[str, str]]) -> Survey:
    pairing = pair_up(files)
    planned = tuple(_from_pair(pair) for pair in pairing.pairs)
    orphans = [(orphan.file, orphan.reason) for orphan in pairing.orphans]
    return Survey(source, planned, (*refused, *orphans))


def _from_pair(pair: PairFiles) -> Planned:
    return Planned(pair.name, pair.before, tuple((a.file, a.label) for a in pair.afters), pair.mask)


def _by_manifest(source: Path, files: list[str], refused: list[tuple[str, str]], listing: Path) -> Survey:
    try:
        raw = listing.read_bytes()
    except OSError as error:
        raise BadInput(f"The manifest {listing.name} cannot be read: {error.strerror}.") from error
    present = frozenset((*files, *(file for file, _ in refused)))
    manifest = read_manifest(raw, present=present)
    planned = tuple(_from_row(row) for row in manifest.pairs)
    named = {f for p in planned for f in (p.before, p.mask, *(a for a, _ in p.afters)) if f}
    unnamed = [(f, f"No row of {listing.name} names it.") for f in files if f not in named]
    return Survey(source, planned, (*refused, *unnamed), manifest.errors, listing.name)


def _from_row(row: ManifestPair) -> Planned:
    stem = row.before.rsplit(".", 1)[0]
    spoken = "-".join(str(row.fields[k]) for k in ("sku", "shot") if row.fields.get(k))
    name = spoken or stem
    return Planned(name, row.before, tuple((after, "") for after in row.afters), row.mask, row.fields)
