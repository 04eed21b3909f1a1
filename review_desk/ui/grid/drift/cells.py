"""Where the cells of the map are, and how light each is."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

_LEAST_PX, _MOST_PX = 3.0, 28.0
"""A line of cells is so high; several rows share one where the page is longer than that."""

_FULL = 2.0
"""Deviations of so many limits are as light, or as dark, as it gets."""


@dataclass(frozen=True)
class Cells:
    """How the page's rows lie in the map, logical pixels: `rows` of the page in a line of cells."""

    box: QRectF
    columns: int
    rows: int
    line: float
    lines: int

    def cell(self, line: int, column: int) -> QRectF:
        """Where a cell is."""
        wide = self.box.width() / self.columns
        gap = 1.0 if self.line >= 4 else 0.0
        x, y = self.box.x() + column * wide, self.box.y() + line * self.line
        return QRectF(x, y, wide - 1, self.line - gap)

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """The line and column of the cell under a point."""
        line = int((point.y() - self.box.y()) // self.line)
        column = int((point.x() - self.box.x()) // (self.box.width() / self.columns))
        return (line, column) if 0 <= line < self.lines and 0 <= column < self.columns else None


def cells_in(room: QRectF, *, rows: int, columns: int) -> Cells:
    """The cells of a page of so many rows and columns in a room of logical pixels."""
    rows, columns, height = max(1, rows), max(1, columns), max(_LEAST_PX, room.height())
    together = max(1, ceil(rows * _LEAST_PX / height))
    lines = ceil(rows / together)
    high = min(_MOST_PX, height / lines)
    box = QRectF(room.x(), room.y(), room.width(), lines * high)
    return Cells(box, columns, together, high, lines)


def grey(beyond: float) -> QColor:
    """Middle grey for a photo as expected, lighter for more of it and darker for less; never a hue."""
    share = max(-1.0, min(1.0, beyond / _FULL))
    return QColor.fromHslF(0.0, 0.0, 0.45 + 0.4 * share)
