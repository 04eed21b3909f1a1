"""The table of actions, walked from end to end."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel

from review_desk.operations import keep
from review_desk.ui.actions.action import Action
from review_desk.ui.actions.table import ACTIONS
from review_desk.ui.saved_state import SavedState
from review_desk.ui.top_bar import WORKSPACES
from tests.builders import AT
from tests.ui.doors import Doors
from tests.ui.person import Person

ROOMS = tuple(name for name, _ in WORKSPACES)


def works_in(action: Action, room: str) -> bool:
    return not action.where or room in action.where


# --- the table itself ---------------------------------------------------------------------------------------


def test_every_action_has_an_id_of_its_own_and_a_title_of_its_own() -> None:
    assert [name for name, count in Counter(a.id for a in ACTIONS).items() if count > 1] == []
    assert [title for title, count in Counter(a.title for a in ACTIONS).items() if count > 1] == []
    assert all(a.title and a.group for a in ACTIONS)


@pytest.mark.parametrize("room", ROOMS)
def test_no_key_means_two_things_in_one_room(room: str) -> None:
    keys = Counter(QKeySequence(key).toString() for a in ACTIONS if works_in(a, room) for key in a.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_key_of_the_table_is_one_that_qt_knows() -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert QKeySequence(key).count() == 1, (action.id, key)
            assert QKeySequence(key).toString(), (action.id, key)


def test_every_action_is_run_or_held_and_not_both() -> None:
    assert [a.id for a in ACTIONS if (a.run is None) == (a.held is None)] == []


def test_every_action_names_rooms_that_there_are() -> None:
    assert {room for a in ACTIONS for room in a.where} <= set(ROOMS)


# --- the table at work --------------------------------------------------------------------------------------


class Impatient:
    """Closes whatever asks for an answer."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self._close)
        self._timer.start(10)

    def _close(self) -> None:
        for widget in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if widget is not None:
                widget.close()

    def leave(self) -> None:
        self._timer.stop()


@pytest.fixture
def no_answers(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """Whoever is asked for a file chooses none; every other question is closed."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    impatient = Impatient()
    yield
    impatient.leave()


def walk(person: Person, room: str) -> None:
    """Run every action of a room, held ones too, each from that room with nothing open."""
    for action in ACTIONS:
        if not works_in(action, room) or action.id == "desk.quit":
            continue
        person.window.show_workspace(room)
        if action.run:
            person.window.dispatch.run(action.id)
        if action.held:
            action.held(person.window, True)
            person.settle()
            action.held(person.window, False)
        person.settle()
        person.until(lambda: QApplication.activeModalWidget() is None)
        person.window.go_back()
    person.settle()


@pytest.mark.parametrize("room", ROOMS)
def test_every_action_runs_without_error_in_its_room(room: str, person: Person, no_answers: None) -> None:
    walk(person, room)
    assert person.asks_store(keep.verify).ok


@pytest.mark.parametrize("room", ROOMS)
def test_every_action_runs_without_error_on_an_empty_desk(
    room: str, doors: Doors, tmp_path: Path, no_answers: None
) -> None:
    keep.create(tmp_path / "empty", at=AT)
    SavedState(reviewer="Ada").save(tmp_path / "empty")
    person = doors.open(tmp_path / "empty")
    walk(person, room)
    assert len(person.log()) == 1


@pytest.mark.parametrize("room", ROOMS)
def test_only_the_actions_of_a_room_are_on_in_it(room: str, person: Person) -> None:
    person.window.show_workspace(room)
    on = {a.id for a in person.window.dispatch.runnable()}
    assert on == {a.id for a in ACTIONS if a.run and works_in(a, room)}


def test_while_a_question_is_open_its_keys_belong_to_it(person: Person) -> None:
    person.does("X")
    assert {a.id for a in person.window.dispatch.runnable()} == {"desk.back", "desk.quit"}
    person.does("Esc")
    assert len(person.window.dispatch.runnable()) > 20


def test_a_key_held_down_repeats_a_step_but_never_a_verdict_or_a_tag(person: Person) -> None:
    """A heavy hand on P would approve photos that nobody saw."""
    repeating = {a.id for a in ACTIONS if a.run and person.window.dispatch.qaction(a.id).autoRepeat()}
    assert {"photo.next", "photo.previous", "view.closer", "view.pan_left", "view.wipe_left"} <= repeating
    assert not {
        i for i in repeating if i.split(".")[0] in {"decision", "tag", "mark", "edit", "desk", "pass"}
    }


# --- the palette --------------------------------------------------------------------------------------------


def test_the_palette_finds_an_action_by_a_word_and_runs_it(person: Person) -> None:
    person.does("Ctrl+K")
    person.writes("side by")
    person.does("Return")
    assert person.session.view.mode == "side"
    assert not person.window.palette_box.isVisible()


def test_the_palette_moves_with_the_arrows(person: Person) -> None:
    person.does("Ctrl+K")
    person.writes("photo")
    listed = person.window.palette_box.list
    assert listed.count() >= 2
    person.does("Down", "Down", "Up")
    assert listed.currentRow() == 1
    person.does("Up", "Up", "Up")
    assert listed.currentRow() == 0


def test_the_palette_offers_what_works_here_and_nothing_else(person: Person) -> None:
    person.does("Ctrl+Shift+I", "Ctrl+K")
    offered = person.reads(person.window.palette_box)
    assert "Bring in a folder…" in offered
    assert "Approve" not in offered.splitlines()


def test_escape_leaves_the_palette_and_nothing_was_done(person: Person) -> None:
    person.does("Ctrl+K")
    person.writes("approve")
    person.does("Esc")
    assert not person.window.palette_box.isVisible()
    assert person.decided() == {}
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}


def test_escape_leaves_the_palette_wherever_the_focus_is(person: Person) -> None:
    person.does("Ctrl+K")
    person.canvas.setFocus()
    person.does("Esc")
    assert not person.window.palette_box.isVisible()
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}


def test_letters_in_the_palette_never_decide(person: Person) -> None:
    person.does("Ctrl+K")
    person.writes("pcxeu 123")
    assert person.decided() == {}


def test_enter_on_a_palette_that_found_nothing_does_nothing(person: Person) -> None:
    person.does("Ctrl+K")
    person.writes("qqqq")
    person.does("Return")
    assert person.window.palette_box.isVisible()
    assert person.decided() == {}


# --- the sheet ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["F1", "?"])
def test_the_sheet_lists_every_action_that_has_a_key_with_all_its_keys(person: Person, key: str) -> None:
    person.press(key)
    person.until(QApplication.activeModalWidget)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, QDialog)
    person.until(sheet.isActiveWindow)
    told = [label.text() for label in sheet.findChildren(QLabel)]
    for action in ACTIONS:
        if action.keys:
            assert action.title in told
            for keys in action.keys:
                assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) in told
    person.does("Esc")
    assert QApplication.activeModalWidget() is None
