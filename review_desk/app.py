"""The composition root: the only place where store, tasks, session and window meet."""

import contextlib
import getpass
import logging
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from review_desk import __version__
from review_desk.errors import BadInput
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import keep
from review_desk.operations.clock import now
from review_desk.operations.taxonomy import failure_modes
from review_desk.ui.main_window import MainWindow
from review_desk.ui.saved_state import SavedState
from review_desk.ui.session import Session
from review_desk.ui.tasks import Tasks

log = logging.getLogger("review_desk")

_TURN_MS, _QUIET_TURNS = 50, 4
"""How long nothing must be on its way for a picture of the window to be whole."""


class Desk:
    """An open desk with its window. `close` ends every thread and process it started."""

    def __init__(self, folder: Path, *, pool: WorkerPool | None = None) -> None:
        """Raises DeskError when the desk cannot be opened; nothing is left running then."""
        self.folder = folder
        self.saved = _with_reviewer(SavedState.load(folder))
        self.tasks = Tasks(pool or WorkerPool(warm=True))
        try:
            self.tasks.open(folder, at=now())
            self.session = Session(self.tasks, folder, failure_modes(), self.saved)
            self.session.open(self.saved)
            application()
            self.window = MainWindow(self.session, self.saved)
        except BaseException:
            self.tasks.close()
            raise
        self.session.display = _display(self.window)
        self.window.closing.connect(self.remember)

    def remember(self) -> None:
        """Keep where the person is for the next start."""
        self.window.state().save(self.folder)

    def close(self) -> None:
        """Back up if it is time, then end everything."""
        self.window.close()
        self.tasks.close(last=partial(keep.back_up_if_due, at=now()))
        self.window.deleteLater()


def application() -> QApplication:
    """The one QApplication, made with the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qInstallMessageHandler(_on_qt_message)
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Review Desk")
    made.setApplicationVersion(__version__)
    return made


def open_window(folder: Path, pool: WorkerPool) -> int:
    """Open a desk's window with workers already started; stay until it is closed. Returns the exit code."""
    qt = application()
    desk = Desk(folder, pool=pool)
    sys.excepthook = partial(_report_bug, desk.session.refused.emit)
    for kind in (signal.SIGTERM, signal.SIGINT):  # asked to end by the system: as if closed by hand
        signal.signal(kind, lambda *_: desk.window.close())
    desk.window.show()
    try:
        return qt.exec()
    finally:
        desk.close()


def grab(folder: Path, workspace: str, output: Path, *, size: tuple[int, int]) -> None:
    """Render a workspace of a desk to a PNG, once everything it shows is there.

    Where people are in the desk stays as it was. Raises BadInput when the file cannot be written.
    """
    application()
    desk = Desk(folder)
    desk.window.closing.disconnect(desk.remember)
    try:
        desk.window.resize(*size)
        desk.window.show()
        desk.window.show_workspace(workspace)
        settle(desk)
        _write_picture(desk.window.grab(), output)
    finally:
        desk.close()


def _write_picture(picture: QPixmap, output: Path) -> None:
    partial_file = output.with_name(f".{output.name}.part.png")
    try:
        if not picture.save(str(partial_file), "PNG"):
            raise BadInput(f"{output} cannot be written: is its folder there, and open to you?")
        partial_file.replace(output)
    except OSError as error:
        raise BadInput(f"{output} cannot be written: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            partial_file.unlink(missing_ok=True)


def settle(desk: Desk) -> None:
    """Turn the event loop until nothing asked for is on its way any more."""
    quiet = 0
    while quiet < _QUIET_TURNS:
        loop = QEventLoop()
        QTimer.singleShot(_TURN_MS, loop.quit)
        loop.exec()
        quiet = 0 if desk.tasks.pending else quiet + 1


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """What Qt has to say goes to the log."""
    if "propagateSizeHints" in message:  # the offscreen platform says so at every window
        return
    level = logging.WARNING if kind != QtMsgType.QtDebugMsg else logging.DEBUG
    logging.getLogger("review_desk.qt").log(level, "%s %s", context.category, message)


def _display(window: MainWindow) -> str:
    """What the photos are looked at on, for the record of each decision."""
    screen = window.screen()
    size = screen.size()
    return f"{screen.name()} {size.width()}x{size.height()} @{screen.devicePixelRatio():g}"


def _with_reviewer(saved: SavedState) -> SavedState:
    if saved.reviewer:
        return saved
    try:
        return replace(saved, reviewer=getpass.getuser())
    except (OSError, KeyError):
        return replace(saved, reviewer="reviewer")


def _report_bug(
    tell: Callable[[str], None], kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A bug of ours: to the log in full, to the person in a sentence; the desk goes on."""
    text = "".join(traceback.format_exception(kind, error, trace))
    log.error("%s", text)
    sys.stderr.write(text)
    tell("Something went wrong inside Review Desk. What was stored is safe; the details are in the terminal.")
