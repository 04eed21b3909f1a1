"""A reject says why."""

import pytest
from PySide6.QtWidgets import QApplication

from review_desk.operations import browse
from review_desk.ui.widgets.pieces import RowButton
from tests.ui.person import Person


def prompt_words(person: Person) -> str:
    return person.reads(person.window.review.prompt)


def is_asking(person: Person) -> bool:
    return person.window.review.prompt.isVisible()


def test_x_asks_for_a_reason_and_stores_nothing_yet(person: Person) -> None:
    person.does("X")
    assert is_asking(person)
    assert "Why is ring-1 rejected?" in prompt_words(person)
    assert person.decided() == {}


def test_a_digit_gives_the_reason_and_the_next_photo_shows(person: Person) -> None:
    offered = [mode.id for mode in person.session.family.modes]
    person.does("X", "2")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert (decision.verdict, decision.tags, decision.note) == ("reject", (offered[1],), "")
    assert person.on_screen == "ring-2"
    assert not is_asking(person)


def test_a_digit_of_the_number_pad_gives_the_reason_too(person: Person) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    offered = [mode.id for mode in person.session.family.modes]
    person.does("X")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    person.settle()
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert decision.tags == (offered[2],)


def test_a_word_of_ones_own_becomes_a_note(person: Person) -> None:
    person.does("X")
    person.writes("zzz wonky")
    assert "Enter stores “zzz wonky” as a note." in prompt_words(person)
    person.does("Return")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert (decision.verdict, decision.tags, decision.note) == ("reject", (), "zzz wonky")


def test_a_failure_mode_is_found_by_a_word_and_chosen_by_its_digit(person: Person) -> None:
    person.does("X")
    person.writes("dust")
    person.does("1")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert decision.tags == ("leftover-dust",)


def test_the_full_name_of_a_failure_mode_is_that_mode_and_no_note(person: Person) -> None:
    person.does("X")
    person.writes("banding")
    person.does("Return")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert (decision.tags, decision.note) == (("banding",), "")


def test_enter_with_nothing_typed_refuses_and_goes_on_asking(person: Person) -> None:
    person.does("X", "Return")
    assert is_asking(person)
    assert "A reject needs a reason: press 1-9 or write a word." in prompt_words(person)
    assert person.decided() == {}


def test_escape_leaves_the_photo_undecided(person: Person) -> None:
    person.does("X", "Esc")
    assert not is_asking(person)
    assert person.decided() == {}
    assert person.on_screen == "ring-1"
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}


def test_escape_leaves_the_question_wherever_the_focus_is(person: Person) -> None:
    person.does("X")
    person.clicks(300, 300)
    person.does("Esc")
    assert not is_asking(person)
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}


def test_a_tagged_photo_is_rejected_without_asking(person: Person) -> None:
    person.does("1", "X")
    assert person.decided() == {"ring-1": "reject"}
    assert not is_asking(person)


def test_shift_x_with_a_reason_stays_on_the_photo(person: Person) -> None:
    person.does("Shift+X", "1")
    assert person.decided() == {"ring-1": "reject"}
    assert person.on_screen == "ring-1"


def test_while_a_reason_is_typed_letters_are_letters(person: Person) -> None:
    person.does("X")
    person.writes("pcxeu twsd")
    person.settle()
    assert is_asking(person)
    assert person.decided() == {}
    assert person.session.view.mode == "single"


def test_keys_typed_after_a_reject_do_not_decide_before_its_reason_is_given(person: Person) -> None:
    person.press("X", "P", "C")
    person.settle()
    assert person.decided() == {}
    assert is_asking(person)


def test_going_to_another_photo_leaves_the_question_so_that_no_other_photo_is_rejected(
    person: Person,
) -> None:
    person.does("X")
    person.session.go_to(person.session.photos[3].id)
    person.settle()
    assert not is_asking(person)
    person.does("1")
    assert person.decided() == {}


def test_a_click_on_the_question_itself_is_not_a_click_on_the_photo(person: Person) -> None:
    person.does("X")
    zoom = person.session.view.zoom
    prompt = person.window.review.prompt
    person.clicks(prompt.width() - 4, prompt.height() - 4, on=prompt)
    assert person.session.view.zoom == zoom
    person.does("1")
    assert person.decided() == {"ring-1": "reject"}


def test_a_reason_is_clicked_as_well_as_typed(person: Person) -> None:
    person.does("X")
    offered = person.session.family.modes[4]
    row = next(
        b for b in person.window.review.prompt.findChildren(RowButton) if b.accessibleName() == offered.name
    )
    person.clicks(20, 10, on=row)
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert decision.tags == (offered.id,)


def test_undoing_a_reject_takes_its_reason_with_it(person: Person) -> None:
    person.does("X", "1", "Ctrl+Z")
    assert person.stored("ring-1").decision is None
    assert person.on_screen == "ring-1"


@pytest.mark.parametrize("key", ["1", "Delete"])
def test_the_last_reason_of_a_reject_cannot_be_taken_off(person: Person, key: str) -> None:
    """By untagging the photo, or by removing the mark that says why."""
    if key == "1":
        person.does("1", "Shift+X")
    else:
        person.does("R", "Return", "1", "Shift+X", "Ctrl+M")
    person.does(key)
    assert person.notice() == "! A reject needs a reason: name a failure mode or write a note."
    assert person.decided() == {"ring-1": "reject"}
    marks = person.asks_store(lambda reader: browse.annotations(reader, person.stored("ring-1").id))
    assert len(marks) == (key == "Delete")
