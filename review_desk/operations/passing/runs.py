"""A pass over many photos, as rows of the desk: it goes on where it was after a stop, a crash or a kill."""

import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from review_desk.domain.changes import Changes
from review_desk.domain.event import canonical_json
from review_desk.domain.pass_run import PassRun, PhotoJob, State
from review_desk.domain.protecting import OWN
from review_desk.errors import BadInput, DeskError
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.clock import now
from review_desk.operations.fan_out import Outcome, Progress, fan_out
from review_desk.operations.passing.chosen import chosen_pass, protects_by, require_mask_wanted
from review_desk.operations.passing.committing import commit
from review_desk.operations.passing.plan import PassJob, plan
from review_desk.operations.passing.regions import kept_copy
from review_desk.operations.passing.rows import settle
from review_desk.operations.passing.running import discard, start
from review_desk.operations.passing.seeing import require_seen
from review_desk.store import pass_runs as table
from review_desk.store.desk import Reader, Store

_STOPPED = "Stopped. What was done is kept; “review-desk runs DESK resume” goes on."


def begin(
    store: Store,
    *,
    name: str,
    photos: Sequence[str],
    parameters: Mapping[str, Any],
    protect: str = "",
    model: str = "",
    region: Path | None = None,
    person: str,
    at: str,
) -> PassRun:
    """Queue a pass, or a preset, for these photos. Nothing is worked on yet. `protect` as
    `plan` takes it. `region` is a mask file of what the pass is about, copied into the desk; without one each
    photo has its own.

    Raises BadInput for an unknown pass, parameter or model, Refused for a preset that nobody compared yet.
    """
    chosen, stages = chosen_pass(store, name)
    settled = chosen.settled(parameters)
    require_mask_wanted(chosen, region)
    protects_by(chosen, stages, protect)
    if stages:
        require_seen(store, name, photos)
    row = {
        "id": uuid.uuid4().hex[:12], "name": name, "parameters": settled, "protect": int(bool(protect)),
        "protect_by": "" if protect == OWN else protect, "model": model, "region": _kept(store, region),
        "person": person, "at": at,
    }  # fmt: skip
    queued = [
        {"run_id": row["id"], "photo_id": photo, "position": position, "state": "queued", "reason": "",
         "work": "", "version": None}
        for position, photo in enumerate(dict.fromkeys(photos))
    ]  # fmt: skip
    with store.step(f"Queue {chosen.title} for {len(queued)} photos", actor=person, at=at) as step:
        step.put("pass_run", row)
        step.put_all("pass_job", queued)
    return run_of(store, str(row["id"]))


def _kept(reader: Reader, region: Path | None) -> str:
    """Where the mask lies in the desk."""
    return "" if region is None else kept_copy(reader, region).relative_to(reader.folder).as_posix()


def runs(reader: Reader) -> list[PassRun]:
    """Every run of the desk, the oldest first."""
    return table.pass_runs(reader.db)


def unfinished(reader: Reader) -> list[PassRun]:
    """Runs with photos left: the program that ran them was stopped, or is at it."""
    return [run for run in runs(reader) if run.left]


def run_of(reader: Reader, run: str) -> PassRun:
    """The run whose id is so or begins so. Raises BadInput."""
    found = [each for each in runs(reader) if run and each.id.startswith(run)]
    if len(found) != 1:
        raise BadInput(f"There is {'no' if not found else 'more than one'} run “{run}” in this desk.")
    return found[0]


def jobs_of(reader: Reader, run: str) -> tuple[PhotoJob, ...]:
    """The photos of a run, in its order."""
    return tuple(table.photo_jobs(reader.db, run))


def waiting(reader: Reader, run: str) -> tuple[str, ...]:
    """The photos left, in order. One that was running when the program ended waits again: its result was
    never kept.
    """
    return tuple(job.photo for job in jobs_of(reader, run) if job.state in ("queued", "running"))


def planned(reader: Reader, run: PassRun, photo: str) -> PassJob:
    """What the run means for a photo now. Raises BadInput."""
    return plan(
        reader, photo, run.name, parameters=run.parameters, protect=run.protect, model=run.model,
        region=reader.folder / run.region if run.region else None,
    )  # fmt: skip


def mark(store: Store, run: str, photo: str, state: State, *, actor: str, at: str, **told: Any) -> Changes:
    """Set the state of one photo of a run, with why or with what was made."""
    with store.step(f"A pass is {state}", actor=actor, at=at) as step:
        settle(step, run, photo, state, **told)
    return step.changes


def set_off(store: Store, run: PassRun, job: PassJob, *, actor: str, at: str) -> bool:
    """Whether there is work to do for a photo: then it is running from now on, else it is done at once."""
    work = canonical_json(dict(job.work))
    if job.known is not None:
        mark(store, run.id, job.photo, "done", actor=actor, at=at, work=work, version=job.known)
        return False
    mark(store, run.id, job.photo, "running", actor=actor, at=at, work=work)
    return True


def cancel(store: Store, run: str, *, actor: str, at: str) -> PassRun:
    """Leave the photos that are left undone for good."""
    left = waiting(store, run)
    with store.step(f"Cancel {len(left)} photos of a run", actor=actor, at=at) as step:
        for photo in left:
            settle(step, run, photo, "cancelled")
    return run_of(store, run)


def carry_out(
    store: Store,
    pool: WorkerPool,
    run: PassRun,
    *,
    actor: str,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> PassRun:
    """Work on every photo left, as many at a time as the pool has workers, each kept as it ends.

    A photo that is refused does not stop the others. Raises Cancelled when `stop` is set: `carry_out` goes on
    from there another time; StoreTrouble where a result cannot be kept.
    """
    work = _Work(store, pool, run, actor)
    try:
        fan_out(
            waiting(store, run.id),
            begin=work.begin,
            settle=work.settle,
            total=run.total,
            progress=progress,
            stop=stop,
            stopped=_STOPPED,
        )
    finally:
        work.tidy()
    return run_of(store, run.id)


class _Work:
    """The photos that are at work, and what becomes of each."""

    def __init__(self, store: Store, pool: WorkerPool, run: PassRun, actor: str) -> None:
        self._store, self._pool, self._run, self._actor = store, pool, run, actor
        self._jobs: dict[str, PassJob] = {}

    def begin(self, photo: str) -> "Future[Reply] | None":
        """Hand a photo to a worker; nothing where it was done before, or cannot be worked on."""
        try:
            job = planned(self._store, self._run, photo)
        except BadInput as error:
            self._fail(photo, error)
            return None
        if not set_off(self._store, self._run, job, actor=self._actor, at=now()):
            return None
        self._jobs[photo] = job
        return start(self._pool, job)

    def settle(self, photo: str, outcome: Outcome) -> None:
        """Keep a photo's result, or why there is none."""
        job = self._jobs.pop(photo)
        try:
            if isinstance(outcome, DeskError):
                self._fail(photo, outcome)
            else:
                commit(self._store, job, outcome.values, actor=self._actor, at=now(), run=self._run.id)
        finally:
            discard(job)

    def tidy(self) -> None:
        """Throw away what was begun and not settled."""
        for job in self._jobs.values():
            discard(job)

    def _fail(self, photo: str, error: DeskError) -> None:
        mark(self._store, self._run.id, photo, "failed", actor=self._actor, at=now(), reason=str(error))
