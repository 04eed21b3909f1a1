"""What a difference says: its figures, and its ΔE map, worked out off the main thread."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from review_desk.ui.review.latest import Latest
from review_desk.ui.review.panes import PanePhoto, photo_rect
from review_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from review_desk.imaging.difference import DifferenceFigures

_CHANGED = 2.0
"""Codes: a channel that is further off than a re-saved JPEG of the same picture counts as changed."""


class Figures(QObject):
    """Share of pixels changed, the 95th percentile of ΔE2000, and the map of ΔE2000 of the pair on screen.

    Signals:
        arrived(): what was asked for last is there.
    """

    arrived = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._figures: Latest[DifferenceFigures] = Latest(tasks, self.arrived.emit)
        self._map: Latest[QImage] = Latest(tasks, self.arrived.emit)

    def words(self, a: PanePhoto, b: PanePhoto) -> str:
        """The figures in words once they are there, of the part of the photos that both panes show."""
        photo = photo_rect(b.pane, b.version)
        if photo.isEmpty():
            return ""
        figures = self._figures.of((a.key, b.key), partial(_figures, a, b, photo))
        if figures is None:
            return ""
        share = f"{figures.share_changed:.1%}".replace("%", " %")
        return f"changed {share} of what is seen   p95 ΔE {figures.p95_delta_e:.1f}"

    def delta_e(self, a: PanePhoto, b: PanePhoto) -> QImage | None:
        """The map of ΔE2000 over the photo of the second pane (its `photo_rect`), once it is there."""
        photo = photo_rect(b.pane, b.version)
        return None if photo.isEmpty() else self._map.of((a.key, b.key), partial(_map, a, b, photo))


def _figures(a: PanePhoto, b: PanePhoto, photo: QRect) -> "DifferenceFigures":
    from review_desk.imaging.difference import difference_figures
    from review_desk.ui.review.differing import array_of

    first, second = a.image(), b.image()
    return difference_figures(array_of(first, photo), array_of(second, photo), threshold=_CHANGED)


def _map(a: PanePhoto, b: PanePhoto, photo: QRect) -> QImage:
    from review_desk.imaging.difference import delta_e_picture
    from review_desk.ui.review.differing import array_of, image_of

    first, second = a.image(), b.image()
    return image_of(delta_e_picture(array_of(first, photo), array_of(second, photo)))
