"""Same as last, escalating with a question, and threads: by keys, as people do it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from review_desk.domain.shapes.pin import Pin
from review_desk.operations.comment import comments
from review_desk.ui.threads.ask_escalation import AskEscalation
from tests.ui.person import Person, words


def said(person: Person) -> str:
    return words(person.window.review.inspector.threads)


def answers(person: Person, text: str) -> None:
    """Type into the line that is asked for, and press Enter."""
    person.until(QApplication.activeModalWidget)
    person.writes(text)
    person.does("Return")


def test_a_comma_takes_the_last_verdict_again_with_its_tags_and_note(person: Person) -> None:
    person.does(",")
    assert "No verdict was taken yet" in person.notice()
    person.does("1", "X")
    assert person.on_screen == "ring-2"
    person.does(",", ",")
    assert person.on_screen == "ring-4"
    tags = [person.stored(f"ring-{n}").decision.tags for n in (1, 2, 3)]  # type: ignore[union-attr]
    assert tags[0] == tags[1] == tags[2] != ()
    person.does("P", ",")
    assert person.verdicts()["ring-5"] == "approve"
    person.does("Ctrl+Z")
    assert person.verdicts()["ring-5"] is None


def test_on_the_grid_it_is_given_to_all_that_is_chosen(person: Person) -> None:
    person.does("C", "G", "Ctrl+A", ",")
    assert set(person.verdicts().values()) == {"correct"}


def test_an_escalation_asks_somebody_who_finds_the_question_with_mine_next(person: Person) -> None:
    person.does("Ctrl+Alt+E")
    dialog = person.over(AskEscalation)
    QTest.keyClick(dialog.question, Qt.Key.Key_Return)
    assert "Say what they are asked" in words(dialog)
    dialog.to.setText("Lea")
    QTest.keyClicks(dialog.question, "Is the clasp right?")
    QTest.keyClick(dialog.question, Qt.Key.Key_Return)
    person.settle()
    assert person.on_screen == "ring-2"
    person.does("Left")
    assert "Lea is asked: “Is the clasp right?”" in words(person.window.review.inspector)
    person.session.set_reviewer("Lea")
    person.does("Right", "Right", "Q")
    assert person.on_screen == "ring-1"
    assert "You are asked: “Is the clasp right?”" in person.notice()


def test_a_thread_is_begun_answered_and_settled_by_keys_and_undone(person: Person) -> None:
    person.does("Alt+N")
    answers(person, "Is it straight?")
    assert "1 open" in said(person)
    person.does("Alt+Shift+N")
    answers(person, "By 0.3°.")
    assert "Is it straight?" in said(person)
    assert "By 0.3°." in said(person)
    person.does("Ctrl+Alt+N")
    photo = person.stored("ring-1").id
    assert person.asks_store(lambda reader: comments(reader, photo))[0].resolved
    person.does("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert "Nothing was said yet." in said(person)


def test_a_comment_on_a_mark_shows_that_mark(person: Person) -> None:
    person.session.add_mark(Pin(20, 20), tags=["halo"], note="")
    person.settle()
    person.does("Ctrl+M", "Alt+N")
    answers(person, "Here?")
    person.does("Esc")
    assert person.session.selected_mark is None
    section = person.window.review.inspector.threads
    next(
        each for each in section.findChildren(QPushButton) if each.text() == "" and each.isCheckable()
    ).click()
    person.settle()
    assert person.session.selected_mark == person.session.annotations[0].id


@pytest.mark.parametrize("key", ["Alt+Shift+N", "Ctrl+Alt+N"])
def test_where_nothing_was_said_nothing_can_be_answered(person: Person, key: str) -> None:
    person.does(key)
    assert QApplication.activeModalWidget() is None
    assert "Nothing was said yet." in said(person)
