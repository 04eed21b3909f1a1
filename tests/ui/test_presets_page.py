"""Faults that repeat over a preset: proposed, noted by Enter, passed over by Shift+F, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from review_desk.store.desk import Store
from review_desk.ui.presets.page import PresetsPage, Proposal
from review_desk.ui.widgets.ask import AskLine
from tests.builders import AT, open_store
from tests.ui.doors import Doors
from tests.ui.person import Person, words


def give_presets(store: Store) -> None:
    """All three photos were made with “soft”."""
    with store.step("Give presets", actor="Ada", at=AT) as step:
        for row in list(store.db["photo"].rows):
            held = step.get("photo", id=row["id"])
            assert held is not None
            step.put("photo", {**held, "fields": {**held["fields"], "preset": "soft"}})


@pytest.fixture
def person(doors: Doors, checked_desk: Path) -> Person:
    """Two bags short of white and a sound bottle, all made with the preset “soft” and tagged with a halo."""
    with open_store(checked_desk) as store:
        give_presets(store)
    person = doors.open(checked_desk)
    person.until(lambda: person.session.checked)
    for photo in person.session.photos:
        person.session.tag_many([photo.id], "halo")
    person.settle()
    return person


@pytest.fixture
def page(person: Person) -> Iterator[PresetsPage]:
    person.does("Ctrl+Shift+N")
    page = person.over(PresetsPage)
    yield page
    if QApplication.activeModalWidget() is page:
        page.accept()
    person.settle()


def test_what_repeats_is_noted_by_enter_counts_once_and_is_undone_on_the_page(
    person: Person, page: PresetsPage
) -> None:
    person.until(lambda: "On 3 of its 3 photos." in words(page))
    assert "6 faults on the photos" in words(page)
    [proposal] = page.findChildren(Proposal)
    QTest.keyClicks(proposal.text, "Blend less")
    QTest.keyClick(proposal.text, "\r")
    person.until(lambda: "counted as 4" in words(page))
    person.settle()
    assert "Blend less" in words(page)
    assert "It counts once." in words(page)
    QTest.keySequence(page, "Ctrl+Z")
    person.until(lambda: "On 3 of its 3 photos." in words(page))


def test_a_larger_share_proposes_less(person: Person, page: PresetsPage) -> None:
    person.until(lambda: "On 3 of its 3 photos." in words(page))
    person.session.tag_many([person.session.photos[0].id], "halo")
    person.settle()
    page.share.setValue(50)
    person.until(lambda: "Nothing repeats over a preset." in words(page))


def test_shift_f_and_the_filmstrip_pass_over_what_is_noted_on_the_preset(person: Person) -> None:
    bag = next(photo for photo in person.session.photos if "olive" in photo.title)
    off = person.session.findings(bag) or ()
    person.session.note_preset(
        [bag.id], "White to 255.", fault="check:background-white", title="Background purity"
    )
    person.until(lambda: len(person.session.single_findings(bag) or ()) == len(off) - 1)
    person.does("Home", "Shift+F")
    assert person.on_screen == "bg-3301-olive-front"
    assert person.session.selected_finding == "halo"
    shown = person.window.review.inspector.findings
    person.until(
        lambda: (
            "Note on preset soft: Background purity. White to 255."
            in "\n".join(each.text() for each in shown.findChildren(QLabel))
        )
    )


def test_the_chosen_photos_of_the_grid_are_noted_on_their_preset(person: Person) -> None:
    person.does("G", "Ctrl+A", "Shift+N")
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, AskLine)
    assert asked.windowTitle().startswith("Note on preset soft, 3 photos")
    QTest.keyClicks(asked.field, "Less of it")
    QTest.keyClick(asked.field, "\r")
    person.until(lambda: [note.text for note in person.session.notes] == ["Less of it"])
    assert person.notice() == ""


def test_show_selects_its_photos_on_the_grid(person: Person, page: PresetsPage) -> None:
    person.until(lambda: page.findChildren(Proposal))
    next(each for each in page.findChildren(QPushButton) if each.text() == "Show").click()
    person.settle()
    assert person.window.workspace == "grid"
    assert len(person.window.grid.page.selection) == 3
