"""The photos of a batch as a table: what each is, its level and route, and why."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import telling
from review_desk.domain.rule import ROUTE_WORDS
from review_desk.ui import tokens
from review_desk.ui.intake.sorting import Sorting
from review_desk.ui.review.filmstrip import counted, described
from review_desk.ui.session import Session
from review_desk.ui.thumbnails import Thumbnails, draw_fitted

Index = QModelIndex | QPersistentModelIndex
PHOTO = Qt.ItemDataRole.UserRole

COLUMNS = ("", "Photo", "Category", "Level", "Route", "Why", "Evidence", "Findings", "Versions", "Verdict")
WIDTHS = (60, 138, 92, 86, 86, 240, 124, 92, 88, 82)

_FINDINGS, _EVIDENCE = COLUMNS.index("Findings"), COLUMNS.index("Evidence")

NONE = "–"
"""The value of a facet where a photo has none."""


class PhotoTable(QAbstractTableModel):
    """The session's photos, one a row.

    Attributes:
        chosen: by the name of a facet the one value that is let through.
    """

    def __init__(self, session: Session, sorting: Sorting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._sorting = session, sorting
        self._photos: list[Photo] = []
        self._words = ""
        self.chosen: dict[str, str] = {}
        session.list_changed.connect(self.refill)
        session.photos_changed.connect(self.refill)
        session.findings_changed.connect(self._on_session_findings_changed)
        sorting.changed.connect(self._on_sorting_changed)
        self.refill()

    def search(self, words: str) -> None:
        """Show only photos that hold every word."""
        self._words = words
        self.refill(reset=True)

    def choose(self, facet: str, value: str | None) -> None:
        """Show only photos with this value of a facet; None: with any."""
        self.chosen = {name: kept for name, kept in {**self.chosen, facet: value}.items() if kept is not None}
        self.refill(reset=True)

    def within(self, facet: str) -> list[Photo]:
        """The photos that the search and the other facets let through."""
        others = {name: value for name, value in self.chosen.items() if name != facet}
        return [photo for photo in self._session.photos if self._shows(photo, others)]

    def _shows(self, photo: Photo, chosen: Mapping[str, str]) -> bool:
        if self._words and not _holds(photo, self._words):
            return False
        return all(value in answers(facet, photo, self) for facet, value in chosen.items())

    def seen(self, photo: Photo) -> tuple[str, ...]:
        """What the pixels of a photo show, in words."""
        return telling(self._sorting.of(photo.id))

    def refill(self, *_: object, reset: bool = False) -> None:
        """Take the photos anew; the selection survives when the rows are the same."""
        photos = [photo for photo in self._session.photos if self._shows(photo, self.chosen)]
        if not reset and [p.id for p in photos] == [p.id for p in self._photos]:
            self._photos = photos
            self.dataChanged.emit(self.index(0, 0), self.index(len(photos) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._photos = photos
        self.endResetModel()

    def photo(self, row: int) -> Photo:
        """The photo of a row."""
        return self._photos[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(self._photos)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    def _findings(self, photo: Photo) -> str:
        found = self._session.findings(photo)
        if found is None:
            return ""
        return f"{tokens.OUTCOME_SHAPES[found[0].outcome]}  {counted(found)}" if found else "✓  all pass"

    def _on_session_findings_changed(self) -> None:
        self._repaint(_FINDINGS)

    def _on_sorting_changed(self) -> None:
        if "Evidence" in self.chosen:
            self.refill()
        self._repaint(_EVIDENCE)

    def _repaint(self, column: int) -> None:
        if self._photos:
            self.dataChanged.emit(self.index(0, column), self.index(len(self._photos) - 1, column))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        photo = self._photos[index.row()]
        if role == PHOTO:
            return photo
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return described(photo)
        text = self._text(photo, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return text or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _text(self, photo: Photo, column: int) -> str:
        if column == _FINDINGS:
            return self._findings(photo)
        return ", ".join(self.seen(photo)) if column == _EVIDENCE else _cell(photo, column)


def answers(facet: str, photo: Photo, table: PhotoTable) -> tuple[str, ...]:
    """What a photo answers to a facet of the bar, at least one value."""
    assignment = photo.assignment
    if facet == "Level":
        return (f"{tokens.LEVEL_SHAPES[assignment.level]} Level {assignment.level}" if assignment else NONE,)
    if facet == "Rule":
        overruled = assignment is not None and assignment.overruled_by
        return ("overruled" if overruled else assignment.rule if assignment else NONE,)
    if facet == "Evidence":
        return tuple(words.rsplit(" ", 2)[0] for words in table.seen(photo)) or (NONE,)
    return (str(photo.fields.get("category") or NONE),)


def _holds(photo: Photo, words: str) -> bool:
    told = " ".join(
        (photo.id, photo.name, photo.sku, photo.colourway, photo.shot, *map(str, photo.fields.values()))
    )
    return all(word in told.lower() for word in words.lower().split())


def _cell(photo: Photo, column: int) -> str:
    assignment = photo.assignment
    level = f"{tokens.LEVEL_SHAPES[assignment.level]}  Level {assignment.level}" if assignment else ""
    why = (assignment.overrule_reason or assignment.reasons[0].sentence) if assignment else ""
    verdict = (
        f"{tokens.VERDICT_SHAPES[photo.verdict]}  {photo.verdict.past.capitalize()}" if photo.verdict else ""
    )
    title = " ".join(filter(None, (photo.title, photo.colourway)))
    category = str(photo.fields.get("category", "")).capitalize()
    route = ROUTE_WORDS[assignment.route] if assignment else ""
    return ("", title, category, level, route, why, "", "", str(len(photo.versions)), verdict)[column]


class ThumbnailCell(QStyledItemDelegate):
    """The first column: the photo, small."""

    HEIGHT = 56

    def __init__(self, thumbnails: Thumbnails, table: QTableView) -> None:
        super().__init__(table)
        self._thumbnails, self._table = thumbnails, table
        thumbnails.arrived.connect(self._on_thumbnails_arrived)
        self.scheme = tokens.DARK

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(WIDTHS[0], self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self.scheme.pressed))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(self.scheme.line))
        pixmap = self._thumbnails.get(index.data(PHOTO).latest)
        if pixmap is None or pixmap.isNull():
            return
        draw_fitted(painter, pixmap, area.adjusted(10, 4, -4, -4))

    def _on_thumbnails_arrived(self, sha256: str) -> None:
        """Paint those rows anew that are in sight: a batch may have ten thousand."""
        table, model = self._table, self._table.model()
        last = table.rowAt(table.viewport().height())
        seen = range(max(0, table.rowAt(0)), (last if last >= 0 else model.rowCount() - 1) + 1)
        for index in (model.index(row, 0) for row in seen if table.isVisible()):
            if index.data(PHOTO).latest.sha256 == sha256:
                table.update(index)
