"""Work over what is on screen, off the main thread, that never falls behind it."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Generic, TypeVar

from review_desk.errors import DeskError
from review_desk.ui.tasks import Tasks

T = TypeVar("T")


class Latest(Generic[T]):
    """One piece of work at a time. What was asked for meanwhile is asked again when the screen is drawn anew.

    So a drag asks for a hundred pictures and has as many made as there is time for, each of a newer place.
    `made` is the last answer with its key, of whatever was asked then; None before the first.
    """

    def __init__(self, tasks: Tasks, arrived: Callable[[], None]) -> None:
        self._tasks, self._arrived = tasks, arrived
        self._busy = False
        self.made: tuple[Hashable, T] | None = None

    def of(self, key: Hashable, work: Callable[[], T]) -> T | None:
        """The answer for a key, once it is there; begins `work` otherwise, if none is being done."""
        if self.made is not None and self.made[0] == key:
            return self.made[1]
        if not self._busy:
            self._busy = True
            self._tasks.measure(work, partial(self._take, key), self._leave)
        return None

    def _take(self, key: Hashable, answer: T) -> None:
        self._busy, self.made = False, (key, answer)
        self._arrived()

    def _leave(self, _: DeskError) -> None:
        self._busy = False
