"""Tiles of photos too large to be held whole: asked of the workers, dropped when nobody sees them."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from review_desk.domain.photo import Version
from review_desk.domain.tiles import EDGE, Tile, plan_tiles, seen_part
from review_desk.domain.viewplan import Box, Pane, Size
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.ui.display.colours import Colours
from review_desk.ui.tasks import Tasks

Key = tuple[str, str, Tile]
"""Content hash, shade, tile."""

BUDGET = 400_000_000
"""Bytes of tiles kept: both sides of a pair on a screen of 3840 × 2160, with a ring around what is seen."""

_DISK = 8_000_000_000
"""Bytes of unpacked photos kept on disk: three pairs of 400 megapixels."""

_A_TILE = EDGE * EDGE * 4
_SEEN, _AROUND = 0, 1


@dataclass(frozen=True)
class Piece:
    """The pixels of a tile. `box` is what it covers of its level; `block` is the memory under `image`."""

    image: QImage
    box: Box
    block: object


@dataclass(frozen=True)
class Tiled:
    """What there is for the part of a photo that a pane shows, in pixels of the pane's level.

    `missing` are the boxes of tiles that have not come yet.
    """

    part: Box
    pieces: tuple[Piece, ...] = ()
    missing: tuple[Box, ...] = ()


@dataclass
class _Source:
    """A photo on its way to a file that tiles are read from, or there, or why it cannot be."""

    unpacked: dict[str, Any] | None = None
    trouble: str = ""

    @property
    def size(self) -> int:
        """Bytes of the file."""
        there = self.unpacked
        return there["width"] * there["height"] * there["channels"] * int(there["dtype"][-1]) if there else 0


class Tiles:
    """The tiles at hand. `arrived` is called with a content hash when there is something new of a photo."""

    def __init__(
        self, tasks: Tasks, resolve: Callable[[str], Path], colours: Colours, arrived: Callable[[str], None]
    ) -> None:
        self._tasks, self._resolve, self._colours, self._arrived = tasks, resolve, colours, arrived
        self._sources: OrderedDict[str, _Source] = OrderedDict()
        self._pieces: OrderedDict[Key, Piece] = OrderedDict()
        self._pending: dict[Key, Future[Reply]] = {}
        self._turns: dict[Key, int] = {}
        self._turn = 0

    def begin(self) -> None:
        """The canvas is drawn anew: what nobody asked for the last time is not waited for any more."""
        self._turn += 1
        stale = [key for key, turn in self._turns.items() if turn < self._turn - 1]
        for key in stale:
            del self._turns[key]
            if (future := self._pending.get(key)) and future.cancel():
                del self._pending[key]

    def of(self, version: Version, pane: Pane, shade: str) -> Tiled | None:
        """The tiles at hand for a pane, and those missing, which are asked for; None before any can be."""
        source = self._source(version)
        if source.unpacked is None:
            return None
        size = Size(version.width, version.height)
        plan = plan_tiles(pane, size)
        for tile in plan.seen:
            self._want((version.sha256, shade, tile), version, source, _SEEN)
        if (len(self._turns) + len(plan.around)) * _A_TILE <= BUDGET:
            for tile in plan.around:
                self._want((version.sha256, shade, tile), version, source, _AROUND)
        held = {tile: self._pieces.get((version.sha256, shade, tile)) for tile in plan.seen}
        pieces = tuple(piece for piece in held.values() if piece)
        return Tiled(
            seen_part(pane, size),
            pieces,
            tuple(tile.box(size) for tile, piece in held.items() if piece is None),
        )

    def remark(self, version: Version) -> str:
        """Why a photo is not sharp at full size, in words; nothing where it is."""
        source = self._sources.get(version.sha256)
        if source is None or source.unpacked:
            return ""
        return source.trouble or "reading it at full size …"

    def forget_trouble(self) -> None:
        """Try again what could not be unpacked."""
        for sha256 in [key for key, source in self._sources.items() if source.trouble]:
            del self._sources[sha256]

    def _source(self, version: Version) -> _Source:
        if version.sha256 not in self._sources:
            self._sources[version.sha256] = _Source()
            self._tasks.compute(
                "unpack",
                partial(self._take_source, version.sha256),
                partial(self._fail_source, version.sha256),
                priority=_SEEN,
                path=self._resolve(version.file),
            )
        self._sources.move_to_end(version.sha256)
        return self._sources[version.sha256]

    def _take_source(self, sha256: str, reply: Reply) -> None:
        self._sources[sha256] = _Source(reply.values)
        self._thin_sources()
        self._arrived(sha256)

    def _fail_source(self, sha256: str, error: DeskError) -> None:
        self._sources[sha256] = _Source(trouble=str(error))
        self._arrived(sha256)

    def _want(self, key: Key, version: Version, source: _Source, priority: int) -> None:
        self._turns[key] = self._turn
        if key in self._pieces:
            self._pieces.move_to_end(key)
            return
        if key in self._pending:
            return
        tile = key[2]
        box = tile.box(Size(version.width, version.height))
        self._pending[key] = self._tasks.compute(
            "tile",
            partial(self._take, key, box),
            partial(self._fail, key),
            priority=priority,
            path=self._resolve(version.file),
            unpacked=source.unpacked,
            box=[box.x, box.y, box.width, box.height],
            level=tile.level,
            **self._colours.arguments(key[1]),
        )

    def _take(self, key: Key, box: Box, reply: Reply) -> None:
        self._pending.pop(key, None)
        assert reply.block is not None
        image = QImage(
            memoryview(reply.block), box.width, box.height, box.width * 4, QImage.Format.Format_RGB32
        )
        self._pieces[key] = Piece(image, box, reply.block)
        self._thin()
        self._arrived(key[0])

    def _fail(self, key: Key, error: DeskError) -> None:
        """One tile that cannot be read, and the photo is not read further: its file has gone or changed."""
        self._pending.pop(key, None)
        self._sources[key[0]] = replace(self._sources[key[0]], unpacked=None, trouble=str(error))
        self._arrived(key[0])

    def _thin(self) -> None:
        """Let the longest unused go until the budget holds; never what is asked for now."""
        total = len(self._pieces) * _A_TILE
        for key in list(self._pieces):
            if total <= BUDGET:
                return
            if key not in self._turns:
                total -= _A_TILE
                del self._pieces[key]

    def _thin_sources(self) -> None:
        """Let the files of photos that are no longer looked at go."""
        busy = {key[0] for key in (*self._pending, *self._turns)}
        total = sum(source.size for source in self._sources.values())
        for sha256, source in list(self._sources.items())[:-1]:
            if total <= _DISK:
                return
            if source.unpacked and sha256 not in busy:
                total -= source.size
                del self._sources[sha256]
                remove = partial(Path(source.unpacked["file"]).unlink, missing_ok=True)
                self._tasks.run(remove, _nothing_more)


def _nothing_more(_: None) -> None:
    """The file is gone."""
