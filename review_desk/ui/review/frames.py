"""Decoded pixels by version and level: asked of the workers, kept within a budget, the nearest at hand."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from review_desk.domain import viewplan
from review_desk.domain.photo import Version
from review_desk.domain.tiles import bytes_at, whole_level
from review_desk.domain.viewplan import Pane, Size, Slot, View
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.ui.display.colours import PLAIN, Colours
from review_desk.ui.review.glimpses import Glimpses
from review_desk.ui.review.tiles import Tiled, Tiles
from review_desk.ui.tasks import Tasks

Key = tuple[str, int, str]
"""Content hash, level and shade: the pixels at 1/2**level, converted so."""

BUDGET = 700_000_000
"""Bytes of decoded pixels kept: a pair of 45 megapixels whole, and the neighbours at screen size."""

_READY, _WHOLE = 0.6, 0.4
"""Shares of the budget: what is had ready, and photos read whole only to measure them. Together they fit."""

_COARSE = 40_000_000
"""Bytes of what stands in for a photo whose tiles are on their way: about the pixels of a large screen."""

VISIBLE, NEXT = 0, 1
"""Priorities: what is on screen goes before what comes next."""


@dataclass(frozen=True)
class Frame:
    """Pixels of a version at a level. `block` is the memory under `image` and must outlive it."""

    image: QImage
    level: int
    shade: str
    block: object
    size: int


class Frames(QObject):
    """The decoded pixels at hand.

    Signals:
        arrived(str): pixels of the version with this content hash came, or could not be read.
    """

    arrived = Signal(str)

    def __init__(
        self, tasks: Tasks, resolve: Callable[[str], Path], colours: Colours, budget: int = BUDGET
    ) -> None:
        super().__init__()
        self._tasks, self._resolve, self._budget = tasks, resolve, budget
        self.colours = colours
        self._frames: OrderedDict[Key, Frame] = OrderedDict()
        self._pending: dict[Key, tuple[int, Future[Reply]]] = {}
        self._failed: dict[str, str] = {}
        self._on_screen: frozenset[str] = frozenset()
        self._tiles = Tiles(tasks, resolve, colours, self.arrived.emit)
        self._glimpses = Glimpses(tasks, resolve, colours, self.arrived.emit)

    def show(self, on_screen: Iterable[Version]) -> None:
        """The canvas is drawn anew with these versions: they share the budget, and stay."""
        self._on_screen = frozenset(version.sha256 for version in on_screen)
        self._tiles.begin()

    def tiles(self, version: Version, pane: Pane, *, plain: bool = False) -> Tiled | None:
        """What stands for the whole of a photo in a pane: tiles where that is too large to be held.

        Where it is only on its way, the part that is seen, if that has come. None where the whole is there.
        """
        shade = self._shade(plain)
        if pane.turn:  # drawn from a whole frame only
            return None
        if self.level_of(version, pane.level) != pane.level:
            return self._tiles.of(version, pane, shade)
        whole = any(k[0] == version.sha256 and k[1] <= pane.level and k[2] == shade for k in self._frames)
        return None if whole else self._glimpses.of(version, pane, shade)

    def remark(self, version: Version, pane: Pane) -> str:
        """What is to be said of a photo that a pane does not show as sharp as it is, if anything."""
        if pane.turn and self.level_of(version, pane.level) != pane.level:
            return "reduced: too large to be turned at full size"
        return self._tiles.remark(version)

    def level_of(self, version: Version, level: int) -> int:
        """The level to hold a version whole at: the one asked for, or a coarse one where that is too much."""
        size = Size(version.width, version.height)
        room = self._budget // max(2, len(self._on_screen))
        if bytes_at(size, level) <= room:
            return level
        return whole_level(size, level, min(room, _COARSE))

    def best(self, version: Version, level: int, *, plain: bool = False) -> Frame | None:
        """The frame to draw with now: at the level asked for, else finer, else coarser.

        `plain` asks for sRGB, for what measures the photo. Until the right shade is there, another stands in.
        """
        held = [key for key in self._frames if key[0] == version.sha256]
        held = [key for key in held if key[2] == self._shade(plain)] or held
        if not held:
            return None
        finer = [key for key in held if key[1] <= level]
        chosen = max(finer, key=_level) if finer else min(held, key=_level)
        self._frames.move_to_end(chosen)
        return self._frames[chosen]

    def nothing_yet(self) -> Frame:
        """What lies under the first part of a photo of which there is nothing else."""
        image = QImage(1, 1, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.gray)
        return Frame(image, viewplan.DEEPEST_LEVEL, "", None, 0)

    @staticmethod
    def is_plain(frame: Frame) -> bool:
        """Whether a frame holds sRGB and not a display's codes."""
        return frame.shade == PLAIN

    def _shade(self, plain: bool) -> str:
        return PLAIN if plain else self.colours.shade

    def trouble(self, version: Version) -> str | None:
        """Why a version cannot be shown, if it cannot."""
        return self._failed.get(version.sha256)

    def want(
        self,
        version: Version,
        level: int,
        priority: int = VISIBLE,
        *,
        plain: bool = False,
        pane: Pane | None = None,
    ) -> None:
        """See to it that a version is there at a level, in the display's colours or in sRGB.

        With a `pane`, what that shows comes first, where it would come much sooner.
        """
        key = (version.sha256, self.level_of(version, level), self._shade(plain))
        if key in self._frames:
            self._frames.move_to_end(key)  # wanted again: others go before it
            return
        if version.sha256 in self._failed:
            return
        if key in self._pending:
            asked, future = self._pending[key]
            if asked <= priority or not future.cancel():
                return
        apart = pane is not None and not pane.turn and key[1] == pane.level
        if pane is not None and apart and self._glimpses.ask(version, pane, key[2]):
            return
        if pane is None and self._glimpses.is_coming(key):
            return
        path = self._resolve(version.file)
        future = self._tasks.compute(
            "frame",
            partial(self._take, key),
            partial(self._fail, key),
            priority=priority,
            path=path,
            level=key[1],
            **self.colours.arguments(key[2]),
        )
        self._pending[key] = (priority, future)

    def have_ready(self, wishes: Iterable[tuple[Version, int]], *, plain: bool = False) -> None:
        """Ask for what may be shown next, the likeliest first, as far as the budget goes.

        What would be too much at its level is asked for coarser: asking for more than can be kept would
        decode the same photos over and over.
        """
        room, asked = self._budget * _READY, set()
        for version, level in wishes:
            if version.sha256 in asked:
                continue
            asked.add(version.sha256)
            levels = range(self.level_of(version, level), viewplan.DEEPEST_LEVEL + 1)
            if (fitting := next((n for n in levels if _size(version, n) <= room), None)) is not None:
                room -= _size(version, fitting)
                self.want(version, fitting, NEXT, plain=plain)

    def want_whole(self, versions: Iterable[Version]) -> None:
        """Ask for photos at full size in sRGB, to measure them; for none where that would be too much."""
        distinct = {version.sha256: version for version in versions}.values()
        if sum(_size(version, 0) for version in distinct) <= self._budget * _WHOLE:
            for version in distinct:
                self.want(version, 0, NEXT, plain=True)

    def ask(self, view: View, versions: Mapping[Slot, Version], viewport: Size) -> None:
        """Ask for all that a view shows in a canvas of so many device pixels."""
        sizes = {side: Size(version.width, version.height) for side, version in versions.items()}
        for pane in viewplan.plan(view, a=sizes["a"], b=sizes["b"], viewport=viewport).panes:
            self.want(versions[pane.side], pane.level)

    def keep_only(self, on_screen: Iterable[Version], soon: Iterable[Version]) -> None:
        """Forget requests for photos that nobody waits for any more."""
        on_screen = list(on_screen)
        self._glimpses.keep_only(version.sha256 for version in on_screen)
        wanted = {version.sha256 for version in (*on_screen, *soon)}
        for key, (_, future) in list(self._pending.items()):
            if key[0] not in wanted and future.cancel():
                del self._pending[key]

    def forget_trouble(self) -> None:
        """Try again what could not be read: files may be back."""
        self._failed.clear()
        self._tiles.forget_trouble()

    def _take(self, key: Key, reply: Reply) -> None:
        self._pending.pop(key, None)
        assert reply.block is not None
        assert reply.shape is not None
        height, width = reply.shape[0], reply.shape[1]
        image = QImage(memoryview(reply.block), width, height, width * 4, QImage.Format.Format_RGB32)
        self._frames[key] = Frame(image, key[1], key[2], reply.block, width * height * 4)
        self._glimpses.drop(key)
        self._thin(key[0])
        self.arrived.emit(key[0])

    def _fail(self, key: Key, error: DeskError) -> None:
        self._pending.pop(key, None)
        self._failed[key[0]] = str(error)
        self.arrived.emit(key[0])

    def _thin(self, newest: str) -> None:
        """Let the longest unused go until the budget holds; never what just came or is on screen."""
        total = sum(frame.size for frame in self._frames.values())
        for key in list(self._frames):
            if total <= self._budget:
                return
            if key[0] != newest and key[0] not in self._on_screen:
                total -= self._frames.pop(key).size


def _level(key: Key) -> int:
    return key[1]


def _size(version: Version, level: int) -> int:
    """Bytes of a version's pixels at a level."""
    return bytes_at(Size(version.width, version.height), level)
