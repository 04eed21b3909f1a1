"""The seat follows its window's screen and profile, judges them, and keeps what was settled."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from review_desk.domain.calibration_rules import Limits
from review_desk.domain.evidence import Measured
from review_desk.errors import BadInput, Refused
from review_desk.ui.display import attach as attaching
from review_desk.ui.display import settings as stored
from review_desk.ui.display.profile import DisplayProfile, DisplayProvider, FixedProvider, Screen
from review_desk.ui.display.seat import DisplaySeat
from review_desk.ui.display.settings import DisplaySettings
from review_desk.ui.display.watch import DisplayWatch, Seen, look
from tests.imaging import icc_builder as icc

TODAY = date(2026, 11, 20)
MEASURED = {"targ": icc.text("CTI3"), "lumi": icc.xyz(0, 120, 0)}
LEFT, RIGHT = (DisplayProfile(n, "colord", icc.profile(MEASURED, description=n)) for n in ("Left", "Right"))
VERIFIED = "Verify results:\n  Total errors (CIEDE2000):     peak = 2.400000, avg = 0.800000\n"

Seats = Callable[..., DisplaySeat]


class Watched(FixedProvider):
    """A fake that counts how often it was asked, and may be held."""

    def __init__(self, told: dict[str, DisplayProfile]) -> None:
        super().__init__(told)
        self.asked = 0
        self.free = threading.Event()
        self.free.set()

    def profile_of(self, screen: Screen) -> DisplayProfile:
        self.asked += 1
        self.free.wait(20)
        return super().profile_of(screen)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def here(window: QWidget) -> str:
    """What the offscreen platform calls its screen."""
    return window.screen().name()


@pytest.fixture
def seats(qapp: QApplication, tmp_path: Path) -> Iterator[Seats]:
    """Makes seats at the desk in `tmp_path`; afterwards their threads are gone."""
    made: list[DisplaySeat] = []

    def at(provider: DisplayProvider, **options: Any) -> DisplaySeat:
        made.append(DisplaySeat(tmp_path, lambda _: provider, today=lambda: TODAY, every_s=0.02, **options))
        return made[-1]

    yield at
    for seat in made:
        seat.close()
    assert "display-watch" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Callable[[DisplayProvider], DisplayWatch]]:
    made: list[DisplayWatch] = []

    def start(provider: DisplayProvider) -> DisplayWatch:
        made.append(DisplayWatch(provider, every_s=0.02))
        return made[-1]

    yield start
    for watching in made:
        watching.close()


def test_a_window_finds_the_profile_of_its_screen(
    seats: Seats, window: QWidget, here: str, qtbot: QtBot
) -> None:
    seat = seats(FixedProvider({here: LEFT}))
    with qtbot.waitSignals([seat.profile_changed, seat.calibration_changed]):
        seat.follow(window)
    assert seat.profile is not None
    assert (seat.profile.icc, seat.profile.name) == (LEFT.icc, "Left")
    assert seat.facts is not None
    assert seat.calibration.colour == "green"
    assert seat.record() == "Left · Left 2026-11-17 · green · relative+bpc"
    assert seat.record(intent="perceptual", bpc=False).endswith("· green · perceptual")


def test_a_profile_that_changes_is_noticed_and_told_once(
    seats: Seats, window: QWidget, here: str, qtbot: QtBot
) -> None:
    provider = Watched({here: LEFT})
    seat = seats(provider)
    with qtbot.waitSignal(seat.profile_changed):
        seat.follow(window)
    told: list[DisplayProfile] = []
    seat.profile_changed.connect(told.append)
    provider.told[here] = RIGHT
    qtbot.waitUntil(lambda: bool(told))
    asked = provider.asked
    qtbot.waitUntil(lambda: provider.asked > asked + 2)
    assert [profile.name for profile in told] == ["Right"]


def test_a_profile_that_is_taken_away_leaves_srgb_and_red(
    seats: Seats, window: QWidget, here: str, qtbot: QtBot
) -> None:
    provider = FixedProvider({here: LEFT})
    seat = seats(provider)
    with qtbot.waitSignal(seat.profile_changed):
        seat.follow(window)
    with qtbot.waitSignal(seat.profile_changed):
        provider.told.clear()
    assert seat.profile is not None
    assert (seat.profile.icc, seat.facts, seat.calibration.colour) == (None, None, "red")


def test_a_provider_that_hangs_holds_nobody_up(
    seats: Seats, window: QWidget, here: str, qtbot: QtBot
) -> None:
    provider = Watched({here: LEFT})
    provider.free.clear()
    seat = seats(provider)
    seat.follow(window)
    qtbot.waitUntil(lambda: provider.asked == 1)
    assert seat.profile is None
    assert seat.calibration.colour == "red"
    provider.free.set()
    qtbot.waitUntil(lambda: seat.profile is not None)


def test_an_answer_for_a_screen_that_was_left_is_thrown_away(
    watch: Callable[[DisplayProvider], DisplayWatch], qtbot: QtBot
) -> None:
    provider = Watched({"one": LEFT, "two": RIGHT})
    provider.free.clear()
    watching = watch(provider)
    told: list[Seen] = []
    watching.changed.connect(told.append)
    watching.follow(Screen("one"))
    qtbot.waitUntil(lambda: provider.asked == 1)
    watching.follow(Screen("two"))
    provider.free.set()
    qtbot.waitUntil(lambda: bool(told))
    assert [seen.profile.name for seen in told] == ["Right"]


def test_facts_are_read_once_for_the_same_bytes() -> None:
    first = look(FixedProvider({"one": LEFT}), Screen("one"))
    second = look(FixedProvider({"one": LEFT}), Screen("one"), first)
    assert second.facts is first.facts
    assert second == first


def test_after_closing_nothing_is_told(
    watch: Callable[[DisplayProvider], DisplayWatch], qtbot: QtBot
) -> None:
    provider = Watched({"one": LEFT})
    provider.free.clear()
    watching = watch(provider)
    told: list[Seen] = []
    watching.changed.connect(told.append)
    watching.follow(Screen("one"))
    qtbot.waitUntil(lambda: provider.asked > 0)
    provider.free.set()
    watching.close()
    QApplication.processEvents()
    assert told == []


def test_before_the_first_answer_the_record_says_so_without_a_profile(seats: Seats) -> None:
    assert seats(FixedProvider()).record() == "screen · no profile · red · relative+bpc"


# Settings.


def test_limits_that_are_settled_count_at_once_and_on_the_next_start(
    seats: Seats, window: QWidget, here: str, qtbot: QtBot, tmp_path: Path
) -> None:
    seat = seats(FixedProvider({here: LEFT}))
    with qtbot.waitSignal(seat.profile_changed):
        seat.follow(window)
    seat.settle(DisplaySettings(limits=Limits(amber_days=1, red_days=2), policy="block"))
    assert (seat.calibration.colour, seat.calibration.may_sign_off) == ("red", False)
    assert stored.load(tmp_path) == seat.settings


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(amber_days=40), "the smaller one"),
        (Limits(contrast=-1), "above zero"),
        (Limits(tone=float("nan")), "above zero"),
        (Limits(coverage=101), "100 %"),
        (Limits(luminance_low=200), "above the upper one"),
    ],
)
def test_limits_that_contradict_each_other_are_refused_and_nothing_is_stored(
    seats: Seats, tmp_path: Path, limits: Limits, words: str
) -> None:
    seat = seats(FixedProvider())
    with pytest.raises(BadInput, match=words):
        seat.settle(DisplaySettings(limits=limits))
    assert not (tmp_path / stored.FILE).exists()
    assert seat.settings == DisplaySettings()


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"policy": "never"}', '{"limits": {"amber_days": -1}}', '{"evidence": [{"name": "x"}]}'],
)
def test_a_broken_file_is_put_aside_and_told(tmp_path: Path, content: str) -> None:
    (tmp_path / stored.FILE).write_text(content, "utf-8")
    found = stored.load(tmp_path)
    assert (found.limits, found.policy) == (Limits(), "warn")
    assert (
        found.trouble == "display.json was broken: it is kept as display.broken.json, and the defaults hold."
    )
    assert (tmp_path / stored.ASIDE).read_text("utf-8") == content


def test_what_a_newer_program_has_added_to_the_limits_is_passed_by(tmp_path: Path) -> None:
    (tmp_path / stored.FILE).write_text('{"limits": {"amber_days": 7, "flicker": 1}, "glow": 2}', "utf-8")
    assert stored.load(tmp_path).limits == Limits(amber_days=7)


def test_a_folder_that_takes_no_file_refuses_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="The display settings could not be stored"):
        stored.save(tmp_path / "gone", DisplaySettings())


def test_whom_to_believe_makes_another_provider(
    qapp: QApplication, window: QWidget, here: str, qtbot: QtBot, tmp_path: Path
) -> None:
    providers = {"colord": FixedProvider({here: LEFT}), "X11 atom": FixedProvider({here: RIGHT})}
    seat = DisplaySeat(tmp_path, lambda prefer: providers[prefer], every_s=0.02)
    try:
        with qtbot.waitSignal(seat.profile_changed):
            seat.follow(window)
        with qtbot.waitSignal(seat.profile_changed):
            seat.settle(DisplaySettings(prefer="X11 atom"))
        assert seat.profile is not None
        assert seat.profile.name == "Right"
    finally:
        seat.close()


# Evidence.


def test_a_report_of_colverify_is_copied_under_its_hash_and_read(
    seats: Seats, window: QWidget, here: str, qtbot: QtBot, tmp_path: Path
) -> None:
    seat = seats(FixedProvider({here: LEFT}))
    with qtbot.waitSignal(seat.profile_changed):
        seat.follow(window)
    report = tmp_path / "verify.txt"
    report.write_text(VERIFIED, "utf-8")
    seat.attach(report)
    (kept,) = stored.load(tmp_path).evidence
    assert kept.measured == Measured(0.8, 2.4, "ΔE2000")
    assert (kept.screen, kept.attached) == ("Left", TODAY)
    assert (tmp_path / kept.file).read_text("utf-8") == report.read_text("utf-8") == VERIFIED
    assert kept.file == f"files/{kept.sha256[:2]}/{kept.sha256[2:]}.txt"
    assert any("“verify.txt”" in rule.text and rule.colour == "green" for rule in seat.calibration.rules)


def test_the_same_report_attached_again_is_there_once_with_its_newest_figures(
    seats: Seats, tmp_path: Path
) -> None:
    seat = seats(FixedProvider())
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.7 something")
    seat.attach(report)
    seat.attach(report, Measured(1.5, 3))
    assert [kept.measured for kept in seat.settings.evidence] == [Measured(1.5, 3)]
    assert len([file for file in (tmp_path / "files").rglob("*") if file.is_file()]) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "cannot be read"), (b"", "is empty"), (b"\0" * (attaching.MAX_BYTES + 1), "larger than 20 MB")],
)
def test_what_is_no_report_is_refused_and_nothing_is_kept(
    seats: Seats, tmp_path: Path, content: bytes | None, words: str
) -> None:
    seat = seats(FixedProvider())
    report = tmp_path / "r.txt"
    if content is not None:
        report.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        seat.attach(report)
    assert seat.settings.evidence == ()
    assert not (tmp_path / "files").exists()


def test_a_desk_whose_files_cannot_be_written_refuses_in_words(seats: Seats, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way", "utf-8")
    report = tmp_path / "r.txt"
    report.write_text(VERIFIED, "utf-8")
    with pytest.raises(Refused, match="could not be kept"):
        seats(FixedProvider()).attach(report)


def test_the_file_of_settings_is_plain_json(seats: Seats, tmp_path: Path) -> None:
    seats(FixedProvider()).settle(DisplaySettings(policy="comment"))
    kept = json.loads((tmp_path / stored.FILE).read_text("utf-8"))
    assert (kept["policy"], kept["limits"]["red_days"]) == ("comment", 30)
    assert "trouble" not in kept
