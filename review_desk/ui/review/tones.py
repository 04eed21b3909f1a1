"""The histogram of side B, what is clipped in it, and how white its background is."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from review_desk.domain.tiles import whole_level
from review_desk.domain.viewplan import Size
from review_desk.ui import tokens
from review_desk.ui.review.frames import NEXT, Frame, Frames
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Section, label

if TYPE_CHECKING:
    from review_desk.imaging.sampling import Whiteness

_HEIGHT = 96
_AFTER_MS = 60
_READ = 8_000_000
"""Bytes of the pixels that are read for it, two megapixels; the full size where that is at hand already."""

_CURVES = ("#C98A84", "#8FBF9B", "#8CA6CF", "#D8D8D8")
"""Red, green, blue and luma, all of one lightness, so that none is louder than the others."""


@dataclass(frozen=True)
class Tones:
    """`counts` by curve and code, each from 0 to 1; shares in percent; `exact` where every pixel was read."""

    counts: tuple[tuple[float, ...], ...]
    black: float
    white: float
    background: "Whiteness"
    exact: bool


class Histogram(QWidget):
    """The curves of R, G, B and luma over the codes 0 to 255."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: tuple[tuple[float, ...], ...] = ()
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("Histogram")

    def show_counts(self, counts: tuple[tuple[float, ...], ...]) -> None:
        """Draw these curves, each from 0 to 1."""
        self._counts = counts
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.OVERLAY))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for colour, counts in zip(_CURVES, self._counts, strict=False):
            painter.setPen(QPen(QColor(colour), 1.2))
            painter.drawPolyline(self._curve(counts))
        painter.end()

    def _curve(self, counts: tuple[float, ...]) -> QPolygonF:
        box = QRectF(self.rect()).adjusted(2, 3, -2, -2)
        step = box.width() / (len(counts) - 1)
        return QPolygonF(
            [
                QPointF(box.x() + n * step, box.bottom() - share * box.height())
                for n, share in enumerate(counts)
            ]
        )


class TonesSection(Section):
    """The part of the inspector that shows them, while it is wanted."""

    def __init__(self, session: Session, frames: Frames) -> None:
        super().__init__("Histogram · B")
        self._session, self._frames = session, frames
        self._asked: object = None
        self.histogram = Histogram()
        self._clipped, self._paper = label("", "second", wrap=True), label("", wrap=True)
        self._clipped.setToolTip("Pixels at the end of the scale, of the channel that has most of them")
        self.fill([self.histogram, self._clipped, self._paper])
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)
        for signal in (session.current_changed, session.view_changed, session.person_changed):
            signal.connect(self._read_soon)
        frames.arrived.connect(self._read_soon)
        self._read_soon()

    @property
    def words(self) -> str:
        """What it says under the curves."""
        return f"{self._clipped.text()}\n{self._paper.text()}"

    def _read_soon(self, *_: object) -> None:
        self.setVisible(self._session.histogram_shown)
        if self._session.histogram_shown and not self._soon.isActive():
            self._soon.start(_AFTER_MS)

    def _read(self) -> None:
        version = self._session.version("b")
        if version is None:
            return
        enough = whole_level(Size(version.width, version.height), 0, _READ)
        self._frames.want(version, enough, NEXT, plain=True)
        frame = self._frames.best(version, 0, plain=True)
        if frame is None or frame.image.cacheKey() == self._asked:
            return
        self._asked = frame.image.cacheKey()
        exact = frame.level == 0 and self._frames.is_plain(frame)
        self._session.tasks.measure(partial(_tones, frame, exact), self._show)

    def _show(self, tones: Tones) -> None:
        self.histogram.show_counts(tones.counts)
        about = "" if tones.exact else "≈ "
        self._clipped.setText(f"{about}{tones.black:.2f} % at 0   ·   {tones.white:.2f} % at 255")
        self._paper.setText(_paper_words(tones.background, about))


def _paper_words(found: "Whiteness", about: str) -> str:
    """“Background 93.1 % pure white, 4.2 % nearly (250–254).”"""
    if found.background < _LEAST:
        return "No light background reaches the edge."
    white, nearly = found.white * 100, found.nearly * 100
    if white >= _PURE:
        return f"● Background {about}pure white ({white:.1f} % at 255)"
    return f"○ Background {about}{white:.1f} % at 255, {nearly:.1f} % nearly (250–254)"


_LEAST = 0.02
_PURE = 99.95


def _tones(frame: Frame, exact: bool) -> Tones:
    """Off the main thread: the first call loads what counts."""
    import numpy as np

    from review_desk.imaging.sampling import histogram, whiteness
    from review_desk.ui.review.differing import array_of

    pixels = array_of(frame.image)
    step = max(1, int(np.sqrt(pixels.shape[0] * pixels.shape[1] / _COUNTED)))
    counts = histogram(np.ascontiguousarray(pixels[::step, ::step]))
    inner = counts[:, 1:255].max() or counts.max()  # the ends, often paper, would flatten the rest
    shares = np.minimum(1.0, np.sqrt(counts / max(inner, 1)))
    total = counts[0].sum()
    ends = [100 * float(counts[:3, end].max()) / total for end in (0, 255)]
    return Tones(tuple(map(tuple, shares.tolist())), ends[0], ends[1], whiteness(pixels), exact)


_COUNTED = 8_000_000
"""Pixels counted at most: of a larger photo every n-th."""
