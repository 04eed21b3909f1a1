"""The page on paper: as one tall PNG, as a PDF, or printed, with verdicts, reasons and marks."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QColorSpace,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTransform,
)

from review_desk.domain.annotation import Annotation
from review_desk.domain.channel.page import PageTemplate
from review_desk.domain.grid.arrangement import PageRow
from review_desk.domain.grid.layout import Layout, laid_out
from review_desk.domain.photo import Photo, Version
from review_desk.errors import BadInput
from review_desk.ui import tokens
from review_desk.ui.grid.card import Card, draw_card, page_scheme
from review_desk.ui.grid.faces import face_of
from review_desk.ui.grid.look import Look
from review_desk.ui.review.marking import painting

Fetch = Callable[[Sequence[Version]], Mapping[str, bytes]]
"""Called with the versions of a few rows: their JPEGs in sRGB by content hash."""

EDGE = 1280
"""Pixels of a photo on paper: 300 to the inch for a card of 10 cm."""

_TALLEST, _MOST_PIXELS = 32_000, 250_000_000
"""Of a PNG: beyond this neither viewers nor memory are at ease."""

_HEADER = 40


@dataclass(frozen=True)
class Notes:
    """What is written and drawn on the photos, by photo id: drift, the reason of a verdict, marks."""

    remarks: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Sequence[Annotation]] = field(default_factory=dict)


def notes_of(photos: Iterable[Photo], marks: Iterable[Annotation], modes: Mapping[str, str]) -> Notes:
    """Reasons and marks of photos; `modes` are the names of failure modes by id."""
    by_photo: dict[str, list[Annotation]] = {}
    for mark in marks:
        by_photo.setdefault(mark.photo, []).append(mark)
    return Notes(reasons={photo.id: _reason(photo, modes) for photo in photos}, marks=by_photo)


def _reason(photo: Photo, modes: Mapping[str, str]) -> str:
    """The first failure mode by its name, else the note."""
    decision = photo.decision
    if decision is None:
        return ""
    return modes.get(decision.tags[0], decision.tags[0]) if decision.tags else decision.note


@dataclass(frozen=True)
class ContactSheet:
    """What goes on paper. `width` is that of the page in CSS pixels."""

    title: str
    template: PageTemplate
    rows: tuple[PageRow, ...]
    columns: int
    photos: Mapping[str, Photo]
    look: Look = field(default_factory=Look)
    notes: Notes = field(default_factory=Notes)
    width: int = 1200

    @property
    def laid_out(self) -> Layout:
        """Where the cards stand."""
        return laid_out(self.rows, self.template, self.width, self.columns)


def save_png(sheet: ContactSheet, output: Path, fetch: Fetch, *, scale: float = 1.0) -> None:
    """Write the whole page as one PNG in sRGB. Raises BadInput where it cannot be written or is too tall."""
    layout = sheet.laid_out
    size = QSize(round(sheet.width * scale), max(1, round((layout.height + _HEADER) * scale)))
    if size.height() > _TALLEST or size.width() * size.height() > _MOST_PIXELS:
        raise BadInput(
            f"This page of {len(sheet.photos)} photos would be {size.width()} × {size.height()} pixels: too "
            "tall for one PNG. Save a PDF, which has pages, or show fewer photos."
        )
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setColorSpace(QColorSpace.NamedColorSpace.SRgb)
    image.fill(QColor(sheet.template.background))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(scale, scale)
    _Leaf(painter, sheet, fetch, scale).draw(range(len(layout.rows)), "")
    painter.end()
    _written(output, lambda part: image.save(str(part)))


def save_pdf(sheet: ContactSheet, output: Path, fetch: Fetch) -> None:
    """Write the page as a PDF of A4 pages, rows unbroken. Raises BadInput where it cannot be written."""

    def write(part: Path) -> bool:
        writer = QPdfWriter(str(part))
        writer.setTitle(sheet.title)
        writer.setCreator("Review Desk")
        on_paper(writer)
        return paint_pages(sheet, writer, fetch)

    _written(output, write)


def on_paper(device: QPagedPaintDevice) -> None:
    """A4, upright, with narrow margins, unless somebody chooses otherwise."""
    margins = QMarginsF(10, 10, 10, 10)
    paper = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins)
    paper.setUnits(QPageLayout.Unit.Millimeter)
    device.setPageLayout(paper)


def paint_pages(sheet: ContactSheet, device: QPagedPaintDevice, fetch: Fetch) -> bool:
    """Paint all pages on a PDF or a printer; False where it could not be begun."""
    painter, layout = QPainter(), sheet.laid_out
    if not painter.begin(device):
        return False
    scale = painter.viewport().width() / sheet.width
    leaves = list(_leaves(layout, painter.viewport().height() / scale - _HEADER))
    painter.scale(scale, scale)
    for number, rows in enumerate(leaves, 1):
        if number > 1:
            device.newPage()
        _Leaf(painter, sheet, fetch, scale).draw(rows, f"{number} of {len(leaves)}")
    return painter.end()


def _leaves(layout: Layout, room: float) -> list[range]:
    """The rows of each page: as many as fit whole, and at least one."""
    leaves, first = [], 0
    while first < len(layout.rows):
        last = first + 1
        while last < len(layout.rows) and _bottom(layout, last) - layout.tops[first] <= room:
            last += 1
        leaves.append(range(first, last))
        first = last
    return leaves or [range(0)]


def _bottom(layout: Layout, row: int) -> float:
    box = layout.row_box(row)
    return box.y + box.height


class _Leaf:
    """One page of paper: a header, then whole rows. `ratio` is device pixels to a CSS pixel."""

    def __init__(self, painter: QPainter, sheet: ContactSheet, fetch: Fetch, ratio: float) -> None:
        self._painter, self._sheet, self._fetch, self._ratio = painter, sheet, fetch, ratio
        self._layout, self._template = sheet.laid_out, sheet.template

    def draw(self, rows: range, number: str) -> None:
        """Row by row, so that only a row's pictures are in memory."""
        self._painter.save()
        self._header(number)
        self._painter.translate(0, _HEADER - (self._layout.tops[rows[0]] if rows else 0))
        for row in rows:
            self._row(row)
        self._painter.restore()

    def _words(self, box: QRectF, words: str, *, right: bool = False) -> None:
        font = QFont(self._painter.font())
        font.setPixelSize(tokens.FONT_PX)
        self._painter.setFont(font)
        self._painter.setPen(QColor(page_scheme(self._template).text))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _header(self, number: str) -> None:
        margin = max(self._template.margin, tokens.GAP_M)
        box = QRectF(margin, 0, self._sheet.width - 2 * margin, _HEADER)
        self._words(box, self._sheet.title)
        self._words(box, number, right=True)

    def _row(self, row: int) -> None:
        line = self._layout.rows[row]
        photos = [self._sheet.photos[name] for name in line.photos]
        jpegs = self._fetch([self._sheet.look.version(photo) for photo in photos])
        for room, heading in self._layout.headings(row):
            self._words(QRectF(room.x, room.y, room.width, room.height), heading)
        for column, photo in enumerate(photos):
            box = self._layout.picture(row, column)
            self._card(QRectF(box.x, box.y, box.width, box.height), photo, jpegs)

    def _card(self, box: QRectF, photo: Photo, jpegs: Mapping[str, bytes]) -> None:
        look = self._sheet.look
        version = look.version(photo)
        face = self._face(jpegs[version.sha256], box) if version.sha256 in jpegs else None
        card = Card(
            photo,
            remark=self._sheet.notes.remarks.get(photo.id, ""),
            trouble="This photo could not be read.",
            captions=look.captions,
            guides=look.guides,
            reason=self._sheet.notes.reasons.get(photo.id, ""),
        )
        draw_card(self._painter, box, card, face, self._template)
        if look.captions:
            self._marks(box, version, self._sheet.notes.marks.get(photo.id, ()))

    def _face(self, jpeg: bytes, box: QRectF) -> QImage:
        """At most as fine as the picture is: a printer's dots are finer than any thumbnail."""
        picture = QImage.fromData(jpeg)
        fine = min(self._ratio, max(picture.width() / box.width(), picture.height() / box.height()))
        size = QSize(round(box.width() * fine), round(box.height() * fine))
        face = face_of(picture, size, self._template.fit, self._sheet.look)
        face.setDevicePixelRatio(fine)
        return face

    def _marks(self, box: QRectF, version: Version, marks: Sequence[Annotation]) -> None:
        """The marks on the version shown, where they lie on it."""
        self._painter.save()
        self._painter.setClipRect(box)
        transform = placed(version, box, self._template)
        for mark in marks:
            if mark.version == version.number:
                path = painting.on_screen(mark.shape, transform, 1.0)
                painting.draw(self._painter, path, 1.0, strong=False, faint=mark.resolved)
        self._painter.restore()


def placed(version: Version, box: QRectF, template: PageTemplate) -> QTransform:
    """From `point_img` on a version to its card: whole in it, or filling it."""
    across, down = box.width() / version.width, box.height() / version.height
    scale = min(across, down) if template.fit == "whole" else max(across, down)
    corner = box.center()
    return QTransform(
        scale, 0, 0, scale, corner.x() - scale * version.width / 2, corner.y() - scale * version.height / 2
    )


def _written(output: Path, write: Callable[[Path], bool]) -> None:
    """All of the file or nothing of it."""
    part = output.with_name(f".{output.stem}.part{output.suffix}")
    try:
        if not write(part):
            raise BadInput(f"{output} cannot be written: is its folder there, and open to you?")
        part.replace(output)
    except OSError as error:
        raise BadInput(f"{output} cannot be written: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
