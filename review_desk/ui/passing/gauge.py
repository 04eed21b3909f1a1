"""The skin of the version on side B, measured and told."""

from functools import partial

from PySide6.QtCore import QObject

from review_desk.errors import DeskError
from review_desk.imaging.workers import Reply
from review_desk.operations.passing.skin import level_in_words, start_measuring
from review_desk.ui.session import Session


class SkinGauge(QObject):
    """Asks the worker of passes; a try is measured as well as a version, so that both can be compared."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def measure(self) -> None:
        """Measure what side B shows."""
        photo, version = self._session.current, self._session.version("b")
        if photo is None or version is None:
            return
        self._session.told.emit(f"Measuring the skin of {photo.title} …")
        start = partial(start_measuring, photo=self._session.resolve(version.file))
        name = "the try" if version.number < 0 else f"version {version.number}"
        self._session.tasks.infer(start, partial(self._tell, name), self._give_up)

    def _tell(self, name: str, reply: Reply) -> None:
        self._session.told.emit(f"{level_in_words(reply.values)}, in {name}.")

    def _give_up(self, error: DeskError) -> None:
        self._session.refused.emit(str(error))
