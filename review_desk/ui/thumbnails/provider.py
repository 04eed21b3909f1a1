"""Thumbnails for the grid and for lists."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from review_desk.domain.photo import Version
from review_desk.errors import Cancelled, DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.inspect import EDGE
from review_desk.ui.display.colours import Colours
from review_desk.ui.tasks import Tasks
from review_desk.ui.thumbnails.developing import Developing, Print
from review_desk.ui.thumbnails.ladder import Key, key_of
from review_desk.ui.thumbnails.making import Making
from review_desk.ui.thumbnails.shelf import Kept, Shelf
from review_desk.ui.thumbnails.watch import Watch
from review_desk.ui.thumbnails.wishes import Wishes

BUDGET = 64_000_000
"""Bytes of pixels kept: some screens of 2560 × 1440. Where one screen needs most of it, more is kept."""

_BESIDE = 2
"""Times the bytes of what is visible that are kept at least: what comes next would else push it out."""

_A_QUERY = 96
"""Thumbnails asked of the cache at a time: a screen."""


Found = dict[Key, tuple[int, bytes]]
"""What the cache has for each wish: its rung, which may be another, and its JPEG."""


class Thumbnails(QObject):
    """Small pictures in the colours of the display, by content hash. Nothing here waits or reads a disk.

    Signals:
        arrived(str): there is something new of this content hash: a picture, a sharper one, or trouble.
    """

    arrived = Signal(str)

    def __init__(
        self, tasks: Tasks, resolve: Callable[[str], Path], colours: Colours, budget: int = BUDGET
    ) -> None:
        super().__init__()
        self._tasks, self._colours = tasks, colours
        self._budget, self._shelf = budget, Shelf[QPixmap](budget)
        self._wishes = Wishes()
        self._asked: set[Key] = set()
        self._failed: dict[str, str] = {}
        self._posted = False
        self._developing = Developing(tasks, colours, self._wishes, took=self._take, failed=self._fail)
        self._making = Making(tasks, resolve, self._wishes, made=self._take_made, failed=self._fail)
        self._watch = Watch(tasks, resolve, self._on_file_changed)
        colours.changed.connect(self._on_colours_changed)

    def get(self, version: Version, edge: int = EDGE) -> QPixmap | None:
        """The best picture at hand for a card of so many device pixels; `arrived` tells of a better one.

        None where there is none yet, where the file cannot be read (`trouble`), or has changed (`changed`).
        """
        if self.changed(version):
            return None
        key = key_of(version, edge)
        if self._is_missing(key) and self._wishes.rank(key) is None:
            self._wishes.ask(key, version)
            self._go_on_soon()
        kept = self._shelf.find(version.sha256)
        return kept.picture if kept else None

    def look_at(self, visible: Sequence[Version], ahead: Sequence[Version], edge: int) -> None:
        """What the grid shows now and next, on cards of so many device pixels; forget its other wishes."""
        now, later = (
            {key: v for key, v in ((key_of(v, edge), v) for v in versions) if self._is_missing(key)}
            for versions in (visible, ahead)
        )
        self._wishes.look_at(now, later)
        self._shelf.budget = max(self._budget, _BESIDE * sum(map(_bytes, {key_of(v, edge) for v in visible})))
        self._watch.check(visible)
        self._go_on_soon()

    def changed(self, version: Version) -> bool:
        """Whether the version's file no longer holds what was taken in."""
        return self._watch.changed(version)

    def trouble(self, version: Version) -> str | None:
        """Why there is no thumbnail, in a sentence; None where there is one or may be one soon."""
        return self._failed.get(version.sha256)

    def absence(self, version: Version) -> str:
        """In two words for an empty card: why there is no picture; nothing while one may come."""
        if self.changed(version):
            return "file changed"
        return "cannot be read" if self.trouble(version) else ""

    def forget_trouble(self) -> None:
        """Try again what could not be read: files may be back."""
        self._failed.clear()
        self.look_again()

    def look_again(self) -> None:
        """Whoever sits here comes back to the desk: files may have been changed by other programs."""
        self._watch.look_again(kept.version for kept in self._shelf.all())

    @property
    def held(self) -> int:
        """Bytes of pixels kept now."""
        return self._shelf.held

    def _is_missing(self, key: Key) -> bool:
        return key[0] not in self._failed and not self._shelf.has(*key, self._colours.shade)

    # --- what is asked of whom ---------------------------------------------------------------------------

    def _go_on_soon(self) -> None:
        """Once all of a screen's wishes are known, not with the first."""
        if not self._posted:
            self._posted = True
            self._tasks.post(self._go_on)

    def _go_on(self) -> None:
        self._posted = False
        self._developing.go_on()
        self._making.go_on()
        room = not self._asked and len(self._developing) < _A_QUERY
        if room and (wishes := self._wishes.next(_A_QUERY, self._is_busy)):
            self._asked.update(wishes)
            self._watch.check(wishes.values())
            self._tasks.fetch(partial(self._found, list(wishes)), partial(self._take_found, wishes))

    def _is_busy(self, key: Key) -> bool:
        return key in self._asked or key in self._developing or key in self._making

    def _found(self, keys: list[Key]) -> Found:
        """On another thread: one question to the cache for each rung."""
        cache, found = self._tasks.cache, {}
        for edge in {edge for _, edge in keys}:
            known = cache.thumbnails([sha256 for sha256, e in keys if e == edge], edge) if cache else {}
            found.update({(sha256, edge): kept for sha256, kept in known.items()})
        return found

    def _take_found(self, wishes: dict[Key, Version], found: Found) -> None:
        self._asked.clear()
        for key, version in wishes.items():
            edge, jpeg = found.get(key, (0, b""))
            if not self._is_missing(key):  # it has come meanwhile
                self._wishes.settle(key)
                continue
            if edge and not self._shelf.has(key[0], edge, self._colours.shade):
                self._developing.add(Print(key, version, edge, jpeg))
            if edge < key[1]:
                self._making.add(key, version)
        self._go_on()

    def _take_made(self, key: Key, version: Version, reply: Reply) -> None:
        jpeg, cache = reply.bytes(), self._tasks.cache
        self._watch.vouch(version, reply.values)
        if self.changed(version):
            self._wishes.settle(key)
            return
        if cache:
            self._tasks.fetch(lambda: cache.keep_thumbnail(*key, jpeg), _nothing)
        self._developing.add(Print(key, version, key[1], jpeg))
        self._go_on()

    def _take(self, each: Print, shade: str, picture: QImage) -> None:
        """A picture has come: in the shade in force, or in one that may stand in for it."""
        if picture.isNull():  # damaged in the cache
            self._making.add(each.key, each.version)
        elif shade == self._colours.shade or self._shelf.find(each.version.sha256) is None:
            pixmap = QPixmap.fromImage(picture)
            self._shelf.put(Kept(each.version, pixmap, each.edge, shade, picture.sizeInBytes()))
            if not self._is_missing(each.key):
                self._wishes.settle(each.key)
            self.arrived.emit(each.version.sha256)
        self._go_on_soon()

    def _fail(self, key: Key, error: DeskError) -> None:
        """The canvas says why a file cannot be read; a list just shows an empty frame."""
        self._wishes.settle(key)
        if not isinstance(error, Cancelled):
            self._failed[key[0]] = str(error)
            self.arrived.emit(key[0])

    # --- what changes ------------------------------------------------------------------------------------

    def _on_file_changed(self, version: Version) -> None:
        self._shelf.drop(version.sha256)
        self.arrived.emit(version.sha256)

    def _on_colours_changed(self) -> None:
        """What is kept stands in until it has come in the new colours; what was used last comes first."""
        for kept in self._shelf.all():
            self._wishes.ask((kept.version.sha256, kept.edge), kept.version)
        self._go_on_soon()


def _bytes(key: Key) -> int:
    """What a thumbnail takes at most: it is a square at most."""
    return 4 * key[1] ** 2


def _nothing(_: None) -> None:
    """Kept; nobody waits for it."""
