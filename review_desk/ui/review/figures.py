"""The figures of a difference: how much changed of what is seen, worked out off the main thread."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from review_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from review_desk.imaging.difference import DifferenceFigures

_CHANGED = 2.0
"""Codes: a channel that is further off than a re-saved JPEG of the same picture counts as changed."""


class Figures(QObject):
    """Share of pixels changed and the 95th percentile of ΔE2000 of the pair on screen.

    Signals:
        arrived(): the figures of the pair asked for last are there.
    """

    arrived = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._asked: tuple[int, int] | None = None
        self._words = ""

    def of(self, a: QImage, b: QImage, photo: QRect) -> str:
        """The figures in words once they are there; asks for them otherwise. `photo` is where both show."""
        key = (a.cacheKey(), b.cacheKey())
        if key != self._asked:
            self._asked, self._words = key, ""
            work = partial(_figures, a.copy(photo), b.copy(photo))
            self._tasks.measure(work, partial(self._take, key))
        return self._words

    def _take(self, key: tuple[int, int], figures: "DifferenceFigures") -> None:
        if key == self._asked:  # another pair may be on screen by now
            share = f"{figures.share_changed:.1%}".replace("%", " %")
            self._words = f"changed {share} of what is seen   p95 ΔE {figures.p95_delta_e:.1f}"
            self.arrived.emit()


def _figures(a: QImage, b: QImage) -> "DifferenceFigures":
    from review_desk.imaging.difference import difference_figures
    from review_desk.ui.review.differing import array_of

    return difference_figures(array_of(a), array_of(b), threshold=_CHANGED)
