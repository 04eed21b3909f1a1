"""Running a pass on a photo: planned from the desk, done by a worker process, stored as a new version.

Three steps, because only the last one may hold the desk's transaction, and it takes no time:
`plan` → `start` (a worker writes a file nobody knows of yet) → `commit` (the file gets its name and its row).
"""

import hashlib
import os
import shutil
import uuid
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Photo, Version
from review_desk.errors import BadInput, Refused
from review_desk.imaging import gate
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.passes.card import read_card
from review_desk.passes.catalogue import Pass, pass_named
from review_desk.passes.recipe import Recipe, protected_in_words, same_work
from review_desk.paths import asset
from review_desk.store import photos as table
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader, Store
from review_desk.store.projections import Row

_MEMORY_MB = 1500
_START_S = 60.0
_S_PER_MEGAPIXEL = 5.0
_PART = ".part-"
_FILE_LIMIT_S = 600.0


@dataclass(frozen=True)
class PassJob:
    """One pass to be run on one version of a photo.

    `output` is a temporary file inside the desk. `limit_s` is what the worker may take. `work` is the
    part of the recipe that decides the result. `known` is the number of the version where the same work was
    done before: then there is nothing to do. `protect` is the mask whose pixels come back bit for bit.
    """

    chosen: Pass
    parameters: Mapping[str, float]
    photo: str
    title: str
    version: int
    path: Path
    input_sha256: str
    output: Path
    limit_s: float
    work: Mapping[str, Any]
    known: int | None = None
    protect: Path | None = None


def pass_workers(size: int = 1) -> WorkerPool:
    """A pool of worker processes for passes. No process starts and no model is loaded before `start`."""
    return WorkerPool("review_desk.passes.jobs", size=size, memory_mb=_MEMORY_MB)


def plan(
    reader: Reader,
    photo: str,
    pass_name: str,
    *,
    version: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    protect: bool = False,
) -> PassJob:
    """What running a pass on a photo means now. Nothing is read but the desk, the model's card and the mask.

    Without `version` it is the newest version that this pass did not make itself, so that running it twice
    does nothing twice. With `protect` the product stays as it is: by the photo's mask, else by the version's
    transparency. Raises BadInput for an unknown photo, version, pass or parameter and a mask that is gone.
    """
    chosen = pass_named(pass_name)
    settled = chosen.settled(parameters or {})
    found = _photo(reader, photo)
    source = _version(found, version, chosen)
    path = reader.resolve(source.file)
    mask = (reader.resolve(found.mask) if found.mask else path) if protect else None
    work = {
        "pass": chosen.name,
        "input_sha256": source.sha256,
        "model_sha256": read_card(asset("models", chosen.model)).sha256,
        "parameters": settled,
        "mask_sha256": None if mask is None else source.sha256 if mask == path else _hash(mask),
    }
    part = reader.folder / "files" / f"{_PART}{os.getpid()}-{uuid.uuid4().hex}"
    return PassJob(
        chosen=chosen,
        parameters=settled,
        photo=found.id,
        title=found.title,
        version=source.number,
        path=path,
        input_sha256=source.sha256,
        output=part / "result.png",
        limit_s=_START_S + _S_PER_MEGAPIXEL * source.width * source.height / 1e6,
        work=work,
        known=_there_already(reader, found, work),
        protect=mask,
    )


def start(pool: WorkerPool, job: PassJob, *, priority: int = 2) -> "Future[Reply]":
    """Hand the job to a worker. The reply's `values` are what `commit` stores; give up with `discard`.

    The future raises BadInput or Refused in words where the photo cannot be worked on. Raises StoreTrouble
    where the desk cannot be written to.
    """
    sweep(job.output.parent.parent)
    try:
        job.output.parent.mkdir(parents=True)
    except OSError as error:
        raise StoreTrouble(f"The desk cannot be written to: {error.strerror}.") from error
    return pool.submit(
        "run_pass",
        priority=priority,
        timeout_s=job.limit_s,
        path=job.path,
        output=job.output,
        name=job.chosen.name,
        parameters=dict(job.parameters),
        expected=job.input_sha256,
        protect=job.protect,
    )


def commit(store: Store, job: PassJob, values: Mapping[str, Any], *, actor: str, at: str) -> Changes:
    """Store a worker's result as a new version of the photo, in one step that undo takes back.

    The file goes to `files/` under its hash before the row that names it is written; a desk that is killed
    in between has a file too many and nothing too few. Writes nothing where the photo has this result
    already. Raises BadInput where the photo is gone, StoreTrouble where the file cannot be kept.
    """
    recipe = Recipe.from_json({**values["recipe"], "at": at})
    file = _keep(store.folder, job, recipe.output_sha256)
    with store.step(_label(job), actor=actor, at=at) as step:
        found = _photo(store, job.photo)
        if _made_before(found, recipe.to_json()) is None:
            step.put("version", _row(found, job, file, values["facts"], recipe))
    return step.changes


