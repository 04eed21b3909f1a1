"""Thumbnails that the cache does not have: made from the photo's file by a worker."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from review_desk.domain.photo import Version
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.ui.tasks import Tasks
from review_desk.ui.thumbnails.ladder import Key
from review_desk.ui.thumbnails.wishes import AHEAD, LISTED, VISIBLE, Wishes

_PRIORITIES = {VISIBLE: 0, LISTED: 2, AHEAD: 2}
"""The workers' priorities: what the grid shows comes before photos that Review has made ready."""

_AT_ONCE = 4
"""Jobs of one rank in the pool: no worker waits for its next, and all others can still be forgotten."""


@dataclass(frozen=True)
class _Job:
    version: Version
    rank: int
    future: "Future[Reply]"


class Making:
    """What is to be made, and what the pool has of it."""

    def __init__(
        self,
        tasks: Tasks,
        resolve: Callable[[str], Path],
        wishes: Wishes,
        *,
        made: Callable[[Key, Version, Reply], None],
        failed: Callable[[Key, DeskError], None],
    ) -> None:
        self._tasks, self._resolve, self._wishes = tasks, resolve, wishes
        self._made, self._failed = made, failed
        self._todo: dict[Key, Version] = {}
        self._jobs: dict[Key, _Job] = {}

    def __contains__(self, key: Key) -> bool:
        """Whether a thumbnail is to be made, or being made."""
        return key in self._todo or key in self._jobs

    def add(self, key: Key, version: Version) -> None:
        """Make this one when its turn has come."""
        self._todo[key] = version

    def go_on(self) -> None:
        """Forget what nobody waits for any more, and give the pool what it has room for."""
        for key, job in list(self._jobs.items()):
            if self._wishes.rank(key) != job.rank and job.future.cancel():
                self._todo[key] = self._jobs.pop(key).version
        ranks = {key: self._wishes.rank(key) for key in self._todo}
        self._todo = {key: version for key, version in self._todo.items() if ranks[key] is not None}
        for rank in (VISIBLE, LISTED, AHEAD):
            room = _AT_ONCE - sum(job.rank == rank for job in self._jobs.values())
            for key in [key for key in self._todo if ranks[key] == rank][: max(0, room)]:
                self._start(key, self._todo.pop(key), rank)

    def _start(self, key: Key, version: Version, rank: int) -> None:
        future = self._tasks.compute(
            "inspect",
            partial(self._take, key),
            partial(self._fail, key),
            priority=_PRIORITIES[rank],
            path=self._resolve(version.file),
            edge=key[1],
        )
        self._jobs[key] = _Job(version, rank, future)

    def _take(self, key: Key, reply: Reply) -> None:
        self._made(key, self._jobs.pop(key).version, reply)
        self.go_on()

    def _fail(self, key: Key, error: DeskError) -> None:
        del self._jobs[key]
        self._failed(key, error)
        self.go_on()
