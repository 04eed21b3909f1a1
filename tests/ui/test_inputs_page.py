"""The originals as shots: checked when the page opens, named where they are off, shown on the grid."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.ui.inputs.page import InputsPage
from tests.ui.doors import Doors
from tests.ui.person import Person, words


@pytest.fixture
def person(doors: Doors, checked_desk: Path) -> Person:
    return doors.open(checked_desk)


def opened(person: Person) -> InputsPage:
    person.does("Ctrl+Alt+C")
    page = person.over(InputsPage)
    person.until(lambda: person.session.inputs and person.session.progress is None)
    person.settle()
    return page


def test_originals_are_checked_as_shots_and_need_not_be_white(person: Person) -> None:
    page = opened(person)
    said = words(page)
    assert "0 of 3 originals have findings." in said
    assert "Mixed light" in said
    assert "Background purity" not in said
    page.accept()
    person.settle()


def test_what_is_off_is_named_and_shown_on_the_grid(person: Person) -> None:
    person.session.set_tolerance("sharpness", Tolerance(Limit(most=0.1)))
    person.settle()
    page = opened(person)
    assert "3 of 3 originals have findings." in words(page)
    assert "▲ bt-1102-front" in words(page)
    next(each for each in page.findChildren(QPushButton) if each.text() == "Show").click()
    person.settle()
    assert person.window.workspace == "grid"
    assert len(person.window.grid.page.selection) == 3


def test_a_closed_page_leaves_the_check_running_to_its_end(person: Person) -> None:
    person.press("Ctrl+Alt+C")
    page = person.over(InputsPage)
    page.accept()
    person.settle()
    person.until(lambda: person.session.progress is None)
