"""Drawing one card of the page: on screen, on the second screen, and on the contact sheet."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPixmap

from review_desk.domain.channel.page import PageTemplate
from review_desk.domain.grid.layout import CAPTION
from review_desk.domain.photo import Photo
from review_desk.ui import tokens

_TEXT_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_DARK_PAGE = 110
"""A page whose background is darker than this (0 to 255) has light words on it."""


@dataclass(frozen=True)
class Card:
    """What a card shows beside its photo."""

    photo: Photo
    remark: str = ""
    trouble: str = ""
    selected: bool = False
    current: bool = False
    captions: bool = True
    guides: bool = False
    reason: str = ""


def draw_card(
    painter: QPainter, box: QRectF, card: Card, face: QPixmap | QImage | None, template: PageTemplate
) -> None:
    """Draw a card; `box` is its picture, the caption goes below it."""
    painter.fillRect(box, QColor(template.card))
    if face is not None:
        _draw_face(painter, box, face)
    elif card.trouble:
        _draw_trouble(painter, box, card.trouble)
    if card.guides:
        _draw_guides(painter, box, template)
    if card.captions:
        _draw_fade(painter, box, card.photo, template)
        _draw_caption(painter, box, card, page_scheme(template))
    if card.remark:
        _draw_remark(painter, box, card.remark)
    if card.selected or card.current:
        _draw_frame(painter, box, card, page_scheme(template))


def page_scheme(template: PageTemplate) -> tokens.Scheme:
    """Words and shapes that can be read on this page."""
    return tokens.DARK if QColor(template.background).lightness() < _DARK_PAGE else tokens.LIGHT


def _draw_face(painter: QPainter, box: QRectF, face: QPixmap | QImage) -> None:
    """In the middle of the card; on screen on whole pixels, so that it stays sharp."""
    ratio = face.devicePixelRatio()
    corner = box.center() - QPointF(face.width() / ratio / 2, face.height() / ratio / 2)
    if isinstance(face, QPixmap):
        painter.drawPixmap(round(corner.x()), round(corner.y()), face)
    else:
        painter.drawImage(corner, face)


def _draw_trouble(painter: QPainter, box: QRectF, trouble: str) -> None:
    painter.setPen(QColor(tokens.LIGHT.second))
    inside = box.adjusted(tokens.GAP_M, tokens.GAP_M, -tokens.GAP_M, -tokens.GAP_M)
    painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, trouble)


def _draw_guides(painter: QPainter, box: QRectF, template: PageTemplate) -> None:
    """Margins and centre in hairlines, the baseline stronger: where every product should stand."""
    guides = template.guides
    x = [box.left() + share * box.width() for share in (guides.left, 0.5, guides.right)]
    y = [box.top() + share * box.height() for share in (guides.top, guides.bottom)]
    for casing, width in ((tokens.MARK_LINE, 3.0), (tokens.MARK_CASING, 1.0)):
        painter.setPen(
            QPen(QColor(casing), width, Qt.PenStyle.DotLine if width == 1 else Qt.PenStyle.SolidLine)
        )
        painter.setOpacity(0.9 if width == 1 else 0.35)
        for across in x:
            painter.drawLine(QPointF(across, box.top()), QPointF(across, box.bottom()))
        painter.drawLine(QPointF(box.left(), y[0]), QPointF(box.right(), y[0]))
        painter.setPen(QPen(QColor(casing), width + 0.5))
        painter.drawLine(QPointF(box.left(), y[1]), QPointF(box.right(), y[1]))
    painter.setOpacity(1.0)


def _draw_fade(painter: QPainter, box: QRectF, photo: Photo, template: PageTemplate) -> None:
    """What is rejected steps back."""
    if photo.verdict == "reject":
        veil = QColor(template.background)
        veil.setAlphaF(0.6)
        painter.fillRect(box, veil)


def _draw_caption(painter: QPainter, box: QRectF, card: Card, scheme: tokens.Scheme) -> None:
    photo = card.photo
    font = QFont(painter.font())
    font.setPixelSize(tokens.SMALL_PX)
    painter.setFont(font)
    right = box.right()
    named = " ".join(filter(None, (photo.title, photo.colourway, photo.shot)))
    brief = painter.fontMetrics().horizontalAdvance(named) > box.width() * 0.55 and not card.reason
    for said, colour in reversed(_signs(card, scheme, brief=brief)):
        text = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(box.width() * 0.45))
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(right - width, box.bottom(), width + 1, CAPTION), _TEXT_FLAGS, text)
        right -= width + tokens.GAP_S
    room = max(0.0, right - box.left())
    words = painter.fontMetrics().elidedText(named, Qt.TextElideMode.ElideRight, int(room))
    painter.setPen(QColor(scheme.text))
    painter.drawText(QRectF(box.left(), box.bottom(), room, CAPTION), _TEXT_FLAGS, words)


def _signs(card: Card, scheme: tokens.Scheme, *, brief: bool) -> list[tuple[str, str]]:
    """Level and verdict as shapes with words, and their colours; `brief` leaves the words out."""
    photo, signs = card.photo, []
    if photo.assignment:
        level = photo.assignment.level
        signs.append((f"{tokens.LEVEL_SHAPES[level]} L{level}", scheme.second))
    if photo.verdict:
        said = ": ".join(filter(None, (photo.verdict.past, card.reason)))
        word = (
            tokens.VERDICT_SHAPES[photo.verdict]
            if brief
            else f"{tokens.VERDICT_SHAPES[photo.verdict]} {said}"
        )
        signs.append((word, getattr(scheme, photo.verdict)))
    return signs


def _draw_remark(painter: QPainter, box: QRectF, remark: str) -> None:
    font = QFont(painter.font())
    font.setPixelSize(tokens.SMALL_PX)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    words = metrics.elidedText(remark, Qt.TextElideMode.ElideMiddle, int(box.width()) - 4 * tokens.GAP_S)
    chip = QRectF(box.left() + 6, box.top() + 6, metrics.horizontalAdvance(words) + 14, metrics.height() + 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.OVERLAY))
    painter.drawRoundedRect(chip, 3, 3)
    painter.setPen(QColor(tokens.OVERLAY_TEXT))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)


def _draw_frame(painter: QPainter, box: QRectF, card: Card, scheme: tokens.Scheme) -> None:
    """Chosen photos in a strong frame; the one the keys stand on, if it is not chosen, in a dotted one."""
    frame = box.adjusted(-4, -4, 4, CAPTION if card.captions else 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    style = Qt.PenStyle.SolidLine if card.selected else Qt.PenStyle.DotLine
    painter.setPen(QPen(QColor(scheme.selection), 2.5 if card.current and card.selected else 1.5, style))
    painter.drawRoundedRect(frame, 3, 3)
