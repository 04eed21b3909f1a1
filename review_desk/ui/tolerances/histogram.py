"""How the values of a check lie over a batch, with the limits drawn in."""

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from review_desk.domain.check.spread import Bin, Spread
from review_desk.domain.check.tolerance import OUTCOMES, Outcome, Tolerance
from review_desk.ui import tokens

_HEIGHT = 44
_THIN = 3.0
"""The least that is seen, in logical pixels; and the room over the tallest bar."""


class Histogram(QWidget):
    """Bars for the values; hatched is what a tolerance flags, crossed what it fails. Its limits are lines:
    one to flag by is whole, one to fail by dashed."""

    def __init__(self, scheme: tokens.Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._bins: tuple[tuple[Bin, Mapping[Outcome, int]], ...] = ()
        self._tolerance = Tolerance()
        self._low = self._span = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def show_spread(self, spread: Spread, tolerance: Tolerance) -> None:
        """Draw these values, as this tolerance would judge them."""
        self._bins, self._tolerance = spread.judged(tolerance), tolerance
        self._low, high = spread.axis(tolerance)
        self._span = high - self._low
        self.setAccessibleName(f"How {spread.check.title} lies over {len(spread.values)} photos")
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._scheme.window))
        most = max((each.count for each, _ in self._bins), default=0)
        for each, outcomes in self._bins:
            if each.count:
                self._draw_bar(painter, each, outcomes, (self.height() - _THIN) / most)
        self._draw_limits(painter)

    def _draw_bar(self, painter: QPainter, each: Bin, outcomes: Mapping[Outcome, int], tall: float) -> None:
        """One bar, what passes at its foot; `tall` is the height of one photo."""
        left, right = self._x(each.low), self._x(each.high)
        width = max(_THIN, right - left - 1)
        left, foot = min(left, self.width() - width), float(self.height())
        for outcome in OUTCOMES:
            if count := outcomes.get(outcome, 0):
                height = max(_THIN, tall * count)
                foot -= height
                self._fill(painter, QRectF(left, foot, width, height), outcome)

    def _fill(self, painter: QPainter, bar: QRectF, outcome: Outcome) -> None:
        if outcome == "pass":
            painter.fillRect(bar, QColor(self._scheme.second))
            return
        pattern = Qt.BrushStyle.BDiagPattern if outcome == "flag" else Qt.BrushStyle.DiagCrossPattern
        painter.fillRect(bar, QColor(self._scheme.pressed))
        painter.fillRect(bar, QBrush(QColor(self._scheme.text), pattern))

    def _draw_limits(self, painter: QPainter) -> None:
        for limit, style in (
            (self._tolerance.flag, Qt.PenStyle.SolidLine),
            (self._tolerance.fail, Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(QColor(self._scheme.text), 2, style))
            for end in (limit.least, limit.most):
                if end is not None and self._low <= end <= self._low + self._span:
                    x = min(max(self._x(end), 1.0), self.width() - 1.0)
                    painter.drawLine(QLineF(x, 0, x, self.height()))

    def _x(self, value: float) -> float:
        """Where a value stands; in the middle where there is only one."""
        return self.width() * ((value - self._low) / self._span if self._span else 0.5)
