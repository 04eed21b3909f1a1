"""Small strips beside each row of the page: one point per card, in step with the rows as they scroll."""

from collections import OrderedDict
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from review_desk.domain.drift.measure import Measure
from review_desk.ui import tokens
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.readings import Readings
from review_desk.ui.grid.drift.row_strips import FOOT_PX, MARGIN, WIDTH, Drawn, Point, RowStrips
from review_desk.ui.tokens import Scheme

if TYPE_CHECKING:
    from review_desk.domain.grid.arrangement import PageRow
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.sheet import Sheet

_NEAR_PX = 12.0
_KEPT = 24
"""Rows whose strips are kept as they were drawn: a page that scrolls copies them."""
_NOT_YET = "Each row’s background, exposure and scale, when the batch is measured."


class Strips(QWidget):
    """Background, exposure and scale of each row that is in view; the other measures in one line."""

    def __init__(self, page: "Page", sheet: "Sheet", measuring: Measuring) -> None:
        super().__init__()
        self._page, self._sheet, self._measuring = page, sheet, measuring
        self._scheme = tokens.DARK
        self._readings: Readings | None = None
        self._kept: OrderedDict[tuple[object, ...], Drawn] = OrderedDict()
        self._shown: list[tuple[int, Drawn]] = []
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
        self._kept.clear()
        self.update()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures with a strip."""
        return self._readings.strips if self._readings else ()

    @property
    def _points(self) -> list[Point]:
        """The points in view, in logical pixels of the widget."""
        return [
            Point(point.at + QPointF(0, top), point.reading)
            for top, drawn in self._shown
            for point in drawn.points
        ]

    def point_of(self, photo: str, measure: Measure) -> QPointF | None:
        """Where a card in view has its point on a strip, in logical pixels."""
        found = [point.at for point in self._points if point.reading.photo == photo]
        return dict(zip(self.measures, found, strict=False)).get(measure)

    # --- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._scheme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._shown = []
        if self._readings is None:
            self._draw_words(painter, _NOT_YET)
        else:
            for number, box in self._sheet.row_boxes():
                top = box.top() + self._lower()
                self._shown.append((top, self._drawn(number, box.height(), self._readings)))
        for top, drawn in self._shown:
            painter.drawPixmap(0, top, drawn.picture)
        painter.end()

    def _drawn(self, number: int, height: int, readings: Readings) -> Drawn:
        """A row's strips, as they were drawn before if nothing of them has changed."""
        row, scale = self._page.rows[number], self.devicePixelRatioF()
        chosen = self._page.selection.intersection(row.photos)
        key = (number, row, height, self._page.columns, scale, chosen)
        if key not in self._kept:
            self._kept[key] = self._draw(number, row, height, scale, readings)
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _draw(self, number: int, row: "PageRow", height: int, scale: float, readings: Readings) -> Drawn:
        picture = QPixmap(round(WIDTH * scale), round((height + FOOT_PX) * scale))
        picture.setDevicePixelRatio(scale)
        picture.fill(QColor(self._scheme.panel))
        chosen = self._page.selection.intersection(row.photos)
        named = row.headings[0][1] if len(row.headings) == 1 else f"Row {number + 1}"
        strips = RowStrips(readings, self._scheme, columns=self._page.columns, chosen=chosen)
        return strips.draw(picture, named, row.photos, self.font())

    def _lower(self) -> int:
        """How much lower the sheet begins than the strips."""
        top = self._sheet.viewport().mapToGlobal(QPoint(0, 0))
        return self.mapFromGlobal(top).y()

    def _draw_words(self, painter: QPainter, words: str) -> None:
        painter.setPen(QColor(self._scheme.second))
        box = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, words)

    # --- hands -------------------------------------------------------------------------------------------

    def _near(self, at: QPointF) -> Point | None:
        """The point under the cursor, or near it."""
        points = self._points
        near = [(_apart(point.at, at), turn) for turn, point in enumerate(points)]
        apart, turn = min(near, default=(_NEAR_PX + 1, 0))
        return points[turn] if apart <= _NEAR_PX else None

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
        others = (
            (line.translated(0, top), words) for top, drawn in self._shown for line, words in drawn.others
        )
        return next((words for line, words in others if line.contains(at)), "")

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
        self._kept.clear()
        self._on_page_selected()

    def _on_page_selected(self) -> None:
        told = self._readings.told(self._page.current) if self._readings and self._page.current else ""
        self.setAccessibleDescription(told)
        self.update()


def _apart(one: QPointF, other: QPointF) -> float:
    return hypot(one.x() - other.x(), one.y() - other.y())
