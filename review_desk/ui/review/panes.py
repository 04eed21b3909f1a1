"""A pane's photo as it is laid out: drawn straight from its pixels, or kept as an image."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from review_desk.domain.photo import Version
from review_desk.domain.viewplan import Pane
from review_desk.ui.review.frames import Frame
from review_desk.ui.review.tiles import Tiled

_STRAIGHT = (QTransform.TransformationType.TxNone, QTransform.TransformationType.TxTranslate)

_RENDERED = 140_000_000
"""Bytes of panes kept as drawn: four canvases of 3840 × 2160, both sides before and after a step."""

_REMEMBERED = 16
"""Panes of which it is remembered that they were seen: N-up, before and after a step."""


@dataclass(frozen=True)
class PanePhoto:
    """A photo's pixels and where a pane shows them. It may be drawn on any thread."""

    version: Version
    frame: Frame
    pane: Pane
    surround: str
    tiled: Tiled | None = None

    @property
    def key(self) -> Hashable:
        """Two of one key are drawn alike."""
        pane, tiled = self.pane, self.tiled
        place = (pane.pane, pane.left, pane.top, pane.scale, pane.mirrored, pane.turn)
        pieces = tuple(piece.image.cacheKey() for piece in tiled.pieces) if tiled else ()
        return (self.version.sha256, self.frame.level, self.frame.shade, *place, self.surround, pieces)

    @property
    def coarse(self) -> bool:
        """Whether what is drawn has fewer pixels than the pane asks for."""
        return self.frame.level > self.pane.level and not (self.tiled and self.tiled.pieces)

    def image(self) -> QImage:
        """The pane's pixels, `pane.pane` in size, at device resolution."""
        area = self.pane.pane
        image = QImage(max(area.width, 1), max(area.height, 1), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self._paint(painter)
        painter.end()
        return image.flipped(Qt.Orientation.Horizontal) if self.pane.mirrored else image

    def draw(self, painter: QPainter) -> None:
        """Draw the pane where it lies, in device pixels; not for one that is mirrored."""
        painter.translate(self.pane.pane.x, self.pane.pane.y)
        self._paint(painter)
        painter.translate(-self.pane.pane.x, -self.pane.pane.y)

    def _paint(self, painter: QPainter) -> None:
        """The visible part of the photo and the surround: crisp from 100 % up, filtered below."""
        if self.pane.turn:
            self._paint_turned(painter)
            return
        whole = _whole(self.version, self.pane)
        area = QRect(0, 0, max(self.pane.pane.width, 1), max(self.pane.pane.height, 1))
        target = whole.intersected(QRectF(area))
        for bare in _around(_inside(target), area):
            painter.fillRect(bare, QColor(self.surround))
        if target.isEmpty():
            return
        if self.tiled is not None and self.tiled.pieces:
            painter.save()
            painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
            self._paint_tiles(painter, self.tiled)
            painter.restore()
            return
        image = self.frame.image
        across, down = image.width() / whole.width(), image.height() / whole.height()
        source = _scaled(target.translated(-whole.topLeft()), across, down)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, across > 1.0 or self.frame.level > 0)
        painter.drawImage(target, image, source)

    def _paint_turned(self, painter: QPainter) -> None:
        """The photo turned about its corner, as it was registered; from the whole frame, never from tiles."""
        pane = self.pane
        painter.save()
        painter.fillRect(QRect(0, 0, pane.pane.width, pane.pane.height), QColor(self.surround))
        painter.setClipRect(QRect(0, 0, pane.pane.width, pane.pane.height), Qt.ClipOperation.IntersectClip)
        painter.translate(pane.left - pane.pane.x, pane.top - pane.pane.y)
        painter.rotate(pane.turn)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        photo = QRectF(0, 0, self.version.width * pane.scale, self.version.height * pane.scale)
        painter.drawImage(photo, self.frame.image)
        painter.restore()

    def _paint_tiles(self, painter: QPainter, tiled: Tiled) -> None:
        pane, part = self.pane, tiled.part
        scale = pane.scale * (1 << pane.level)
        target = QRectF(
            part.x * scale + pane.left - pane.pane.x,
            part.y * scale + pane.top - pane.pane.y,
            part.width * scale,
            part.height * scale,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1.0)
        painter.drawImage(target, self._patch(tiled))

    def _patch(self, tiled: Tiled) -> QImage:
        """The tiles put together, the coarse frame where one is missing, to be scaled as one: no seams."""
        part, frame = tiled.part, self.frame.image
        patch = QImage(part.width, part.height, QImage.Format.Format_RGB32)
        painter = QPainter(patch)
        painter.translate(-part.x, -part.y)
        step = 1 << self.pane.level
        across, down = step * frame.width() / self.version.width, step * frame.height() / self.version.height
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        for box in tiled.missing:
            target = QRectF(box.x, box.y, box.width, box.height)
            painter.drawImage(target, frame, _scaled(target, across, down))
        for piece in tiled.pieces:
            painter.drawImage(QPointF(piece.box.x, piece.box.y), piece.image)
        painter.end()
        return patch


