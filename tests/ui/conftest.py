"""An open window on a small desk, and what must be gone when it closes."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded; a real screen can be asked for

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from review_desk.app import application
from review_desk.imaging.workers import WorkerPool
from review_desk.ui.saved_state import SavedState
from tests.ui.doors import Doors
from tests.ui.material import BorrowedPool, demo_bags, desk_of, look_at_all, ring_pairs
from tests.ui.person import Person


def pytest_itemcollected(item: pytest.Item) -> None:
    """Any other message of Qt's fails a test; these the offscreen platform has at every window and menu."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support "))


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
        for seat in [pool.submit("probe", path=__file__) for _ in range(2)]:
            assert seat.exception() is not None, "this is no photo, but the processes are there now"
        until = time.monotonic() + 20
        while len(pool.process_ids) < 2 and time.monotonic() < until:  # they are started one after another
            time.sleep(0.01)
        assert len(pool.process_ids) == 2
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


@pytest.fixture(scope="session")
def bags(workers: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of a sound bottle and two bags on a background short of white, one with a halo; not checked."""
    return demo_bags(tmp_path_factory.mktemp("bags"), workers)


@pytest.fixture(scope="session")
def checked_bags(bags: Path, workers: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same desk, checked."""
    copied = shutil.copytree(bags, tmp_path_factory.mktemp("checked") / "desk")
    look_at_all(copied, workers)
    return copied


@pytest.fixture
def doors(qapp: QApplication, pool: BorrowedPool) -> Iterator[Doors]:
    """Where desks are opened. Afterwards nothing of them may be left."""
    threads, children = _running()
    made = Doors(pool)
    yield made
    for desk in list(made.opened):
        made.close(desk)
    assert [repr(widget) for widget in QApplication.topLevelWidgets()] == []
    until = time.monotonic() + 5
    while (
        not _running()[0] <= threads and time.monotonic() < until
    ):  # a job's last moment: its timer is ending
        time.sleep(0.01)
    assert _running()[0] <= threads
    assert _running()[1] <= children


@pytest.fixture
def person(doors: Doors, folder: Path) -> Person:
    """Ada, at the desk of `folder`, at its first photo in Review."""
    return doors.open(folder)


def _running() -> tuple[set[str], set[int]]:
    """Threads and child processes."""
    threads = {thread.name for thread in threading.enumerate()}
    return threads, {child.pid for child in psutil.Process().children(recursive=True)}


@pytest.fixture
def checked_desk(checked_bags: Path, tmp_path: Path) -> Path:
    """A desk of three checked photos, where Ada sat last."""
    folder = shutil.copytree(checked_bags, tmp_path / "desk")
    SavedState(reviewer="Ada").save(folder)
    return folder


@pytest.fixture
def at_checked(doors: Doors, checked_desk: Path) -> Person:
    """Ada, at a desk of three checked photos, when their findings are there."""
    person = doors.open(checked_desk)
    person.until(lambda: person.session.checked)
    person.settle()
    return person
