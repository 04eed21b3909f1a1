"""Drift in the grid room, by keys and with the record it leaves."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QDoubleSpinBox

from review_desk.ui.grid.drift.limits import LimitsDialog
from tests.ui.doors import Doors
from tests.ui.person import Person


@pytest.fixture
def person(doors: Doors, mug_desk: Path, tmp_path: Path) -> Person:
    return doors.open(shutil.copytree(mug_desk, tmp_path / "mugs"), size=(1440, 900))


def chosen(person: Person) -> list[str]:
    page = person.window.grid.page
    return [photo.title for photo in map(page.photo, page.selected_in_order) if photo]


def test_the_app_opens_without_measuring_and_the_grid_measures(person: Person) -> None:
    person.does("G")
    drift = person.window.grid.drift
    assert drift.measuring.words == "1 of 16 photos is off"
    assert person.window.grid.page.remark(person.session.photos[6].id).startswith("▼ dark ground −")


def test_a_lead_is_led_to_the_drift_by_keys_and_rejects_it(person: Person) -> None:
    person.does("G", "D", "D", "D", "D")
    view = person.window.grid.drift.view
    while view.measure != "background_l":
        person.does("Shift+D")
    person.does("]")
    assert chosen(person) == ["MG-6"]
    person.does("X")
    person.writes("1")
    person.settle()
    assert list(person.decided()) == ["MG-6"]


def test_the_map_takes_the_place_of_the_rows_and_goes_again(person: Person) -> None:
    person.does("G", "Shift+M")
    drift = person.window.grid.drift
    assert drift.beside.currentWidget() is drift.map
    person.does("Shift+M")
    assert drift.beside.currentWidget() is drift.strips


def test_limits_that_were_kept_are_there_on_the_next_start(person: Person, doors: Doors) -> None:
    person.does("G")
    person.press("Alt+L")
    box = person.asked(QDoubleSpinBox)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LimitsDialog)
    box.setValue(7.5)
    dialog.findChildren(QCheckBox)[1].setChecked(False)
    person.settle()
    dialog.accept()
    person.settle()
    kept = person.window.grid.drift.measuring.settings
    assert kept.visible == {"background_l": 7.5}
    doors.close(person.desk)
    again = doors.open(person.desk.folder)
    again.does("G")
    settings = again.window.grid.drift.measuring.settings
    assert (settings.visible, settings.against) == (kept.visible, kept.against)


def test_an_empty_desk_says_there_is_nothing_to_measure(doors: Doors, tmp_path: Path) -> None:
    from review_desk.store.desk import create
    from tests.builders import AT

    create(tmp_path / "empty", at=AT)
    person = doors.open(tmp_path / "empty")
    person.window.show_workspace("grid")
    person.settle()
    assert person.window.grid.drift.measuring.words == "There are no photos to measure."


def test_panels_hide_together_and_come_back(person: Person) -> None:
    person.does("G", "Tab")
    drift = person.window.grid.drift
    assert not drift.beside.isVisible()
    assert not drift.below.isVisible()
    person.does("Tab")
    assert drift.beside.isVisible()