class PaneCache:
    """Panes kept as images, so that a toggle is one copy.

    A pane seen for the first time is drawn straight from its photo, for while one pans it is not seen again.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QImage] = OrderedDict()
        self._drawn: OrderedDict[Hashable, None] = OrderedDict()

    def keep(self, photo: PanePhoto) -> QImage:
        """The pane as an image, kept for the next time."""
        if photo.key not in self._kept:
            self._kept[photo.key] = photo.image()
            self._thin()
        self._kept.move_to_end(photo.key)
        return self._kept[photo.key]

    def draw(self, painter: QPainter, photo: PanePhoto) -> None:
        """Draw the pane in device pixels."""
        straight = painter.deviceTransform().type() in _STRAIGHT
        seen_before = photo.key in self._kept or photo.key in self._drawn
        if seen_before or photo.pane.mirrored or not straight:
            painter.drawImage(photo.pane.pane.x, photo.pane.pane.y, self.keep(photo))
            return
        self._drawn[photo.key] = None
        if len(self._drawn) > _REMEMBERED:
            self._drawn.popitem(last=False)
        photo.draw(painter)

    def _thin(self) -> None:
        while len(self._kept) > 1 and sum(map(QImage.sizeInBytes, self._kept.values())) > _RENDERED:
            self._kept.popitem(last=False)


def photo_rect(pane: Pane, version: Version) -> QRect:
    """Where a pane shows its photo, in pixels of the pane's own image."""
    area = QRect(0, 0, pane.pane.width, pane.pane.height)
    return _whole(version, pane).toRect().intersected(area)


def _whole(version: Version, pane: Pane) -> QRectF:
    """The whole photo, in pixels of the pane's own image."""
    corner = QPointF(pane.left - pane.pane.x, pane.top - pane.pane.y)
    return QRectF(corner.x(), corner.y(), version.width * pane.scale, version.height * pane.scale)


def _inside(target: QRectF) -> QRect:
    """The whole pixels that a rectangle covers."""
    rect = target.toRect()
    return rect if QRectF(rect) == target else rect.adjusted(1, 1, -1, -1)


def _around(inner: QRect, area: QRect) -> tuple[QRect, ...]:
    """What is left of an area: above and below a rectangle in it, left and right of it."""
    if inner.isEmpty():
        return (area,)
    top, bottom, right = inner.top(), inner.bottom() + 1, inner.right() + 1
    return (
        QRect(0, 0, area.width(), top),
        QRect(0, bottom, area.width(), area.height() - bottom),
        QRect(0, top, inner.left(), inner.height()),
        QRect(right, top, area.width() - right, inner.height()),
    )


def _scaled(rect: QRectF, across: float, down: float) -> QRectF:
    return QRectF(rect.x() * across, rect.y() * down, rect.width() * across, rect.height() * down)
