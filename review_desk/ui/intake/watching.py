"""A watched folder: it becomes a batch when it has been quiet, and what comes later goes to the same batch.

The system says when something in the folder changes; then one look is taken after the wait, and another only
if it had changed again. Nothing runs while nothing happens.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from review_desk.domain.quiet import Glance, Quiet
from review_desk.operations.glance import folders_of, glance
from review_desk.ui.intake.bringing import Bringing
from review_desk.ui.session import Session

WAIT_S = 20.0
"""For so long nothing must have changed: a copy over a network has pauses."""


class Watching(QObject):
    """Watches one folder, or none.

    Attributes:
        folder: the one that is watched, "" for none.

    Signals:
        changed(): another folder is watched, or it has just changed.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        bringing: Bringing,
        parent: QObject,
        *,
        wait: float = WAIT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)  # with its timer and its ears it must end with the window, on its thread
        self._session, self._bringing, self._clock = session, bringing, clock
        self.wait = wait
        self.folder = ""
        self._quiet = Quiet(wait)
        self._ears = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._ears.directoryChanged.connect(self._on_ears_directory_changed)
        bringing.ended.connect(self._on_bringing_ended)

    def watch(self, folder: str) -> None:
        """Watch a folder from now on; "" watches none."""
        if self._ears.directories():
            self._ears.removePaths(self._ears.directories())
        self._timer.stop()
        self.folder, self._quiet = folder, Quiet(self.wait)
        if folder:
            self.look()
        self.changed.emit()

    @property
    def words(self) -> str:
        """What is watched, and whether something is coming in."""
        if not self.folder:
            return ""
        coming = self._quiet.left(self._clock()) is not None
        return f"Watching {Path(self.folder).name}{': files are coming in' if coming else ''}"

    def look(self) -> None:
        """Take one look, off the main thread."""
        if self.folder:
            self._session.tasks.fetch(partial(_look, Path(self.folder)), partial(self._take, self.folder))

    def _take(self, folder: str, found: tuple[Glance, list[str]]) -> None:
        if folder != self.folder:
            return
        seen, folders = found
        if unheard := sorted(set(folders) - set(self._ears.directories())):
            self._ears.addPaths(unheard)
        self._quiet = self._quiet.looked(seen, self._clock())
        self._go_on()
        self.changed.emit()

    def _go_on(self) -> None:
        """Take the folder in when it was quiet for long enough; else look again when it may have been."""
        left = self._quiet.left(self._clock())
        if left is None or self._bringing.running:
            return
        if left > 0:
            self._timer.start(int(1000 * left) + 1)
        elif self._quiet.seen is not None:
            self._quiet = self._quiet.took()
            self._bringing.bring_in(Path(self.folder), unasked=True)

    def _on_ears_directory_changed(self, _: str) -> None:
        """Something came, went, or got another name."""
        if not self._timer.isActive():
            self.look()

    def _on_bringing_ended(self, _: str) -> None:
        """Whatever came meanwhile is looked at."""
        self.look()


def _look(folder: Path) -> tuple[Glance, list[str]]:
    return glance(folder), folders_of(folder)
