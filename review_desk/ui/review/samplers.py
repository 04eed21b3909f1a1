"""The samplers of the photo on screen: their values in the inspector, and their marks on the canvas."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLayout, QWidget

from review_desk.domain.sampler import Sampler, Spot
from review_desk.domain.viewplan import Pane, Size
from review_desk.ui.review import drawing, spots
from review_desk.ui.review.frames import Frames
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import ElidedLabel, Section, button, label, row

if TYPE_CHECKING:
    pass

_AFTER_MS = 60
_ARM = 7
"""Logical pixels from the middle of a marker to the end of its arms."""


class SamplersSection(Section):
    """Each sampler with the values of A and B, how far they are apart, and a button that takes it off."""

    def __init__(self, session: Session, frames: Frames) -> None:
        super().__init__("Samplers")
        self._session, self._frames = session, frames
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)
        for signal in (session.around_changed, session.view_changed, session.current_changed):
            signal.connect(self._read_soon)
        frames.arrived.connect(self._read_soon)
        self._read_soon()

    def _read_soon(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start(_AFTER_MS)

    def _read(self) -> None:
        samplers = self._session.samplers
        self.set_heading("Samplers", str(len(samplers)) if samplers else "")
        a, b = self._session.version("a"), self._session.version("b")
        if not samplers or a is None or b is None:
            self.fill([label("None. K pins one at the cursor.", "second", wrap=True)])
            return
        found = [(s, spots.pair(self._frames, a, b, (s.spot, s.spot))) for s in samplers]
        cuts = [(sampler, pair) for sampler, pair in found if pair]
        if cuts:
            self._session.tasks.measure(partial(_read_all, cuts), self._show)

    def _show(self, read: "list[tuple[Sampler, str, str, str]]") -> None:
        current = {sampler.id for sampler in self._session.samplers}
        pieces: list[QWidget | QLayout] = []
        for sampler, a, b, apart in read:
            if sampler.id in current:
                off = partial(self._session.unpin_sampler, sampler.number)
                take = button("Take off", off, role="flat", tip=f"Take sampler {sampler.number} off")
                top = row(label(f"{sampler.number}", "strong"), label(apart, "strong"), None, take)
                pieces += [top, ElidedLabel(f"A  {a}", "second"), ElidedLabel(f"B  {b}", "second")]
        self.fill(pieces)


def _read_all(cuts: "list[tuple[Sampler, spots.Pair]]") -> "list[tuple[Sampler, str, str, str]]":
    found = []
    for sampler, pair in cuts:
        a, b, apart = spots.read(pair)
        found.append((sampler, spots.told(a), spots.told(b), f"{pair.about}ΔE {apart:.1f}"))
    return found


def draw(painter: QPainter, pane: Pane, size: Size, samplers: tuple[Sampler, ...], ratio: float) -> None:
    """A numbered cross, and the outline of an area, for each sampler, in device pixels of a pane."""
    for sampler in samplers:
        middle = QPointF(*pane.point_at((sampler.spot.x, sampler.spot.y), size))
        if sampler.spot.width:
            drawing.draw_frame(painter, box(pane, size, sampler.spot), ratio, strong=False)
        drawing.draw_cross(painter, middle, _ARM * ratio, ratio)
        corner = middle + QPointF(_ARM, -_ARM - 24) * ratio
        drawing.draw_label(painter, str(sampler.number), corner, ratio)


def box(pane: Pane, size: Size, spot: Spot) -> QRectF:
    """A spot's outline in device pixels of a pane."""
    first = pane.point_at((spot.x - spot.width / 2, spot.y - spot.height / 2), size)
    last = pane.point_at((spot.x + spot.width / 2, spot.y + spot.height / 2), size)
    return QRectF(QPointF(*first), QPointF(*last)).normalized()
