"""What workers find in photos, asked for once: kept in the cache by content and method."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.fan_out import Outcome, Progress, fan_out
from review_desk.store.cache import Cache


class Task(Protocol):
    """A photo to be looked at; `content` is what the answer depends on."""

    @property
    def photo(self) -> str: ...
    @property
    def content(self) -> str: ...


T = TypeVar("T", bound=Task)
F = TypeVar("F")


@dataclass(frozen=True)
class Ways(Generic[T, F]):
    """How one method asks and understands: `method` is its name in the cache.

    `begin` hands a task to a worker, `read` makes an answer of what the worker found, `failed` one of the
    sentence that says why the file could not be read.
    """

    method: str
    begin: Callable[[T], "Future[Reply]"]
    read: Callable[[T, Mapping[str, Any]], F]
    failed: Callable[[T, str], F]


def known(
    cache: Cache, todo: Sequence[T], method: str, read: Callable[[T, Mapping[str, Any]], F]
) -> dict[str, F]:
    """What the cache has, by photo."""
    found = cache.measured(method)
    return {task.photo: read(task, found[task.content]) for task in todo if task.content in found}


def ask(
    todo: Sequence[T],
    ways: Ways[T, F],
    *,
    cache: Cache,
    progress: Callable[[Progress], None],
    stop: threading.Event | None,
    stopped: str,
) -> dict[str, F]:
    """Ask the workers for what the cache does not have; the answer is by photo and complete.

    What is done goes to the cache at once, so that a run that was stopped, or killed, goes on where it was.
    Raises Cancelled with the sentence `stopped` when `stop` is set or the desk closes.
    """
    answers = known(cache, todo, ways.method, ways.read)

    def settle(task: T, outcome: Outcome) -> None:
        if isinstance(outcome, DeskError):  # not kept: the file may be back tomorrow
            answers[task.photo] = ways.failed(task, str(outcome))
            return
        cache.keep_measured(task.content, ways.method, outcome.values)
        answers[task.photo] = ways.read(task, outcome.values)

    fan_out(
        [task for task in todo if task.photo not in answers],
        begin=ways.begin,
        settle=settle,
        total=len(todo),
        progress=progress,
        stop=stop,
        stopped=stopped,
    )
    return answers
