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
from review_desk.store.desk import FILE

MANIFEST = "manifest.csv"
"""Read by itself when it lies in the source folder and no other is named."""


@dataclass(frozen=True)
class Planned:
    """One photo as the source has it, before anything is read: paths relative to the source.

    `afters` are files with their labels; those in `by_hand` a person made, not the AI.
    """

    name: str
    before: str
    afters: tuple[tuple[str, str], ...]
    mask: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    by_hand: frozenset[str] = frozenset()


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
    source = _usable(source)
    files, refused = _found(source)
    listing = manifest or (source / MANIFEST if (source / MANIFEST).is_file() else None)
    if listing is None:
        seen = _by_names(source, files, refused)
    else:
        seen = _by_manifest(source, files, refused, listing)
    if not (seen.photos or seen.refused or seen.errors):
        raise BadInput(f"There is no photo in {source}.")
    return seen


def _usable(source: Path) -> Path:
    """The folder as it is kept: absolute, without “..”; a link keeps its own name, for it may be re-hung."""
    folder = Path(os.path.realpath(source)) if ".." in source.parts else source.absolute()
    try:
        str(folder).encode()
        found, shut = folder.stat(), not os.access(folder, os.R_OK | os.X_OK)
    except UnicodeEncodeError:
        raise BadInput("The name of that folder is not valid text; rename it.") from None
    except FileNotFoundError:
        raise BadInput(f"There is no folder {folder}.") from None
    except OSError as error:
        raise BadInput(f"{folder} cannot be read: {error.strerror}.") from error
    if not stat.S_ISDIR(found.st_mode):
        raise BadInput(f"{folder} is not a folder.")
    if shut:
        raise BadInput(f"{folder} cannot be read: it is not open to you.")
    if (folder / FILE).exists():
        raise BadInput(f"{folder} is a desk, not a folder of photos.")
    return folder


def _found(source: Path) -> tuple[list[str], list[tuple[str, str]]]:
    photos, refused = [], []
    for path, reason in _walk(source):
        name = path.relative_to(source).as_posix()
        if reason is not None:
            refused.append((os.fsencode(name).decode("utf-8", "backslashreplace"), reason))
        else:
            photos.append(name)
    return photos, refused


def _walk(source: Path) -> Iterator[tuple[Path, str | None]]:
    """Every file below in a fixed order, with the reason why it cannot be taken, if there is one.

    Links to folders are not followed, for they can lead anywhere, or in rings; a desk's folder, hidden ones
    and files that lie beside photos by right are passed over.
    """
    shut: list[OSError] = []
    for folder, subfolders, names in os.walk(source, onerror=shut.append):
        if FILE in names:
            subfolders.clear()
            continue
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in subfolders:
            if (Path(folder) / name).is_symlink():
                yield Path(folder) / name, "It is a link to a folder; name that folder itself."
        for name in sorted(names):
            if not is_companion(name):
                yield Path(folder) / name, _refusal(Path(folder) / name)
    yield from ((Path(error.filename), f"It cannot be read: {error.strerror}.") for error in shut)


def _refusal(path: Path) -> str | None:
    """Why a file cannot even be looked at; nothing when it can."""
    try:
        str(path).encode()
        mode = path.stat().st_mode
    except UnicodeEncodeError:
        return "Its name, or that of a folder it is in, is not valid text; rename it."
    except FileNotFoundError:
        return "It is a link to something that is not there."
    except OSError as error:
        return f"It cannot be read: {error.strerror}."
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
    orphans = [(orphan.file, f"It {orphan.reason}.") for orphan in pairing.orphans]
    return Survey(source, planned, (*refused, *orphans))


def _from_pair(pair: PairFiles) -> Planned:
    by_hand = frozenset(after.file for after in pair.afters if after.by_hand)
    afters = tuple((after.file, after.label) for after in pair.afters)
    return Planned(pair.name, pair.before, afters, pair.mask, by_hand=by_hand)


def _by_manifest(source: Path, files: list[str], refused: list[tuple[str, str]], listing: Path) -> Survey:
    present = frozenset((*files, *(file for file, _ in refused)))
    manifest = read_manifest(_content(listing), present=present)
    planned = tuple(_from_row(row) for row in manifest.pairs)
    named = {f for p in planned for f in (p.before, p.mask, *(a for a, _ in p.afters)) if f}
    unnamed = [(file, f"No row of {listing.name} names it.") for file in files if file not in named]
    # A file that is named is read after all, and refused then with the better reason.
    unread = [(file, reason) for file, reason in refused if file not in named]
    return Survey(source, planned, (*unread, *unnamed), manifest.errors, listing.name)


def _content(listing: Path) -> bytes:
    try:
        if not listing.is_file():
            raise BadInput(f"There is no manifest {listing}.")
        return listing.read_bytes()
    except OSError as error:
        raise BadInput(f"The manifest {listing.name} cannot be read: {error.strerror}.") from error


def _from_row(row: ManifestPair) -> Planned:
    stem = row.before.rsplit(".", 1)[0]
    spoken = "-".join(str(row.fields[k]) for k in ("sku", "colourway", "shot") if row.fields.get(k))
    afters = tuple((after, " ".join(row.made_with.get(after, {}).values())) for after in row.afters)
    return Planned(spoken or stem, row.before, afters, row.mask, row.fields, row.by_hand)
