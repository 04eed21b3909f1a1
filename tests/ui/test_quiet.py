"""What must never happen in the window's own thread, and what must not grow."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from review_desk.store.cache import Cache
from review_desk.ui.thumbnails import Thumbnails
from tests.ui.material import ring_pairs
from tests.ui.person import Person


class Watched:
    """Writes down which files the main thread opens while it watches; an audit hook cannot be taken off."""

    on = False
    opened: list[str] = []  # noqa: RUF012 one for the process, as the hook is

    @classmethod
    def hook(cls, event: str, arguments: tuple[Any, ...]) -> None:
        if cls.on and event in _OPENING and threading.current_thread() is threading.main_thread():
            cls.opened.append(f"{event} {arguments[0]}")


_OPENING = {"open", "sqlite3.connect", "subprocess.Popen", "os.listdir", "os.scandir"}
sys.addaudithook(Watched.hook)


@pytest.fixture
def watched(person: Person) -> Person:
    """Somebody at the desk while the main thread is watched."""
    Watched.opened.clear()
    Watched.on = True
    yield person  # type: ignore[misc]
    Watched.on = False


class CarefulCache:
    """A desk's cache that nobody may ask on the main thread."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def __getattr__(self, name: str) -> Callable[..., Any]:
        there = getattr(self._cache, name)

        def ask(*arguments: Any) -> Any:
            assert threading.current_thread() is not threading.main_thread(), name
            return there(*arguments)

        return there if name == "close" else ask


def ours(opened: list[str]) -> list[str]:
    """But for modules that Python loads when they are first needed."""
    return [
        name for name in opened if not name.endswith((".py", ".pyc", ".so")) and "site-packages" not in name
    ]


def test_reviewing_opens_no_file_in_the_windows_thread(watched: Person) -> None:
    person = watched
    person.press("1", "P", "X", "2")
    person.settle()
    person.does(
        "T", "S", "W", "D", "Z", "Ctrl+1", "R", "Return", "1", "Ctrl+Z", "Ctrl+Shift+Z", "End", "Home"
    )
    person.does("Ctrl+Shift+I", "Ctrl+Shift+R", "U", "Ctrl+K", "Esc", "`", "Esc")
    Watched.on = False
    assert ours(Watched.opened) == []


def test_an_intake_opens_no_file_in_the_windows_thread(watched: Person, tmp_path: Path) -> None:
    person = watched
    Watched.on = False
    source = ring_pairs(tmp_path / "mugs", ["mug-1", "mug-2"])
    Watched.on = True
    person.window.intake.bringing.bring_in(source)
    while person.window.intake.bringing.running or person.desk.tasks.pending:
        QApplication.processEvents()
    Watched.on = False
    assert ours(Watched.opened) == []


def test_a_pass_opens_no_file_in_the_windows_thread(watched: Person) -> None:
    watched.does("Ctrl+Shift+D", "Return", "Return")
    assert watched.stored("ring-1").latest.label == "denoise"
    Watched.on = False
    assert ours(Watched.opened) == []


def test_thumbnails_are_made_kept_and_fetched_off_the_windows_thread(person: Person, tmp_path: Path) -> None:
    tasks, photo = person.desk.tasks, person.session.photos[-1]
    assert tasks.cache is not None
    tasks.cache.close()
    tasks.cache = CarefulCache(Cache(tmp_path))  # type: ignore[assignment]
    for _ in ("made", "fetched"):
        thumbnails = Thumbnails(tasks, lambda file: person.desk.folder / file, person.desk.colours)
        person.until(lambda: thumbnails.get(photo.latest))  # noqa: B023 asked in this turn
        person.settle()


def test_the_stores_connections_belong_to_other_threads(person: Person) -> None:
    """SQLite itself refuses them in this one."""
    seen: list[str] = []
    person.desk.tasks.write(lambda _: seen.append(threading.current_thread().name), lambda _: None)
    person.desk.tasks.read(lambda _: seen.append(threading.current_thread().name), lambda _: None)
    person.settle()
    assert sorted(name.split("_")[0] for name in seen) == ["store-reader", "store-writer"]


# --- what must not grow -------------------------------------------------------------------------------------


def alive(person: Person) -> int:
    person.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return len(person.window.findChildren(QWidget))


def test_going_through_photos_leaves_no_widgets_behind(person: Person) -> None:
    person.does("End", "Home")
    before = alive(person)
    person.does(*["Right"] * 5, *["Left"] * 5)
    assert alive(person) == before


def test_questions_that_were_left_leave_nothing_behind(person: Person) -> None:
    person.does("X", "Esc", "Ctrl+K", "Esc", "F1")
    person.does("Esc")
    before = alive(person)
    for _ in range(3):
        person.does("X", "Esc", "Ctrl+K", "Esc", "F1")
        person.does("Esc")
    assert alive(person) == before


def test_qt_for_python_keeps_count_of_none_and_true(person: Person) -> None:
    """PySide6 6.12.0 takes a reference too many from None and True with each call, and on Python 3.11 the
    program dies of it (“none_dealloc”) after some thousands: within an hour of work."""
    label = QLabel()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(500):
        label.setText("x")
        person.session.told.emit("x")
    after = sys.getrefcount(None), sys.getrefcount(True)
    label.deleteLater()
    assert after[0] > before[0] - 250
    assert after[1] > before[1] - 250
