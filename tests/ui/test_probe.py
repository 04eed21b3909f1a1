"""The values under the cursor."""

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QPoint
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
