"""Drawing what lies over the photo, and what stands in for it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from review_desk.domain.photo import Version
from review_desk.domain.viewplan import Box, Cut, Pane
from review_desk.ui import tokens


def set_clip(painter: QPainter, pane: Pane, whole: QRect) -> None:
    """Let a pane draw where it may: in its box, on its side of the wipe's edge."""
    if pane.cut is None:
        painter.setClipRect(rect(pane.clip))
        return
    path = QPainterPath()
    path.addPolygon(_half(pane.cut, whole, on_a=pane.side == "a"))
    painter.setClipPath(path)


def _half(cut: Cut, whole: QRect, *, on_a: bool) -> QPolygonF:
    """The half plane on one side of a wipe's edge, as far as it can be seen."""
    far = 2.0 * (whole.width() + whole.height())
    normal, along = QPointF(cut.across, cut.down), QPointF(-cut.down, cut.across)
    edge = normal * cut.reach
    away = normal * (-far if on_a else far)
    corners = [edge - along * far, edge + along * far, edge + along * far + away, edge - along * far + away]
    return QPolygonF([*corners, corners[0]])


def draw_thumbnail(painter: QPainter, thumbnail: QPixmap, version: Version, pane: Pane) -> None:
    """Stand in for a photo whose pixels are on their way: the same place, the same size, unsharp."""
    target = QRectF(pane.left, pane.top, version.width * pane.scale, version.height * pane.scale)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawPixmap(target, thumbnail, QRectF(thumbnail.rect()))


def rect(box: Box) -> QRect:
    """A box of the plan as Qt's."""
    return QRect(box.x, box.y, box.width, box.height)


def label_font(ratio: float) -> QFont:
    """The font of labels over a photo, in device pixels."""
    font = QFont()
    font.setPixelSize(round(12 * ratio))
    return font


def label_size(painter: QPainter, text: str, ratio: float) -> tuple[float, float]:
    """How wide and high a label is, in device pixels. Sets the painter's font."""
    painter.setFont(label_font(ratio))
    return QFontMetricsF(painter.font()).horizontalAdvance(text) + 16 * ratio, 24 * ratio


def draw_label(
    painter: QPainter, text: str, corner: QPointF, ratio: float, *, right: bool = False, colour: str = ""
) -> QRectF:
    """A small dark label with its top left (or top right) at `corner`, in device pixels. Returns its box."""
    width, height = label_size(painter, text, ratio)
    box = QRectF(corner.x() - (width if right else 0), corner.y(), width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.OVERLAY))
    painter.drawRoundedRect(box, tokens.RADIUS * ratio, tokens.RADIUS * ratio)
    painter.setPen(QColor(colour or tokens.OVERLAY_TEXT))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    return box


def draw_frame(painter: QPainter, box: QRectF, ratio: float, *, strong: bool, dashed: bool = False) -> None:
    """An outline that shows on any ground: a light line in a dark casing."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = (2.5 if strong else 1.5) * ratio
    painter.setPen(QPen(QColor(tokens.MARK_CASING), width + 2 * ratio))
    painter.drawRect(box)
    pen = QPen(QColor(tokens.MARK_LINE), width)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawRect(box)


def draw_cross(painter: QPainter, middle: QPointF, arm: float, ratio: float) -> None:
    """A cross with an open middle that shows on any ground: the pixel it means stays in view."""
    for colour, width in ((tokens.MARK_CASING, 3.5 * ratio), (tokens.MARK_LINE, 1.5 * ratio)):
        painter.setPen(QPen(QColor(colour), width))
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            way = QPointF(across, down)
            painter.drawLine(middle + way * (arm / 3), middle + way * arm)


def draw_rings(painter: QPainter, middle: QPointF, radii: Sequence[float], ratio: float) -> None:
    """Circles around a point that show on any ground."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((tokens.MARK_CASING, 3 * ratio), (tokens.MARK_LINE, ratio)):
        painter.setPen(QPen(QColor(colour), width))
        for radius in radii:
            painter.drawEllipse(middle, radius, radius)


def draw_minus(painter: QPainter, middle: QPointF, ratio: float) -> None:
    """A small bar in the middle of a tip: it takes away."""
    arm = QPointF(5 * ratio, 0)
    for colour, width in ((tokens.MARK_CASING, 4 * ratio), (tokens.MARK_LINE, 2 * ratio)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawLine(middle - arm, middle + arm)


def draw_wipe(painter: QPainter, cut: Cut, whole: QRect, ratio: float) -> None:
    """The wipe's edge with its round grip, across the canvas."""
    normal, along = QPointF(cut.across, cut.down), QPointF(-cut.down, cut.across)
    middle = QPointF(whole.width() / 2, whole.height() / 2)
    middle += normal * (cut.reach - QPointF.dotProduct(middle, normal))
    far = float(whole.width() + whole.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, cut.across not in (0.0, 1.0))
    for colour, width in ((tokens.MARK_CASING, 3 * ratio), (tokens.MARK_LINE, ratio)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawLine(middle - along * far, middle + along * far)
    _draw_grip(painter, middle, normal, ratio)


def _draw_grip(painter: QPainter, middle: QPointF, normal: QPointF, ratio: float) -> None:
    """A round handle with an arrow either way along `normal`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(QColor(tokens.OVERLAY))
    painter.setPen(QPen(QColor(tokens.MARK_LINE), 1.5 * ratio))
    painter.drawEllipse(middle, 14 * ratio, 14 * ratio)
    side = QPointF(-normal.y(), normal.x()) * (4 * ratio)
    for sign in (-1, 1):
        tip = middle + normal * (9 * sign * ratio)
        barb = tip - normal * (4 * sign * ratio)
        painter.drawLine(middle + normal * (2 * sign * ratio), tip)
        painter.drawLine(tip, barb + side)
        painter.drawLine(tip, barb - side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_notice(painter: QPainter, title: str, text: str, area: QRect, ratio: float) -> None:
    """A sentence in the middle of an empty canvas: what it is and what to do next."""
    font = label_font(ratio)
    font.setPixelSize(round(18 * ratio))
    painter.setFont(font)
    painter.setPen(QColor("#F2F2F2"))
    upper = QRect(area.x(), area.y(), area.width(), area.height() // 2 - round(6 * ratio))
    painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, title)
    painter.setFont(label_font(ratio))
    painter.setPen(QColor("#E2E2E2"))
    margin = round(48 * ratio)
    lower = QRect(
        area.x() + margin, area.center().y() + round(6 * ratio), area.width() - 2 * margin, area.height() // 2
    )
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(lower, flags, text)
