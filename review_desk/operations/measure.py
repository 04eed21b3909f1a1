"""Measuring the photos of a batch, in worker processes, once per content and method."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from review_desk.domain.drift.measure import METHOD
from review_desk.domain.photo import Photo, Version
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import remembered
from review_desk.operations.fan_out import Progress
from review_desk.store.cache import Cache, stamp
from review_desk.store.desk import Reader

_STOPPED = "Measuring was stopped. What was measured is remembered."


@dataclass(frozen=True)
class Method:
    """A way of measuring: the workers' job, and the name under which the cache keeps what it found."""

    job: str
    name: str


DRIFT = Method("measure", METHOD)


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
    return [task_of(reader, photo, photo.latest) for photo in photos]


def task_of(reader: Reader, photo: Photo, version: Version) -> Task:
    """One version of a photo, with its mask if it has one."""
    mask = reader.resolve(photo.mask) if photo.mask else None
    masked = f"+{mask}{stamp(mask)}" if mask else ""
    path = reader.resolve(version.file)
    return Task(photo.id, version.number, path, mask, f"{version.sha256}{masked}")


def known(cache: Cache, todo: Sequence[Task], *, method: Method = DRIFT) -> dict[str, Measured]:
    """What the cache has, by photo."""
    return remembered.known(cache, todo, method.name, _read)


def measure(
    todo: Sequence[Task],
    *,
    pool: WorkerPool,
    cache: Cache,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
    priority: int = 3,
    method: Method = DRIFT,
) -> dict[str, Measured]:
    """Measure what the cache does not have; the answer is by photo and complete.

    A photo whose file cannot be read has that for its reason. What is done goes to the cache at once, so that
    measuring goes on where it was stopped. Raises Cancelled when `stop` is set or the desk closes.
    """
    ways = remembered.Ways(
        method.name,
        begin=lambda task: pool.submit(method.job, priority=priority, path=task.path, mask=task.mask),
        read=_read,
        failed=lambda task, reason: Measured(task.version, reason=reason),
    )
    return remembered.ask(todo, ways, cache=cache, progress=progress, stop=stop, stopped=_STOPPED)


def _read(task: Task, found: Mapping[str, Any]) -> Measured:
    return Measured(
        task.version, found.get("values", {}), found.get("reason", ""), tuple(found.get("cautions", ()))
    )
