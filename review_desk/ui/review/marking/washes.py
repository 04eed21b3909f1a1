"""Painted marks as they are seen: a wash of the severity's colour, as strong as the mask."""

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QTransform, qRgba

from review_desk.domain.annotation import Annotation, Severity
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Point
from review_desk.domain.tip import Tip
from review_desk.domain.viewplan import level_for
from review_desk.errors import DeskError
from review_desk.store.masks import read_mask
from review_desk.ui import tokens
from review_desk.ui.review import drawing
from review_desk.ui.session import Session

_STRENGTH = 0.5
"""Opacity of what is painted whole: the photo below is still judged."""

_KEPT = 100_000_000
"""Bytes of masks kept as pictures."""


@dataclass(frozen=True)
class InHand:
    """The brush as the person holds it: the mark it paints, the sheet's picture, and where its tip is.

    `at` is `point_img` on the mark's version.
    """

    mark: str
    version: int
    image: QImage
    tip: Tip
    at: Point | None


class Washes(QObject):
    """Keeps the masks of painted marks as pictures, at the resolution they are seen at.

    Signals:
        arrived(): a mask that was asked for is there.
    """

    arrived = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._kept: OrderedDict[tuple[str, int], QImage | None] = OrderedDict()

    def of(self, brush: Brush, scale: float) -> QImage | None:
        """The mask for `scale` device pixels to one of the photo; nothing before it is there."""
        key = brush.sha256, level_for(scale * brush.width / brush.columns)
        if key not in self._kept:
            self._kept[key] = None
            make = partial(_picture, self._session.folder, brush, key[1])
            self._session.tasks.fetch(make, partial(self._take, key), self._fail)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _take(self, key: tuple[str, int], picture: QImage) -> None:
        self._kept[key] = picture
        while len(self._kept) > 1 and sum(p.sizeInBytes() for p in self._kept.values() if p) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()

    def _fail(self, error: DeskError) -> None:
        self._session.refused.emit(str(error))


def _picture(desk: Path, brush: Brush, level: int) -> QImage:
    """The mask, halved `level` times; on any thread."""
    own = replace(brush, x=0.0, y=0.0, width=float(brush.columns), height=float(brush.rows))
    mask = read_mask(desk, own)
    grey = QImage(mask.values, mask.width, mask.height, mask.width, QImage.Format.Format_Grayscale8)
    if level:
        wide, high = max(1, mask.width >> level), max(1, mask.height >> level)
        smooth = Qt.TransformationMode.SmoothTransformation
        grey = grey.scaled(wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        grey = grey.convertToFormat(QImage.Format.Format_Grayscale8)
    format_ = QImage.Format.Format_Indexed8
    seen = QImage(grey.constBits(), grey.width(), grey.height(), grey.bytesPerLine(), format_)
    return seen.copy()


def dyed(image: QImage, severity: Severity) -> QImage:
    """An indexed picture of strengths in the colour of a severity, in place."""
    image.setColorTable(_dyes(severity))
    return image


@cache
def _dyes(severity: Severity) -> list[int]:
    colour = QColor(tokens.SEVERITY_COLOURS[severity])
    red, green, blue = colour.red(), colour.green(), colour.blue()
    return [qRgba(red, green, blue, round(strength * _STRENGTH)) for strength in range(256)]


def draw(painter: QPainter, image: QImage, box: QRectF, transform: QTransform) -> None:
    """Draw a picture of strengths over a box of image pixels."""
    painter.save()
    painter.setTransform(transform, combine=True)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(box, image)
    painter.restore()


def draw_in_hand(painter: QPainter, hand: InHand, transform: QTransform, ratio: float) -> None:
    """The sheet as it is painted, and the tip: its edge, and how far it is whole."""
    draw(painter, hand.image, QRectF(hand.image.rect()), transform)
    if hand.at is None:
        return
    at = transform.map(QPointF(*hand.at))
    scale = math.hypot(transform.m11(), transform.m12())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    radii = {hand.tip.radius, hand.tip.radius * hand.tip.hardness}
    drawing.draw_rings(painter, at, [radius * scale for radius in radii], ratio)
    if hand.tip.erases:
        drawing.draw_minus(painter, at, ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def reach(mark: Annotation) -> QRectF:
    """The box of a painted mark in image pixels."""
    left, top, right, bottom = mark.shape.bounds()
    return QRectF(left, top, right - left, bottom - top)
