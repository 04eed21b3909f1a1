"""Verdicts by key."""

import json
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from review_desk.domain.changes import Changes
from review_desk.domain.decision import Verdict
from review_desk.operations import browse, keep
from review_desk.store.desk import Store
from tests.builders import AT
from tests.ui.doors import Doors
from tests.ui.person import Person


@pytest.mark.parametrize(
    ("key", "verdict"), [("P", "approve"), ("C", "correct"), ("E", "escalate"), ("p", "approve")]
)
def test_a_verdict_is_one_key_and_the_next_photo_shows(person: Person, key: str, verdict: str) -> None:
    person.does(key)
    assert person.decided() == {"ring-1": verdict}
    assert person.on_screen == "ring-2"


def test_the_verdict_says_who_when_on_what_and_on_which_version(person: Person) -> None:
    person.does("P")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert (decision.reviewer, decision.version) == ("Ada", 2)
    assert decision.display == person.session.display
    assert decision.at.endswith("Z")


def test_keys_typed_faster_than_they_are_stored_decide_three_photos_none_twice_and_none_skipped(
    person: Person,
) -> None:
    person.press("P", "C", "E")
    person.settle()
    assert person.decided() == {"ring-1": "approve", "ring-2": "correct", "ring-3": "escalate"}
    assert person.on_screen == "ring-4"
    assert len([e for e in person.log() if e.kind == "decision"]) == 3


def test_the_next_photo_shows_only_when_the_verdict_is_stored(person: Person) -> None:
    seen: list[tuple[str, int]] = []
    person.session.current_changed.connect(lambda: seen.append((person.on_screen, len(person.decided()))))
    person.press("P", "P")
    assert person.on_screen == "ring-1"
    person.settle()
    assert seen == [("ring-2", 1), ("ring-3", 2)]


def test_a_verdict_with_shift_stays_on_the_photo(person: Person) -> None:
    person.does("Shift+P")
    assert person.decided() == {"ring-1": "approve"}
    assert person.on_screen == "ring-1"


def test_going_on_after_a_verdict_can_be_turned_off(person: Person) -> None:
    person.runs("decision.auto_advance")
    assert person.notice() == "Going on after a verdict is off."
    person.does("P")
    assert person.on_screen == "ring-1"
    person.runs("decision.auto_advance")
    person.does("P")
    assert person.on_screen == "ring-2"


def test_the_same_verdict_again_writes_nothing(person: Person) -> None:
    person.does("Shift+P")
    count = len(person.log())
    person.does("Shift+P", "Shift+P")
    assert len(person.log()) == count


def test_another_verdict_replaces_the_first(person: Person) -> None:
    person.does("Shift+P", "Shift+C")
    assert person.decided() == {"ring-1": "correct"}


def test_u_clears_the_verdict_and_stays(person: Person) -> None:
    person.does("Shift+C", "U")
    assert person.decided() == {}
    assert person.on_screen == "ring-1"


def test_the_bar_shows_the_verdict_of_the_photo_on_screen(person: Person) -> None:
    bar = person.window.review.verdict_bar
    checked = lambda: [b.accessibleName() for b in bar.findChildren(QPushButton) if b.isChecked()]  # noqa: E731
    assert checked() == []
    person.does("Shift+C")
    assert checked() == ["Correct"]
    person.does("Right")
    assert checked() == []


def test_a_verdict_can_be_clicked(person: Person) -> None:
    bar = person.window.review.verdict_bar
    button = next(b for b in bar.findChildren(QPushButton) if b.accessibleName() == "Escalate")
    person.clicks(20, 10, on=button)
    assert person.decided() == {"ring-1": "escalate"}
    assert person.on_screen == "ring-2"


# --- where one goes next ------------------------------------------------------------------------------------


def test_at_the_end_of_the_list_the_last_photo_stays(person: Person) -> None:
    person.does("End", "P")
    assert person.decided() == {"ring-6": "approve"}
    assert person.on_screen == "ring-6"


def test_with_only_the_photos_to_do_each_comes_once_and_none_is_left(person: Person) -> None:
    person.does("Ctrl+Shift+F", "Right", "Right")
    for left in range(6, 0, -1):
        assert len(person.session.shown) == left
        person.does("P")
    assert set(person.decided()) == {f"ring-{n}" for n in range(1, 7)}


