"""What running a pass on a photo means now: which version, which mask, and whether it was done before."""

import hashlib
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review_desk.domain.photo import Photo, Version
from review_desk.errors import BadInput
from review_desk.imaging import gate
from review_desk.operations.passing.chosen import (
    chosen_pass,
    preset_of,
    preset_work,
    protects_by,
    require_mask_wanted,
    work_of,
)
from review_desk.operations.passing.masking import mask_there, version_to_mask
from review_desk.operations.passing.protecting import MaskFile, protector
from review_desk.operations.passing.regions import kept_copy, kept_region, marks_of, painted_versions
from review_desk.passes.catalogue import Pass, Value, makes_mask
from review_desk.passes.preset import MARK
from review_desk.passes.recipe import same_work
from review_desk.store import photos as table
from review_desk.store.desk import Reader

PART = ".part-"
"""How the folders of results begin that nobody has kept yet, inside a desk's `files/`."""

_INSIDE = ("inside", "inside neck", "inside-neck", "neck")
"""Shots that show the inside of a neck, as manifests name them."""

_START_S = 60.0
_S_PER_MEGAPIXEL = 5.0


@dataclass(frozen=True)
class PassJob:
    """One pass to be run on one version of a photo.

    `output` is a temporary file inside the desk. `limit_s` is what the worker may take. `work` is the
    part of the recipe that decides the result. `known` is the number of the version where the same work was
    done before: then there is nothing to do. `region` is the mask of what the pass is about, `protect` that
    of pixels that come back bit for bit, `beside` a second photo. `model` is the SHA-256 of the model that
    runs, "" for a calculation; of a preset it is the digest, and `stages` are what the worker runs.
    """

    chosen: Pass
    parameters: Mapping[str, Value]
    photo: str
    title: str
    version: int
    path: Path
    input_sha256: str
    output: Path
    limit_s: float
    work: Mapping[str, Any]
    known: int | None = None
    region: Path | None = None
    protect: MaskFile | None = None
    beside: Path | None = None
    model: str = ""
    stages: tuple[Mapping[str, Any], ...] = ()

    @property
    def there(self) -> str:
        """What holds the result already, where the work was done before: “version 3”, “its mask”."""
        return "its mask" if self.chosen.makes_mask else f"version {self.known}"

    @property
    def label(self) -> str:
        """The name of its step."""
        return f"{self.chosen.verb} {self.title}"

    @property
    def short(self) -> str:
        """What versions made by it are called: the pass, or the preset without its mark."""
        return self.chosen.name.removeprefix(MARK)


def plan(
    reader: Reader,
    photo: str,
    pass_name: str,
    *,
    version: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    protect: str | MaskFile = "",
    model: str = "",
    mark: str | None = None,
    region: Path | None = None,
) -> PassJob:
    """What running a pass on a photo means now. Nothing is read but the desk, the model and the mask. `model`
    names another than the active one.

    Without `version` it is the newest version that this pass did not make itself, so that running it twice
    does nothing twice; for a pass that goes by marks, the newest of them that is painted on. With `protect`
    the product stays as it is: “own” is by clipping paths on the version, else by the photo's mask, else by
    the path in its file that clips, else by the version's transparency; “path” and “path:NAME” by a path in
    its file; or it is the mask itself. A preset that protects does so by “own” unless told otherwise. What
    the pass is about is the mask file `region`; else, for a pass that goes by marks, the `mark` of that id or
    all that is painted on the version; else the photo's mask. Masks made of marks, and those from outside,
    are kept among the desk's files. Raises BadInput for an unknown photo, version, pass or parameter, where
    nothing is marked, and for a mask that is gone.
    """
    chosen, stages = chosen_pass(reader, pass_name)
    settled = chosen.settled(parameters or {})
    protect = protects_by(chosen, stages, protect)
    found = photo_of(reader, photo)
    painted = painted_versions(reader, found) if chosen.by_marks and region is None else frozenset()
    source = _version(found, version, chosen, painted)
    path = reader.resolve(source.file)
    region = _region(reader, found, source, chosen, mark=mark, given=region)
    second = second_of(reader, found) if chosen.beside else None
    mask = protector(reader, found, source, protect) if protect else None
    work = {
        **(preset_work(preset_of(reader, pass_name)) if stages else work_of(chosen, settled, model)),
        "input_sha256": source.sha256,
        "region_sha256": _hash(region) if region else None,
        "mask_sha256": _hash_of(mask, path, source) if mask else None,
        "mask_path": mask.path if mask else None,
        "beside_sha256": second.sha256 if second else None,
    }
    return PassJob(
        chosen=chosen,
        parameters=settled,
        photo=found.id,
        title=found.title,
        version=source.number,
        path=path,
        input_sha256=source.sha256,
        output=_output(reader),
        limit_s=_limit_s(source, len(stages)),
        work=work,
        known=_there_already(reader, found, work),
        region=region,
        protect=mask,
        beside=reader.resolve(second.file) if second else None,
        model=work["model_sha256"],
        stages=stages,
    )


