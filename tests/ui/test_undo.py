"""Undo and redo of everything, with the photo back in view."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QToolButton

from review_desk.operations import browse, keep
from tests.ui.doors import Doors
from tests.ui.material import desk_of, ring_pairs
from tests.ui.person import Person


def undo_words(person: Person) -> str:
    buttons = person.window.review.verdict_bar.findChildren(QPushButton)
    return next(button.text() for button in buttons if "ndo" in button.text())


def test_undo_takes_the_verdict_back_and_shows_its_photo_again(person: Person) -> None:
    person.does("P", "Right", "Right")
    assert person.on_screen == "ring-4"
    person.does("Ctrl+Z")
    assert person.decided() == {}
    assert person.on_screen == "ring-1"
    assert person.notice() == "Undo Approve ring-1."


def test_redo_does_it_again_and_shows_the_photo(person: Person) -> None:
    person.does("C", "Ctrl+Z", "End", "Ctrl+Shift+Z")
    assert person.decided() == {"ring-1": "correct"}
    assert person.on_screen == "ring-1"


def test_several_steps_are_undone_newest_first_and_done_again_oldest_first(person: Person) -> None:
    person.does("P", "C", "E")
    person.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    person.settle()
    assert person.decided() == {}
    assert person.on_screen == "ring-1"
    person.press("Ctrl+Y", "Ctrl+Y")
    person.settle()
    assert person.decided() == {"ring-1": "approve", "ring-2": "correct"}


def test_the_bar_says_what_undo_would_take_back(person: Person) -> None:
    person.does("P")
    assert undo_words(person) == "Undo: Approve ring-1"
    person.does("Right", "E")
    assert undo_words(person) == "Undo: Escalate ring-3"
    person.does("Ctrl+Z")
    assert undo_words(person) == "Undo: Approve ring-1"


def test_undo_of_a_tag(person: Person) -> None:
    person.does("1", "2", "Ctrl+Z")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert decision.tags == (person.session.family.modes[0].id,)
    person.does("Ctrl+Z")
    assert person.stored("ring-1").decision is None


def test_undo_of_a_mark_and_of_its_change(person: Person) -> None:
    marks = lambda: person.asks_store(lambda r: browse.annotations(r, person.stored("ring-1").id))  # noqa: E731
    person.does("R", "Return", "1", "Ctrl+M", "Shift+S")
    assert [mark.severity for mark in marks()] == ["critical"]
    person.does("Ctrl+Z")
    assert [mark.severity for mark in marks()] == ["major"]
    person.does("Ctrl+Z")
    assert marks() == []
    assert person.session.annotations == ()
    person.does("Ctrl+Shift+Z")
    assert len(person.session.annotations) == 1


def test_undo_of_a_removed_mark_brings_it_back(person: Person) -> None:
    person.does("R", "Return", "1", "Ctrl+M", "Delete")
    assert person.session.annotations == ()
    person.does("Ctrl+Z")
    assert len(person.session.annotations) == 1


def test_undo_of_an_overruled_level(person: Person) -> None:
    photo = person.session.current
    assert photo is not None
    before = photo.assignment
    person.session.overrule([photo.id], 3, "hero")
    person.settle()
    assert person.stored("ring-1").assignment != before
    person.does("Ctrl+Z")
    assert person.stored("ring-1").assignment == before
    assert person.session.current is not None
    assert person.session.current.assignment == before


def test_undo_under_a_filter_brings_the_photo_back_into_the_list(person: Person) -> None:
    person.does("Ctrl+Shift+F", "P")
    assert person.session.shown[0].title == "ring-2"
    person.does("Ctrl+Z")
    assert person.session.shown[0].title == "ring-1"
    assert person.on_screen == "ring-1"
    strip = person.window.review.filmstrip
    assert strip.list.currentIndex().row() == 0


def test_a_whole_batch_goes_only_when_it_is_asked_for_twice(person: Person) -> None:
    person.does("P", "Ctrl+Z")
    person.does("Ctrl+Z")
    assert "Undo once more to take it out" in person.notice()
    assert len(person.session.photos) == 6
    person.does("P", "Ctrl+Z", "Ctrl+Z")  # something else was done meanwhile: it asks again
    assert len(person.session.photos) == 6
    person.does("Ctrl+Z")
    assert person.asks_store(browse.batches) == []


def test_undo_of_the_only_intake_leaves_an_empty_desk_that_says_so(person: Person) -> None:
    person.does("Ctrl+Z", "Ctrl+Z")
    assert person.asks_store(browse.batches) == []
    assert person.session.batch is None
    assert person.session.photos == []
    assert person.session.current is None
    assert "No batch" in [b.text() for b in person.window.top_bar.findChildren(QToolButton)]
    assert person.asks_store(keep.verify).ok
    person.does("Ctrl+Shift+Z")
    assert len(person.session.photos) == 6
    assert person.on_screen == "ring-1"


def test_undo_of_the_newest_of_two_intakes_shows_the_other_batch(
    doors: Doors, folder: Path, tmp_path: Path
) -> None:
    desk_of(folder, ring_pairs(tmp_path / "mugs", ["mug-1", "mug-2"]), doors.pool)
    person = doors.open(folder)
    assert person.session.batch is not None
    assert person.session.batch.name == "mugs"
    person.does("Ctrl+Z", "Ctrl+Z")
    assert [b.name for b in person.session.batches] == ["rings"]
    assert person.session.batch.name == "rings"
    assert person.on_screen == "ring-1"


def test_undo_of_a_verdict_in_another_batch_opens_that_batch(
    doors: Doors, folder: Path, tmp_path: Path
) -> None:
    desk_of(folder, ring_pairs(tmp_path / "mugs", ["mug-1", "mug-2"]), doors.pool)
    person = doors.open(folder)
    person.does("Right", "P")
    rings = next(b for b in person.session.batches if b.name == "rings")
    person.session.choose_batch(rings.id)
    person.settle()
    assert person.on_screen == "ring-1"
    person.does("Ctrl+Z")
    assert person.on_screen == "mug-2"
    assert person.session.batch is not None
    assert person.session.batch.name == "mugs"


def test_when_there_is_nothing_left_to_undo_the_window_says_so(person: Person) -> None:
    person.does("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert person.notice() == "! There is nothing to undo."
    person.does("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert person.notice() == "! There is nothing to redo."
