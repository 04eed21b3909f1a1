"""The mask that came with a photo, read once while it is on screen."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from review_desk.domain.photo import Photo
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.ui.review.frames import Frame
from review_desk.ui.session import Session

_EDGE = 4096
"""Pixels of the longer side that a mask is read at: enough for its edge on any screen."""


class Masks(QObject):
    """Signals:
    arrived(): the mask that was asked for last is there, or cannot be read.
    """

    arrived = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._file = ""
        self._frame: Frame | None = None
        self._trouble = ""

    def of(self, photo: Photo) -> Frame | None:
        """The mask's pixels, once they are there."""
        if photo.mask and photo.mask != self._file:
            self._file, self._frame, self._trouble = photo.mask, None, ""
            path = self._session.resolve(photo.mask)
            took, failed = partial(self._take, photo.mask), partial(self._fail, photo.mask)
            self._session.tasks.compute("frame", took, failed, path=path, bound=_EDGE)
        return self._frame if photo.mask else None

    def words(self, photo: Photo) -> str:
        """Why there is no mask to see; nothing where there is one."""
        if not photo.mask:
            return "No mask came with this photo"
        return self._trouble if photo.mask == self._file else ""

    def _take(self, file: str, reply: Reply) -> None:
        if file == self._file:
            assert reply.block is not None
            assert reply.shape is not None
            height, width = reply.shape[:2]
            image = QImage(memoryview(reply.block), width, height, width * 4, QImage.Format.Format_RGB32)
            self._frame = Frame(image, 0, "mask", reply.block, width * height * 4)
            self.arrived.emit()

    def _fail(self, file: str, error: DeskError) -> None:
        if file == self._file:
            self._trouble = str(error)
            self.arrived.emit()
