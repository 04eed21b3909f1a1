"""Sealing what is delivered of a batch, and finding what was changed since."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch
from review_desk.domain.changes import Changes
from review_desk.domain.decision import require_reviewer
from review_desk.domain.event import chain_problems
from review_desk.domain.photo import Photo
from review_desk.domain.seal import Breach, Seal, SealedPhoto, breaches, delivered, read_seal, record_of
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.gate_files import ways
from review_desk.store import gates as gate_table
from review_desk.store import log
from review_desk.store import photos as photo_table
from review_desk.store import seals as table
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader, Store
from review_desk.store.log import Step
from review_desk.whole_file import write_whole

FILE = "seal.json"
_SINCE = 3
"""Events since the seal that are told of one photo."""

Sought = tuple[tuple[SealedPhoto, Path | None], ...]
"""Sealed photos and where the files of their versions lie; None where a version is gone."""


@dataclass(frozen=True)
class Checked:
    """A seal and everything that is not as it was sealed."""

    seal: Seal
    breaches: tuple[Breach, ...]

    @property
    def whole(self) -> bool:
        """Whether all is as it was sealed."""
        return not self.breaches

    @property
    def words(self) -> str:
        """In a sentence, the first few breaches told."""
        said = f"“{self.seal.batch_name}” {self.seal.words}."
        if self.whole:
            return f"✓ {said}"
        more = f" and {len(self.breaches) - _SINCE} more" if len(self.breaches) > _SINCE else ""
        told = "; ".join(each.words for each in self.breaches[:_SINCE])
        return f"■ seal broken: {told}{more}. It was {self.seal.words}."

    def to_json(self) -> dict[str, Any]:
        """The seal without its photos, whether it is whole, and what breaks it."""
        own = {name: value for name, value in self.seal.to_json().items() if name != "photos"}
        told = [{"photo": each.photo, "name": each.name, "what": each.what} for each in self.breaches]
        return {**own, "photos": len(self.seal.photos), "whole": self.whole, "breaches": told}


def seal_batch(store: Store, *, batch: str, person: str, at: str) -> Changes:
    """Seal what is delivered of a batch as it stands now. A seal made before gives way to it.

    Raises Refused where no photo is delivered, BadInput for an unknown batch.
    """
    who, found = require_reviewer(person), browse.batch(store, batch)
    with store.step(f"Seal “{found.name}”", actor=who, at=at) as step:
        if not put_seal(store, step, found, released=_released(store, found.id)):
            raise Refused(f"No photo of “{found.name}” is delivered: there is nothing to seal.")
    return step.changes


def put_seal(store: Store, step: Step, batch: Batch, *, released: bool) -> bool:
    """Seal what is delivered of a batch, within a step. Returns whether anything is."""
    marks = _marks(store, batch.id)
    sealed = [_sealed(photo, marks) for photo in photo_table.photos(store.db, batch=batch.id)]
    photos = tuple(each for each in sealed if each)
    if not photos:
        return False
    seq, head = log.head(store.db)
    made = Seal(
        uuid.uuid4().hex,
        store.desk_id,
        batch.id,
        batch.name,
        step.at,
        step.actor,
        seq,
        head,
        photos,
        released,
    )
    row = replace(made, digest=made.expected_digest()).to_json()
    step.put("seal", {**row, "released": int(released)})
    return True


def is_last(reader: Reader, gate: int) -> bool:
    """Whether a gate is the last one: what passes it is delivered."""
    return gate == ways(reader).gates[-1].number


def seal_of(reader: Reader, batch: str) -> Seal | None:
    """The seal in force on a batch."""
    return next(iter(table.seals(reader.db, batch=batch)), None)


def check_seal(reader: Reader, seal: Seal, *, chain: bool = False) -> Checked:
    """Hold a seal against the desk as it is now; files apart. `chain`: read the whole log too."""
    with reader.snapshot():
        found = photo_table.photos(reader.db, batch=seal.batch)
        broken = list(breaches(
            seal,
            head_hash=table.hash_of_event(reader.db, seal.head_seq),
            released=_released(reader, seal.batch),
            photos={photo.id: photo for photo in found},
            marks=_marks(reader, seal.batch),
            told=table.told_since(reader.db, seal, most=_SINCE),
        ))  # fmt: skip
        if chain:
            broken += [Breach("", "", problem) for problem in chain_problems(log.read_events(reader.db))]
    return Checked(seal, tuple(broken))


def sealed_files(reader: Reader, seal: Seal, *, photo: str | None = None) -> Sought:
    """Where each delivered file lies now, or that of one photo."""
    files = _files(reader, seal)
    return tuple((each, files.get(each.photo)) for each in seal.photos if photo in (None, each.photo))


def file_breaches(sought: Sought) -> tuple[Breach, ...]:
    """What of these files is gone or is not what was sealed. Reads every one of them."""
    paths = {each.photo: path for each, path in sought}
    return tuple(_broken((e for e, _ in sought), lambda each: file_breach(paths[each.photo], each.sha256)))


def check_whole(reader: Reader, *, batch: str | None = None, files: bool = True) -> list[Checked]:
    """The seals of a desk, or of one batch, held against desk, log and files."""
    found = []
    for seal in table.seals(reader.db, batch=batch):
        checked = check_seal(reader, seal, chain=True)
        own = file_breaches(sealed_files(reader, seal)) if files else ()
        found.append(Checked(seal, (*checked.breaches, *own)))
    return found


def file_breach(path: Path | None, sha256: str) -> str:
    """What is wrong with a delivered file; nothing where it is what was sealed."""
    if path is None:
        return "its version is gone"
    try:
        with path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError as error:
        return f"its file {path.name} cannot be read: {error.strerror}"
    return "" if same else f"its file {path.name} was changed on the disk"


# --- from a folder alone ----------------------------------------------------------------------------------


def write_seal(seal: Seal, path: Path) -> None:
    """Write a seal beside delivered files. Raises StoreTrouble where it cannot be."""
    text = json.dumps(seal.to_json(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise StoreTrouble(f"{path} could not be written: {error.strerror}.") from error


def check_folder(folder: Path) -> Checked:
    """Hold the seal that lies in a folder against the files there and below, found by their names.

    Raises BadInput where there is none, or none that can be read.
    """
    try:
        seal = read_seal(json.loads((folder / FILE).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise BadInput(
            f"There is no seal that can be read in {folder}: {FILE} is missing or no JSON."
        ) from error
    broken = []
    if seal.digest != seal.expected_digest():
        broken.append(Breach("", "", "the seal itself was changed after it was made"))
    there: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        there.setdefault(path.name, []).append(path)
    broken += _broken(seal.photos, lambda each: _lies(there.get(each.file, ()), each))
    return Checked(seal, tuple(broken))


def _lies(paths: Sequence[Path], each: SealedPhoto) -> str:
    """What is wrong with the files of a name: one of them has to be what was sealed."""
    if not paths:
        return f"its file {each.file} is not there"
    wrong = [file_breach(path, each.sha256) for path in paths]
    return "" if "" in wrong else wrong[0]


# --- parts ------------------------------------------------------------------------------------------------


def _broken(photos: Iterable[SealedPhoto], wrong: Callable[[SealedPhoto], str]) -> list[Breach]:
    found = ((each, wrong(each)) for each in photos)
    return [Breach(each.photo, each.name, what) for each, what in found if what]


def _sealed(photo: Photo, marks: dict[str, list[Annotation]]) -> SealedPhoto | None:
    version = delivered(photo)
    if version is None:
        return None
    name, verdict = PurePath(version.file).name, str(photo.verdict or "")
    record = record_of(photo, marks.get(photo.id, ()))
    return SealedPhoto(photo.id, photo.title, version.number, name, version.sha256, verdict, record)


def _marks(reader: Reader, batch: str) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for mark in photo_table.all_annotations(reader.db, batch):
        found.setdefault(mark.photo, []).append(mark)
    return found


def _released(reader: Reader, batch: str) -> bool:
    release = gate_table.releases(reader.db, batch).get(ways(reader).gates[-1].number)
    return release is not None and release.lets_through


def _files(reader: Reader, seal: Seal) -> dict[str, Path]:
    """Where the sealed version of each photo lies now."""
    sealed = {each.photo: each.version for each in seal.photos}
    return {
        photo.id: reader.resolve(version.file)
        for photo in photo_table.photos(reader.db, ids=tuple(sealed))
        for version in photo.versions
        if version.number == sealed[photo.id]
    }
