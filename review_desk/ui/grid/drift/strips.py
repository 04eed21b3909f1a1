"""Small strips beside each row of the page: one point per card, in step with the rows as they scroll."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from review_desk.domain.drift.measure import Measure
from review_desk.ui import tokens
from review_desk.ui.grid.drift.marks import draw_dot, draw_off, draw_ring, draw_usual
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.readings import STRIPS, Reading, Readings
from review_desk.ui.grid.drift.words import APART, STEADY, short
from review_desk.ui.tokens import Scheme

if TYPE_CHECKING:
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.sheet import Sheet

WIDTH = 266
_MARGIN, _LABEL_PX, _HEADING_PX, _NEAR_PX = 14, 106, 22, 12.0
_LINE_LEAST, _LINE_MOST = 18, 40
_REACH = 3.0
"""The height of a strip is so many tolerances to either side; what is farther stands at its edge."""
_NOT_YET = "Each row’s background, exposure and scale, when the batch is measured."
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class _Point:
    """Where a reading stands, in logical pixels of the widget."""

    at: QPointF
    reading: Reading


class Strips(QWidget):
    """Background, exposure and scale of each row that is in view; the other measures in one line."""

    def __init__(self, page: "Page", sheet: "Sheet", measuring: Measuring) -> None:
        super().__init__()
        self._page, self._sheet, self._measuring = page, sheet, measuring
        self._scheme = tokens.DARK
        self._readings: Readings | None = None
        self._points: list[_Point] = []
        self._others: list[tuple[QRect, str]] = []
        self.setFixedWidth(WIDTH)
        self.setProperty("surface", "panel")
        self.setAccessibleName("Drift of the rows")
        self.setMouseTracking(True)
        for signal in (page.arranged, sheet.scrolled):
            signal.connect(self.update)
        page.selected.connect(self._on_page_selected)
        measuring.judged.connect(self._on_measuring_judged)
        self._on_measuring_judged()

    def dress(self, scheme: Scheme) -> None:
        """Put on a theme."""
        self._scheme = scheme
        self.update()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures with a strip."""
        return self._readings.strips if self._readings else ()

    def point_of(self, photo: str, measure: Measure) -> QPointF | None:
        """Where a card in view has its point on a strip, in logical pixels."""
        found = [point.at for point in self._points if point.reading.photo == photo]
        return dict(zip(self.measures, found, strict=False)).get(measure)

    # --- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._scheme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._points, self._others = [], []
        if self._readings is None:
            self._draw_words(painter, _NOT_YET)
        else:
            for number, box in self._sheet.row_boxes():
                self._draw_row(painter, number, box.translated(0, self._lower()), self._readings)
        painter.end()

    def _lower(self) -> int:
        """How much lower the sheet begins than the strips."""
        top = self._sheet.viewport().mapToGlobal(QPoint(0, 0))
        return self.mapFromGlobal(top).y()

    def _draw_words(self, painter: QPainter, words: str) -> None:
        painter.setPen(QColor(self._scheme.second))
        box = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, words)

    def _draw_row(self, painter: QPainter, number: int, box: QRect, readings: Readings) -> None:
        row = self._page.rows[number]
        painter.setPen(QPen(QColor(self._scheme.line), 1))
        painter.drawLine(0, box.bottom() + 4, self.width(), box.bottom() + 4)
        named = row.headings[0][1] if len(row.headings) == 1 else f"Row {number + 1}"
        self._text(painter, self._line(box.top(), _HEADING_PX), named, self._scheme.text, strong=True)
        left = box.height() - _HEADING_PX
        strips = max(0, min(STRIPS, left // _LINE_LEAST - 1))
        high = max(_LINE_LEAST, min(_LINE_MOST, left // (strips + 1)))
        for turn, measure in enumerate(readings.strips[:strips]):
            line = self._line(box.top() + _HEADING_PX + turn * high, high)
            self._draw_strip(painter, line, measure, [readings.of(p, measure) for p in row.photos], readings)
        self._draw_others(
            painter, self._line(box.top() + _HEADING_PX + strips * high, high), row.photos, readings
        )

    def _line(self, top: int, height: int) -> QRect:
        return QRect(_MARGIN, top, self.width() - 2 * _MARGIN, height)

    def _text(
        self, painter: QPainter, box: QRect, words: str, colour: str, *,
        strong: bool = False, flags: Qt.AlignmentFlag = _LEFT,
    ) -> None:  # fmt: skip
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags, shown)

    def _draw_strip(
        self, painter: QPainter, line: QRect, measure: Measure, shown: Sequence[Reading], readings: Readings
    ) -> None:
        self._text(painter, line, short(measure), self._scheme.second)
        plot = QRectF(line).adjusted(_LABEL_PX, 2, 0, -2)
        if all(reading.amount is None for reading in shown):
            self._draw_nothing(painter, plot, shown)
            return
        band = plot.height() / _REACH / 2
        middle = plot.center().y()
        painter.fillRect(QRectF(plot.x(), middle - band, plot.width(), 2 * band), QColor(self._scheme.raised))
        points = [
            _Point(self._at(plot, turn, each, readings.visible(measure)), each)
            for turn, each in enumerate(shown)
        ]
        self._draw_line(painter, points)
        for point in points:
            self._draw_point(painter, point)
        self._points += points

    def _at(self, plot: QRectF, turn: int, reading: Reading, visible: float) -> QPointF:
        step = (plot.width() - 16) / max(1, self._page.columns - 1)
        beyond = max(-_REACH, min(_REACH, (reading.amount or 0.0) / visible))
        return QPointF(
            plot.x() + 8 + turn * step, plot.center().y() - beyond / _REACH * (plot.height() / 2 - 3)
        )

    def _draw_nothing(self, painter: QPainter, plot: QRectF, shown: Sequence[Reading]) -> None:
        unmeasured = self._readings and not any(self._readings.is_measured(each.photo) for each in shown)
        words = "not measured" if unmeasured else "nothing alike"
        self._text(painter, plot.toRect(), words, self._scheme.second, flags=_RIGHT)
        self._points += [_Point(self._at(plot, turn, each, 1.0), each) for turn, each in enumerate(shown)]

    def _draw_line(self, painter: QPainter, points: Sequence[_Point]) -> None:
        """A card without a value is a gap in the line."""
        painter.setPen(QPen(QColor(self._scheme.second), 1))
        for one, other in pairwise(points):
            if one.reading.amount is not None and other.reading.amount is not None:
                painter.drawLine(one.at, other.at)

    def _draw_point(self, painter: QPainter, point: _Point) -> None:
        if point.reading.photo in self._page.selection:
            draw_ring(painter, point.at, self._scheme)
        if point.reading.amount is None:
            return
        if point.reading.flagged:
            draw_off(painter, point.at, self._scheme)
        elif point.reading.seen:
            draw_usual(painter, point.at, self._scheme)
        else:
            draw_dot(painter, point.at, self._scheme.text)

    def _draw_others(self, painter: QPainter, line: QRect, photos: Sequence[str], readings: Readings) -> None:
        """The measures without a strip: named where one is off."""
        off = readings.off_beside(photos)
        measured = any(readings.is_measured(photo) for photo in photos)
        told, colour = (f"{STEADY} steady", self._scheme.approve) if measured else ("", self._scheme.second)
        if off:
            told, colour = f"{APART} off", self._scheme.reject
        self._text(painter, line, told, colour, flags=_RIGHT)
        words = ", ".join(map(short, off)) if off else readings.others
        self._others.append((line, f"Off in this row: {words}" if off else ""))
        self._text(
            painter, line.adjusted(0, 0, -62, 0), words, self._scheme.text if off else self._scheme.second
        )

    # --- hands -------------------------------------------------------------------------------------------

    def _near(self, at: QPointF) -> _Point | None:
        """The point under the cursor, or near it."""
        near = [(_apart(point.at, at), turn) for turn, point in enumerate(self._points)]
        apart, turn = min(near, default=(_NEAR_PX + 1, 0))
        return self._points[turn] if apart <= _NEAR_PX else None

    def event(self, event: QEvent) -> bool:
        """The tip of a point: its value, unit and photo."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().event(event)

    def _tip(self, at: QPoint) -> str:
        near = self._near(QPointF(at))
        if near is not None:
            return near.reading.words
        return next((words for line, words in self._others if line.contains(at)), "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        shape = (
            Qt.CursorShape.PointingHandCursor if self._near(event.position()) else Qt.CursorShape.ArrowCursor
        )
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position())
        if near and event.button() == Qt.MouseButton.LeftButton:
            self._page.select([near.reading.photo], near.reading.photo)
            self._sheet.reveal(near.reading.photo)

    # --- listening ---------------------------------------------------------------------------------------

    def _on_measuring_judged(self) -> None:
        found = self._measuring.drift
        self._readings = Readings(found) if found else None
        self._on_page_selected()

    def _on_page_selected(self) -> None:
        told = self._readings.told(self._page.current) if self._readings and self._page.current else ""
        self.setAccessibleDescription(told)
        self.update()


def _apart(one: QPointF, other: QPointF) -> float:
    return hypot(one.x() - other.x(), one.y() - other.y())
