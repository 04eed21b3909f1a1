"""The marks of a photo as they lie over one pane."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QTransform

from review_desk.domain.annotation import Annotation
from review_desk.domain.carrying import came_from, left_out, seen_on
from review_desk.domain.failure_mode import Taxonomy
from review_desk.domain.label_places import Label, places
from review_desk.domain.photo import Photo, Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Bounds
from review_desk.domain.viewplan import Pane
from review_desk.ui import tokens
from review_desk.ui.review import drawing
from review_desk.ui.review.marking import painting, washes
from review_desk.ui.review.marking.washes import InHand, Washes

_CROWD = 40
"""With more marks than these in view their words would cover the photo, and thick lines take too long:
all but the selected one are thin and wordless."""


_GAP = 6
"""Logical pixels from a mark to its words, and from words to words."""

_Seen = tuple[Annotation, QTransform]


def _style(mark: Annotation, shown: Version) -> Qt.PenStyle:
    if mark.version != shown.number:
        return Qt.PenStyle.DashLine
    return Qt.PenStyle.DotLine if mark.carried_from else Qt.PenStyle.SolidLine


def _edges(box: QRectF) -> Bounds:
    return box.left(), box.top(), box.right(), box.bottom()


@dataclass(frozen=True)
class MarkLayer:
    """What is to be drawn over a pane: marks from the undermost to the topmost, and the selected one.

    `washes` has the masks of painted ones; the one that is `in_hand` is drawn as the hand has it.
    """

    photo: Photo
    marks: tuple[Annotation, ...]
    selected: str | None
    taxonomy: Taxonomy
    washes: Washes | None = None
    in_hand: InHand | None = None

    def draw(self, painter: QPainter, pane: Pane, shown: Version, ratio: float) -> None:
        """Draw the marks that lie in the pane, then their words."""
        seen = list(self._seen(pane, shown, ratio))
        named = seen if len(seen) <= _CROWD else [pair for pair in seen if pair[0].id == self.selected]
        if named is not seen:
            self._draw_crowd(painter, seen, shown, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for mark, transform in named:
            if self.in_hand and mark.id == self.in_hand.mark:
                continue
            chosen = mark.id == self.selected
            self._draw_wash(painter, mark, transform)
            path = painting.on_screen(mark.shape, transform, ratio)
            painting.draw(painter, path, ratio, strong=chosen, style=_style(mark, shown), faint=mark.resolved)
            if chosen and not mark.locked:
                painting.draw_grips(painter, mark.shape, transform, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_in_hand(painter, pane, shown, ratio)
        self._draw_words(painter, named, pane, ratio)

    def _draw_wash(self, painter: QPainter, mark: Annotation, transform: QTransform) -> None:
        """What was painted, once its mask is there."""
        if self.washes is None or not isinstance(mark.shape, Brush):
            return
        scale = math.hypot(transform.m11(), transform.m12())
        if picture := self.washes.of(mark.shape, scale):
            painter.setOpacity(0.45 if mark.resolved and mark.id != self.selected else 1.0)
            washes.draw(painter, washes.dyed(picture, mark.severity), washes.reach(mark), transform)
            painter.setOpacity(1.0)

    def _draw_in_hand(self, painter: QPainter, pane: Pane, shown: Version, ratio: float) -> None:
        if self.in_hand:
            own = self.photo.version(self.in_hand.version)
            transform = painting.transform_to(pane, own=own, shown=shown)
            washes.draw_in_hand(painter, self.in_hand, transform, ratio)

    def _draw_crowd(self, painter: QPainter, seen: list[_Seen], shown: Version, ratio: float) -> None:
        """All but the selected one, as two lines of very many pieces: of this version, and of others."""
        for carried in (False, True):
            path = QPainterPath()
            for mark, transform in seen:
                if mark.id != self.selected and (mark.version != shown.number) is carried:
                    path.addPath(painting.on_screen(mark.shape, transform, ratio))
            painting.draw_thin(painter, path, dashed=carried)

    def _seen(self, pane: Pane, shown: Version, ratio: float) -> Iterator[_Seen]:
        """The marks that a pane shows any of, each with the way from its pixels to the screen's."""
        rim = 32 * ratio
        view = QRectF(drawing.rect(pane.clip)).adjusted(-rim, -rim, rim, rim)
        ways = {}
        for version in self.photo.versions:
            transform = painting.transform_to(pane, own=version, shown=shown)
            ways[version.number] = transform, transform.inverted()[0].mapRect(view)
        for mark in seen_on(self.marks, shown.number, left_out(self.photo.versions)):
            transform, part = ways[mark.version]
            if part.intersects(painting.extent(mark.shape)):
                yield mark, transform

    def _draw_words(self, painter: QPainter, named: list[_Seen], pane: Pane, ratio: float) -> None:
        """The words of marks, none over another: the selected one chooses its place first, then the topmost.

        What finds no room has its words in the inspector.
        """
        order = sorted(named, key=lambda pair: pair[0].id == self.selected)[::-1]
        told = [(mark, self._words(mark)) for mark, _ in order]
        labels = [
            Label(_edges(painting.box(mark.shape, way)), *drawing.label_size(painter, words, ratio))
            for (mark, words), (_, way) in zip(told, order, strict=True)
        ]
        view = _edges(QRectF(drawing.rect(pane.clip)))
        for (mark, words), place in zip(told, places(labels, view=view, gap=_GAP * ratio), strict=True):
            if place is not None:
                colour = tokens.OVERLAY_TEXT if mark.resolved else tokens.SEVERITY_COLOURS[mark.severity]
                drawing.draw_label(painter, words, QPointF(*place), ratio, colour=colour)

    def _words(self, mark: Annotation) -> str:
        modes = [self.taxonomy.name_of(tag).lower() for tag in mark.tags]
        severity = f"{tokens.SEVERITY_SHAPES[mark.severity]} {mark.severity}"
        before = came_from(mark, self.marks, self.photo)
        state = (
            f"↳ from {before}" if before else "",
            "✓ resolved" if mark.resolved else "",
            "locked" if mark.locked else "",
        )
        return " · ".join(filter(None, (severity, *modes, mark.note, *state)))
