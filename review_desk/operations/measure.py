"""Measuring the photos of a batch for drift, in worker processes, once per content."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.domain.drift.measure import METHOD
from review_desk.domain.photo import Photo, Version
from review_desk.errors import Cancelled, DeskError
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.inspect import Progress
from review_desk.store.cache import Cache, stamp
from review_desk.store.desk import Reader

_STOPPED = "Measuring was stopped. What was measured is remembered."
_AHEAD = 8


@dataclass(frozen=True)
class Task:
    """One version to be measured: `content` is its hash, with the mask's stamp where it has a mask."""

    photo: str
    version: int
    path: Path
    mask: Path | None
    content: str


@dataclass(frozen=True)
class Measured:
    """What was measured of one version; `reason` says why there is nothing, "" where there is."""

    version: int
    values: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""
    cautions: tuple[str, ...] = ()


def tasks(reader: Reader, photos: Sequence[Photo]) -> list[Task]:
    """The newest version of every photo, as it is to be measured."""
    return [_task(reader, photo, photo.latest) for photo in photos]


def _task(reader: Reader, photo: Photo, version: Version) -> Task:
    mask = reader.resolve(photo.mask) if photo.mask else None
    masked = f"+{mask}{stamp(mask)}" if mask else ""
    path = reader.resolve(version.file)
    return Task(photo.id, version.number, path, mask, f"{version.sha256}{masked}")


def known(cache: Cache, todo: Sequence[Task]) -> dict[str, Measured]:
    """What the cache has, by photo."""
    found = cache.measured(METHOD)
    return {task.photo: _read(task, found[task.content]) for task in todo if task.content in found}


def measure(
    todo: Sequence[Task],
    *,
    pool: WorkerPool,
    cache: Cache,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
    priority: int = 3,
) -> dict[str, Measured]:
    """Measure what the cache does not have; the answer is by photo and complete.

    A photo whose file cannot be read has that for its reason. What is done goes to the cache at once, so that
    measuring goes on where it was stopped. Raises Cancelled when `stop` is set or the desk closes.
    """
    run = _Run(pool, cache, priority, known(cache, todo))
    left, began, total = [t for t in reversed(todo) if t.photo not in run.found], time.monotonic(), len(todo)
    before = len(run.found)
    try:
        while left or run.waiting:
            if stop is not None and stop.is_set():
                raise Cancelled(_STOPPED)
            while left and len(run.waiting) < _AHEAD:
                run.begin(left.pop())
            for future in wait(run.waiting, timeout=0.1, return_when=FIRST_COMPLETED).done:
                run.settle(future)
            rate = (len(run.found) - before) / max(time.monotonic() - began, 1e-3)
            progress(Progress(len(run.found), total, rate))
    finally:
        for future in run.waiting:
            future.cancel()
    return run.found


@dataclass
class _Run:
    pool: WorkerPool
    cache: Cache
    priority: int
    found: dict[str, Measured]
    waiting: dict[Future[Reply], Task] = field(default_factory=dict)

    def begin(self, task: Task) -> None:
        future = self.pool.submit("measure", priority=self.priority, path=task.path, mask=task.mask)
        self.waiting[future] = task

    def settle(self, future: Future[Reply]) -> None:
        task = self.waiting.pop(future)
        try:
            reply = future.result()
        except (Cancelled, CancelledError):
            raise Cancelled(_STOPPED) from None
        except DeskError as error:  # not kept: the file may be back tomorrow
            self.found[task.photo] = Measured(task.version, reason=str(error))
            return
        self.cache.keep_measured(task.content, METHOD, reply.values)
        self.found[task.photo] = _read(task, reply.values)


def _read(task: Task, found: Mapping[str, Any]) -> Measured:
    return Measured(
        task.version, found.get("values", {}), found.get("reason", ""), tuple(found.get("cautions", ()))
    )
