"""Passes at work: the worker processes, one job handed to them, and what is left when they were killed."""

import shutil
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil

from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.passing.plan import PART, PassJob
from review_desk.operations.passing.protecting import MaskFile
from review_desk.passes.providers import needs_address_space
from review_desk.passes.recipe import protected_in_words
from review_desk.store.connection import StoreTrouble

_MEMORY_MB = 1500
_WITH_CUDA_MB = 64_000


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
        **asked("protect", job.protect),
        **own,
    )


def asked(name: str, mask: MaskFile | None) -> dict[str, Any]:
    """A mask as a worker is told of it."""
    return {name: mask.file, f"{name}_path": mask.path} if mask else {}


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
