"""Longer things a person sends the desk on: backup, verify, marks from elsewhere."""

from pathlib import Path

from PySide6.QtCore import QObject

from review_desk.operations import keep
from review_desk.operations.clock import now
from review_desk.store.desk import Reader
from review_desk.store.verification import Verification
from review_desk.ui.session import Session


class Errands(QObject):
    """Asks what is needed, runs it off the main thread, tells how it went."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def back_up(self) -> None:
        """Write a verified copy now."""
        done = lambda path: self._session.told.emit(f"Backed up to {path.name}.")  # noqa: E731
        self._session.tasks.write(lambda store: keep.back_up(store, at=now()), done)

    def bring_in_marks(self, file: Path) -> None:
        """Bring marks back from a labelling tool's file onto the batch on screen."""
        from review_desk.ui.bringing_marks import bring_in_marks  # formats: not at the start

        bring_in_marks(self._session, file)

    def write_sidecars(self, folder: str) -> None:
        """Say in sidecars what was decided on the batch on screen: beside the photos, or in a folder."""
        from review_desk.ui.sidecars import write_sidecars  # XML: not at the start

        write_sidecars(self._session, Path(folder).expanduser() if folder else None)

    def verify(self) -> None:
        """Check everything and say what was found."""
        self._session.told.emit("Checking the desk …")
        self._session.tasks.read(_verified, self._tell_verified)

    def _tell_verified(self, found: tuple[Verification, list[str]]) -> None:
        outcome, broken = found
        if not outcome.ok:
            self._session.refused.emit(" ".join(outcome.problems[:3]))
        elif broken:
            self._session.refused.emit(f"The desk is whole, but of a batch that was delivered: {broken[0]}")
        else:
            self._session.told.emit("The desk is whole: file, references, hash chain, tables, masks, seals.")


def _verified(reader: Reader) -> tuple[Verification, list[str]]:
    """What is wrong with the desk, and which seals are broken as the desk tells it."""
    from review_desk.operations.seal import check_whole  # gates are not for the start

    outcome = keep.verify(reader)
    found = check_whole(reader, files=False) if outcome.ok else []
    return outcome, [each.words for each in found if not each.whole]
