"""Where a model thinks that a pass did harm: found once a pair of versions is looked at that way."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from review_desk.domain.photo import Version
from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.passing.harm import start_looking
from review_desk.ui.review.frames import Frame
from review_desk.ui.session import Session

Key = tuple[str, str]


@dataclass(frozen=True)
class Hot:
    """A spot: the middle of it in shares of the version, and how sure, 0-1."""

    centre: tuple[float, float]
    sure: float


class Heats(QObject):
    """The heat map of version B against A, the last one asked for.

    Signals:
        arrived(): it is there, or cannot be made.
    """

    arrived = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._key: Key | None = None
        self._frame: Frame | None = None
        self._spots: tuple[Hot, ...] | None = None
        self._trouble, self._at = "", -1

    def of(self, version: Version) -> Frame | None:
        """The map over B, once it is there; None for any other version."""
        after, before = self._session.version("b"), self._session.version("a")
        if after is None or before is None or version != after or before.sha256 == after.sha256:
            return None
        if self._key != (key := (before.sha256, after.sha256)):
            self._key, self._frame, self._spots, self._trouble, self._at = key, None, None, "", -1
            self._look(before, after, key)
        return self._frame

    def _look(self, before: Version, after: Version, key: Key) -> None:
        files = [self._session.resolve(each.file) for each in (before, after)]
        look = partial(start_looking, before=files[0], after=files[1])
        self._session.tasks.infer(look, partial(self._take, key, after), partial(self._fail, key))

    def words(self) -> str:
        """What is known of it: how many spots, which one is on screen, or why there are none."""
        after, before = self._session.version("b"), self._session.version("a")
        if after is None or before is None or before.sha256 == after.sha256:
            return "There is no before to hold it against"
        if self._trouble or self._spots is None:
            return self._trouble or "Looking for artefacts …"
        if not self._spots:
            return "No artefacts found"
        if self._at < 0:
            return f"{len(self._spots)} spots   Ctrl+Alt+H  next"
        return f"spot {self._at + 1} of {len(self._spots)}: {self._spots[self._at].sure:.0%} sure".replace(
            "%", " %"
        )

    def step(self, step: int) -> Hot | None:
        """Go to the next or previous spot, round and round; None where none is known."""
        if not self._spots:
            return None
        here = -1 if self._at < 0 and step > 0 else max(self._at, 0)
        self._at = (here + step) % len(self._spots)
        return self._spots[self._at]

    def _take(self, key: Key, after: Version, reply: Reply) -> None:
        if key != self._key:
            return
        assert reply.block is not None
        assert reply.shape is not None
        height, width = reply.shape
        image = QImage(memoryview(reply.block), width, height, width, QImage.Format.Format_Grayscale8)
        self._frame = Frame(image, 0, "heat", reply.block, width * height)
        self._spots = tuple(_hot(spot, after) for spot in reply.values["spots"])
        self.arrived.emit()

    def _fail(self, key: Key, error: DeskError) -> None:
        if key == self._key:
            self._trouble = str(error)
            self.arrived.emit()


def _hot(spot: dict[str, float], version: Version) -> Hot:
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    return Hot((x / version.width, y / version.height), spot["sure"])
