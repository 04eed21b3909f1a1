"""The whole page at a glance: one cell per card, on one measure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from review_desk.ui import tokens
from review_desk.ui.grid.drift.cells import Cells, cells_in, grey
from review_desk.ui.grid.drift.marks import draw_off
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.series import Series
from review_desk.ui.grid.drift.standing import nothing_alike
from review_desk.ui.grid.drift.view import DriftView
from review_desk.ui.grid.drift.words import figure, short
from review_desk.ui.tokens import Scheme

if TYPE_CHECKING:
    from review_desk.domain.grid.arrangement import PageRow
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.sheet import Sheet

_MARGIN, _HEADING_PX, _FLICKER_PX, _LEGEND_PX = 14, 26, 40, 42
_MARKED_FROM_PX = 8.0


class HeatMap(QWidget):
    """Lighter is more, darker is less, and hatched; a diamond is outside; a hollow cell is not measured."""

    def __init__(self, page: "Page", sheet: "Sheet", measuring: Measuring, view: DriftView) -> None:
        super().__init__()
        self._page, self._sheet, self._measuring, self._view = page, sheet, measuring, view
        self._scheme = tokens.DARK
        self._picture: QPixmap | None = None
        self._made_of: tuple[object, ...] = ()
        self.setProperty("surface", "panel")
        self.setAccessibleName("Map of the page")
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        for signal in (page.arranged, page.selected, sheet.scrolled):
            signal.connect(self.update)
        view.changed.connect(self._on_view_changed)

    def dress(self, scheme: Scheme) -> None:
        """Put on a theme."""
        self._scheme = scheme
        self.update()

    def cell_of(self, photo: str) -> QRectF | None:
        """Where a card's cell is, in logical pixels."""
        rows, cells = self._page.rows, self._cells()
        for number, row in enumerate(rows):
            if photo in row.photos:
                return cells.cell(number // cells.rows, row.photos.index(photo))
        return None

    # --- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._scheme.panel))
        shown = self._view.series
        if shown is None:
            self._draw_words(painter)
        else:
            cells = self._cells()
            painter.drawPixmap(0, 0, self._drawn(cells, shown))
            self._draw_viewport(painter, cells)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        found = self._measuring.drift
        painter.setPen(QColor(self._scheme.second))
        box = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        words = nothing_alike(found) if found else "The page at a glance, when the batch is measured."
        painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, words)

    def _cells(self) -> Cells:
        top = _HEADING_PX + _FLICKER_PX
        room = self.height() - top - _LEGEND_PX - _MARGIN
        box = QRectF(_MARGIN, top, self.width() - 2 * _MARGIN, room)
        return cells_in(box, rows=len(self._page.rows), columns=self._page.columns)

    def _drawn(self, cells: Cells, shown: Series) -> QPixmap:
        """Ten thousand cells are drawn once, not with every step of the wheel."""
        key = (shown, self._page.rows, self.size(), self._scheme, self.devicePixelRatioF())
        if self._picture is None or key != self._made_of:
            self._made_of, self._picture = key, self._draw_all(cells, shown)
        return self._picture

    def _draw_all(self, cells: Cells, shown: Series) -> QPixmap:
        scale = self.devicePixelRatioF()
        picture = QPixmap(QSize(self.width(), self.height()) * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self._draw_heading(painter, shown)
        self._draw_flicker(painter, cells, shown)
        for line in range(cells.lines):
            for column in range(cells.columns):
                self._draw_cell(
                    painter, cells.cell(line, column), self._turns(cells, line, column, shown), shown
                )
        self._draw_legend(painter, cells, shown)
        painter.end()
        return picture

    def _turns(self, cells: Cells, line: int, column: int, shown: Series) -> Sequence[int | None] | None:
        """The turns of the photos in a cell, None for those without a value; nothing where no card is."""
        rows: Sequence[PageRow] = self._page.rows[line * cells.rows : (line + 1) * cells.rows]
        photos = [row.photos[column] for row in rows if column < len(row.photos)]
        return [shown.turns.get(photo) for photo in photos] if photos else None

    def _draw_cell(
        self, painter: QPainter, cell: QRectF, turns: Sequence[int | None] | None, shown: Series
    ) -> None:
        if turns is None:
            return
        amounts = [shown.amounts[turn] for turn in turns if turn is not None]
        if not amounts:
            painter.setPen(QPen(QColor(self._scheme.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))
            return
        worst = max(amounts, key=abs)
        painter.fillRect(cell, grey(worst / shown.limit))
        if abs(worst) > shown.limit / 2:
            self._hatch(painter, cell, up=worst > 0)
        if abs(worst) > shown.limit:
            self._mark(painter, cell)

    def _hatch(self, painter: QPainter, cell: QRectF, *, up: bool) -> None:
        style = Qt.BrushStyle.BDiagPattern if up else Qt.BrushStyle.FDiagPattern
        ink = QColor(tokens.MARK_CASING if up else tokens.MARK_LINE)
        ink.setAlpha(110)
        brush = painter.brush()
        brush.setStyle(style)
        brush.setColor(ink)
        painter.fillRect(cell, brush)

    def _mark(self, painter: QPainter, cell: QRectF) -> None:
        """Outside the limits: a diamond where there is room, else a bar at the left."""
        if cell.height() >= _MARKED_FROM_PX and cell.width() >= _MARKED_FROM_PX:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            draw_off(painter, cell.center(), self._scheme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        else:
            painter.fillRect(QRectF(cell.x(), cell.y(), 5, cell.height()), QColor(self._scheme.reject))

    def _draw_heading(self, painter: QPainter, shown: Series) -> None:
        self._text(painter, QRectF(_MARGIN, 0, self.width() - 2 * _MARGIN, _HEADING_PX), short(shown.measure),
                   self._scheme.text, strong=True)  # fmt: skip

    def _draw_flicker(self, painter: QPainter, cells: Cells, shown: Series) -> None:
        """How far each photo jumps from the one above it, by column."""
        jumps = self._flicker(shown)
        box = QRectF(_MARGIN, _HEADING_PX, self.width() - 2 * _MARGIN, _FLICKER_PX / 2)
        unit = shown.measure.unit
        said = f"Flicker down the columns, {unit}" if jumps else "Flicker: of a whole page in its order"
        self._text(painter, box, said, self._scheme.second)
        for column, jump in enumerate(jumps[: cells.columns]):
            top = cells.cell(0, column)
            place = QRectF(top.x(), box.bottom(), top.width(), _FLICKER_PX / 2 - 2)
            words = "–" if jump is None else f"{jump:.{shown.measure.decimals}f}"
            loud = jump is not None and jump > shown.limit
            self._text(
                painter, place, words, self._scheme.text, strong=loud, flags=Qt.AlignmentFlag.AlignCenter
            )

    def _flicker(self, shown: Series) -> Sequence[float | None]:
        """Of a page of all photos in rows; what groups and facets leave has no columns to run down."""
        found, page = self._measuring.drift, self._page
        whole = found is not None and sum(len(row.photos) for row in page.rows) == len(found.subjects)
        if found is None or not whole or page.grouping != "page" or page.order == "drift":
            return ()
        columns = (each.columns for each in found.flicker if each.measure.id == shown.measure.id)
        return next(columns, ())

    def _draw_legend(self, painter: QPainter, cells: Cells, shown: Series) -> None:
        top = cells.box.bottom() + 8
        measure = shown.measure
        words = (
            f"▨ light: {measure.above} · ▧ dark: {measure.below}",
            f"◆ beyond ±{figure(measure, shown.limit, sign=False)}",
        )
        if cells.rows > 1:
            words = (words[0], f"{words[1]} · {cells.rows} rows a line")
        for turn, line in enumerate(words):
            box = QRectF(_MARGIN, top + turn * 18, self.width() - 2 * _MARGIN, 18)
            self._text(painter, box, line, self._scheme.second)

    def _text(
        self, painter: QPainter, box: QRectF, words: str, colour: str, *, strong: bool = False,
        flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:  # fmt: skip
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, flags, shown)

    def _draw_viewport(self, painter: QPainter, cells: Cells) -> None:
        """What the page shows now, and the selected cards."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._scheme.selection), 1.5))
        seen = [number for number, _ in self._sheet.row_boxes()]
        if seen:
            top, bottom = cells.cell(seen[0] // cells.rows, 0), cells.cell(seen[-1] // cells.rows, 0)
            painter.drawRect(
                QRectF(_MARGIN - 4, top.y() - 2, cells.box.width() + 7, bottom.bottom() - top.y() + 3)
            )
        if self._page.selection:
            for number, row in enumerate(self._page.rows):
                for column, photo in enumerate(row.photos):
                    if photo in self._page.selection:
                        cell = cells.cell(number // cells.rows, column)
                        self._draw_frame(painter, cell)

    def _draw_frame(self, painter: QPainter, cell: QRectF) -> None:
        """Two lines, of which one is seen on any grey."""
        for inset, colour in ((0.5, tokens.MARK_LINE), (1.5, tokens.MARK_CASING)):
            painter.setPen(QPen(QColor(colour), 1))
            painter.drawRect(cell.adjusted(inset, inset, -inset, -inset))

    # --- hands -------------------------------------------------------------------------------------------

    def photos_at(self, point: QPointF) -> tuple[str, ...]:
        """The photos of the cell under a point."""
        cells = self._cells()
        found = cells.at(point)
        if found is None:
            return ()
        line, column = found
        rows = self._page.rows[line * cells.rows : (line + 1) * cells.rows]
        return tuple(row.photos[column] for row in rows if column < len(row.photos))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        photos = self.photos_at(event.position())
        if photos and event.button() == Qt.MouseButton.LeftButton:
            worst = max(photos, key=self._amount)
            self._page.select([worst], worst)
            self._sheet.reveal(worst)

    def _amount(self, photo: str) -> float:
        shown = self._view.series
        turn = shown.turns.get(photo) if shown else None
        return abs(shown.amounts[turn]) if shown and turn is not None else 0.0

    def event(self, event: QEvent) -> bool:
        """The tip of a cell: the photo that is farthest off, and by how much."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            photos = self.photos_at(QPointF(event.pos()))
            QToolTip.showText(
                event.globalPos(), self._told(max(photos, key=self._amount)) if photos else "", self
            )
            return True
        return super().event(event)

    def _told(self, photo: str) -> str:
        shown, found = self._view.series, self._measuring.drift
        if shown and photo in shown.turns:
            return shown.says(shown.turns[photo])
        missing = found.unmeasured.get(photo, "") if found else ""
        return missing or "Nothing of its kind to compare it with."

    # --- listening ---------------------------------------------------------------------------------------

    def _on_view_changed(self) -> None:
        shown = self._view.series
        self.setAccessibleDescription(f"{short(shown.measure)}: {shown.facts}" if shown else "")
        self.update()
