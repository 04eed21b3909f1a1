"""Reading every file of a survey in worker processes: what it is, and whether it can be read at all."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.fan_out import Outcome, Progress, fan_out
from review_desk.operations.survey import Survey
from review_desk.store.cache import Cache, Stamp, stamp

EDGE = 320
"""Longest edge of the thumbnails kept, in pixels."""

_STOPPED = "Intake was stopped. Nothing was added; what was read is remembered."


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
    stamps: dict[str, Stamp | None] = field(default_factory=dict)

    def begin(self, file: str) -> "Future[Reply] | None":
        path = self.survey.source / file
        known = self.cache.probe(path)
        if known and self.cache.thumbnail(known["sha256"], EDGE):
            self.facts[file] = known
            return None
        self.stamps[file] = stamp(path)
        return self.pool.submit("inspect", priority=3, path=str(path), edge=EDGE)

    def settle(self, file: str, outcome: Outcome) -> None:
        if isinstance(outcome, DeskError):
            self.refused[file] = str(outcome)
            return
        facts = dict(outcome.values)
        self.cache.keep_thumbnail(facts["sha256"], EDGE, outcome.bytes())
        if stamped := self.stamps[file]:
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
    run = _Run(survey, pool, cache)
    fan_out(
        survey.files,
        begin=run.begin,
        settle=run.settle,
        total=len(survey.files),
        progress=progress,
        stop=stop,
        stopped=_STOPPED,
    )
    return Inspection(survey, run.facts, run.refused)


def source_path(survey: Survey, file: str) -> str:
    """Where a file of the survey is, absolute."""
    return str(survey.source / file)
