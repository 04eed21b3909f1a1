"""Analysis views and differences of the panes on screen, made off the main thread while one pans."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QImage

from review_desk.domain.viewplan import Box, Pane
from review_desk.ui.review.latest import Latest
from review_desk.ui.tasks import Tasks

_KEPT = 120_000_000
"""Bytes of made pictures kept: three and a half canvases of 3840 × 2160."""


@dataclass(frozen=True)
class Subject:
    """What a picture is made of, but for the place: `of` names the photos, the view and its values.

    Two pictures of one subject show the same photo at the same scale, perhaps at another place.
    """

    of: Hashable
    pane: Box
    scale: float
    mirrored: bool = False


@dataclass(frozen=True)
class _Key:
    subject: Subject
    left: int
    top: int
    pixels: Hashable


class LivePictures(QObject):
    """The newest picture for each pane, if need be of a place a little further back.

    Signals:
        arrived(): a picture that was asked for is there.
    """

    arrived = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._slots: OrderedDict[Hashable, Latest[QImage]] = OrderedDict()

    def of(
        self, subject: Subject, pane: Pane, pixels: Hashable, work: Callable[[], QImage]
    ) -> tuple[QImage, QPoint] | None:
        """The picture of a pane and how far from the pane's corner it belongs; None before there is one.

        `pixels` tells one rendering of the pane from another; `work` makes the picture, on another thread.
        """
        slot = (pane.side, pane.pane)
        latest = self._slots.setdefault(slot, Latest(self._tasks, self._on_made))
        self._slots.move_to_end(slot)
        key = _Key(subject, pane.left, pane.top, pixels)
        exact = latest.of(key, work)
        if exact is not None:
            return exact, QPoint(0, 0)
        made = latest.made
        if made is None or not isinstance(made[0], _Key) or made[0].subject != subject:
            return None
        across, down = pane.left - made[0].left, pane.top - made[0].top
        return made[1], QPoint(-across if pane.mirrored else across, down)

    def _on_made(self) -> None:
        self._thin()
        self.arrived.emit()

    def _thin(self) -> None:
        """Let the pictures of panes that are no more go, the longest unused first."""
        sizes = {slot: each.made[1].sizeInBytes() for slot, each in self._slots.items() if each.made}
        total = sum(sizes.values())
        for slot in list(sizes)[:-1]:
            if total <= _KEPT:
                return
            total -= sizes[slot]
            del self._slots[slot]
