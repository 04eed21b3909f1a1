"""Findings in the window: checked by a key, listed with value and limit, gone through, shown on the photo."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from review_desk.ui.intake.photo_table import COLUMNS
from review_desk.ui.review.filmstrip import FINDINGS
from review_desk.ui.review.findings import FindingsSection
from review_desk.ui.widgets.pieces import RowButton
from tests.ui.doors import Doors
from tests.ui.person import Person


@pytest.fixture
def person(doors: Doors, bags: Path, tmp_path: Path) -> Person:
    return doors.open(shutil.copytree(bags, tmp_path / "desk"))


@pytest.fixture
def checked(doors: Doors, checked_bags: Path, tmp_path: Path) -> Person:
    person = doors.open(shutil.copytree(checked_bags, tmp_path / "desk"))
    person.until(lambda: person.session.checked)
    person.settle()
    return person


def section(person: Person) -> FindingsSection:
    return person.window.review.inspector.findings


def rows(person: Person) -> list[RowButton]:
    return [row for row in section(person).findChildren(RowButton) if not row.isHidden()]


def words(person: Person) -> str:
    shown = [piece for piece in section(person).findChildren(QLabel) if not piece.isHidden()]
    return "\n".join(piece.text() for piece in shown)


def test_before_a_check_the_panel_says_so_and_its_button_checks(person: Person) -> None:
    person.until(lambda: "Nobody has checked this photo yet." in words(person))
    button = next(b for b in section(person).findChildren(QPushButton) if b.text() == "Check this batch")
    button.click()
    person.until(lambda: person.session.checked)
    person.settle()
    assert person.notice() == "Checked 3 photos: 2 with findings. Shift+F goes through them."
    person.until(lambda: "checks pass." in words(person))


def test_shift_f_goes_to_the_next_photo_with_findings_and_shows_where(checked: Person) -> None:
    assert checked.on_screen == "bt-1102-front"
    before = checked.picture()
    checked.does("Shift+F")
    assert checked.on_screen == "bg-3301-black-front"
    assert [row.accessibleName() for row in rows(checked) if row.isChecked()] == [
        "fail: Background purity 0.0 %, at least 5 %"
    ]
    checked.until(lambda: "fail: at least 5 %" in words(checked))
    framed = checked.picture()
    assert framed != before
    checked.holds("H")
    checked.settle()
    assert checked.picture() != framed
    checked.lets_go("H")
    checked.does("Shift+F")
    assert checked.on_screen == "bg-3301-olive-front"
    checked.does("Shift+F")
    assert checked.session.selected_finding == "halo"
    checked.does("Shift+F")
    assert checked.notice() == "There are no more findings this way."
    checked.does("Alt+F", "Alt+F")
    assert checked.on_screen == "bg-3301-black-front"


def test_a_click_on_a_finding_brings_its_place_into_the_middle_and_again_lets_it_go(checked: Person) -> None:
    checked.does("End", "Ctrl+1")
    halo = next(row for row in rows(checked) if "Halo" in row.accessibleName())
    halo.click()
    checked.settle()
    found = checked.session.finding
    assert found is not None
    assert found.region is not None
    x, y, width, height = found.region
    assert checked.session.view.centre == pytest.approx(((x + width / 2) / 900, (y + height / 2) / 1200))
    next(row for row in rows(checked) if "Halo" in row.accessibleName()).click()
    checked.settle()
    assert checked.session.finding is None


def test_the_filmstrip_and_the_table_count_findings(checked: Person) -> None:
    strip, table = checked.window.review.filmstrip.model, checked.window.intake.model
    assert [len(strip.index(row).data(FINDINGS)) for row in range(3)] == [0, 1, 2]
    heard = strip.index(2).data(0x0B)  # Qt's AccessibleTextRole
    assert heard.endswith("1 fail, 1 flag")
    assert [table.index(row, COLUMNS.index("Findings")).data() for row in range(3)] == [
        "✓  all pass",
        "✕  1 fail",
        "✕  1 fail, 1 flag",
    ]


def test_findings_are_there_again_after_a_restart_without_a_new_look(checked: Person, doors: Doors) -> None:
    folder = checked.desk.folder
    doors.close(checked.desk)
    again = doors.open(folder)
    again.until(lambda: again.session.checked)
    assert again.session.checked is not None
    assert {each.check.id for each in again.session.checked.off} == {"background-white", "halo"}


def test_the_key_again_stops_a_check_and_says_that_what_was_done_is_kept(person: Person) -> None:
    person.press("Ctrl+Shift+C")
    assert person.session.progress is not None
    assert "Checking: 0 of 3 photos" in words(person) or person.session.progress.done == 0
    person.press("Ctrl+Shift+C")
    person.settle()
    assert person.session.progress is None
    assert person.session.checked is None
    assert "Checking was stopped" in person.notice()


def test_stepping_before_a_check_says_how_to_check(person: Person) -> None:
    person.does("Shift+F")
    assert person.notice() == "! Nothing was checked yet: Ctrl+Shift+C checks this batch."


def test_a_newer_version_is_not_judged_by_the_findings_of_an_older(checked: Person) -> None:
    checked.does("End", "Ctrl+Shift+D", "Return", "Return")
    checked.until(lambda: len(checked.session.current.versions) == 2 if checked.session.current else False)
    checked.until(lambda: "Nobody has checked this photo yet." in words(checked))
