"""The strips of one row, drawn once: a page that scrolls copies their picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from review_desk.domain.drift.measure import Measure
from review_desk.ui.grid.drift.marks import draw_dot, draw_off, draw_ring, draw_usual
from review_desk.ui.grid.drift.readings import STRIPS, Reading, Readings
from review_desk.ui.grid.drift.words import APART, STEADY, UNKNOWN, short
from review_desk.ui.tokens import Scheme

WIDTH, MARGIN, FOOT_PX = 266, 14, 6
_LABEL_PX, _HEADING_PX, _APART_PX = 106, 22, 12
_LINE_LEAST, _LINE_MOST = 18, 40
_REACH = 3.0
"""The height of a strip is so many tolerances to either side; what is farther stands at its edge."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Point:
    """Where a reading stands, in logical pixels."""

    at: QPointF
    reading: Reading


@dataclass
class Drawn:
    """The strips of a row: their picture, and what is where in it, in logical pixels."""

    picture: QPixmap
    points: list[Point] = field(default_factory=list)
    others: list[tuple[QRect, str]] = field(default_factory=list)


class RowStrips:
    """Draws rows of a page of so many columns; the chosen photos have rings."""

    def __init__(self, readings: Readings, scheme: Scheme, *, columns: int, chosen: frozenset[str]) -> None:
        self._readings, self._scheme, self._columns, self._chosen = readings, scheme, columns, chosen
        self._font = QFont()

    def draw(self, picture: QPixmap, named: str, photos: Sequence[str], font: QFont) -> Drawn:
        """A row with its name, on a picture of WIDTH and of its height with FOOT_PX for the line below."""
        self._font = font
        painter, drawn = QPainter(picture), Drawn(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        height = round(picture.deviceIndependentSize().height()) - FOOT_PX
        painter.setPen(QPen(QColor(self._scheme.line), 1))
        painter.drawLine(0, height + 3, WIDTH, height + 3)
        self._text(painter, _line(0, _HEADING_PX), named, self._scheme.text, strong=True)
        strips = max(0, min(STRIPS, (height - _HEADING_PX) // _LINE_LEAST - 1))
        high = max(_LINE_LEAST, min(_LINE_MOST, (height - _HEADING_PX) // (strips + 1)))
        for turn, measure in enumerate(self._readings.strips[:strips]):
            drawn.points += self._draw_strip(painter, _line(_HEADING_PX + turn * high, high), measure, photos)
        line = _line(_HEADING_PX + strips * high, high)
        drawn.others.append((line, self._draw_others(painter, line, photos)))
        painter.end()
        return drawn

    def _text(
        self, painter: QPainter, box: QRect, words: str, colour: str, *,
        strong: bool = False, flags: Qt.AlignmentFlag = _LEFT,
    ) -> None:  # fmt: skip
        font = QFont(self._font)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags, shown)

    def _draw_strip(
        self, painter: QPainter, line: QRect, measure: Measure, photos: Sequence[str]
    ) -> list[Point]:
        self._text(painter, line, short(measure), self._scheme.second)
        shown = [self._readings.of(photo, measure) for photo in photos]
        plot = QRectF(line).adjusted(_LABEL_PX, 2, 0, -2)
        if all(reading.amount is None for reading in shown):
            return self._draw_nothing(painter, plot, shown)
        band, middle = plot.height() / _REACH / 2, plot.center().y()
        painter.fillRect(QRectF(plot.x(), middle - band, plot.width(), 2 * band), QColor(self._scheme.raised))
        visible = self._readings.visible(measure)
        points = [Point(self._at(plot, turn, each, visible), each) for turn, each in enumerate(shown)]
        self._draw_line(painter, points)
        for point in points:
            self._draw_point(painter, point)
        return points

    def _at(self, plot: QRectF, turn: int, reading: Reading, visible: float) -> QPointF:
        step = (plot.width() - 16) / max(1, self._columns - 1)
        beyond = max(-_REACH, min(_REACH, (reading.amount or 0.0) / visible))
        return QPointF(
            plot.x() + 8 + turn * step, plot.center().y() - beyond / _REACH * (plot.height() / 2 - 3)
        )

    def _draw_nothing(self, painter: QPainter, plot: QRectF, shown: Sequence[Reading]) -> list[Point]:
        measured = any(self._readings.is_measured(each.photo) for each in shown)
        words = "nothing alike" if measured else "not measured"
        self._text(painter, plot.toRect(), words, self._scheme.second, flags=_RIGHT)
        return [Point(self._at(plot, turn, each, 1.0), each) for turn, each in enumerate(shown)]

    def _draw_line(self, painter: QPainter, points: Sequence[Point]) -> None:
        """A card without a value is a gap in the line."""
        painter.setPen(QPen(QColor(self._scheme.second), 1))
        for one, other in pairwise(points):
            if one.reading.amount is not None and other.reading.amount is not None:
                painter.drawLine(one.at, other.at)

    def _draw_point(self, painter: QPainter, point: Point) -> None:
        if point.reading.photo in self._chosen:
            draw_ring(painter, point.at, self._scheme)
        if point.reading.amount is None:
            return
        if point.reading.flagged:
            draw_off(painter, point.at, self._scheme)
        elif point.reading.seen:
            draw_usual(painter, point.at, self._scheme)
        else:
            draw_dot(painter, point.at, self._scheme.text)

    def _draw_others(self, painter: QPainter, line: QRect, photos: Sequence[str]) -> str:
        """The measures without a strip: named where one is off. Gives the tip of the line."""
        off, gaps = self._readings.off_beside(photos), self._readings.gaps_among(photos)
        compared = self._readings.compared_beside(photos)
        if off:
            told, colour = f"{APART} off", self._scheme.reject
        elif gaps:
            told, colour = f"{UNKNOWN} {gaps} not measured", self._scheme.text
        elif compared:
            told, colour = f"{STEADY} steady", self._scheme.approve
        else:
            told, colour = "nothing alike", self._scheme.second
        self._text(painter, line, told, colour, flags=_RIGHT)
        words = ", ".join(map(short, off)) if off else compared or "Other measures"
        tone = self._scheme.text if off else self._scheme.second
        room = painter.fontMetrics().horizontalAdvance(told) + _APART_PX
        self._text(painter, line.adjusted(0, 0, -room, 0), words, tone)
        return f"Off in this row: {words}" if off else ""


def _line(top: int, height: int) -> QRect:
    return QRect(MARGIN, top, WIDTH - 2 * MARGIN, height)
