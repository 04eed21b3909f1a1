"""Thumbnails for lists: from the cache, or made by a worker."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from review_desk.domain.photo import Version
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.inspect import EDGE
from review_desk.ui.tasks import Tasks

_KEPT = 600
"""Thumbnails in memory: several screens of any list."""


class Thumbnails(QObject):
    """Small pictures by content hash.

    Signals:
        arrived(str): the thumbnail of this content hash is there.
    """

    arrived = Signal(str)

    def __init__(self, tasks: Tasks, resolve: Callable[[str], Path]) -> None:
        super().__init__()
        self._tasks, self._resolve = tasks, resolve
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._asked: set[str] = set()
        self._blank: set[str] = set()

    def get(self, version: Version) -> QPixmap | None:
        """The thumbnail if it is at hand; else it is fetched and `arrived` will tell."""
        key = version.sha256
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked:
            self._asked.add(key)
            self._tasks.read(lambda _: self._cached(key), partial(self._take_cached, version))
        return None

    def _cached(self, key: str) -> QImage | None:
        """On the reading thread: a JPEG from the cache, decoded."""
        cache = self._tasks.cache
        jpeg = cache.thumbnail(key, EDGE) if cache else None
        return QImage.fromData(jpeg) if jpeg else None

    def _take_cached(self, version: Version, image: QImage | None) -> None:
        if image is not None and not image.isNull():
            self._keep(version.sha256, image)
            return
        path = self._resolve(version.file)
        self._tasks.compute(
            "thumbnail",
            partial(self._take_made, version.sha256),
            partial(self._leave_blank, version.sha256),
            priority=2,
            path=path,
            edge=EDGE,
        )

    def _take_made(self, key: str, reply: Reply) -> None:
        self._tasks.read(lambda _: self._stored(key, reply.bytes()), partial(self._keep, key))

    def _stored(self, key: str, jpeg: bytes) -> QImage:
        """On the reading thread: kept in the cache for the next time, and decoded."""
        if self._tasks.cache:
            self._tasks.cache.keep_thumbnail(key, EDGE, jpeg)
        return QImage.fromData(jpeg)

    def _leave_blank(self, key: str, _: DeskError) -> None:
        """The canvas says why a file cannot be read; a list just shows an empty frame."""
        self._blank.add(key)

    def forget_trouble(self) -> None:
        """Try again what could not be read: files may be back."""
        self._asked -= self._blank
        self._blank.clear()

    def _keep(self, key: str, image: QImage) -> None:
        self._kept[key] = QPixmap.fromImage(image)
        self._asked.discard(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(key)


def draw_fitted(painter: QPainter, thumbnail: QPixmap, room: QRect) -> None:
    """Draw a thumbnail whole in the middle of a room."""
    fitted = thumbnail.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(0, 0, fitted.width(), fitted.height())
    target.moveCenter(room.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, thumbnail)
