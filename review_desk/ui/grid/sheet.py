"""The sheet: the page as it scrolls past, with the mouse on it."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from review_desk.domain.grid.layout import Box, laid_out
from review_desk.domain.photo import Photo, Version
from review_desk.ui import tokens
from review_desk.ui.grid.card import Card, draw_card, page_scheme
from review_desk.ui.grid.faces import Faces
from review_desk.ui.grid.page import Page
from review_desk.ui.review.filmstrip import described
from review_desk.ui.thumbnails import Thumbnails

_AT_ONCE = 6
"""Faces made in one painting: more would show as a stutter."""

_AHEAD = 1.5
"""Screens above and below whose thumbnails are got ready."""

_SOON_MS = 15
"""While the page scrolls, what is in view is asked for so often."""


class Sheet(QAbstractScrollArea):
    """Paints the cards in view and nothing else; the page knows what is on it.

    Signals:
        scrolled(): other rows are in view, or they stand elsewhere.
        opened(str): a photo was double-clicked.
        resized(): the sheet has another size.
    """

    scrolled = Signal()
    opened = Signal(str)
    resized = Signal()

    def __init__(self, page: Page, thumbnails: Thumbnails, *, main: bool) -> None:
        """`main` for the sheet whose columns the page goes by."""
        super().__init__()
        self._page, self._thumbnails, self._main = page, thumbnails, main
        self._faces = Faces(thumbnails)
        self._layout = laid_out((), page.template, 1, 1)
        self._band: tuple[QPointF, QPointF] | None = None
        self._before_band: frozenset[str] = frozenset()
        self._pressed: QPoint | None = None
        self._hovered = ""
        self._soon = QTimer(self, singleShot=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Photos of this batch as the shopper sees them")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _connect(self) -> None:
        self._page.arranged.connect(self.lay_out)
        self._page.selected.connect(self._on_page_selected)
        self._page.looked.connect(self._on_page_looked)
        self._page.flagged.connect(self._redraw)
        self._page.session.photos_changed.connect(self._redraw)
        self._thumbnails.arrived.connect(self._on_thumbnails_arrived)
        self._soon.timeout.connect(self._ask)

    # --- where things are --------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Place the rows anew, keeping in view what was."""
        kept = self._topmost()
        width, page = self.viewport().width(), self._page
        columns = page.columns_wanted or page.template.columns_at(width)
        if self._main:
            page.set_columns(columns)
        self._layout = laid_out(
            page.rows_of(columns), page.template, width - self._reserved(columns), columns
        )
        self._range()
        if kept:
            self.reveal(kept, exactly=True)
        self._redraw()
        self._soon.start(0)
        self.scrolled.emit()

    def _reserved(self, columns: int) -> int:
        """Room on the left for the pinned reference: as wide as a card with its gap."""
        if self._page.session.beside.reference is None:
            return 0
        template = self._page.template
        room = self.viewport().width() - 2 * template.margin - columns * template.gap[0]
        return max(16, room // (columns + 1)) + template.gap[0]

    def _topmost(self) -> str:
        """The first photo in view."""
        rows = self._layout.rows_between(self._top, self._top + self.viewport().height())
        return self._layout.rows[rows[0]].photos[0] if rows and self._top else ""

    def _range(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(max(24, round(self._layout.card[1] / 4)))
        bar.setRange(0, max(0, round(self._layout.height) - height))

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    @property
    def _left(self) -> int:
        return self._reserved(self._layout.columns)

    @property
    def rows_in_view(self) -> int:
        """How many rows fit: a step of Page Up and Page Down."""
        return max(1, int(self.viewport().height() // (self._layout.card[1] + self._layout.gap[1] + 24)))

    def row_boxes(self) -> list[tuple[int, QRect]]:
        """Rows in view: their number, and their rectangle in the viewport."""
        shown = self._layout.rows_between(self._top, self._top + self.viewport().height())
        return [(row, self._in_view(self._layout.row_box(row)).toAlignedRect()) for row in shown]

    def reveal(self, photo: str, *, exactly: bool = False) -> None:
        """Bring a photo into view, to the top if `exactly`."""
        place = next(
            ((r, row.photos.index(photo)) for r, row in enumerate(self._layout.rows) if photo in row.photos),
            None,
        )
        if place is None:
            return
        box, height = self._layout.row_box(place[0]), self.viewport().height()
        top, bottom = round(box.y) - tokens.GAP_M, round(box.y + box.height) + tokens.GAP_M
        if exactly or top < self._top:
            self.verticalScrollBar().setValue(top)
        elif bottom > self._top + height:
            self.verticalScrollBar().setValue(min(top, bottom - height))

    def photo_at(self, point: QPoint) -> str:
        """The photo at a point of the viewport, or nothing."""
        place = self._layout.at(point.x() - self._left, point.y() + self._top)
        return self._layout.rows[place[0]].photos[place[1]] if place else ""

    def card_box(self, photo: str) -> QRect:
        """Where a photo's picture stands in the viewport, in view or not; empty for one not on the page."""
        for number, row in enumerate(self._layout.rows):
            if photo in row.photos:
                return self._in_view(self._layout.picture(number, row.photos.index(photo))).toAlignedRect()
        return QRect()

    def _in_view(self, box: Box) -> QRectF:
        return QRectF(box.x + self._left, box.y - self._top, box.width, box.height)

    # --- thumbnails --------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Say what is in view and what will be next."""
        height = self.viewport().height()
        top, bottom, more = self._top, self._top + height, round(height * _AHEAD)
        visible = self._versions(top, bottom)
        ahead = [*self._versions(bottom, bottom + more), *self._versions(max(0, top - more), top)]
        edge = max(self._card_size().width(), self._card_size().height())
        self._thumbnails.look_at(visible, ahead, edge)

    def _versions(self, top: int, bottom: int) -> list[Version]:
        rows = self._layout.rows_between(top, bottom)
        photos = [self._page.photo(photo) for row in rows for photo in self._layout.rows[row].photos]
        return [self._page.look.version(photo) for photo in photos if photo]

    def _card_size(self) -> QSize:
        """Device pixels of a card's picture."""
        ratio = self.devicePixelRatioF()
        return QSize(round(self._layout.card[0] * ratio), round(self._layout.card[1] * ratio))

    def _on_thumbnails_arrived(self, sha256: str) -> None:
        height = self.viewport().height()
        for row in self._layout.rows_between(self._top, self._top + height):
            for column, name in enumerate(self._layout.rows[row].photos):
                photo = self._page.photo(name)
                if photo and self._page.look.version(photo).sha256 == sha256:
                    self.viewport().update(self._in_view(self._layout.picture(row, column)).toAlignedRect())

    # --- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._page.template.background))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._faces.begin(_AT_ONCE)
        area = event.rect()
        for row in self._layout.rows_between(self._top + area.top() - 8, self._top + area.bottom() + 8):
            self._paint_row(painter, row)
        self._paint_reference(painter)
        if not self._layout.rows:
            self._paint_nothing(painter)
        if self._band:
            self._paint_band(painter)
        painter.end()
        if self._faces.behind:
            self.viewport().update()

    def _paint_row(self, painter: QPainter, row: int) -> None:
        line = self._layout.rows[row]
        for box, heading in self._layout.headings(row):
            self._paint_heading(painter, self._in_view(box), heading)
        for column, name in enumerate(line.photos):
            photo = self._page.photo(name)
            if photo:
                self._paint_card(painter, self._in_view(self._layout.picture(row, column)), photo)

    def _paint_heading(self, painter: QPainter, box: QRectF, heading: str) -> None:
        font = QFont(painter.font())
        font.setPixelSize(tokens.FONT_PX)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(page_scheme(self._page.template).text))
        words = painter.fontMetrics().elidedText(heading, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(QPointF(box.left(), box.top() + 20), words)
        painter.setFont(self.font())

    def _paint_card(self, painter: QPainter, box: QRectF, photo: Photo) -> None:
        page, look = self._page, self._page.look
        shown = self._under_mouse(photo) if photo.id == self._hovered else photo
        version = look.version(shown)
        face = self._faces.face(version, self._card_size(), page.template.fit, look)
        if face is not None:
            face.setDevicePixelRatio(self.devicePixelRatioF())
        card = Card(
            photo,
            remark=page.remark(photo.id) if look.captions else "",
            trouble=self._trouble(version),
            selected=photo.id in page.selection,
            current=photo.id == page.current and self.hasFocus(),
            captions=look.captions,
            guides=look.guides,
        )
        draw_card(painter, box, card, face, page.template)

    def _trouble(self, version: Version) -> str:
        if self._thumbnails.changed(version):
            return "The file was changed after it was taken in."
        return self._thumbnails.trouble(version) or ""

    def _under_mouse(self, photo: Photo) -> Photo:
        """As the shop shows another shot under the mouse."""
        return self._page.other_shot(photo) or photo

    def _paint_reference(self, painter: QPainter) -> None:
        reference = self._page.session.beside.reference
        if reference is None:
            return
        width, height = self._layout.card
        left = self._page.template.margin
        painter.fillRect(
            QRect(0, 0, self._left, self.viewport().height()), QColor(self._page.template.background)
        )
        face = self._faces.face(
            reference.version, self._card_size(), self._page.template.fit, self._page.look
        )
        if face is not None:
            face.setDevicePixelRatio(self.devicePixelRatioF())
        card = Card(reference.photo, remark="Reference", guides=self._page.look.guides)
        draw_card(painter, QRectF(left, 24, width, height), card, face, self._page.template)

    def _paint_nothing(self, painter: QPainter) -> None:
        page = self._page
        words = (
            "No photo passes these facets and this search. Esc shows all again."
            if page.chosen or page.search
            else "There are no photos in this batch yet. Bring some in: Ctrl+O."
        )
        painter.setPen(QColor(page_scheme(page.template).second))
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_band(self, painter: QPainter) -> None:
        assert self._band is not None
        start, end = self._band
        band = QRectF(start, end).normalized().translated(self._left, -self._top)
        tone = QColor(page_scheme(self._page.template).selection)
        painter.setPen(QPen(tone, 1))
        tone.setAlphaF(0.1)
        painter.fillRect(band, tone)
        painter.drawRect(band)

    def _redraw(self, *_: object) -> None:
        self.viewport().update()

    # --- what happens ------------------------------------------------------------------------------------

    def _on_page_selected(self) -> None:
        photo = self._page.photo(self._page.current)
        if photo and self._band is None:
            self.reveal(photo.id)
        chosen = len(self._page.selection)
        words = described(photo) if photo else ""
        self.setAccessibleDescription(f"{words}; {chosen} chosen" if words else "")
        self._redraw()

    def _on_page_looked(self) -> None:
        self._redraw()
        self._soon.start(0)

    def scrollContentsBy(self, _across: int, down: int) -> None:
        if self._left or self._band:
            self.viewport().update()
        else:
            self.viewport().scroll(0, down)
        self._soon.start(_SOON_MS)
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position().toPoint()
        photo, held = self.photo_at(self._pressed), event.modifiers()
        self._before_band = frozenset()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self._before_band = self._page.selection
        if not photo:
            if not held:
                self._page.select((), self._page.current)
        elif held & Qt.KeyboardModifier.ShiftModifier:
            self._page.select_to(photo)
        elif held & Qt.KeyboardModifier.ControlModifier:
            self._page.toggle(photo)
        elif photo not in self._page.selection or len(self._page.selection) == 1:
            self._page.select_one(photo)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed is None:
            self._hover(self.photo_at(here))
            return
        if self._band is None and (here - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        offset = QPointF(-self._left, self._top)
        start = self._band[0] if self._band else QPointF(self._pressed) + offset
        self._band = start, QPointF(here) + offset
        area = QRectF(*self._band).normalized()
        touched = self._layout.within(Box(area.x(), area.y(), area.width(), area.height()))
        self._page.select(dict.fromkeys((*self._before_band, *touched)), touched[-1] if touched else "")
        self._scroll_along(here)
        self._redraw()

    def _scroll_along(self, point: QPoint) -> None:
        """A band that is drawn beyond the edge takes the page with it."""
        beyond = min(0, point.y()) + max(0, point.y() - self.viewport().height())
        if beyond:
            self.verticalScrollBar().setValue(self._top + beyond)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        banded, self._band = self._band is not None, None
        photo = self.photo_at(pressed) if pressed else ""
        if not banded and photo and not event.modifiers() and len(self._page.selection) > 1:
            self._page.select_one(photo)
        self._redraw()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if photo := self.photo_at(event.position().toPoint()):
            self.opened.emit(photo)

    def _hover(self, photo: str) -> None:
        if photo != self._hovered and self._page.template.hover:
            for each in (self._hovered, photo):
                self.viewport().update(self.card_box(each))
            self._hovered = photo

    def leaveEvent(self, _: object) -> None:
        self._hover("")

    def viewportEvent(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            photo = self._page.photo(self.photo_at(event.pos()))
            words = (
                described(photo) + "".join(f"\n{words}" for words in self._page.remarks(photo.id))
                if photo
                else ""
            )
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self._page.current and self._page.ordered:
            self._page.select_one(self._page.ordered[0])
        self._redraw()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._redraw()
