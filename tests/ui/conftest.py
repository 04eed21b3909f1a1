"""An open window on a small desk, and what must be gone when it closes."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded; a real screen can be asked for

import gc
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from review_desk.app import Desk, application
from review_desk.imaging.workers import WorkerPool
from review_desk.ui.saved_state import SavedState
from tests.ui.material import BorrowedPool, desk_of, ring_pairs
from tests.ui.person import Person

Opened = Callable[..., Desk]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Any other message of Qt's fails a test; this one the offscreen platform has at every window."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own application, with the tests' eye on what Qt has to say."""
    watching = qInstallMessageHandler(None)
    made = application()
    qInstallMessageHandler(watching)
    return made


@pytest.fixture(scope="session")
def workers() -> Iterator[WorkerPool]:
    """Two processes that read photos for all these tests."""
    with WorkerPool(warm=True) as pool:
        yield pool


@pytest.fixture
def pool(workers: WorkerPool) -> BorrowedPool:
    return BorrowedPool(workers)


@pytest.fixture(scope="session")
def master(workers: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed desk with one batch of six pairs; never opened itself, only copied."""
    home = tmp_path_factory.mktemp("master")
    return desk_of(home / "desk", ring_pairs(home / "rings"), workers)


@pytest.fixture
def folder(master: Path, tmp_path: Path) -> Path:
    """A desk of six red and blue pairs, ring-1 to ring-6, reviewed by Ada."""
    copied = shutil.copytree(master, tmp_path / "desk")
    SavedState(reviewer="Ada").save(copied)
    return copied


@pytest.fixture
def opens(qapp: QApplication, qtbot: QtBot, pool: BorrowedPool) -> Iterator[Opened]:
    """Opens desks in windows. Afterwards nothing of them may be left."""
    before = _left_behind()
    opened: list[Desk] = []

    def open_desk(folder: Path, *, pool: Any = pool, size: tuple[int, int] = (1200, 800)) -> Desk:
        desk = Desk(folder, pool=pool)
        opened.append(desk)
        desk.window.resize(*size)
        desk.window.show()
        desk.window.activateWindow()
        Person(desk, qtbot).settle()
        return desk

    yield open_desk
    for desk in opened:
        close(desk)
    opened.clear()
    assert _left_behind() == before


@pytest.fixture
def desk(opens: Opened, folder: Path) -> Desk:
    """The desk of `folder`, open at its first photo in Review."""
    return opens(folder)


@pytest.fixture
def person(desk: Desk, qtbot: QtBot) -> Person:
    """Ada, at `desk`."""
    return Person(desk, qtbot)


def close(desk: Desk) -> None:
    """As the program does it at its end; then what was to be deleted is."""
    desk.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def _left_behind() -> tuple[set[str], set[str], set[int]]:
    """Threads, top-level widgets and child processes."""
    gc.collect()
    threads = {thread.name for thread in threading.enumerate()}
    widgets = {repr(widget) for widget in QApplication.topLevelWidgets()}
    return threads, widgets, {child.pid for child in psutil.Process().children(recursive=True)}
