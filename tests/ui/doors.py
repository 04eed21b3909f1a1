"""Opening and closing desks."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from review_desk.app import Desk
from tests.ui.material import BorrowedPool
from tests.ui.person import Person


@dataclass
class Doors:
    """Opens desks in windows and closes them as the program does."""

    pool: BorrowedPool
    opened: list[Desk] = field(default_factory=list)

    def open(self, folder: Path, *, pool: Any = None, size: tuple[int, int] | None = (1200, 800)) -> Person:
        """Somebody at the desk of a folder, when everything is on screen."""
        desk = Desk(folder, pool=pool or self.pool)
        self.opened.append(desk)
        if size:
            desk.window.resize(*size)
        desk.window.show()
        desk.window.activateWindow()
        person = Person(desk)
        person.settle()
        return person

    def close(self, desk: Desk) -> None:
        """The end of the program; then what was to be deleted is."""
        self.opened.remove(desk)
        desk.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
