"""Passes at work: the worker processes, one job handed to them, and what is left when they were killed."""

import shutil
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil

from review_desk.errors import BadInput, Refused
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.passing.plan import (
    PART,
    PassJob,
    model_of,
    require_mask_wanted,
    require_still,
)
from review_desk.operations.passing.protecting import MaskFile
from review_desk.passes.catalogue import Pass, pass_named
from review_desk.passes.providers import needs_address_space
from review_desk.passes.recipe import Recipe, protected_in_words
from review_desk.store.connection import StoreTrouble

_MEMORY_MB = 1500
_WITH_CUDA_MB = 64_000
_FILE_LIMIT_S = 600.0


def pass_workers(size: int = 1) -> WorkerPool:
    """A pool of worker processes for passes. No process starts and no model is loaded before `start`."""
    memory = _WITH_CUDA_MB if needs_address_space() else _MEMORY_MB
    return WorkerPool(
        "review_desk.passes.jobs", size=size, memory_mb=memory, doing="work on", crash="makes the pass crash"
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
    own: dict[str, Any] = {
        "parameters": dict(job.parameters),
        "model": job.model or None,
        "beside": job.beside,
    }
    if job.stages:
        stages = [dict(stage) for stage in job.stages]
        own = {"revision": job.chosen.revision, "sha256": job.model, "stages": stages}
    return pool.submit(
        "run_chain" if job.stages else "run_pass",
        priority=priority,
        timeout_s=job.limit_s,
        path=job.path,
        output=job.output,
        name=job.chosen.name,
        expected=job.input_sha256,
        region=job.region,
        **_asked("protect", job.protect),
        **own,
    )


def _asked(name: str, mask: MaskFile | None) -> dict[str, Any]:
    """A mask as a worker is told of it."""
    return {name: mask.file, f"{name}_path": mask.path} if mask else {}


def run_on_file(
    pool: WorkerPool,
    pass_name: str,
    source: Path,
    output: Path,
    *,
    parameters: Mapping[str, Any],
    at: str,
    region: MaskFile | None = None,
    protect: MaskFile | None = None,
    beside: Path | None = None,
    model: str = "",
) -> Recipe:
    """Run a pass on one file, without a desk. `output` is replaced whole or not at all. `model` names
    another than the active one.

    The mask `region` marks what the pass is about. The pixels inside the mask `protect` come back bit for
    bit; `source` itself, without one of its paths, means its transparency. `beside` is the second photo of a
    pass that takes one.

    Raises Refused where `output` is the photo itself or a mask, BadInput for a mask that the pass has no use
    for, and as the worker says it.
    """
    chosen = pass_named(pass_name)
    settled, card = chosen.settled(parameters), model_of(chosen, model)
    _require_fitting(chosen, region=region, protect=protect, beside=beside)
    _require_free(output, source, *(mask.file for mask in (protect, region) if mask))
    reply = pool.submit(
        "run_pass",
        timeout_s=_FILE_LIMIT_S,
        path=source,
        output=output,
        name=chosen.name,
        parameters=settled,
        **_asked("region", region),
        **_asked("protect", protect),
        beside=beside,
        model=card.sha256 if card else None,
    ).result()
    return Recipe.from_json({**reply.values["recipe"], "at": at})


def _require_fitting(
    chosen: Pass, *, region: MaskFile | None, protect: MaskFile | None, beside: Path | None
) -> None:
    require_still(chosen, protect=protect is not None)
    require_mask_wanted(chosen, region.file if region else None)
    if chosen.by_marks and not chosen.finds and region is None:
        raise BadInput(
            f"Say with --mask what {chosen.name} is about: a picture that is white on {chosen.about}."
        )
    if bool(chosen.beside) != bool(beside):
        wants = f"wants {chosen.beside} with --beside" if chosen.beside else "takes no second photo"
        raise BadInput(f"{chosen.name} {wants}.")


def _require_free(output: Path, photo: Path, *masks: Path) -> None:
    """Originals are never written, under whichever name they are given."""
    for kept in (photo, *masks):
        if output.exists() and kept.exists() and output.samefile(kept):
            what = "the photo itself" if kept == photo else "the mask"
            raise Refused(f"{output.name} is {what}. Originals are never written: name another file.")


def proof_in_words(values: Mapping[str, Any]) -> str:
    """What a worker's reply proves, as a sentence after a space; nothing where no mask protected anything."""
    protected = values["recipe"].get("protected")
    return f" {protected_in_words(protected)}." if protected else ""


def discard(job: PassJob) -> None:
    """Remove the job's temporary file. Nothing happens where it was committed."""
    shutil.rmtree(job.output.parent, ignore_errors=True)


def sweep(files: Path) -> None:
    """Remove what passes left in a desk's `files/` when the program that ran them was killed."""
    for part in files.glob(f"{PART}*"):
        owner = part.name.removeprefix(PART).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(part, ignore_errors=True)
