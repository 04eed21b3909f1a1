"""The badge in the top bar, and the page behind it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from review_desk.domain.calibration import CAVEAT
from review_desk.domain.calibration_rules import Limits
from review_desk.domain.evidence import Measured
from review_desk.ui import tokens
from review_desk.ui.display import settings as stored
from review_desk.ui.display.badge import CalibrationBadge
from review_desk.ui.display.page import DisplayPage
from review_desk.ui.display.profile import DisplayProfile, FixedProvider
from review_desk.ui.display.seat import DisplaySeat
from review_desk.ui.display.settings import DisplaySettings
from review_desk.ui.widgets.ask import AskLine
from tests.imaging import icc_builder as icc

MADE = date(2026, 11, 17)
MEASURED = {"targ": icc.text("CTI3"), "lumi": icc.xyz(0, 120, 0)}
PROFILE = DisplayProfile("DP-1", "colord", icc.profile(MEASURED), note="colord and the X server agree.")

SeatAt = Callable[..., DisplaySeat]
PageOf = Callable[[DisplaySeat], DisplayPage]


@pytest.fixture
def seat_at(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[SeatAt]:
    """A seat at a profile of so many days."""
    made: list[DisplaySeat] = []
    window = QWidget()
    qtbot.addWidget(window)

    def sit(days: int, profile: DisplayProfile = PROFILE) -> DisplaySeat:
        provider = FixedProvider({window.screen().name(): profile})
        seat = DisplaySeat(tmp_path, lambda _: provider, today=lambda: MADE + timedelta(days=days))
        made.append(seat)
        with qtbot.waitSignal(seat.profile_changed):
            seat.follow(window)
        return seat

    yield sit
    for seat in made:
        seat.close()


@pytest.fixture
def page_of(qtbot: QtBot) -> Iterator[PageOf]:
    opened: list[DisplayPage] = []

    def show(seat: DisplaySeat) -> DisplayPage:
        page = DisplayPage(None, seat, tokens.DARK)
        opened.append(page)
        page.show()
        return page

    yield show
    for page in opened:
        page.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def press(page: QWidget, text: str) -> None:
    kinds = (*page.findChildren(QPushButton), *page.findChildren(QToolButton))
    next(button for button in kinds if button.text() == text).click()


def field(page: QWidget, name: str) -> QLineEdit:
    return next(made for made in page.findChildren(QLineEdit) if made.accessibleName().startswith(name))


def write(page: QWidget, name: str, text: str) -> None:
    field(page, name).setText(text)
    field(page, name).textEdited.emit(text)


@pytest.mark.parametrize(
    ("days", "shape", "said"),
    [(3, "●", "Calibrated 3 d"), (22, "◐", "Profile 22 d old"), (99, "○", "Profile 99 d old")],
)
def test_the_badge_is_a_shape_and_words(
    seat_at: SeatAt, qtbot: QtBot, days: int, shape: str, said: str
) -> None:
    badge = CalibrationBadge()
    qtbot.addWidget(badge)
    badge.show_calibration(seat_at(days).calibration)
    assert [label.text() for label in badge.findChildren(QLabel)] == [shape, said]
    assert said in badge.accessibleName()
    assert CAVEAT in badge.toolTip()


def test_the_badge_before_the_first_answer_claims_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    badge = CalibrationBadge()
    qtbot.addWidget(badge)
    assert [label.text() for label in badge.findChildren(QLabel)] == ["◌", "Looking at the display"]


def test_the_colour_of_the_badge_comes_from_the_scheme(seat_at: SeatAt, qtbot: QtBot) -> None:
    badge = CalibrationBadge()
    qtbot.addWidget(badge)
    badge.show_calibration(seat_at(3).calibration)
    shape = badge.findChildren(QLabel)[0]
    assert tokens.DARK.approve in shape.styleSheet()
    badge.dress(tokens.LIGHT)
    assert tokens.LIGHT.approve in shape.styleSheet()


def test_the_page_shows_rules_facts_sources_and_what_it_does_not_prove(
    seat_at: SeatAt, page_of: PageOf
) -> None:
    said = words(page_of(seat_at(22)))
    assert "Judge with care" in said
    assert "The profile was made 22 days ago, on 2026-11-17 (amber after 14 days, red after 30)." in said
    assert "colord and the X server agree." in said
    for fact in ("EIZO CG2420", "120 cd/m²", "lumi tag", "2.20, within", "wtpt tag", "profile header"):
        assert fact in said
    assert CAVEAT in said


def test_limits_are_written_and_stored_and_judged_by(
    seat_at: SeatAt, page_of: PageOf, tmp_path: Path
) -> None:
    seat = seat_at(22)
    page = page_of(seat)
    write(page, "Amber when", "30")
    write(page, "Red when", "60")
    press(page, "Store limits")
    assert stored.load(tmp_path).limits == Limits(amber_days=30, red_days=60)
    assert "May be judged on" in words(page)


def test_a_limit_that_is_no_number_is_refused_in_words_and_nothing_changes(
    seat_at: SeatAt, page_of: PageOf, tmp_path: Path
) -> None:
    page = page_of(seat_at(3))
    write(page, "Contrast", "many")
    press(page, "Store limits")
    assert "! “many” is not a number: Contrast at least (: 1)." in words(page)
    assert not (tmp_path / stored.FILE).exists()


def test_limits_that_contradict_each_other_are_refused_on_the_page(seat_at: SeatAt, page_of: PageOf) -> None:
    page = page_of(seat_at(3))
    write(page, "Amber when", "90")
    press(page, "Store limits")
    assert "! A profile turns amber before red: its first age is the smaller one." in words(page)


def test_the_defaults_come_back_into_the_fields(seat_at: SeatAt, page_of: PageOf) -> None:
    page = page_of(seat_at(3))
    write(page, "Contrast", "500")
    press(page, "Defaults")
    assert field(page, "Contrast").text() == "300"


def test_the_policy_is_chosen_and_said_in_words(seat_at: SeatAt, page_of: PageOf, tmp_path: Path) -> None:
    seat = seat_at(99)
    page = page_of(seat)
    press(page, "Block sign-off")
    assert stored.load(tmp_path).policy == "block"
    assert not seat.calibration.may_sign_off
    assert "While the badge is red no verdict is taken" in words(page)


def test_whom_to_believe_is_asked_on_x11_only(seat_at: SeatAt, page_of: PageOf) -> None:
    asked = "IF COLORD AND X DISAGREE, BELIEVE"
    on_x11 = page_of(seat_at(3))
    heading = next(made for made in on_x11.findChildren(QLabel) if made.text() == asked)
    assert heading.isVisible()
    elsewhere = page_of(seat_at(3, DisplayProfile("1", "Windows", PROFILE.icc)))
    heading = next(made for made in elsewhere.findChildren(QLabel) if made.text() == asked)
    assert not heading.isVisible()


def test_a_report_of_colverify_is_attached_with_its_figures(
    seat_at: SeatAt, page_of: PageOf, tmp_path: Path
) -> None:
    report = tmp_path / "verify.txt"
    report.write_text("  Total errors (CIEDE2000):     peak = 2.400000, avg = 0.800000\n", "utf-8")
    page = page_of(seat_at(3))
    page.attach(report)
    assert "DP-1 · ΔE2000 mean 0.80, max 2.40" in words(page)
    page.attach(tmp_path / "gone.txt")
    assert "! gone.txt cannot be read: No such file or directory." in words(page)


@pytest.mark.parametrize(
    ("typed", "measured"), [("0.8 2.4", Measured(0.8, 2.4)), ("2,4 0,8", Measured(0.8, 2.4)), ("a few", None)]
)
def test_of_any_other_report_the_figures_are_asked(
    seat_at: SeatAt,
    page_of: PageOf,
    tmp_path: Path,
    typed: str,
    measured: Measured | None,
) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.7")
    seat = seat_at(3)
    page = page_of(seat)
    page.attach(report)
    asked = page.findChild(AskLine)
    assert asked is not None
    asked.field.setText(typed)
    asked.accept()
    assert [kept.measured for kept in seat.settings.evidence] == [measured]
    assert ("is not two numbers" in words(page)) == (measured is None)


def test_a_page_left_open_follows_the_seat(seat_at: SeatAt, page_of: PageOf) -> None:
    seat = seat_at(22)
    page = page_of(seat)
    seat.settle(DisplaySettings(limits=Limits(amber_days=25)))
    assert "May be judged on" in words(page)


def test_settings_that_were_broken_are_told_on_the_page(
    seat_at: SeatAt, page_of: PageOf, tmp_path: Path
) -> None:
    (tmp_path / stored.FILE).write_text("{", "utf-8")
    assert "! display.json was broken: it is kept as display.broken.json" in words(page_of(seat_at(3)))


def test_without_a_profile_the_page_says_what_holds(seat_at: SeatAt, page_of: PageOf) -> None:
    said = words(page_of(seat_at(3, DisplayProfile("DP-1", note="colord is not running."))))
    assert "Not to be judged on" in said
    assert "none: sRGB is assumed" in said
    assert "There is no profile to read." in said
