"""The filmstrip: the photos of the batch that the filter shows, small, with level and verdict."""

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from review_desk.domain.browsing import FILTERS, Filter, shown
from review_desk.domain.check.finding import Finding
from review_desk.domain.photo import Photo
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails, draw_fitted
from review_desk.ui.widgets.pieces import column, menu_button

Index = QModelIndex | QPersistentModelIndex

PHOTO = Qt.ItemDataRole.UserRole
FINDINGS = Qt.ItemDataRole.UserRole + 1
_FILTER_NAMES = {"all": "All photos", "to do": "To do", "approve": "Approved", "correct": "To correct",
                 "reject": "Rejected", "escalate": "Escalated", "second look": "Second look",
                 "level 1": "Level 1", "level 2": "Level 2", "level 3": "Level 3"}  # fmt: skip


class PhotoList(QAbstractListModel):
    """The shown photos of the session as rows."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._photos: list[Photo] = []
        self._rows: dict[str, int] = {}
        self._by_content: dict[str, list[int]] = {}
        session.list_changed.connect(self.refill)
        session.photos_changed.connect(self._on_session_photos_changed)
        self.refill()

    def refill(self) -> None:
        """Take the list anew from the session."""
        self.beginResetModel()
        self._photos = self._session.shown
        self._rows = {photo.id: row for row, photo in enumerate(self._photos)}
        self._index_contents()
        self.endResetModel()

    def _index_contents(self) -> None:
        self._by_content = {}
        for row, photo in enumerate(self._photos):
            self._by_content.setdefault(photo.latest.sha256, []).append(row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        photo = self._photos[index.row()]
        if role == PHOTO:
            return photo
        if role == FINDINGS:
            return self._session.single_findings(photo)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (described(photo), counted(self._session.single_findings(photo)))))
        return None

    def row_of(self, photo_id: str) -> int:
        """The row of a photo, or -1."""
        return self._rows.get(photo_id, -1)

    def showing(self, sha256: str) -> list[QModelIndex]:
        """The rows that show a content."""
        return [self.index(row) for row in self._by_content.get(sha256, [])]

    def _on_session_photos_changed(self, ids: tuple[str, ...]) -> None:
        still = [photo.id for photo in self._session.shown]
        if still != [photo.id for photo in self._photos]:
            self.refill()
            return
        self._photos = self._session.shown
        self._index_contents()  # a version may have come or gone
        for row in (self.row_of(i) for i in ids):
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))


def described(photo: Photo) -> str:
    """A photo's row in words, for those who hear it."""
    level = f"level {photo.assignment.level}" if photo.assignment else "no level"
    verdict = photo.verdict.past if photo.verdict else "to do"
    again = ", second look asked for" if photo.second_look else ""
    return f"{photo.title} {photo.colourway} {photo.shot}, {level}, {verdict}{again}"


def counted(findings: tuple[Finding, ...] | None) -> str:
    """How many findings there are, in words: “1 fail, 2 flag”; nothing where nobody looked or all pass."""
    outcomes = [each.outcome for each in findings or ()]
    return ", ".join(f"{outcomes.count(kind)} {kind}" for kind in ("fail", "flag") if kind in outcomes)


