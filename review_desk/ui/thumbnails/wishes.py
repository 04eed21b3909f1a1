"""Which thumbnails are waited for, and which of them comes first."""

from collections.abc import Callable, Iterator, Mapping

from review_desk.domain.photo import Version
from review_desk.ui.thumbnails.ladder import Key

VISIBLE, LISTED, AHEAD = 0, 1, 2
"""Ranks: what the grid shows, what other lists have asked for, what the grid shows next."""

_LISTED = 240
"""Wishes of lists that are remembered: several screens; a list asks again for what it still shows."""


class Wishes:
    """Wishes by rank. The grid's are replaced as a whole; those of lists come one by one."""

    def __init__(self) -> None:
        self._grid: dict[int, dict[Key, Version]] = {VISIBLE: {}, AHEAD: {}}
        self._listed: dict[Key, Version] = {}

    def look_at(self, visible: Mapping[Key, Version], ahead: Mapping[Key, Version]) -> None:
        """What the grid shows now and next: its other wishes are forgotten."""
        self._grid = {VISIBLE: dict(visible), AHEAD: dict(ahead)}

    def ask(self, key: Key, version: Version) -> None:
        """A list shows this; the newest wish of lists comes first."""
        self._listed.pop(key, None)
        self._listed[key] = version
        if len(self._listed) > _LISTED:
            del self._listed[next(iter(self._listed))]

    def rank(self, key: Key) -> int | None:
        """How urgent a thumbnail is; None where nobody waits for it any more."""
        return next((rank for rank, wishes in self._ranked() if key in wishes), None)

    def settle(self, key: Key) -> None:
        """It is there, or cannot be had."""
        for _, wishes in self._ranked():
            wishes.pop(key, None)

    def next(self, limit: int, is_busy: Callable[[Key], bool]) -> dict[Key, Version]:
        """The most urgent wishes that nothing is being done for, all of one rank."""
        for rank, wishes in self._ranked():
            keys = reversed(wishes) if rank == LISTED else iter(wishes)
            free = [key for key in keys if not is_busy(key)][:limit]
            if free:
                return {key: wishes[key] for key in free}
        return {}

    def _ranked(self) -> Iterator[tuple[int, dict[Key, Version]]]:
        yield VISIBLE, self._grid[VISIBLE]
        yield LISTED, self._listed
        yield AHEAD, self._grid[AHEAD]
