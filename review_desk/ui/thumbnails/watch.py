"""Whether the files behind thumbnails still hold what was taken in."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from review_desk.domain.photo import Version
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.store.cache import Stamp, stamp
from review_desk.ui.tasks import Tasks

Place = tuple[str, str]
"""A version's file and content hash."""

_PRIORITY, _AT_ONCE, _REMEMBERED = 3, 2, 200
"""Reading a file whole for its hash waits behind all that shows something."""


class Watch:
    """Files that changed since their version was taken in: size and time tell, and the hash where in doubt.

    A file that is gone or cannot be read is not called changed: drives come back.
    """

    def __init__(self, tasks: Tasks, resolve: Callable[[str], Path], tell: Callable[[Version], None]) -> None:
        self._tasks, self._resolve, self._tell = tasks, resolve, tell
        self._asked: set[Place] = set()
        self._changed: dict[Place, Version] = {}
        self._doubtful: dict[Place, tuple[Version, Stamp]] = {}
        self._hashing: set[Place] = set()

    def changed(self, version: Version) -> bool:
        """Whether the version's file is known to hold something else by now."""
        return _place(version) in self._changed

    def check(self, versions: Iterable[Version]) -> None:
        """Look at the files of those versions that were not looked at yet."""
        new = {_place(v): v for v in versions if _place(v) not in self._asked}
        if new:
            self._asked.update(new)
            found = [(v, self._resolve(v.file)) for v in new.values()]
            self._tasks.fetch(partial(self._compare, found), self._take)

    def vouch(self, version: Version, facts: Mapping[str, Any]) -> None:
        """A version's file was read whole just now, and this is what its probe found."""
        self._settle(version, changed=facts["sha256"] != version.sha256)
        doubt, cache = self._doubtful.pop(_place(version), None), self._tasks.cache
        if doubt and cache:
            path, stamped = self._resolve(version.file), doubt[1]
            self._tasks.fetch(lambda: cache.keep_probe(path, stamped, dict(facts)), _nothing)

    def look_again(self, versions: Iterable[Version]) -> None:
        """Look again at the files of these versions and of changed ones; at others when they are shown."""
        self._asked.clear()
        self.check([*versions, *self._changed.values()])

    def _compare(self, found: list[tuple[Version, Path]]) -> list[tuple[Version, Stamp | None, bool | None]]:
        """On another thread: each file's stamp, and whether it is the version's, if that can be told."""
        return [(version, stamp(path), self._is_same(version, path)) for version, path in found]

    def _is_same(self, version: Version, path: Path) -> bool | None:
        stamped = stamp(path)
        if stamped is None:
            return None
        if stamped[0] != version.size:
            return False
        facts = self._tasks.cache.probe(path) if self._tasks.cache else None
        return facts["sha256"] == version.sha256 if facts else None

    def _settle(self, version: Version, *, changed: bool) -> None:
        self._asked.add(_place(version))
        if self.changed(version) == changed:
            return
        if changed:
            self._changed[_place(version)] = version
        else:
            del self._changed[_place(version)]
        self._tell(version)

    def _take(self, compared: list[tuple[Version, Stamp | None, bool | None]]) -> None:
        for version, stamped, same in compared:
            if same is not None:
                self._settle(version, changed=not same)
            elif stamped is not None:
                self._doubtful[_place(version)] = version, stamped
        self._hash_more()

    def _hash_more(self) -> None:
        """The newest doubts first; the oldest are forgotten."""
        for place in list(self._doubtful)[:-_REMEMBERED]:
            del self._doubtful[place]
            self._asked.discard(place)
        todo = [place for place in reversed(self._doubtful) if place not in self._hashing]
        for place in todo[: _AT_ONCE - len(self._hashing)]:
            self._hashing.add(place)
            self._hash(self._doubtful[place][0])

    def _hash(self, version: Version) -> None:
        self._tasks.compute(
            "probe",
            partial(self._take_hash, version),
            partial(self._give_up, version),
            priority=_PRIORITY,
            path=self._resolve(version.file),
        )

    def _take_hash(self, version: Version, reply: Reply) -> None:
        self._hashing.discard(_place(version))
        self.vouch(version, reply.values)
        self._hash_more()

    def _give_up(self, version: Version, _: DeskError) -> None:
        self._hashing.discard(_place(version))
        self._doubtful.pop(_place(version), None)
        self._hash_more()


def _place(version: Version) -> Place:
    return version.file, version.sha256


def _nothing(_: None) -> None:
    """Kept; nobody waits for it."""