class PhotoCard(QStyledItemDelegate):
    """Draws one photo of the filmstrip. Nothing here reads a disk."""

    HEIGHT = 108

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.scheme = tokens.DARK

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(tokens.FILMSTRIP_WIDTH, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        photo: Photo = index.data(PHOTO)
        area: QRect = option.rect.adjusted(8, 5, -8, -5)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(area, QColor(self.scheme.raised))
        self._draw_picture(painter, photo, area)
        if photo.verdict == "reject":
            painter.fillRect(area, QColor(0, 0, 0, 110))
        self._draw_badges(painter, photo, area)
        self._draw_findings(painter, index.data(FINDINGS) or (), area)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(QColor(self.scheme.selection if selected else self.scheme.line), 2 if selected else 1)
        )
        painter.drawRoundedRect(QRectF(area), 3, 3)
        painter.restore()

    def _draw_picture(self, painter: QPainter, photo: Photo, area: QRect) -> None:
        pixmap = self._thumbnails.get(photo.latest)
        if pixmap is not None:
            draw_fitted(painter, pixmap, area)
            return
        painter.setPen(QColor(self.scheme.second))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._thumbnails.absence(photo.latest))

    def _draw_badges(self, painter: QPainter, photo: Photo, area: QRect) -> None:
        font = QFont(painter.font())
        font.setPixelSize(tokens.SMALL_PX)
        painter.setFont(font)
        level = photo.assignment.level if photo.assignment else None
        if level:
            badge = QRect(area.left() + 4, area.bottom() - 21, 36, 18)
            self._badge(painter, badge, f"{tokens.LEVEL_SHAPES[level]} L{level}", tokens.OVERLAY_TEXT)
        if photo.second_look:
            badge = QRect(area.left() + 4, area.top() + 4, 46, 18)
            self._badge(painter, badge, f"{tokens.SECOND_LOOK} 2nd", tokens.OVERLAY_TEXT)
        if photo.verdict:
            badge = QRect(area.right() - 26, area.bottom() - 21, 23, 18)
            colour = getattr(tokens.DARK, photo.verdict)
            self._badge(painter, badge, tokens.VERDICT_SHAPES[photo.verdict], colour)

    def _draw_findings(self, painter: QPainter, findings: tuple[Finding, ...], area: QRect) -> None:
        """How many findings the photo has, with the shape of the worst."""
        if findings:
            worst = findings[0].outcome
            badge = QRect(area.right() - 35, area.top() + 4, 32, 18)
            words = f"{tokens.OUTCOME_SHAPES[worst]} {len(findings)}"
            self._badge(painter, badge, words, tokens.OUTCOME_COLOURS[worst])

    @staticmethod
    def _badge(painter: QPainter, box: QRect, text: str, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.OVERLAY))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Filmstrip(QWidget):
    """The list with its filter on top."""

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session, self._thumbnails = session, thumbnails
        self.setProperty("surface", "panel")
        self.setFixedWidth(tokens.FILMSTRIP_WIDTH + 10)
        self._build()
        self._connect()
        self._on_session_list_changed()

    def _build(self) -> None:
        name = "Which photos are shown"
        self.filter = menu_button(name, f"{name} (Ctrl+Shift+F: to do, or all)", self._fill_filters)
        self.filter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list = QListView()
        self.list.setAccessibleName("Photos of this batch")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows move the photo, whatever has the focus
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = PhotoList(self._session, self.list)
        self.card = PhotoCard(self._thumbnails, self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.card)
        top = column(self.filter, margin=8)
        whole = column(top, self.list, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._thumbnails.arrived.connect(self._on_thumbnails_arrived)
        self.list.clicked.connect(self._on_list_clicked)
        self._session.current_changed.connect(self.follow)
        self._session.list_changed.connect(self._on_session_list_changed)
        self._session.findings_changed.connect(self.list.viewport().update)
        self.model.modelReset.connect(self.follow)

    def follow(self) -> None:
        """Select the photo on screen and bring it into view."""
        row = self.model.row_of(self._session.current.id) if self._session.current else -1
        index = self.model.index(row) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row >= 0:
            self.list.scrollTo(index, QListView.ScrollHint.EnsureVisible)

    def _fill_filters(self, menu: QMenu) -> None:
        for name in FILTERS:
            count = len(shown(self._session.photos, name))
            entry = menu.addAction(f"{_FILTER_NAMES[name]}    {count}")
            entry.setCheckable(True)
            entry.setChecked(name == self._session.filter)
            entry.triggered.connect(partial(self._on_filter_triggered, name))

    def _on_filter_triggered(self, name: Filter) -> None:
        self._session.set_filter(name)

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._session.go_to(index.data(PHOTO).id)

    def _on_thumbnails_arrived(self, sha256: str) -> None:
        for row in self.model.showing(sha256):
            self.list.update(row)  # not `dataChanged`: after that the view lays all its rows out anew

    def _on_session_list_changed(self) -> None:
        self.filter.setText(f"{_FILTER_NAMES[self._session.filter]}  ▾")
