"""The client's report on pages of A4: a photo beside what is said of it, the worst first."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QHashSeed, QPointF, QRectF, QSizeF, Qt, QUuid
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QPolygonF,
    QTransform,
)

from review_desk.errors import BadInput
from review_desk.ui.grid.contact_sheet import on_paper
from review_desk.ui.theme import interface_font

FILE = "report.pdf"
_WIDTH = 760.0
"""Of a page within its margins, in the units that everything below is measured in."""

_PICTURE, _GAP, _PAD = 220.0, 24.0, 14.0
_HEAD, _TITLE, _TEXT = 20, 13, 11
_INK, _QUIET, _LINE, _MARK, _WHITE = "#222222", "#666666", "#dddddd", "#cc2222", "#ffffff"
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
_DATE = re.compile(rb"(Date \(D:)\d{14}")


@dataclass(frozen=True)
class _Said:
    """Words in one look, below each other in a column."""

    words: str
    size: int = _TEXT
    colour: str = _INK
    bold: bool = False
    indent: float = 0.0


def paint(folder: Path) -> None:
    """Paint `report.pdf` from the `report.json` and the pictures of a folder, and leave only the PDF.

    The same report gives the same bytes with the same fonts: it bears no date and a fixed id. Raises BadInput
    where it cannot be written.
    """
    document = json.loads((folder / "report.json").read_text("utf-8"))
    part = folder / FILE
    QHashSeed.setDeterministicGlobalSeed()  # Qt writes its fonts in the order of a hash
    try:
        _paint(document, part, folder)
    finally:
        QHashSeed.resetRandomGlobalSeed()
    part.write_bytes(_dateless(part.read_bytes()))
    (folder / "report.json").unlink()
    shutil.rmtree(folder / "pictures", ignore_errors=True)


def _paint(document: dict[str, Any], part: Path, folder: Path) -> None:
    writer = QPdfWriter(str(part))
    writer.setTitle(document["title"])
    writer.setCreator("Review Desk")
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), document["title"].encode()))
    writer.setDocumentXmpMetadata(_metadata(document["title"]))
    on_paper(writer)
    painter = QPainter()
    if not painter.begin(writer):
        raise BadInput(f"{part} cannot be written.")
    _Paper(painter, writer, folder).fill(document)
    painter.end()


def _metadata(title: str) -> bytes:
    """XMP without a date; Qt would write the moment."""
    words = title.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF>'
        "</x:xmpmeta>"
    ).encode()


def _dateless(content: bytes) -> bytes:
    """Every byte keeps its place, by which a PDF finds its parts: the date is written over."""
    return _DATE.sub(rb"\g<1>20000101000000", content)


class _Paper:
    """Pages, filled from the top. `y` is where the next thing goes."""

    def __init__(self, painter: QPainter, writer: QPdfWriter, folder: Path) -> None:
        self._painter, self._writer, self._folder = painter, writer, folder
        self._scale = painter.viewport().width() / _WIDTH
        self._height = painter.viewport().height() / self._scale
        painter.scale(self._scale, self._scale)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._y = 0.0

    def fill(self, document: dict[str, Any]) -> None:
        """The head, then photo after photo, none torn over two pages that fits on one."""
        head = [_Said(document["title"], _HEAD, bold=True), _Said(document["summary"], colour=_QUIET)]
        self._y += self._column(head, 0.0, self._y, _WIDTH) + _PAD
        for photo in document["photos"]:
            self._photo(photo)

    def _photo(self, photo: dict[str, Any]) -> None:
        tall = _PICTURE * photo["height"] / photo["width"]
        shown = min(tall, self._height - 2 * _PAD)
        said, left = list(_said(photo)), _PICTURE + _GAP
        words = self._column(said, left, 0.0, _WIDTH - left, dry=True)
        if self._y and self._y + max(shown, words) + 2 * _PAD > self._height:
            self._writer.newPage()
            self._y = 0.0
        self._painter.setPen(QPen(QColor(_LINE), 0.6))
        self._painter.drawLine(QPointF(0, self._y), QPointF(_WIDTH, self._y))
        top = self._y + _PAD
        self._picture(photo, QRectF(0, top, _PICTURE * shown / tall, shown))
        bottom = self._flow(said, left, top, _WIDTH - left)
        self._y = max(bottom, top + shown) + _PAD if bottom > top else bottom + _PAD

    def _flow(self, said: list[_Said], left: float, top: float, width: float) -> float:
        """Words that go on over the page's end. Returns where they end, on the last page."""
        y = top
        for each in said:
            tall = self._column([each], left, y, width, dry=True)
            if y > _PAD and y + tall > self._height:
                self._writer.newPage()
                y = _PAD
            y += self._column([each], left, y, width)
        return y

    def _column(
        self, said: list[_Said], left: float, top: float, width: float, *, dry: bool = False
    ) -> float:
        """Draw words below each other, or only measure them (`dry`). Returns how tall they are."""
        y = top
        for each in said:
            font = QFont(interface_font())
            font.setPixelSize(each.size)
            font.setBold(each.bold)
            self._painter.setFont(font)
            self._painter.setPen(QColor(each.colour))
            room = QRectF(left + each.indent, y, width - each.indent, 100_000)
            box = self._painter.boundingRect(room, int(_FLAGS), each.words)
            if not dry:
                self._painter.drawText(box, int(_FLAGS), each.words)
            y += box.height() + 4
        return y - top

    def _picture(self, photo: dict[str, Any], box: QRectF) -> None:
        self._painter.drawImage(box, QImage(str(self._folder / photo["picture"])))
        scale = box.width() / photo["width"]
        place = QTransform(scale, 0, 0, scale, box.x(), box.y())
        self._painter.save()
        self._painter.setClipRect(box)
        for number, mark in enumerate(photo["marks"], 1):
            self._mark(mark, number, place)
        self._painter.restore()

    def _mark(self, mark: dict[str, Any], number: int, place: QTransform) -> None:
        path = QPainterPath()
        for line in mark["lines"]:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in line]))
            if mark["closed"]:
                path.closeSubpath()
        path = place.map(path)
        if mark["painted"]:
            wash = QColor(_MARK)
            wash.setAlphaF(0.25)
            self._painter.fillPath(path, wash)
        for colour, width in ((_WHITE, 2.4), (_MARK, 1.2)):
            self._painter.strokePath(path, QPen(QColor(colour), width))
        self._number(str(number), place.map(QPointF(*mark["place"])))

    def _number(self, words: str, corner: QPointF) -> None:
        """A white figure on a red disc, for it stands on anything."""
        font = QFont(interface_font())
        font.setPixelSize(9)
        font.setBold(True)
        self._painter.setFont(font)
        size = QSizeF(6 + 6 * len(words), 12)
        disc = QRectF(corner, size)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(_MARK))
        self._painter.drawRoundedRect(disc, 6, 6)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QColor(_WHITE))
        self._painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, words)


def _said(photo: dict[str, Any]) -> Iterator[_Said]:
    yield _Said(photo["name"], _TITLE, bold=True)
    yield _Said(photo["verdict"], colour=_QUIET)
    yield from map(_Said, photo["lines"])
    for number, mark in enumerate(photo["marks"], 1):
        yield _Said(f"{number}  {mark['words']}, {mark['state']}")
    for thread in photo["threads"]:
        yield _Said(thread["state"], colour=_QUIET, indent=8)
        for author, text in thread["said"]:
            yield _Said(f"{author}: {text}", indent=8)
