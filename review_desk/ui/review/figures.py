"""What a difference says: its figures, and its ΔE map, worked out off the main thread."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from review_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from review_desk.imaging.difference import DifferenceFigures

T = TypeVar("T")

_CHANGED = 2.0
"""Codes: a channel that is further off than a re-saved JPEG of the same picture counts as changed."""


class _Latest(Generic[T]):
    """The answer for the pair asked for last; an answer for a pair before it is thrown away."""

    def __init__(
        self, tasks: Tasks, work: Callable[[QImage, QImage], T], arrived: Callable[[], None]
    ) -> None:
        self._tasks, self._work, self._arrived = tasks, work, arrived
        self._asked: tuple[int, int] | None = None
        self._answer: T | None = None

    def of(self, a: QImage, b: QImage, photo: QRect) -> T | None:
        """The answer for the part of the pair in `photo`, once it is there; asks for it otherwise."""
        key = (a.cacheKey(), b.cacheKey())
        if key != self._asked:
            self._asked, self._answer = key, None
            work = partial(self._work, a.copy(photo), b.copy(photo))
            self._tasks.measure(work, partial(self._take, key))
        return self._answer

    def _take(self, key: tuple[int, int], answer: T) -> None:
        if key == self._asked:
            self._answer = answer
            self._arrived()


class Figures(QObject):
    """Share of pixels changed, the 95th percentile of ΔE2000, and the map of ΔE2000 of the pair on screen.

    Signals:
        arrived(): what was asked for last is there.
    """

    arrived = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._figures = _Latest(tasks, _figures, self.arrived.emit)
        self._map = _Latest(tasks, _map, self.arrived.emit)

    def words(self, a: QImage, b: QImage, photo: QRect) -> str:
        """The figures in words once they are there. `photo` is where both panes show their photo."""
        figures = self._figures.of(a, b, photo)
        if figures is None:
            return ""
        share = f"{figures.share_changed:.1%}".replace("%", " %")
        return f"changed {share} of what is seen   p95 ΔE {figures.p95_delta_e:.1f}"

    def delta_e(self, a: QImage, b: QImage, photo: QRect) -> QImage | None:
        """The map of ΔE2000 over `photo`, once it is there."""
        return self._map.of(a, b, photo)


def _figures(a: QImage, b: QImage) -> "DifferenceFigures":
    from review_desk.imaging.difference import difference_figures
    from review_desk.ui.review.differing import array_of

    return difference_figures(array_of(a), array_of(b), threshold=_CHANGED)


def _map(a: QImage, b: QImage) -> QImage:
    from review_desk.imaging.difference import delta_e_picture
    from review_desk.ui.review.differing import array_of, image_of

    return image_of(delta_e_picture(array_of(a), array_of(b)))
