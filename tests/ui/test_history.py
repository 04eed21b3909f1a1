"""The history of a photo: its newest steps, and the others for who asks."""

from PySide6.QtWidgets import QPushButton

from review_desk.ui.review.history import HistorySection
from tests.ui.person import Person


def section(person: Person) -> HistorySection:
    return person.window.review.inspector.history


def steps(person: Person) -> int:
    return person.reads(section(person)).count("Ada ")


def test_older_steps_are_counted_and_opened_by_key_and_mouse(person: Person) -> None:
    for _ in range(7):
        person.does("P", "Home", "U")
    person.settle()
    assert steps(person) == 12
    more = next(b for b in section(person).findChildren(QPushButton) if "more" in b.accessibleName())
    hidden = int(more.accessibleName().split()[0])
    assert hidden == len({e.step for e in person.session.history if "label" in e.payload}) - 12
    person.does("Alt+H")
    assert steps(person) == 12 + hidden
    assert "The newest 12 only" in person.reads(section(person))
    person.does("Alt+H")
    assert steps(person) == 12
    person.clicks(8, 8, on=next(b for b in section(person).findChildren(QPushButton)))
    assert steps(person) == 12 + hidden
    person.does("Right", "Left")
    assert steps(person) == 12 + hidden, "this photo stays open"


def test_a_version_is_not_called_by_the_same_word_twice(person: Person) -> None:
    words = person.reads(section(person))
    assert "ai" in words
    assert "ai · ai" not in words
