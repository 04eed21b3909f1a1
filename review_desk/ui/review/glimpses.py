"""The part of a large photo that is on screen, before the whole of it is there.

Converting 45 megapixels to a display's colours takes longer than decoding them. So the part that is seen
comes first, and the whole after it.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage

from review_desk.domain.photo import Version
from review_desk.domain.tiles import bytes_at, seen_part
from review_desk.domain.viewplan import Box, Pane, Size
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.ui.display.colours import Colours
from review_desk.ui.review.tiles import Piece, Tiled
from review_desk.ui.tasks import Tasks

Key = tuple[str, int, str]
"""Content hash, level and shade."""

_WORTH = 80_000_000
"""Bytes of a whole from which on a part of it comes noticeably sooner: 20 megapixels."""

_MOST = 0.5
"""Share of the whole that a part may be and still be worth asking for."""


class Glimpses:
    """One part for each photo on screen. `arrived` is called with a content hash when one came."""

    def __init__(
        self, tasks: Tasks, resolve: Callable[[str], Path], colours: Colours, arrived: Callable[[str], None]
    ) -> None:
        self._tasks, self._resolve, self._colours, self._arrived = tasks, resolve, colours, arrived
        self._pieces: dict[Key, Piece] = {}
        self._pending: dict[Key, Future[Reply]] = {}
        self._done: set[Key] = set()

    def ask(self, version: Version, pane: Pane, shade: str) -> bool:
        """Whether the whole should wait, because what is seen of it is on its way."""
        key = (version.sha256, pane.level, shade)
        if key in self._done:
            return False
        if key not in self._pending:
            size = Size(version.width, version.height)
            box, whole = seen_part(pane, size), bytes_at(size, pane.level)
            seen = box.width * box.height * 4
            if whole < _WORTH or seen > whole * _MOST or min(box.width, box.height) <= 0:
                return False
            self._pending[key] = self._tasks.compute(
                "part",
                partial(self._take, key, box),
                partial(self._leave, key),
                priority=0,
                path=self._resolve(version.file),
                box=[box.x, box.y, box.width, box.height],
                level=pane.level,
                **self._colours.arguments(shade),
            )
        return True

    def is_coming(self, key: Key) -> bool:
        """Whether a part was asked for and is not there yet."""
        return key in self._pending

    def of(self, version: Version, pane: Pane, shade: str) -> Tiled | None:
        """What there is of the part that a pane shows."""
        piece = self._pieces.get((version.sha256, pane.level, shade))
        if piece is None:
            return None
        part, box = seen_part(pane, Size(version.width, version.height)), piece.box
        across = box.x <= part.x and part.x + part.width <= box.x + box.width
        down = box.y <= part.y and part.y + part.height <= box.y + box.height
        return Tiled(part, (piece,), () if across and down else (part,))

    def drop(self, key: Key) -> None:
        """The whole has come."""
        self._pieces.pop(key, None)

    def keep_only(self, hashes: Iterable[str]) -> None:
        """Forget the parts of all other photos."""
        kept = set(hashes)
        for key, future in list(self._pending.items()):
            if key[0] not in kept and future.cancel():
                del self._pending[key]
        self._pieces = {key: piece for key, piece in self._pieces.items() if key[0] in kept}
        self._done = {key for key in self._done if key[0] in kept}

    def _take(self, key: Key, box: Box, reply: Reply) -> None:
        self._pending.pop(key, None)
        assert reply.block is not None
        image = QImage(
            memoryview(reply.block), box.width, box.height, box.width * 4, QImage.Format.Format_RGB32
        )
        self._pieces[key] = Piece(image, box, reply.block)
        self._done.add(key)
        self._arrived(key[0])

    def _leave(self, key: Key, _: DeskError) -> None:
        """What is wrong with the photo is said where the whole of it is asked for."""
        self._pending.pop(key, None)
        self._done.add(key)
        self._arrived(key[0])
