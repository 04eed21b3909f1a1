"""Zoom and place."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from review_desk.domain.viewplan import Size
from review_desk.imaging.workers import WorkerPool
from tests.ui.doors import Doors
from tests.ui.material import desk_of, ring_pairs
from tests.ui.person import Person

LARGE = (2400, 1800)


@pytest.fixture(scope="module")
def large_master(workers: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("large")
    return desk_of(home / "desk", ring_pairs(home / "rings", ["ring-1", "ring-2"], size=LARGE), workers)


@pytest.fixture
def person(doors: Doors, large_master: Path, tmp_path: Path) -> Person:
    """At a photo larger than the canvas."""
    return doors.open(shutil.copytree(large_master, tmp_path / "desk"))


def zoom(person: Person) -> float:
    drawn = person.canvas.drawn()
    assert drawn is not None
    return drawn.zoom


def place_at(person: Person, x: float, y: float) -> tuple[float, float]:
    """The place of the photo under a logical point of the canvas."""
    drawn = person.canvas.drawn()
    assert drawn is not None
    ratio = person.canvas.ratio
    return drawn.panes[-1].place_at(x * ratio, y * ratio, Size(*LARGE))


def turn_wheel(person: Person, x: float, y: float, turn: int) -> None:
    """Turn by so many eighths of a degree; a notch is 120."""
    where = QPointF(x, y)
    event = QWheelEvent(
        where, person.canvas.mapToGlobal(where), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(person.canvas, event)


def test_z_goes_to_100_percent_at_the_cursor_and_back_to_fit(person: Person) -> None:
    person.points_at(200, 150)
    before = place_at(person, 200, 150)
    person.does("Z")
    assert zoom(person) == 1.0
    assert place_at(person, 200, 150) == pytest.approx(before, abs=1 / 1800)
    person.does("Z")
    assert person.session.view.zoom is None
    assert zoom(person) < 1


def test_a_click_goes_to_100_percent_at_that_place_and_a_click_goes_back(person: Person) -> None:
    before = place_at(person, 500, 400)
    person.clicks(500, 400)
    assert zoom(person) == 1.0
    assert place_at(person, 500, 400) == pytest.approx(before, abs=1 / 1800)
    person.clicks(300, 300)
    assert person.session.view.zoom is None


def test_zoom_and_place_stay_on_the_next_photo(person: Person) -> None:
    person.clicks(500, 400)
    before = person.session.view, place_at(person, 100, 100)
    person.does("P")
    assert person.on_screen == "ring-2"
    assert (person.session.view, place_at(person, 100, 100)) == before


def test_ctrl_1_and_ctrl_0_are_100_percent_and_fit(person: Person) -> None:
    fitted = zoom(person)
    person.does("Ctrl+1")
    assert zoom(person) == 1.0
    person.does("Ctrl+0")
    assert zoom(person) == fitted


def test_ctrl_plus_and_minus_walk_the_steps(person: Person) -> None:
    person.does("Ctrl+1", "Ctrl+=")
    assert zoom(person) == 1.5
    person.does("Ctrl++")
    assert zoom(person) == 2.0
    person.does("Ctrl+-", "Ctrl+-", "Ctrl+-")
    assert zoom(person) == pytest.approx(2 / 3)


def test_the_wheel_zooms_at_the_cursor(person: Person) -> None:
    person.does("Ctrl+1")
    before = place_at(person, 500, 300)
    for _ in range(3):
        turn_wheel(person, 500, 300, 120)
    assert zoom(person) == 3.0
    assert place_at(person, 500, 300) == pytest.approx(before, abs=2 / 1800)
    turn_wheel(person, 500, 300, -120)
    assert zoom(person) == 2.0
    assert place_at(person, 500, 300) == pytest.approx(before, abs=2 / 1800)


def test_the_small_turns_of_a_touchpad_add_up_to_one_step(person: Person) -> None:
    person.does("Ctrl+1")
    for _ in range(7):
        turn_wheel(person, 500, 300, 15)
    assert zoom(person) == 1.0
    turn_wheel(person, 500, 300, 15)
    assert zoom(person) == 1.5


def test_a_drag_pans_and_is_no_click(person: Person) -> None:
    person.clicks(400, 300)
    before = place_at(person, 400, 300)
    person.drags((400, 300), (340, 280))
    assert zoom(person) == 1.0
    assert place_at(person, 340, 280) == pytest.approx(before, abs=2 / 1800)


def test_space_pans_whatever_is_under_the_hand(person: Person) -> None:
    person.does("Ctrl+1", "W")
    middle = person.canvas.width() / 2
    before = place_at(person, middle, 200)
    person.holds("Space")
    person.drags((middle, 200), (middle - 50, 260))
    person.lets_go("Space")
    assert person.session.view.wipe == 0.5
    assert place_at(person, middle - 50, 260) == pytest.approx(before, abs=2 / 1800)


def test_the_middle_button_pans(person: Person) -> None:
    person.does("Ctrl+1")
    before = place_at(person, 300, 300)
    button = Qt.MouseButton.MiddleButton
    QTest.mousePress(person.canvas, button, pos=QPoint(300, 300))
    QTest.mouseMove(person.canvas, QPoint(280, 310))
    QTest.mouseRelease(person.canvas, button, pos=QPoint(280, 310))
    assert place_at(person, 280, 310) == pytest.approx(before, abs=2 / 1800)


def test_ctrl_and_arrows_pan_by_an_eighth(person: Person) -> None:
    person.does("Ctrl+1")
    before = place_at(person, 0, 0)
    person.does("Ctrl+Right", "Ctrl+Down")
    after = place_at(person, 0, 0)
    assert (after[0] - before[0]) * LARGE[0] == pytest.approx(person.canvas.width() / 8, abs=1)
    assert (after[1] - before[1]) * LARGE[1] == pytest.approx(person.canvas.height() / 8, abs=1)
    person.does("Ctrl+Left", "Ctrl+Up")
    assert place_at(person, 0, 0) == pytest.approx(before, abs=1 / 1800)


def test_at_fit_there_is_nothing_to_pan(person: Person) -> None:
    before = person.session.view
    person.drags((300, 300), (200, 200))
    assert person.session.view == before


def test_the_bar_tells_the_zoom_in_force(person: Person) -> None:
    person.does("Ctrl+1")
    assert "100 %" in person.reads(person.window.review.view_bar)
    person.does("Ctrl+=")
    assert "150 %" in person.reads(person.window.review.view_bar)


def test_the_workers_are_asked_for_no_more_pixels_than_are_shown(person: Person) -> None:
    """At fit a quarter of the pixels will do; at 100 % it must be all of them."""
    drawn = person.canvas.drawn()
    assert drawn is not None
    assert drawn.panes[0].level == 1
    version = person.session.version("b")
    assert version is not None
    frame = person.window.frames.best(version, 1)
    assert frame is not None
    assert (frame.image.width(), frame.image.height()) == (1200, 900)
    person.does("Ctrl+1")
    frame = person.window.frames.best(version, 0)
    assert frame is not None
    assert (frame.image.width(), frame.image.height()) == LARGE


def test_side_by_side_zooms_both_sides_at_the_place_under_the_cursor(person: Person) -> None:
    person.does("S")
    quarter = person.canvas.width() / 4
    person.clicks(quarter, 300)
    drawn = person.canvas.drawn()
    assert drawn is not None
    left, right = drawn.panes
    assert left.scale == right.scale == 1.0
    assert left.left - left.pane.x == right.left - right.pane.x
