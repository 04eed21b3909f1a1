"""One painted mark in somebody's hand: what is on the sheet, and each stroke on its way to the desk."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from review_desk.domain.annotation import Annotation
from review_desk.domain.mask.mask import Mask
from review_desk.domain.photo import Version
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.shapes.point import Point
from review_desk.domain.tip import Tip
from review_desk.errors import DeskError
from review_desk.imaging.brush import Sheet
from review_desk.operations.annotate import new_id
from review_desk.store.masks import read_mask
from review_desk.ui.review.marking.washes import dyed
from review_desk.ui.session import Session


class Brushwork(QObject):
    """Paints on a sheet of the version's size; a stroke is stored when it ends.

    Signals:
        changed(tuple): what lies in a box (left, top, right, bottom) of image pixels looks different.
    """

    changed = Signal(object)

    def __init__(self, session: Session, version: Version, mark: Annotation | None) -> None:
        super().__init__()
        self._session, self.version = session, version
        self.mark = mark.id if mark else new_id()
        self._known: Brush | None = None
        self._writing = 0
        self._at: Point | None = None
        self._settled: Callable[[], None] | None = None
        self._load(self._stored())
        session.around_changed.connect(self._on_session_around_changed)

    @property
    def annotation(self) -> Annotation | None:
        """The mark as it is stored."""
        return next((mark for mark in self._session.annotations if mark.id == self.mark), None)

    def _stored(self) -> Brush | None:
        mark = self.annotation
        return mark.shape if mark and isinstance(mark.shape, Brush) else None

    def _on_session_around_changed(self) -> None:
        """Undone, redone or drawn otherwise: the sheet is what is stored."""
        if not self._writing and self._stored() != self._known:
            self._load(self._stored())

    def _load(self, brush: Brush | None) -> None:
        self._known, self._at = brush, None
        self.sheet = Sheet(self.version.width, self.version.height)
        self.image = self._seen()
        self.ready = brush is None
        if brush is not None:
            read = partial(read_mask, self._session.folder, brush)
            self._session.tasks.fetch(read, partial(self._take, brush), self._fail)
        self.changed.emit((0, 0, self.version.width, self.version.height))

    def _seen(self) -> QImage:
        """The sheet itself as a picture: what is painted is seen."""
        height, width = self.sheet.strengths.shape
        image = QImage(self.sheet.strengths.data, width, height, width, QImage.Format.Format_Indexed8)
        mark = self.annotation
        return dyed(image, mark.severity if mark else "major")

    def _take(self, brush: Brush, mask: Mask) -> None:
        if brush == self._known and not self.ready:
            self.sheet.lay(mask.on_photo(self.version.width, self.version.height))
            self.ready = True
            self.changed.emit(self.sheet.touched)

    def _fail(self, error: DeskError) -> None:
        self._session.refused.emit(str(error))

    # --- strokes -----------------------------------------------------------------------------------------

    def press(self, at: Point, tip: Tip) -> None:
        """Begin a stroke at a `point_img`; not before what is stored is on the sheet."""
        if self.ready:
            self._at = at
            self.drag(at, tip)

    def drag(self, at: Point, tip: Tip) -> None:
        """Paint on to a `point_img`."""
        if self._at is not None:
            box = self.sheet.stroke(self._at, at, radius=tip.radius, hardness=tip.hardness, erase=tip.erases)
            self._at = at
            self.changed.emit(box)

    def release(self) -> None:
        """The stroke ends, and is stored."""
        if self._at is None:
            return
        self._at = None
        mask = self.sheet.mask()
        if mask.values:
            self._writing += 1
            self._session.paint_mark(self.mark, self.version, mask, then=self._kept, failed=self._not_kept)

    def _kept(self) -> None:
        self._writing -= 1
        if not self._writing:
            self._known = self._stored()
            if self._known:
                self._session.select_mark(self.mark)
            if self._settled:
                self._settled()

    def _not_kept(self, error: DeskError) -> None:
        self._writing -= 1
        self._session.refused.emit(str(error))
        self._load(self._stored())

    def when_settled(self, then: Callable[[], None]) -> None:
        """Do something when every stroke is stored; now, where all are."""
        if self._writing:
            self._settled = then
        else:
            then()