def test_when_nothing_is_left_to_do_the_last_photo_stays_with_its_verdict(person: Person) -> None:
    person.does("Ctrl+Shift+F")
    person.press(*"PPPPPP")
    person.settle()
    assert len(person.decided()) == 6
    assert person.session.shown == []
    assert person.on_screen


def test_an_arrow_right_after_a_verdict_goes_on_from_where_the_verdict_led(person: Person) -> None:
    person.press("P", "Right")
    person.settle()
    assert person.on_screen == "ring-3"
    assert person.decided() == {"ring-1": "approve"}


def test_a_click_on_another_photo_while_a_verdict_is_stored_is_where_one_stays(person: Person) -> None:
    person.press("P")
    person.session.go_to(person.session.photos[4].id)
    person.settle()
    assert person.decided() == {"ring-1": "approve"}
    assert person.on_screen == "ring-5"


def test_a_tag_typed_right_after_a_verdict_goes_to_the_photo_that_the_verdict_led_to(person: Person) -> None:
    person.press("P", "1")
    person.settle()
    first, second = person.stored("ring-1").decision, person.stored("ring-2").decision
    assert first is not None
    assert first.tags == ()
    assert second is not None
    assert second.tags == (person.session.family.modes[0].id,)


def test_a_tag_and_a_reject_typed_at_once_need_no_further_reason(person: Person) -> None:
    person.press("1", "X")
    person.settle()
    assert person.decided() == {"ring-1": "reject"}
    assert not person.window.review.prompt.isVisible()


def test_undo_and_a_verdict_typed_at_once_decide_the_photo_that_undo_brought_back(person: Person) -> None:
    person.does("P")
    person.press("Ctrl+Z", "C")
    person.settle()
    assert person.decided() == {"ring-1": "correct"}
    assert person.on_screen == "ring-2"


# --- what cannot be stored ----------------------------------------------------------------------------------


@pytest.fixture
def full_disk() -> Iterator[Callable[[], None]]:
    """Lets the disk be full for this process until the call of what it gives: no file may grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    free = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))  # noqa: E731
    yield free
    free()


def fill_up() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def test_a_verdict_that_cannot_be_stored_leaves_the_photo_on_screen_and_says_why(
    person: Person, full_disk: Callable[[], None]
) -> None:
    before = person.log()
    fill_up()
    person.press("P", "P")
    person.settle()
    full_disk()
    assert person.on_screen == "ring-1"
    assert person.session.current is not None
    assert person.session.current.verdict is None
    said = person.notice()
    assert said.startswith("! The disk that holds desk/desk.sqlite")
    assert said.count(".") == said.count(". ") + 1 + said.count(".sqlite")
    assert person.log() == before


def test_after_a_verdict_that_could_not_be_stored_the_desk_is_whole_and_goes_on(
    person: Person, full_disk: Callable[[], None]
) -> None:
    fill_up()
    person.does("P", "1")
    full_disk()
    assert person.asks_store(keep.verify).ok
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}
    assert person.on_screen == "ring-2"
    assert person.asks_store(keep.verify).ok


def test_without_a_reviewer_no_verdict_is_taken(person: Person) -> None:
    person.session.set_reviewer("  ")
    person.does("P")
    assert person.decided() == {}
    assert person.on_screen == "ring-1"
    assert person.notice() == "! A decision needs a reviewer: say who you are."


def test_what_was_typed_before_the_window_closes_is_stored(
    doors: Doors, person: Person, folder: Path
) -> None:
    person.press("P", "Ctrl+Q")
    doors.close(person.desk)
    with_verdict = [p.title for p in person.asks_store(browse.photos) if p.verdict is Verdict.APPROVE]
    assert with_verdict == ["ring-1"]
    assert json.loads((folder / "session.json").read_text())["reviewer"] == "Ada"


def test_after_a_bug_in_an_operation_the_desk_goes_on(person: Person, qtbot: QtBot) -> None:
    """Nothing of it is stored, what follows is, and nobody waits for what never comes."""
    count = len(person.log())

    def with_a_bug(store: Store) -> Changes:
        with store.step("Half done", actor="Ada", at=AT) as step:
            step.put("decision", {"photo_id": "nobody"})
        raise AssertionError("never reached")

    with qtbot.capture_exceptions() as caught:
        person.session.write(with_a_bug)
        person.press("P", "C")
        person.settle()
    assert len(caught) == 1
    assert person.decided() == {"ring-1": "approve", "ring-2": "correct"}
    assert len(person.log()) == count + 2
