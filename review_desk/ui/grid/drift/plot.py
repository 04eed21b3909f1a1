"""Where the points of a chart stand, and which of them are under a cursor or inside a rectangle."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from review_desk.ui.grid.drift.series import Series

_REACH = 4.0
"""The chart is at most so many limits high to either side; what is farther stands at its edge."""
_SIDE_PX = 10


@dataclass(frozen=True)
class Plot:
    """A series in a box of logical pixels. `low` and `high` are the deviations at its edges."""

    series: Series
    box: QRectF
    low: float
    high: float

    @property
    def step(self) -> float:
        """Logical pixels from one photo to the next."""
        return (self.box.width() - 2 * _SIDE_PX) / max(1, len(self.series.photos) - 1)

    def x(self, turn: int) -> float:
        """Where a photo of the shoot stands across."""
        return self.box.x() + _SIDE_PX + turn * self.step

    def y(self, amount: float) -> float:
        """Where a deviation stands down."""
        held = max(self.low, min(self.high, amount))
        return self.box.bottom() - (held - self.low) / (self.high - self.low) * self.box.height()

    def at(self, turn: int) -> QPointF:
        """Where a point stands."""
        return QPointF(self.x(turn), self.y(self.series.amounts[turn]))

    def between(self, left: float, right: float) -> range:
        """The turns whose points stand from `left` to `right`."""
        turns = range(len(self.series.photos))
        return turns[bisect_left(turns, left, key=self.x) : bisect_right(turns, right, key=self.x)]

    def near(self, at: QPointF, within: float) -> int | None:
        """The turn of the nearest point within so many pixels."""
        best, chosen = within * within, None
        for turn in self.between(at.x() - within, at.x() + within):
            point = self.at(turn) - at
            apart = point.x() ** 2 + point.y() ** 2
            if apart <= best:
                best, chosen = apart, turn
        return chosen

    def inside(self, band: QRectF) -> Iterator[int]:
        """The turns whose points lie in a rectangle."""
        for turn in self.between(band.left(), band.right()):
            if band.top() <= self.y(self.series.amounts[turn]) <= band.bottom():
                yield turn


def plot(shown: Series, box: QRectF) -> Plot:
    """A plot that holds the limits with some air, and the points as far as they may go."""
    air, reach = 1.4 * shown.limit, _REACH * shown.limit
    low, high = min(shown.amounts, default=0.0), max(shown.amounts, default=0.0)
    return Plot(shown, box, max(-reach, min(-air, low)), min(reach, max(air, high)))