def _output(reader: Reader) -> Path:
    """A file that nobody has kept yet, in a folder that names the program it belongs to."""
    return reader.folder / "files" / f"{PART}{os.getpid()}-{uuid.uuid4().hex}" / "result.png"


def _limit_s(version: Version, stages: int) -> float:
    return _START_S + _S_PER_MEGAPIXEL * max(1, stages) * version.width * version.height / 1e6


def _region(
    reader: Reader, photo: Photo, version: Version, chosen: Pass, *, mark: str | None, given: Path | None
) -> Path | None:
    """The mask of what the pass is about; None where it takes none, or can do without."""
    require_mask_wanted(chosen, given)
    if given is not None:
        return given if given.is_relative_to(reader.folder) else kept_copy(reader, given)
    if chosen.finds and not mark and version.number not in painted_versions(reader, photo):
        return None
    if chosen.by_marks:
        return kept_region(reader, version, marks_of(reader, photo, version.number, mark))
    return reader.resolve(photo.mask) if photo.mask and chosen.about else None


def _hash_of(mask: MaskFile, path: Path, version: Version) -> str:
    return version.sha256 if mask.file == path else _hash(mask.file)


def second_of(reader: Reader, photo: Photo) -> Version:
    """The newest version of the inside shot of the same SKU and colourway in the batch. Raises BadInput."""
    kin = (p for p in table.photos(reader.db, batch=photo.batch) if (p.sku, p.colourway) == _kind(photo))
    for other in kin:
        if other.id != photo.id and other.shot.casefold() in _INSIDE:
            return other.latest
    raise BadInput(
        f"{photo.title}: no photo of this SKU and colourway in the batch has the shot “{_INSIDE[0]}”."
    )


def _kind(photo: Photo) -> tuple[str, str]:
    return photo.sku, photo.colourway


def photo_of(reader: Reader, photo: str) -> Photo:
    """The photo of an id. Raises BadInput."""
    found = table.photos(reader.db, ids=[photo])
    if not found:
        raise BadInput(f"There is no photo “{photo}” in this desk.")
    return found[0]


def made_before(photo: Photo, work: Mapping[str, Any]) -> int | None:
    """The number of the version that the same work has made already."""
    made = (v.number for v in photo.versions if v.recipe and same_work(v.recipe, work))
    return next(made, None)


def _there_already(reader: Reader, photo: Photo, work: Mapping[str, Any]) -> int | None:
    """As `made_before`, where its file is there too: a lost one is made again and put back.

    For a mask the number of the version that it was made from.
    """
    if makes_mask(work["pass"]):
        same = (v.number for v in photo.versions if v.sha256 == work["input_sha256"])
        return next(same, None) if mask_there(reader, photo, work) else None
    number = made_before(photo, work)
    if number is None or not reader.resolve(photo.version(number).file).is_file():
        return None
    return number


def _version(photo: Photo, number: int | None, chosen: Pass, painted: frozenset[int]) -> Version:
    if chosen.makes_mask:
        return version_to_mask(photo, number)
    if number is None:
        others = [v for v in photo.versions if not v.recipe or not _repeats(v.recipe, chosen)]
        return next((v for v in reversed(others) if v.number in painted), others[-1])
    try:
        return photo.version(number)
    except KeyError as error:
        there = ", ".join(str(v.number) for v in photo.versions)
        raise BadInput(f"{photo.id} has no version {number}: it has {there}.") from error


def _repeats(recipe: Mapping[str, Any], chosen: Pass) -> bool:
    """Whether the pass made it itself; presets begin anew, so that two of them can be told apart."""
    made_by = str(recipe.get("pass", ""))
    return made_by == chosen.name or (made_by.startswith(MARK) and chosen.name.startswith(MARK))


def _hash(path: Path) -> str:
    with gate.open_photo(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