def run_on_photo(store: Store, pool: WorkerPool, job: PassJob, *, actor: str, at: str) -> Changes:
    """All of it in turn, waiting for the worker. The temporary file is gone afterwards, however it ends.

    Changes nothing, and says so, where the work was done before.
    """
    if job.known is not None:
        return Changes(_label(job))
    try:
        reply = start(pool, job).result()
        return commit(store, job, reply.values, actor=actor, at=at)
    finally:
        discard(job)


def result_of(reader: Reader, job: PassJob) -> Version:
    """The version that holds the job's result, made now or before. Raises BadInput where there is none."""
    found = _photo(reader, job.photo)
    number = _made_before(found, job.work)
    if number is None:
        raise BadInput(f"{job.title} has no version made by this pass with these parameters.")
    return found.version(number)


def run_on_file(
    pool: WorkerPool,
    pass_name: str,
    source: Path,
    output: Path,
    *,
    parameters: Mapping[str, Any],
    at: str,
    protect: Path | None = None,
) -> Recipe:
    """Run a pass on one file, without a desk. `output` is replaced whole or not at all.

    The pixels inside the mask `protect` come back bit for bit; `source` itself means its transparency.

    Raises Refused where `output` is the photo itself, BadInput as the worker says it.
    """
    chosen = pass_named(pass_name)
    settled = chosen.settled(parameters)
    for kept, what in ((source, "the photo itself"), (protect, "the mask")):
        if kept and output.exists() and kept.exists() and output.samefile(kept):
            raise Refused(f"{output.name} is {what}. Originals are never written: name another file.")
    reply = pool.submit(
        "run_pass",
        timeout_s=_FILE_LIMIT_S,
        path=source,
        output=output,
        name=chosen.name,
        parameters=settled,
        protect=protect,
    ).result()
    return Recipe.from_json({**reply.values["recipe"], "at": at})


def proof_in_words(values: Mapping[str, Any]) -> str:
    """What a worker's reply proves, as a sentence after a space; nothing where no mask protected anything."""
    protected = values["recipe"].get("protected")
    return f" {protected_in_words(protected)}." if protected else ""


def discard(job: PassJob) -> None:
    """Remove the job's temporary file. Nothing happens where it was committed."""
    shutil.rmtree(job.output.parent, ignore_errors=True)


def sweep(files: Path) -> None:
    """Remove what passes left in a desk's `files/` when the program that ran them was killed."""
    for part in files.glob(f"{_PART}*"):
        owner = part.name.removeprefix(_PART).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(part, ignore_errors=True)


def _hash(path: Path) -> str:
    with gate.open_photo(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _label(job: PassJob) -> str:
    return f"{job.chosen.verb} {job.title}"


def _photo(reader: Reader, photo: str) -> Photo:
    found = table.photos(reader.db, ids=[photo])
    if not found:
        raise BadInput(f"There is no photo “{photo}” in this desk.")
    return found[0]


def _version(photo: Photo, number: int | None, chosen: Pass) -> Version:
    if number is None:
        others = [v for v in photo.versions if not v.recipe or v.recipe.get("pass") != chosen.name]
        return others[-1]
    try:
        return photo.version(number)
    except KeyError as error:
        there = ", ".join(str(v.number) for v in photo.versions)
        raise BadInput(f"{photo.id} has no version {number}: it has {there}.") from error


def _there_already(reader: Reader, photo: Photo, work: Mapping[str, Any]) -> int | None:
    """As `_made_before`, where its file is there too: a lost one is made again and put back."""
    number = _made_before(photo, work)
    if number is None or not reader.resolve(photo.version(number).file).is_file():
        return None
    return number


def _made_before(photo: Photo, work: Mapping[str, Any]) -> int | None:
    """The number of the version that the same work has made already."""
    made = (v.number for v in photo.versions if v.recipe and same_work(v.recipe, work))
    return next(made, None)


def _keep(desk: Path, job: PassJob, sha256: str) -> str:
    """Move the worker's file to its place by content. Returns its name relative to the desk."""
    name = f"files/{sha256[:2]}/{sha256[2:]}.png"
    place = desk / name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        job.output.replace(place)
        _flush(place.parent)
    except OSError as error:
        raise StoreTrouble(
            f"The result for {job.title} could not be kept: {error.strerror}. Nothing was changed."
        ) from error
    return name


def _flush(folder: Path) -> None:
    """Make the new name safe against a power cut; Windows neither needs nor allows it."""
    if os.name != "posix":
        return
    for path in (folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _row(photo: Photo, job: PassJob, file: str, facts: Mapping[str, Any], recipe: Recipe) -> Row:
    named = ("sha256", "size", "width", "height", "bit_depth", "mode", "format", "orientation")
    return {
        "photo_id": photo.id,
        "number": photo.versions[-1].number + 1,
        "role": "ai",
        "label": job.chosen.name,
        "file": file,
        **{name: facts[name] for name in (*named, "profile", "profile_state")},
        "recipe": recipe.to_json(),
    }
