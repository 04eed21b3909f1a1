"""The control chart under the page: one measure along the shoot, linked both ways with the cards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)  # fmt: skip
from PySide6.QtWidgets import QToolTip, QWidget

from review_desk.ui import tokens
from review_desk.ui.grid.drift.marks import draw_dot, draw_off, draw_ring
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.plot import Plot, plot
from review_desk.ui.grid.drift.series import Series
from review_desk.ui.grid.drift.standing import nothing_alike
from review_desk.ui.grid.drift.view import DriftView
from review_desk.ui.tokens import Scheme

if TYPE_CHECKING:
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.sheet import Sheet

_NEAR_PX, _DOTS_FROM_PX, _DRAGGED_PX = 8.0, 5.0, 4.0
_RINGS = 40
_NAMES_PX = 22
"""Above the points: room for the names of those outside."""
_NOT_YET = "Every photo along the shoot, when the batch is measured."


@dataclass(frozen=True)
class _Drawn:
    """The picture of a series, and what it was drawn for."""

    series: Series
    size: QSize
    scheme: Scheme
    scale: float
    picture: QPixmap


class ControlChart(QWidget):
    """Dots within the limits, diamonds outside; a band for the limits, a dotted line for the mean."""

    def __init__(self, page: "Page", sheet: "Sheet", measuring: Measuring, view: DriftView) -> None:
        super().__init__()
        self._page, self._sheet, self._measuring, self._view = page, sheet, measuring, view
        self._scheme = tokens.DARK
        self._drawn: _Drawn | None = None
        self._pressed: QPointF | None = None
        self._dragged: QRectF | None = None
        self.setMinimumHeight(72)
        self.setMouseTracking(True)
        self.setAccessibleName("Control chart of drift")
        view.changed.connect(self._on_view_changed)
        page.selected.connect(self._on_page_selected)

    def dress(self, scheme: Scheme) -> None:
        """Put on a theme."""
        self._scheme = scheme
        self.update()

    @property
    def plot(self) -> Plot | None:
        """Where the points stand now; nothing without a series."""
        shown = self._view.series
        if shown is None or not shown.photos:
            return None
        return plot(shown, QRectF(self.rect()).adjusted(0, _NAMES_PX, 0, -6))

    def go(self, way: int) -> None:
        """Choose the next photo outside the limits along the shoot, or the one before."""
        shown = self._view.series
        if shown is None:
            return
        here = shown.turns.get(self._page.current, -1 if way > 0 else len(shown.photos))
        after = [turn for turn in shown.outside if (turn - here) * way > 0]
        if after:
            self._choose([min(after) if way > 0 else max(after)])

    # --- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        where = self.plot
        if where is None:
            self._draw_words(painter)
        else:
            painter.drawPixmap(0, 0, self._picture(where))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            self._draw_chosen(painter, where)
            self._draw_band(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        found = self._measuring.drift
        words = nothing_alike(found) if found else _NOT_YET
        painter.setPen(QColor(self._scheme.second))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _draw_band(self, painter: QPainter) -> None:
        if self._dragged is not None:
            painter.setPen(QPen(QColor(self._scheme.selection), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self._dragged)

    def _draw_chosen(self, painter: QPainter, where: Plot) -> None:
        """The selected ones in rings; as ticks at the foot where rings would lie over one another."""
        turns = where.series.turns
        chosen = [turns[photo] for photo in self._page.selection if photo in turns]
        if where.step >= _DOTS_FROM_PX or len(chosen) <= _RINGS:
            for turn in chosen:
                draw_ring(painter, where.at(turn), self._scheme)
            return
        painter.setPen(QPen(QColor(self._scheme.selection), 1))
        for x in {round(where.x(turn)) for turn in chosen}:
            painter.drawLine(x, self.height() - 5, x, self.height())

    def _picture(self, where: Plot) -> QPixmap:
        """Ten thousand points are drawn once, not with every move of the mouse."""
        drawn, scale = self._drawn, self.devicePixelRatioF()
        key = (where.series, self.size(), self._scheme, scale)
        if drawn is None or (drawn.series, drawn.size, drawn.scheme, drawn.scale) != key:
            picture = QPixmap(self.size() * scale)
            picture.setDevicePixelRatio(scale)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            self._draw_series(painter, where)
            painter.end()
            drawn = self._drawn = _Drawn(where.series, self.size(), self._scheme, scale, picture)
        return drawn.picture

    def _draw_series(self, painter: QPainter, where: Plot) -> None:
        shown, scheme = where.series, self._scheme
        self._draw_limits(painter, where)
        painter.setPen(QPen(QColor(scheme.second), 1))
        painter.drawPolyline(QPolygonF([where.at(turn) for turn in range(len(shown.photos))]))
        self._draw_means(painter, where)
        outside = set(shown.outside)
        if where.step >= _DOTS_FROM_PX:
            for turn in range(len(shown.photos)):
                if turn not in outside:
                    draw_dot(painter, where.at(turn), scheme.text)
        for turn in shown.outside:
            draw_off(painter, where.at(turn), scheme)
        self._draw_names(painter, where)

    def _draw_limits(self, painter: QPainter, where: Plot) -> None:
        limit = where.series.limit
        top, bottom = where.y(limit), where.y(-limit)
        painter.fillRect(QRectF(0, top, self.width(), bottom - top), QColor(self._scheme.raised))
        painter.setPen(QPen(QColor(self._scheme.second), 1, Qt.PenStyle.DashLine))
        for y in (top, bottom):
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))

    def _draw_means(self, painter: QPainter, where: Plot) -> None:
        """The weighted mean, dotted: thicker where it is out of control."""
        shown = where.series
        start = 0
        for end in range(1, len(shown.means) + 1):
            if end == len(shown.means) or shown.wanders[end] is not shown.wanders[start]:
                width = 2.0 if shown.wanders[start] else 1.0
                painter.setPen(QPen(QColor(self._scheme.second), width, Qt.PenStyle.DotLine))
                run = range(max(0, start - 1), end)
                painter.drawPolyline(QPolygonF([QPointF(where.x(n), where.y(shown.means[n])) for n in run]))
                start = end

    def _draw_names(self, painter: QPainter, where: Plot) -> None:
        """Those outside by name, as many as have room beside each other."""
        font = QFont(self.font())
        font.setPixelSize(tokens.SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(self._scheme.text))
        free = 0.0
        for turn in where.series.outside:
            name = where.series.titles[turn]
            wide = painter.fontMetrics().horizontalAdvance(name)
            left = min(max(0.0, where.x(turn) - wide / 2), self.width() - wide)
            if left >= free:
                painter.drawText(QPointF(left, _NAMES_PX - 11), name)
                free = left + wide + tokens.GAP_S

    # --- hands -------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The tip of a point: photo, value, unit."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            where = self.plot
            turn = where.near(QPointF(event.pos()), _NEAR_PX) if where else None
            QToolTip.showText(
                event.globalPos(), "" if turn is None or not where else where.series.says(turn), self
            )
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = self.plot
        if self._pressed is not None and (event.position() - self._pressed).manhattanLength() > _DRAGGED_PX:
            self._dragged = QRectF(self._pressed, event.position()).normalized()
            self.update()
        elif where and self._pressed is None:
            near = where.near(event.position(), _NEAR_PX) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where, dragged = self.plot, self._dragged
        self._pressed = self._dragged = None
        self.update()
        if where is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if dragged is not None:
            self._choose(list(where.inside(dragged)))
        elif (turn := where.near(event.position(), _NEAR_PX)) is not None:
            self._choose([turn])

    def _choose(self, turns: list[int]) -> None:
        """Select these on the page and bring the first of them into view."""
        shown = self._view.series
        if shown and turns:
            photos = [shown.photos[turn] for turn in turns]
            self._page.select(photos, photos[0])
            self._sheet.reveal(photos[0])

    # --- listening ---------------------------------------------------------------------------------------

    def _on_view_changed(self) -> None:
        self._tell()
        self.update()

    def _on_page_selected(self) -> None:
        self._tell()
        self.update()

    def _tell(self) -> None:
        """What the chart shows, for who cannot see it."""
        shown = self._view.series
        if shown is None:
            self.setAccessibleDescription(self._measuring.words)
            return
        turn = shown.turns.get(self._page.current)
        here = "" if turn is None else f" {shown.says(turn)}."
        self.setAccessibleDescription(f"{shown.words} {shown.facts}.{here}")
