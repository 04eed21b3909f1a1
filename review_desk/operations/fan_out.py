"""Feeding many files to the worker processes, a few at a time, with progress and a stop."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

from review_desk.errors import Cancelled
from review_desk.imaging.workers import Reply
from review_desk.operations.inspect import Progress

Task = TypeVar("Task")

_AHEAD = 8
"""Files waiting in the pool at a time: visible photos ask for the same workers."""


def fan_out(
    todo: Sequence[Task],
    *,
    begin: Callable[[Task], "Future[Reply]"],
    settle: Callable[[Task, "Future[Reply]"], None],
    total: int,
    progress: Callable[[Progress], None],
    stop: threading.Event | None,
    stopped: str,
) -> None:
    """Begin every task in order and settle each as it ends; `total` counts those that were done before too.

    Raises Cancelled with the sentence `stopped` when `stop` is set, and whatever `settle` raises.
    """
    left, began = list(reversed(todo)), time.monotonic()
    done, before = total - len(todo), total - len(todo)
    waiting: dict[Future[Reply], Task] = {}
    try:
        while left or waiting:
            if stop is not None and stop.is_set():
                raise Cancelled(stopped)
            while left and len(waiting) < _AHEAD:
                task = left.pop()
                waiting[begin(task)] = task
            for future in wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED).done:
                settle(waiting.pop(future), future)
                done += 1
            progress(Progress(done, total, (done - before) / max(time.monotonic() - began, 1e-3)))
    finally:
        for future in waiting:
            future.cancel()
