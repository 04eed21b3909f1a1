"""The composition root: the only place where store, tasks, session and window meet."""

import contextlib
import gc
import getpass
import logging
import os
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
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication

from review_desk import __version__
from review_desk.errors import BadInput
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import keep
from review_desk.operations.clock import now
from review_desk.operations.taxonomy import taxonomy_of
from review_desk.ui import theme
from review_desk.ui.display.choose import driver, provider_for
from review_desk.ui.display.colours import Colours
from review_desk.ui.display.macos import declare_srgb
from review_desk.ui.display.profile import FixedProvider
from review_desk.ui.display.seat import DisplaySeat
from review_desk.ui.garbage import Garbage
from review_desk.ui.gates.blind import BlindSession
from review_desk.ui.main_window import MainWindow
from review_desk.ui.memory import give_pictures_back
from review_desk.ui.saved_state import SavedState
from review_desk.ui.tasks import Tasks

log = logging.getLogger("review_desk")

_HARMLESS = (
    "propagateSizeHints",  # the offscreen platform says so at every window
    "fromIccProfile: failed size sanity",  # Qt's own reading of a display profile with tables; ours is used
)

_HANDED_ON_S = 0.0005
"""How long a thread may keep the interpreter when another wants it. Painting gives it up and takes it back
with many a call of Qt: at Python's usual 5 ms frames took 80 ms while a long batch was judged."""

_TURN_MS, _QUIET_TURNS = 50, 4
"""How long nothing must be on its way for a picture of the window to be whole."""


class Desk:
    """An open desk with its window. `close` ends every thread and process it started."""

    def __init__(self, folder: Path, *, pool: WorkerPool | None = None) -> None:
        """Raises DeskError when the desk cannot be opened; nothing is left running then."""
        self.folder, self.garbage = folder, Garbage()
        self.saved = _with_reviewer(SavedState.load(folder))
        self.tasks = Tasks(pool or WorkerPool(warm=True))
        try:
            self.tasks.open(folder, at=now())
            self.session = BlindSession(self.tasks, folder, self.tasks.read_now(taxonomy_of), self.saved)
            self.session.open(self.saved)
            application()
            self.garbage.begin()
            self.colours, self.seat = Colours(), _seat(folder)
            self.window = MainWindow(self.session, self.saved, self.seat, self.colours)
        except BaseException:
            self.tasks.close()
            self.garbage.close()
            raise
        self._follow_display()
        self.window.closing.connect(self.remember)

    def _follow_display(self) -> None:
        """Convert to the display the window is on, and write down with each decision what that was."""
        self.seat.profile_changed.connect(self.colours.take)
        self.colours.changed.connect(self._on_calibration_changed)
        self.seat.calibration_changed.connect(self._on_calibration_changed)
        self.seat.follow(self.window)
        self._on_calibration_changed()

    def _on_calibration_changed(self, *_: object) -> None:
        self.session.calibration = self.seat.calibration
        self.session.display = self.seat.record(intent=self.colours.intent, bpc=self.colours.bpc)

    def remember(self) -> None:
        """Keep where the person is for the next start."""
        self.window.state().save(self.folder)

    def close(self) -> None:
        """Back up if it is time, then end everything."""
        self.window.close()
        self.seat.close()
        self.colours.close()
        self.tasks.close(last=partial(keep.back_up_if_due, at=now()))
        self.window.deleteLater()
        self.garbage.close()


def application() -> QApplication:
    """The one QApplication, made with the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qInstallMessageHandler(_on_qt_message)
    declare_srgb()
    sys.setswitchinterval(_HANDED_ON_S)
    give_pictures_back()
    made = QApplication(sys.argv[:1])
    made.setFont(theme.interface_font())  # before any widget measures itself
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
    spare_photos(desk)
    try:
        return qt.exec()
    finally:
        desk.close()


def spare_photos(desk: Desk) -> None:
    """Keep the garbage collector off what stays: to go through ten thousand photos takes it 80 ms."""
    gc.freeze()
    desk.session.list_changed.connect(_on_session_list_changed)


def _on_session_list_changed() -> None:
    gc.freeze()


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
    if any(known in message for known in _HARMLESS):
        return
    level = logging.WARNING if kind != QtMsgType.QtDebugMsg else logging.DEBUG
    logging.getLogger("review_desk.qt").log(level, "%s %s", context.category, message)


def _seat(folder: Path) -> DisplaySeat:
    """The seat at this desk; without the system's libraries, one that knows no profile."""
    named = driver(platform=QGuiApplication.platformName(), environment=os.environ)
    try:
        return DisplaySeat(folder, lambda prefer: provider_for(named, prefer=prefer))
    except OSError:
        return DisplaySeat(folder, lambda _prefer: FixedProvider())


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
