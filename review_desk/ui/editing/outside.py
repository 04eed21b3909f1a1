"""Photos that are out in another program: handed over, watched, taken back when they were saved."""

import subprocess
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from review_desk.domain.changes import Changes
from review_desk.domain.photo import Photo
from review_desk.errors import DeskError
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.editing import editors, handing, returning
from review_desk.operations.editing.handing import Handed
from review_desk.ui.session import Session

_LOOK_MS = 1500
"""How often the working copies are looked at, while any is out. A glance is one `stat` each."""

_REST_S = 1.0
"""A file whose time is younger may still be being written."""

_Stamp = tuple[int, int]


class Outside(QObject):
    """Hands versions to an editor and takes back what is saved, also what was saved while the desk was shut.

    Attributes:
        command: the editor's command; "" while none was chosen.

    Signals:
        wants_editor(): nobody has said yet which program to edit in.
    """

    wants_editor = Signal()

    def __init__(self, session: Session, parent: QObject, command: str) -> None:
        super().__init__(parent)
        self._session = session
        self.command = command
        self._out: dict[str, Handed] = {}
        self._stamps: dict[str, _Stamp] = {}
        self._waiting: set[str] = set()
        self._started: list[subprocess.Popen[bytes]] = []
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        session.list_changed.connect(self._on_session_list_changed)
        session.tasks.fetch(partial(handing.handed, session.folder), self._watch)

    # --- out ---------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the version on side B in the editor."""
        session = self._session
        photo, version = session.current, session.version("b")
        if photo is None or version is None or session.only_tried():
            return
        if not self.command:
            self.wants_editor.emit()
            return
        session.told.emit(f"Opening {photo.title} in {editors.name_of(self.command)} …")
        work = partial(
            handing.hand, session.folder, session.tasks.pool, photo, version.number,
            source=session.resolve(version.file), marks=tuple(session.annotations), author=session.reviewer,
            at=now(),
        )  # fmt: skip
        session.tasks.run(work, self._open)

    def _open(self, out: Handed) -> None:
        try:
            self._started.append(editors.start(self.command, [out.path]))
        except DeskError as error:
            self._session.refused.emit(str(error))
            return
        self._watch([out])
        name = editors.name_of(self.command)
        self._session.told.emit(f"{out.title} is open in {name}. What you save there comes back by itself.")

    def choose(self, command: str) -> None:
        """Edit in this program from now on."""
        self.command = command.strip()

    # --- back --------------------------------------------------------------------------------------------

    def _watch(self, found: list[Handed]) -> None:
        for out in found:
            self._out[out.file] = out
        if self._out:
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Look whether any working copy was saved, and let finished editors go."""
        self._started = [process for process in self._started if process.poll() is None]
        for out in list(self._out.values()):
            stamp = _stamp_of(out.path)
            if stamp is None:
                del self._out[out.file]
            elif stamp != self._stamps.get(out.file) and time.time() - stamp[0] / 1e9 >= _REST_S:
                self._stamps[out.file] = stamp
                self._ask_before(out)
        if not self._out:
            self._timer.stop()

    def _ask_before(self, out: Handed) -> None:
        """Look at what came back, against the version that was handed out."""
        question = partial(returning.before_of, handed=out)
        self._session.tasks.read(question, partial(self._look_at, out), self._wait)

    def _look_at(self, out: Handed, before: Path | None) -> None:
        """Of a photo that was undone away nothing is said: its copy waits until it is back."""
        if before is None:
            self._waiting.add(out.file)
            return
        work = partial(self._read, out, before)
        self._session.tasks.run(work, partial(self._take_back, out), self._wait)

    def _on_session_list_changed(self) -> None:
        """Photos came or went: a copy may have its photo again."""
        for file in self._waiting:
            self._stamps.pop(file, None)
        self._waiting.clear()

    def _read(self, out: Handed, before: Path) -> Mapping[str, Any] | None:
        """On the errand thread: what came back, or nothing where the file is as it went out."""
        return returning.look_at(self._session.tasks.pool, out, before) if out.has_changed() else None

    def _wait(self, error: DeskError) -> None:
        """It could not be read: perhaps it is still being written, else the next time it is saved."""
        self._session.refused.emit(f"What was saved cannot be taken back yet: {error}")

    def _take_back(self, out: Handed, found: Mapping[str, Any] | None) -> None:
        if found is None:
            return
        if returning.is_unmodified(found):
            self._session.told.emit(f"{out.title} was saved as it was: nothing in it has changed.")
            return
        operation = partial(returning.take_back, handed=out, found=found, at=now())
        self._session.write(operation, partial(self._taken, out, found))

    def _taken(self, out: Handed, found: Mapping[str, Any], changes: Changes) -> None:
        self._session.tasks.read(partial(browse.photo, wanted=out.photo), partial(self._hold, out))
        if changes:
            areas = len(found["changed"]["outlines"])
            share = 100 * found["changed"]["share"]
            said = f"{share:.2f} % changed in {areas} area{'s' * (areas != 1)}"
            said += f". Alt+E marks them.{self._session.came_along(out.photo)}"
            self._session.told.emit(f"{out.title} came back as a new version: {said}")

    def _hold(self, out: Handed, photo: Photo) -> None:
        """Hold what is saved next against what came back."""
        self._out[out.file] = again = handing.taken(out, photo)
        self._session.tasks.fetch(partial(handing.note, again), _nothing)

    def close(self) -> None:
        """Stop looking. What is out stays out, and is taken back with the next start."""
        self._timer.stop()
        for process in self._started:
            process.returncode = process.poll() or 0  # it goes on without us: nobody waits for it any more


def _nothing(_: None) -> None:
    """The note is written; nobody waits for it."""


def _stamp_of(path: Path) -> _Stamp | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size
