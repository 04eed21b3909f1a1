"""Bringing a batch in through the window."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton

from review_desk.operations import browse, keep
from review_desk.ui.saved_state import SavedState
from tests.builders import AT, manifest_file
from tests.ui.doors import Doors
from tests.ui.material import BorrowedPool, HeldPool, flat_pair, ring_pairs
from tests.ui.person import Person


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A desk with nothing in it."""
    keep.create(tmp_path / "desk", at=AT)
    SavedState(reviewer="Ada").save(tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def rings(tmp_path: Path) -> Path:
    """Six pairs, not taken in yet."""
    return ring_pairs(tmp_path / "rings")


def bring_in(person: Person, source: Path, manifest: Path | None = None) -> None:
    person.window.intake.bringing.bring_in(source, manifest)
    person.until(lambda: not person.window.intake.bringing.running)
    person.settle()


def drop(person: Person, *paths: Path) -> bool:
    """Drop files on the window as a file manager does. Returns whether it would take them."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, keys = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(200, 200), actions, carried, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(person.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(person.window, QDropEvent(QPointF(200, 200), actions, carried, buttons, keys))
    return enter.isAccepted()


def button(person: Person, text: str) -> QPushButton:
    buttons = person.window.intake.findChildren(QPushButton)
    return next(b for b in buttons if b.text() == text and b.isVisible())


def test_an_empty_desk_says_what_to_do(doors: Doors, empty: Path) -> None:
    person = doors.open(empty)
    assert person.window.workspace == "intake"
    assert "Drop a folder of photos here." in person.reads(person.window.intake)
    person.does("Ctrl+Shift+R")
    assert person.session.current is None
    person.does("P", "X", "T", "Z", "1", "Right", "R", "Return")
    assert len(person.log()) == 1, "the desk was made; nothing else happened"


def test_a_folder_becomes_a_batch_with_levels_and_nothing_is_written_beside_it(
    doors: Doors, empty: Path, rings: Path
) -> None:
    person = doors.open(empty)
    before = sorted((p.name, p.stat().st_mtime_ns) for p in rings.iterdir())
    bring_in(person, rings)
    assert person.notice() == "“rings”: 6 photos with 12 versions added."
    assert [p.title for p in person.session.photos] == [f"ring-{n}" for n in range(1, 7)]
    assert all(p.assignment for p in person.session.photos)
    assert "6 photos" in person.reads(person.window.intake)
    assert sorted((p.name, p.stat().st_mtime_ns) for p in rings.iterdir()) == before
    person.does("Ctrl+Return", "P")
    assert person.decided() == {"ring-1": "approve"}


def test_doing_it_twice_adds_nothing_twice(doors: Doors, empty: Path, rings: Path) -> None:
    person = doors.open(empty)
    bring_in(person, rings)
    count = len(person.log())
    bring_in(person, rings)
    assert "6 known already" in person.notice()
    assert len(person.log()) == count


def test_a_folder_dropped_on_the_window_is_a_batch(doors: Doors, empty: Path, rings: Path) -> None:
    person = doors.open(empty)
    assert drop(person, rings)
    person.until(lambda: not person.window.intake.bringing.running and len(person.session.photos) == 6)
    assert person.window.workspace == "intake"


def test_a_folder_dropped_on_the_photo_is_a_batch_too(person: Person, tmp_path: Path) -> None:
    assert drop(person, ring_pairs(tmp_path / "mugs", ["mug-1"]))
    person.until(lambda: person.on_screen == "mug-1")
    assert [b.name for b in person.session.batches] == ["mugs", "rings"]


def test_a_file_dropped_on_the_window_is_not_taken_for_a_folder(person: Person, rings: Path) -> None:
    assert not drop(person, rings / "ring-1.jpg")
    assert not drop(person)


def test_progress_counts_files_and_a_cancel_adds_nothing(
    doors: Doors, empty: Path, rings: Path, pool: BorrowedPool
) -> None:
    held = HeldPool(pool)
    person = doors.open(empty, pool=held)
    person.window.intake.bringing.bring_in(rings)
    held.let(5)
    person.until(lambda: "5 of 12 files" in person.reads(person.window.intake))
    bar = next(b for b in person.window.intake.findChildren(QProgressBar) if b.isVisible())
    assert (bar.value(), bar.maximum()) == (5, 12)
    button(person, "Cancel").click()
    person.until(lambda: not person.window.intake.bringing.running)
    assert person.asks_store(browse.batches) == []
    assert len(person.log()) == 1
    assert "Nothing was added" in person.notice()
    assert not bar.isVisible()


def test_after_a_cancel_the_same_folder_comes_in_whole(
    doors: Doors, empty: Path, rings: Path, pool: BorrowedPool
) -> None:
    held = HeldPool(pool)
    person = doors.open(empty, pool=held)
    person.window.intake.bringing.bring_in(rings)
    held.let(3)
    person.until(lambda: "3 of 12 files" in person.reads(person.window.intake))
    person.window.intake.bringing.cancel()
    person.until(lambda: not person.window.intake.bringing.running)
    held.let(100)
    bring_in(person, rings)
    assert len(person.session.photos) == 6


def test_a_cancel_in_the_last_moment_adds_nothing_either(doors: Doors, empty: Path, rings: Path) -> None:
    """Everything is read, and nothing is written yet."""
    person = doors.open(empty)
    bringing = person.window.intake.bringing
    bringing.progressed.connect(lambda p: bringing.cancel() if p.done == p.total else None)
    bring_in(person, rings)
    assert person.asks_store(browse.batches) == []


def test_closing_the_window_ends_an_intake_that_runs(
    doors: Doors, empty: Path, rings: Path, pool: BorrowedPool
) -> None:
    held = HeldPool(pool)
    person = doors.open(empty, pool=held)
    person.window.intake.bringing.bring_in(rings)
    held.let(2)
    person.until(lambda: "2 of 12 files" in person.reads(person.window.intake))
    doors.close(person.desk)
    assert person.asks_store(browse.batches) == []


def test_one_batch_at_a_time(doors: Doors, empty: Path, rings: Path, pool: BorrowedPool) -> None:
    held = HeldPool(pool)
    person = doors.open(empty, pool=held)
    person.window.intake.bringing.bring_in(rings)
    person.window.intake.bringing.bring_in(rings)
    assert person.notice() == "! One batch at a time: this one is still being read."
    held.let(100)
    person.until(lambda: not person.window.intake.bringing.running)
    person.settle()
    assert len(person.session.photos) == 6


def test_an_intake_that_ends_while_somebody_reviews_leaves_them_where_they_are(
    doors: Doors, folder: Path, tmp_path: Path, pool: BorrowedPool
) -> None:
    held = HeldPool(pool)
    person = doors.open(folder, pool=held)
    person.window.intake.bringing.bring_in(ring_pairs(tmp_path / "mugs", ["mug-1"]))
    assert person.window.workspace == "intake", "its progress is there"
    person.press("Ctrl+Return", "Right", "T", "X", "Z", "Z", "Z")
    held.let(100)
    person.until(lambda: len(person.session.batches) == 2)
    person.settle()
    assert person.session.batch is not None
    assert person.session.batch.name == "rings"
    assert person.on_screen == "ring-2"
    assert person.session.view.showing == "a"
    assert person.window.review.prompt.isVisible()
    person.does("Return")
    assert person.decided() == {"ring-2": "reject"}


def test_what_cannot_be_taken_in_is_listed_with_its_reason(doors: Doors, empty: Path, rings: Path) -> None:
    (rings / "broken.jpg").write_bytes((rings / "ring-1.jpg").read_bytes()[:900])
    person = doors.open(empty)
    bring_in(person, rings)
    told = person.reads(person.window.intake)
    assert "broken.jpg" in told
    assert "QUARANTINE" in told
    assert person.notice().endswith("1 files in quarantine.") or "quarantine" in person.notice()
    assert len(person.session.photos) == 6


def test_mistakes_in_a_manifest_are_listed_with_their_rows(doors: Doors, empty: Path, rings: Path) -> None:
    rows = [{"file": "ring-1.jpg", "sku": "R1"}, {"file": "no-such.jpg", "sku": "R2"}]
    manifest = manifest_file(rings / "list.csv", rows)
    person = doors.open(empty)
    bring_in(person, rings, manifest)
    assert "Row " in person.reads(person.window.intake)
    assert [p.title for p in person.session.photos] == ["R1"]


def test_a_folder_that_is_gone_is_refused_in_a_sentence(doors: Doors, empty: Path, tmp_path: Path) -> None:
    person = doors.open(empty)
    bring_in(person, tmp_path / "nowhere")
    assert person.notice().startswith("! ")
    assert "nowhere" in person.notice()
    assert person.asks_store(browse.batches) == []


# --- moved files --------------------------------------------------------------------------------------------


@pytest.fixture
def moved(doors: Doors, empty: Path, tmp_path: Path) -> tuple[Person, Path]:
    """A desk whose photos were moved away after they came in, opened anew, and where they are now."""
    source = tmp_path / "here"
    flat_pair(source, "ring-1")
    person = doors.open(empty)
    bring_in(person, source)
    doors.close(person.desk)
    there = tmp_path / "there" / "deep"
    there.parent.mkdir()
    shutil.move(source, there)
    return doors.open(empty), there.parent


def test_a_photo_whose_file_was_moved_says_so_and_what_to_do(moved: tuple[Person, Path]) -> None:
    person, _ = moved
    person.does("Ctrl+Shift+R")
    version = person.session.version("b")
    assert version is not None
    trouble = person.window.frames.trouble(version)
    assert trouble is not None
    assert "ring-1_after.jpg" in trouble
    plain = Image.new("RGB", (1, 1), (119, 119, 119)).getpixel((0, 0))
    assert person.colour(across=0.02, down=0.9) == plain


def test_a_photo_that_cannot_be_shown_can_still_be_decided_and_tagged(moved: tuple[Person, Path]) -> None:
    person, _ = moved
    person.does("Ctrl+Shift+R", "T", "S", "W", "D", "1", "X")
    assert person.decided() == {"ring-1": "reject"}


def test_finding_moved_photos_mends_the_link_and_shows_them(moved: tuple[Person, Path]) -> None:
    person, there = moved
    person.does("Ctrl+Shift+R")
    person.window.intake.bringing.find_moved(there)
    person.until(lambda: person.notice() == "Found 2 files again; 0 are still missing.")
    person.settle()
    assert person.colour()[2] > 150
    person.does("T")
    assert person.colour()[0] > 150


def test_looking_in_the_wrong_folder_finds_nothing_and_breaks_nothing(
    moved: tuple[Person, Path], tmp_path: Path
) -> None:
    person, _ = moved
    (tmp_path / "wrong").mkdir()
    person.window.intake.bringing.find_moved(tmp_path / "wrong")
    person.until(lambda: person.notice() == "Found 0 files again; 2 are still missing.")
    person.window.intake.bringing.find_moved(tmp_path / "nowhere")
    person.until(lambda: person.notice().startswith("! There is no folder"))


def test_undo_of_a_mended_link_is_a_step_like_any_other(moved: tuple[Person, Path]) -> None:
    person, there = moved
    person.window.intake.bringing.find_moved(there)
    person.until(lambda: person.notice().startswith("Found 2"))
    person.settle()
    assert person.session.undo_label == "Link photos to “there”"
    person.does("Ctrl+Z")
    assert person.stored("ring-1").latest.file.endswith("here/ring-1_after.jpg")
