"""The page of the audit: opened by key, narrowed, read on by scrolling, exported, left for a photo."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from review_desk.domain.decision import Verdict
from review_desk.operations.decide import set_note
from review_desk.store.desk import Store
from review_desk.ui.audit.entries import CHUNK
from review_desk.ui.audit.page import AuditPage
from tests.builders import moment
from tests.ui.person import Person, words


@pytest.fixture
def page(person: Person) -> Iterator[AuditPage]:
    """After Ada approved the first photo and went back to it, on a display that has a name."""
    person.session.display = "Left · green"
    person.does("P", "Left", "Ctrl+Shift+A")
    page = person.over(AuditPage)
    person.settle()
    yield page
    if QApplication.activeModalWidget() is page:
        page.accept()
    person.settle()


def rows(page: AuditPage) -> list[list[str]]:
    model = page.entries
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_it_opens_on_the_photo_with_the_newest_first_and_in_full_below(page: AuditPage) -> None:
    newest = rows(page)[0]
    assert (newest[1], newest[3], newest[6]) == ("Ada", "Approve ring-1", "Left · green")
    assert {row[2] for row in rows(page)} == {"ring-1"}
    assert "Approve ring-1 · verdict added: approve" in words(page)
    assert "on: Left · green" in words(page)


def test_words_people_kinds_places_and_days_narrow_it(person: Person, page: AuditPage) -> None:
    page.asking.choose_scope("desk")
    person.settle()
    everything = len(rows(page))
    QTest.keyClicks(page.asking.words, "ring-3")
    person.settle()
    assert {row[2] for row in rows(page)} == {"ring-3"}
    page.asking.words.clear()
    page.asking.choose_kind("verdicts")
    person.settle()
    assert len(rows(page)) == 1 < everything
    page.asking.choose_who("nobody")
    person.settle()
    assert "Nothing of that kind was written" in words(page)
    assert not page.export_button.isEnabled()
    page.asking.since.setText("yesterday")
    person.settle()
    assert "“yesterday” is not a day" in words(page)


def test_thousands_of_entries_are_read_as_somebody_scrolls(person: Person, page: AuditPage) -> None:
    photo = person.session.photos[0].id

    def write_on(store: Store) -> None:
        for number in range(2 * CHUNK):
            set_note(store, photo=photo, note=str(number), reviewer="Bo", at=moment(number))

    person.session.tasks.write(write_on, lambda _: None)
    person.settle()
    page.refill()
    person.settle()
    assert page.entries.rowCount() == CHUNK
    while page.entries.canFetchMore(page.table.rootIndex()):
        page.table.scrollToBottom()
        person.settle()
    whens = [page.entries.entry(row).seq for row in range(page.entries.rowCount())]
    assert whens == sorted(set(whens), reverse=True)
    assert len(whens) > 2 * CHUNK


def test_what_is_shown_is_written_to_a_file(person: Person, page: AuditPage, tmp_path: Path) -> None:
    page.asking.choose_kind("verdicts")
    person.settle()
    page.write_to(tmp_path / "audit.json")
    person.settle()
    written = json.loads((tmp_path / "audit.json").read_text("utf-8"))
    assert [each["what"] for each in written["entries"]] == ["Approve ring-1"]
    assert "Wrote 1 entries" in words(page)
    page.write_to(tmp_path / "audit.doc")
    person.settle()
    assert "neither a .csv nor a .json" in words(page)


def test_enter_opens_the_photo_of_an_entry_in_review(person: Person, page: AuditPage) -> None:
    page.asking.choose_scope("desk")
    QTest.keyClicks(page.asking.words, "ring-4")
    person.settle()
    page.table.setFocus()
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    person.settle()
    assert person.on_screen == "ring-4"


def test_a_blind_sample_is_not_told_by_the_audit(person: Person) -> None:
    person.session.decide_many([p.id for p in person.session.photos], Verdict.APPROVE)
    person.settle()
    person.session.draw_sample(1)
    person.settle()
    person.does("Ctrl+Alt+S")
    assert person.session.lot is not None
    person.does("Ctrl+Shift+A")
    assert QApplication.activeModalWidget() is None
    assert "leave the blind sample first" in person.notice()
