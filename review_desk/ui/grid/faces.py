"""Photos at the very size of their card, looked at as the page is: painting a card is then a copy."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QPixmap

from review_desk.domain.channel.page import Fit
from review_desk.domain.photo import Version
from review_desk.ui.grid.look import Look
from review_desk.ui.thumbnails import Thumbnails

BUDGET = 32_000_000
"""Bytes of faces kept: two screens of 2560 × 1440."""

_BLUR = 16
"""Device pixels that squinting melts into one."""

_KEEP, _FILL = Qt.AspectRatioMode.KeepAspectRatio, Qt.AspectRatioMode.KeepAspectRatioByExpanding
_SMOOTH = Qt.TransformationMode.SmoothTransformation
_D65 = QPointF(0.3127, 0.3290)

Key = tuple[str, int, int, int, str, bool, bool]


class Faces:
    """Makes faces from thumbnails, a few for each painting, and keeps those used last."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._held = 0
        self._left = 0
        self.behind = False

    def begin(self, most: int) -> None:
        """A painting begins that may make so many; `behind` tells afterwards whether it wanted more."""
        self._left, self.behind = most, False

    def face(self, version: Version, size: QSize, fit: Fit, look: Look) -> QPixmap | None:
        """The photo for a card of so many device pixels; for now as it is at hand, or nothing yet.

        Whole, it is at most that size, never enlarged; to fill, it is cropped to it.
        """
        thumbnail = self._thumbnails.get(version, max(size.width(), size.height()))
        if thumbnail is None or thumbnail.isNull():
            return None
        key = (
            version.sha256,
            thumbnail.cacheKey(),
            size.width(),
            size.height(),
            fit,
            look.squint,
            look.luminance,
        )
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if not self._left:
            self.behind = True
            return thumbnail.scaled(size, _KEEP if fit == "whole" else _FILL).copy(
                _middle(thumbnail.size(), size, fit)
            )
        self._left -= 1
        return self._keep(key, QPixmap.fromImage(face_of(thumbnail.toImage(), size, fit, look)))

    def _keep(self, key: Key, face: QPixmap) -> QPixmap:
        self._kept[key] = face
        self._held += _bytes(face)
        while self._held > BUDGET and len(self._kept) > 1:
            self._held -= _bytes(self._kept.popitem(last=False)[1])
        return face


def face_of(picture: QImage, size: QSize, fit: Fit, look: Look) -> QImage:
    """A picture at the size of its card, blurred and without colour where the look says so."""
    scaled = picture.scaled(size, _KEEP if fit == "whole" else _FILL, _SMOOTH)
    made = scaled.copy(_middle(picture.size(), size, fit))
    if look.luminance:
        made = _without_colour(made)
    return _blurred(made) if look.squint else made


def _middle(picture: QSize, card: QSize, fit: Fit) -> QRect:
    """The part of a scaled picture that its card shows."""
    scaled = picture.scaled(card, _KEEP if fit == "whole" else _FILL)
    shown = QRect(0, 0, min(scaled.width(), card.width()), min(scaled.height(), card.height()))
    shown.moveCenter(QRect(0, 0, scaled.width(), scaled.height()).center())
    return shown


def _without_colour(picture: QImage) -> QImage:
    """The same luminance Y, in linear light, as grey."""
    picture.setColorSpace(QColorSpace.NamedColorSpace.SRgb)
    grey = QColorSpace(_D65, QColorSpace.TransferFunction.SRgb)
    return picture.convertedToColorSpace(grey, QImage.Format.Format_Grayscale8)


def _blurred(picture: QImage) -> QImage:
    """Melted down, then up again in doublings, which leave no squares."""
    size = picture.size()
    small = picture.scaled(max(1, size.width() // _BLUR), max(1, size.height() // _BLUR), mode=_SMOOTH)
    while small.width() * 2 < size.width():
        small = small.scaled(small.width() * 2, small.height() * 2, mode=_SMOOTH)
    return small.scaled(size, mode=_SMOOTH)


def _bytes(face: QPixmap) -> int:
    return face.width() * face.height() * max(1, face.depth() // 8)
