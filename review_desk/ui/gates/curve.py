"""The operating curve of a sampling plan: the chance that a lot passes, by how much of it is defective."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from review_desk.domain.sampling.curve import Curve
from review_desk.ui import tokens

_HEIGHT = 168
_LEFT, _RIGHT, _TOP, _FOOT = 38, 8, 8, 34
"""Room for the words at the axes, in logical pixels."""
_STYLES = (Qt.PenStyle.DotLine, Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
_LEVELS = (0.0, 0.1, 0.5, 0.95, 1.0)
"""Chances that are told at the axis, each with a line across."""
_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)


class CurveChart(QWidget):
    """One curve a class of defect, told apart by their strokes and named at their side."""

    def __init__(self, scheme: tokens.Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._curves: tuple[Curve, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, _HEIGHT)

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Draw these."""
        self._curves = tuple(curves)
        said = " ".join(each.words for each in curves)
        self.setAccessibleName(f"Operating curves. {said}")
        self.setToolTip("\n".join(each.words for each in curves))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._curves:
            return
        box = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _FOOT)
        most = max(curve.points[-1][0] for curve in self._curves)
        self._draw_axes(painter, box, most)
        for index, curve in enumerate(self._curves):
            self._draw_curve(painter, box, curve, most, _STYLES[index % len(_STYLES)])
        self._draw_names(painter, box)

    def _draw_axes(self, painter: QPainter, box: QRectF, most: float) -> None:
        small = self.font()
        small.setPixelSize(tokens.SMALL_PX)
        painter.setFont(small)
        for chance in _LEVELS:
            y = box.bottom() - chance * box.height()
            painter.setPen(QPen(QColor(self._scheme.line), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            if chance != 1.0:
                painter.setPen(QColor(self._scheme.second))
                at = QRectF(0, y - 8, _LEFT - 6, 16)
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(at, right, f"{chance * 100:.0f} %")
        painter.setPen(QColor(self._scheme.second))
        for share in _ticks(most):
            x = box.left() + share / most * box.width()
            at = QRectF(min(x - 30, box.right() - 46), box.bottom() + 2, 60, 14)
            painter.drawText(at, Qt.AlignmentFlag.AlignHCenter, f"{share * 100:g} %")

    def _draw_curve(
        self, painter: QPainter, box: QRectF, curve: Curve, most: float, style: Qt.PenStyle
    ) -> None:
        points = [
            QPointF(box.left() + share / most * box.width(), box.bottom() - chance * box.height())
            for share, chance in curve.points
        ]
        painter.setPen(QPen(QColor(self._scheme.text), 1.6, style))
        painter.drawPolyline(QPolygonF(points))

    def _draw_names(self, painter: QPainter, box: QRectF) -> None:
        """Below the axis: a piece of each stroke with the name of its class."""
        x, y = box.left(), self.height() - 9.0
        for index, curve in enumerate(self._curves):
            painter.setPen(QPen(QColor(self._scheme.text), 1.6, _STYLES[index % len(_STYLES)]))
            painter.drawLine(QPointF(x, y), QPointF(x + 22, y))
            painter.setPen(QColor(self._scheme.second))
            painter.drawText(QPointF(x + 28, y + 4), curve.plan.name)
            x += 28 + painter.fontMetrics().horizontalAdvance(curve.plan.name) + 16


def _ticks(most: float) -> list[float]:
    """Round shares from 0 to `most`, five at most besides 0."""
    step = next((each for each in _STEPS if most <= 5 * each), _STEPS[-1])
    return [step * count for count in range(int(most / step + 1e-9) + 1)]
