"""Feeding many files to the worker processes, a few at a time, with progress and a stop."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from typing import TypeVar

from review_desk.errors import Cancelled, DeskError
from review_desk.imaging.workers import Reply

Task = TypeVar("Task")

Outcome = Reply | DeskError
"""What a worker answered, or why it refused."""

_AHEAD = 8
"""Files waiting in the pool at a time: visible photos ask for the same workers."""


@dataclass(frozen=True)
class Progress:
    """How far a run over many files is. `rate` is files a second so far."""

    done: int
    total: int
    rate: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """An estimate, once there is a rate."""
        return (self.total - self.done) / self.rate if self.rate else None


def fan_out(
    todo: Sequence[Task],
    *,
    begin: Callable[[Task], "Future[Reply] | None"],
    settle: Callable[[Task, Outcome], None],
    total: int,
    progress: Callable[[Progress], None],
    stop: threading.Event | None,
    stopped: str,
) -> None:
    """Begin every task in order and settle each as it ends; `total` counts those that were done before too.

    Where `begin` returns nothing, the task was done with that. Raises Cancelled with the sentence `stopped`
    when `stop` is set or the desk closes, and whatever `settle` raises.
    """
    left, began = list(reversed(todo)), time.monotonic()
    before = total - len(todo)
    waiting: dict[Future[Reply], Task] = {}
    try:
        while left or waiting:
            if stop is not None and stop.is_set():
                raise Cancelled(stopped)
            while left and len(waiting) < _AHEAD:
                task = left.pop()
                future = begin(task)
                if future is not None:
                    waiting[future] = task
            for ended in wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED).done:
                settle(waiting.pop(ended), _outcome(ended, stopped))
            done = total - len(left) - len(waiting)
            progress(Progress(done, total, (done - before) / max(time.monotonic() - began, 1e-3)))
    finally:
        for future in waiting:
            future.cancel()


def _outcome(future: "Future[Reply]", stopped: str) -> Outcome:
    """A desk that is closing says nothing about the file."""
    try:
        return future.result()
    except (Cancelled, CancelledError):
        raise Cancelled(stopped) from None
    except DeskError as error:
        return error
