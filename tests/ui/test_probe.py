"""The values under the cursor."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.doors import Doors
from tests.ui.material import desk_of
from tests.ui.person import Person


def hover(person: Person, across: float, down: float) -> str:
    """Bring the cursor to a share of the canvas and read the bar."""
    canvas = person.canvas
    QTest.mouseMove(canvas, QPoint(3, 3))  # a move to where the cursor is already is none
    QTest.mouseMove(canvas, QPoint(round(canvas.width() * across), round(canvas.height() * down)))
    person.settle()
    return person.window.review.probe_bar.words


def codes(person: Person, number: int) -> str:
    """The middle of a version as the file holds it."""
    assert person.session.current is not None
    pixels = np.asarray(Image.open(person.session.current.version(number).file).convert("RGB"))
    red, green, blue = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]
    return f"RGB {red} {green} {blue}"


def test_the_bar_tells_the_codes_of_both_sides_and_how_far_they_are_apart(person: Person) -> None:
    words = hover(person, 0.5, 0.5)
    assert f"A  {codes(person, 1)}" in words
    assert f"B  {codes(person, 2)}" in words
    assert "Lab " in words
    assert float(words.rsplit("ΔE ", 1)[1].split()[0]) > 40


def test_a_version_against_itself_is_no_distance_apart(person: Person) -> None:
    person.does("Alt+A")
    assert "ΔE 0.0" in hover(person, 0.5, 0.5)


def test_the_bar_reads_on_while_a_mark_is_drawn(person: Person) -> None:
    canvas = person.canvas
    person.does("R")
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    seen = {hover(person, across, 0.5) for across in (0.45, 0.5, 0.55)}
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    assert len(seen) == 3
    assert all("RGB" in words for words in seen)


def test_beside_the_photo_the_bar_is_empty(person: Person) -> None:
    hover(person, 0.5, 0.5)
    assert hover(person, 0.002, 0.002) == ""


def test_leaving_the_canvas_empties_the_bar(person: Person) -> None:
    assert hover(person, 0.5, 0.5)
    QApplication.sendEvent(person.canvas, QEvent(QEvent.Type.Leave))
    person.settle()
    assert person.window.review.probe_bar.words == ""


def test_the_bar_reads_the_next_photo_without_a_move(person: Person) -> None:
    hover(person, 0.5, 0.5)
    person.does("Right")
    assert f"B  {codes(person, 2)}" in person.window.review.probe_bar.words


def test_the_window_fits_a_small_laptop(person: Person) -> None:
    person.window.resize(1180, 700)
    person.settle()
    assert person.window.width() <= 1180


def test_the_histogram_says_what_is_clipped_and_how_white_the_background_is(
    doors: Doors, tmp_path: Path
) -> None:
    source = tmp_path / "papers"
    source.mkdir()
    photo = Image.new("RGB", (400, 300), (255, 255, 255))
    photo.paste((0, 60, 60), (100, 100, 200, 200))
    photo.paste((252, 252, 252), (0, 0, 400, 30))
    photo.save(source / "paper.png")
    Image.new("RGB", (400, 300), (120, 120, 120)).save(source / "grey.png")
    person = doors.open(desk_of(tmp_path / "desk", source, doors.pool))
    person.does("End")
    tones = person.window.review.inspector.tones
    assert tones.isVisible()
    assert "8.33 % at 0" in tones.words
    assert "Background 89.1 % at 255, 10.9 % nearly (250–254)" in tones.words
    assert sum(max(curve) == 1.0 for curve in tones.histogram._counts) == 4
    person.does("Home")
    assert "No light background" in tones.words
    person.does("Shift+H")
    assert not tones.isVisible()


@pytest.fixture
def halves(doors: Doors, tmp_path: Path) -> Person:
    """A pair: before grey 100, after grey 100 on the left and 140 on the right."""
    source = tmp_path / "halves"
    source.mkdir()
    before = np.full((300, 400, 3), 100, np.uint8)
    after = before.copy()
    after[:, 200:] = 140
    Image.fromarray(before).save(source / "half.png")
    Image.fromarray(after).save(source / "half_after.png")
    person = doors.open(desk_of(tmp_path / "desk", source, doors.pool))
    person.session.set_reviewer("Ada")
    return person


def place(person: Person, across: float, down: float) -> QPoint:
    """The point of the canvas where a place of B is."""
    plan, sizes = person.canvas.drawn(), person.canvas.sizes()
    assert plan is not None
    assert sizes is not None
    return QPointF(*plan.panes[-1].point_at((across, down), sizes["b"])).toPoint()


def sweep(person: Person, start: QPoint, end: QPoint, held: Qt.KeyboardModifier) -> None:
    QTest.mousePress(person.canvas, Qt.MouseButton.LeftButton, held, start)
    for point in ((start + end) / 2, end):
        QTest.mouseMove(person.canvas, point)
        QApplication.processEvents()
    QTest.mouseRelease(person.canvas, Qt.MouseButton.LeftButton, held, end)
    person.settle()


CTRL, NOTHING = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def test_dragging_with_ctrl_averages_an_area_of_both_sides(halves: Person) -> None:
    view = halves.session.view
    sweep(halves, place(halves, 0.25, 0.25), place(halves, 0.75, 0.75), CTRL)
    words = halves.window.review.probe_bar.words
    assert "200 × 150 px, mean" in words
    assert "A  RGB 100 100 100" in words
    assert "B  RGB 120 120 120" in words
    assert halves.session.view == view, "nothing was panned or zoomed"
    halves.does("Esc")
    assert "mean" not in halves.window.review.probe_bar.words


def test_j_takes_up_a_tool_that_averages_without_ctrl(halves: Person) -> None:
    halves.does("J")
    sweep(halves, place(halves, 0.5, 0.0), place(halves, 0.999, 0.999), NOTHING)
    assert "B  RGB 140 140 140" in halves.window.review.probe_bar.words
    halves.does("Esc")
    assert not halves.canvas.averaging
    assert halves.canvas.area is None


def test_samplers_are_pinned_by_key_read_on_both_sides_and_come_back(doors: Doors, halves: Person) -> None:
    halves.points_at(*place(halves, 0.75, 0.5).toTuple())
    halves.does("K")
    sweep(halves, place(halves, 0.25, 0.25), place(halves, 0.75, 0.75), CTRL)
    halves.does("K")
    section = halves.window.review.inspector.samplers
    halves.until(lambda: "ΔE" in halves.reads(section))  # Qt shows new labels a turn later
    read = halves.reads(section)
    assert "A  RGB 100 100 100" in read
    assert "B  RGB 140 140 140" in read
    assert "B  RGB 120 120 120" in read
    folder = halves.session.folder
    doors.close(halves.desk)
    again = doors.open(folder)
    assert [sampler.number for sampler in again.session.samplers] == [1, 2]
    again.does("Alt+K")
    assert [sampler.number for sampler in again.session.samplers] == [1]
    again.does("Ctrl+Z")
    assert len(again.session.samplers) == 2
    again.does("Shift+K")
    assert not again.session.samplers
    section = again.window.review.inspector.samplers
    again.until(lambda: "None. K pins one" in again.reads(section))


def test_a_sampler_wants_a_place(halves: Person) -> None:
    halves.points_at(1, 1)
    halves.does("K")
    assert "Point at the photo first" in halves.notice()
