"""Exporting from the window: a format, a slice, a folder."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from review_desk.operations import keep
from review_desk.operations.exports.formats import NAMES
from review_desk.ui.exporting.page import ExportPage
from tests.builders import AT
from tests.ui.doors import Doors
from tests.ui.person import Person


def opened(person: Person) -> ExportPage:
    person.does("Ctrl+Shift+E")
    page = person.over(ExportPage)
    person.settle()
    return page


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person says to export to, when the system's dialog asks."""
    out = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    return out


def test_enter_exports_the_batch_and_the_window_says_what_is_in_it(person: Person, place: Path) -> None:
    person.does("P", "X", "1")
    opened(person)
    person.does("Return")
    assert person.notice() == f"Exported 6 photos and 2 decisions to {place}."
    lines = (place / "decisions.jsonl").read_text("utf-8").splitlines()
    assert sorted(json.loads(line)["verdict"] for line in lines) == ["approve", "reject"]


def test_what_coco_has_no_place_for_is_said_with_the_export(person: Person, place: Path) -> None:
    for key in ("R", "A", "F9", "F9"):
        person.does(key, "Return", "Return")
    page = opened(person)
    page.formats.setCurrentRow(NAMES.index("coco"))
    person.does("Return")
    assert person.notice().endswith(f"to {place}. Left out, for coco has no such marks: 1 arrow, 2 pins.")
    assert json.loads((place / "manifest.json").read_text("utf-8"))["left_out"] == {"arrow": 1, "pin": 2}


def test_a_slice_is_counted_while_it_is_chosen_and_only_it_is_exported(person: Person, place: Path) -> None:
    person.does("P", "X", "1")
    page = opened(person)
    assert "6 of 6 photos" in person.reads(page)
    person.clicks(8, 8, on=page.form.verdicts["reject"])
    person.settle()
    assert "1 of 6 photos" in person.reads(page)
    page.formats.setFocus()
    person.does("Down", "Return")
    manifest = json.loads((place / "manifest.json").read_text("utf-8"))
    assert manifest["format"] == NAMES[1] == "imagefolder"
    assert manifest["slice"] == {"verdicts": ["reject"]}
    assert len(list(place.rglob("*_after.*"))) == 1


def test_a_slice_with_nothing_in_it_cannot_be_exported(person: Person, place: Path) -> None:
    page = opened(person)
    person.clicks(8, 8, on=page.form.verdicts["approve"])
    person.settle()
    person.does("Return")
    assert "0 of 6 photos" in person.reads(page)
    assert not place.exists()
    page.reject()


def test_a_day_that_is_none_is_said_at_once(person: Person) -> None:
    page = opened(person)
    page.form.since.setFocus()
    person.writes("tomorrow")
    assert "“tomorrow” is not a day" in person.reads(page)
    assert not page.send_button.isEnabled()
    page.reject()


def test_a_failure_mode_asks_only_for_photos_that_have_it(person: Person) -> None:
    person.does("X", "1")
    tag = person.stored("ring-1").decision.tags[0]
    page = opened(person)
    page.form.choose_tag(tag)
    person.settle()
    assert "1 of 6 photos" in person.reads(page)
    page.form.choose_tag("")
    page.form.choose_preset("no such preset")
    person.settle()
    assert "0 of 6 photos" in person.reads(page)
    page.reject()


def test_an_export_that_cannot_be_written_says_so_and_the_page_stays(person: Person, place: Path) -> None:
    place.write_text("a file")
    page = opened(person)
    person.does("Return")
    assert "is a file; an export wants a folder" in person.reads(page)
    assert page.isVisible()
    assert place.read_text() == "a file"
    page.reject()


def test_stop_while_pictures_are_made_leaves_nothing(person: Person, place: Path) -> None:
    page = opened(person)
    page.formats.setCurrentRow(NAMES.index("imagefolder"))
    page.send_to(place)
    page.reject()
    person.settle()
    assert page.isVisible(), "the first press stops, the second closes"
    assert "stopped" in person.reads(page)
    assert not place.exists()
    page.reject()


def test_there_is_nothing_to_export_before_there_is_a_batch(doors: Doors, tmp_path: Path) -> None:
    keep.create(tmp_path / "desk", at=AT)
    person = doors.open(tmp_path / "desk")
    person.runs("desk.export")
    assert person.notice() == "! There is no batch to export yet."


def test_every_format_says_what_it_holds(person: Person) -> None:
    page = opened(person)
    told = set()
    for number in range(len(NAMES)):
        page.formats.setCurrentRow(number)
        told.add(person.reads(page))
    assert len(told) == len(NAMES)
    assert page.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page.reject()
