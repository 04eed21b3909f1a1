"""Reading every file of a survey in worker processes: what it is, and whether it can be read at all."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from typing import Any

from review_desk.errors import Cancelled, DeskError
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.survey import Survey
from review_desk.store.cache import Cache, Stamp, stamp

EDGE = 320
"""Longest edge of the thumbnails kept, in pixels."""

_STOPPED = "Intake was stopped. Nothing was added; what was read is remembered."

_AHEAD = 8
"""Files waiting in the pool at a time: visible photos ask for the same workers."""


@dataclass(frozen=True)
class Progress:
    """How far an intake is. `rate` is files a second so far."""

    done: int
    total: int
    rate: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """An estimate, once there is a rate."""
        return (self.total - self.done) / self.rate if self.rate else None


@dataclass(frozen=True)
class Inspection:
    """A survey with what was read: facts by file for the good ones, a reason by file for the others."""

    survey: Survey
    facts: Mapping[str, Mapping[str, Any]]
    refused: Mapping[str, str]


@dataclass
class _Run:
    survey: Survey
    pool: WorkerPool
    cache: Cache
    facts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    waiting: dict[Future[Reply], tuple[str, Stamp | None]] = field(default_factory=dict)

    def begin(self, file: str) -> None:
        path = self.survey.source / file
        known = self.cache.probe(path)
        if known and self.cache.thumbnail(known["sha256"], EDGE):
            self.facts[file] = known
            return
        stamped = stamp(path)
        self.waiting[self.pool.submit("inspect", priority=3, path=str(path), edge=EDGE)] = file, stamped

    def settle(self, future: Future[Reply]) -> None:
        file, stamped = self.waiting.pop(future)
        try:
            reply = future.result()
        except (Cancelled, CancelledError):  # the desk is closing; that says nothing about the file
            raise Cancelled(_STOPPED) from None
        except DeskError as error:
            self.refused[file] = str(error)
            return
        facts = dict(reply.values)
        self.cache.keep_thumbnail(facts["sha256"], EDGE, reply.bytes())
        if stamped:
            self.cache.keep_probe(self.survey.source / file, stamped, facts)
        self.facts[file] = facts


def inspect(
    survey: Survey,
    *,
    pool: WorkerPool,
    cache: Cache,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Inspection:
    """Read every file once: header, hash, and a thumbnail, which proves that its pixels can be read.

    What was read is kept in the cache, so that an intake that was stopped or killed goes on where it was.
    Raises Cancelled when `stop` is set.
    """
    run, todo, began = _Run(survey, pool, cache), survey.files, time.monotonic()
    total, left = len(todo), list(reversed(todo))
    try:
        while left or run.waiting:
            if stop is not None and stop.is_set():
                raise Cancelled(_STOPPED)
            while left and len(run.waiting) < _AHEAD:
                run.begin(left.pop())
            for future in wait(run.waiting, timeout=0.1, return_when=FIRST_COMPLETED).done:
                run.settle(future)
            done = total - len(left) - len(run.waiting)
            progress(Progress(done, total, done / max(time.monotonic() - began, 1e-3)))
    finally:
        for future in run.waiting:
            future.cancel()
    return Inspection(survey, run.facts, run.refused)


def source_path(survey: Survey, file: str) -> str:
    """Where a file of the survey is, absolute."""
    return str(survey.source / file)
