"""Photos beside each other: N-up, a reference, one pane by itself, two versions lined up, the loupe."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.doors import Doors
from tests.ui.material import desk_of, flat_pair
from tests.ui.person import Person, is_blue, is_red

SHIFT = Qt.KeyboardModifier.ShiftModifier
COLOURS = {"red": (200, 10, 10), "green": (10, 160, 10), "blue": (10, 10, 200)}


def seen(person: Person) -> list[str]:
    """The names of the panes on screen."""
    plan = person.canvas.drawn()
    assert plan is not None
    found = [person.session.seat(pane.side) for pane in plan.panes]
    return [seat.name for seat in found if seat]


@pytest.fixture
def bags(doors: Doors, tmp_path: Path) -> Person:
    """A SKU in three colourways, each photo with one version; and a photo with three versions."""
    source = tmp_path / "bags"
    source.mkdir()
    rows = ["before,after,sku,colourway,shot"]
    for name, colour in COLOURS.items():
        Image.new("RGB", (300, 200), colour).save(source / f"{name}.png")
        rows.append(f"{name}.png,,BG-1,{name},front")
    for number, name in enumerate(("old", "new", "newer")):
        Image.new("RGB", (300 + number, 200), (60 * number + 40,) * 3).save(source / f"{name}.png")
    rows += ["old.png,new.png,MG-1,,front", "old.png,newer.png,MG-1,,front"]
    (source / "manifest.csv").write_text("\n".join(rows))
    person = doors.open(desk_of(tmp_path / "desk", source, doors.pool))
    person.session.set_reviewer("Ada")
    return person


def test_n_shows_every_version_and_n_again_the_photo(bags: Person) -> None:
    bags.does("End", "N")
    assert seen(bags) == ["original", "ai", "ai v2"]
    plan, picture = bags.canvas.drawn(), bags.picture()
    assert plan is not None
    middles = [QPointF(*pane.pane.centre).toPoint() for pane in plan.panes]
    assert [picture.pixelColor(middle).red() for middle in middles] == [40, 100, 160]
    bags.does("N")
    assert seen(bags) == ["ai v2"]


def test_a_photo_of_one_version_stands_beside_its_colourways(bags: Person) -> None:
    bags.does("Home", "N")
    assert seen(bags) == ["red original", "green original", "blue original"]


def test_shift_n_says_why_it_cannot_show_colourways(bags: Person) -> None:
    bags.does("End", "N", "Shift+N")
    assert "no other colourway" in bags.notice()


def test_the_number_keys_choose_which_is_on_screen_and_tag_nothing(bags: Person) -> None:
    bags.does("End", "N", "2")
    assert seen(bags) == ["ai"]
    bags.does("3")
    assert seen(bags) == ["ai v2"]
    bags.does("3")
    assert len(seen(bags)) == 3
    bags.does("1", "0")
    assert len(seen(bags)) == 3
    assert bags.verdicts() == dict.fromkeys(bags.verdicts())
    bags.does("N", "1")
    decision = bags.stored("MG-1").decision
    assert decision is not None
    assert decision.tags, "away from N-up the key is a failure mode again"


def test_n_up_stays_on_the_next_photo_at_the_same_zoom(bags: Person) -> None:
    bags.does("Home", "N", "Ctrl+1", "Right")
    assert seen(bags) == ["red original", "green original", "blue original"]
    assert bags.session.view.zoom == 1.0


def test_a_pinned_reference_stands_on_side_a_of_every_other_photo(person: Person) -> None:
    person.does("Alt+R")
    assert "Pinned as reference: ring-1 ai" in person.notice()
    person.does("Right", "S")
    assert seen(person) == ["reference: ring-1 ai", "ai"]
    assert is_blue(person.colour(0.25)), "the reference is the after of ring-1, and not this photo's before"
    person.does("Alt+A")
    assert seen(person) == ["original", "ai"]
    person.does("Alt+A", "Alt+A")
    assert seen(person) == ["reference: ring-1 ai", "ai"]


def test_a_reference_stands_in_n_up_too(person: Person) -> None:
    person.does("Alt+R", "Right", "N")
    assert seen(person) == ["original", "ai", "reference: ring-1 ai"]


def test_a_reference_is_not_compared_with_its_own_photo(person: Person) -> None:
    person.does("Alt+R", "Right", "Left", "S")
    assert seen(person) == ["original", "ai"]


def test_unpinned_the_before_is_back(person: Person) -> None:
    person.does("Alt+R", "Right", "S", "Alt+R")
    assert seen(person) == ["original", "ai"]
    assert is_red(person.colour(0.25))


def test_the_reference_comes_back_on_the_next_start(doors: Doors, folder: Path) -> None:
    person = doors.open(folder)
    person.does("Alt+R", "Right", "S")
    doors.close(person.desk)
    again = doors.open(folder)
    assert seen(again) == ["reference: ring-1 ai", "ai"]


# --- one pane by itself -----------------------------------------------------------------------------------


def drag(person: Person, start: QPoint, by: QPoint, *, shift: bool) -> None:
    held = SHIFT if shift else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(person.canvas, Qt.MouseButton.LeftButton, held, start)
    for point in (start + by / 2, start + by):
        QTest.mouseMove(person.canvas, point)
        QApplication.processEvents()
    QTest.mouseRelease(person.canvas, Qt.MouseButton.LeftButton, held, start + by)
    person.settle()


def corners(person: Person) -> list[tuple[int, int]]:
    plan = person.canvas.drawn()
    assert plan is not None
    return [(pane.left - pane.pane.x, pane.top - pane.pane.y) for pane in plan.panes]


def test_shift_drag_moves_one_pane_and_the_offset_is_kept_until_they_are_linked(person: Person) -> None:
    person.does("S")
    (a, b), start = corners(person), QPoint(100, 200)
    drag(person, start, QPoint(40, -24), shift=True)
    assert corners(person) == [(a[0] + 40, a[1] - 24), b]
    assert not person.session.current or person.session.view.zoom is None
    person.does("Right")
    assert corners(person) == [(a[0] + 40, a[1] - 24), b], "it stays on the next photo"
    person.does("Alt+0")
    assert corners(person) == [a, b]
    assert person.notice() == "The panes are linked again."


def test_shift_and_the_wheel_zoom_one_pane(person: Person) -> None:
    person.does("S")
    plan = person.canvas.drawn()
    assert plan is not None
    spot = QPointF(100, 200)
    turn = QWheelEvent(
        spot, person.canvas.mapToGlobal(spot), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, SHIFT,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(person.canvas, turn)
    now = person.canvas.drawn()
    assert now is not None
    assert now.panes[0].scale == pytest.approx(plan.panes[0].scale * 1.1)
    assert now.panes[1] == plan.panes[1]


def test_a_pane_that_was_moved_alone_says_so(person: Person) -> None:
    person.does("S")
    drag(person, QPoint(100, 200), QPoint(30, 0), shift=True)
    plan = person.canvas.drawn()
    assert plan is not None
    assert "moved alone" in person.canvas._scene.captions.of(plan.panes[0], full=False)
    assert "moved alone" not in person.canvas._scene.captions.of(plan.panes[1], full=False)


# --- lined up ---------------------------------------------------------------------------------------------


def scene(size: tuple[int, int] = (600, 450)) -> Image.Image:
    """Something with edges everywhere: blurred noise, the same every time."""
    noise = np.random.default_rng(7).integers(0, 255, (size[1] // 15, size[0] // 15, 3), np.uint8)
    return Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)


@pytest.fixture
def cropped(doors: Doors, tmp_path: Path) -> Person:
    """A pair of which the after is a crop of the before, 60 and 40 pixels in."""
    source = tmp_path / "crops"
    source.mkdir()
    scene().save(source / "cut.png")
    scene().crop((60, 40, 560, 420)).save(source / "cut_after.png")
    flat_pair(source, "plain", end="png")
    person = doors.open(desk_of(tmp_path / "desk", source, doors.pool))
    person.does("S")
    return person


def test_two_crops_of_one_photo_are_lined_up_on_request(cropped: Person) -> None:
    before = corners(cropped)
    cropped.does("Alt+L")
    assert "Lined up: B is moved by +60.0, +40.0 px" in cropped.notice()
    canvas, plan, sizes = cropped.canvas, cropped.canvas.drawn(), cropped.canvas.sizes()
    assert plan is not None
    assert sizes is not None
    a, b = plan.panes
    seen_a = a.point_at((160 / 600, 140 / 450), sizes["a"])
    seen_b = b.point_at((100 / 500, 100 / 380), sizes["b"])
    assert seen_a[0] - a.pane.x == pytest.approx(seen_b[0] - b.pane.x, abs=1.5)
    assert seen_a[1] == pytest.approx(seen_b[1], abs=1.5)
    picture = canvas.grab().toImage()
    left, right = (picture.pixelColor(round(x), round(seen_b[1])) for x in (seen_a[0], seen_b[0]))
    assert abs(left.red() - right.red()) < 16
    cropped.does("Alt+0")
    assert corners(cropped) == before


def test_the_probe_reads_the_same_thing_of_both_once_they_are_lined_up(cropped: Person) -> None:
    cropped.does("Alt+L")
    plan, sizes = cropped.canvas.drawn(), cropped.canvas.sizes()
    assert plan is not None
    assert sizes is not None
    places = cropped.canvas.places_at(QPointF(*plan.panes[1].point_at((0.5, 0.5), sizes["b"])))
    assert places["a"][0] * 600 == pytest.approx(places["b"][0] * 500 + 60, abs=2)
    assert places["a"][1] * 450 == pytest.approx(places["b"][1] * 380 + 40, abs=2)


def test_photos_that_share_too_little_are_left_as_they_are(cropped: Person) -> None:
    cropped.does("End")
    before = corners(cropped)
    cropped.does("Alt+L")
    assert "could not be lined up for sure" in cropped.notice()
    assert corners(cropped) == before


# --- the loupe --------------------------------------------------------------------------------------------


def test_the_loupe_shows_true_pixels_of_both_sides(doors: Doors, tmp_path: Path) -> None:
    """A checkerboard of single pixels is exact in the loupe while the photo is fitted."""
    source = tmp_path / "boards"
    source.mkdir()
    board = np.indices((1600, 2400)).sum(0) % 2 * 255
    Image.fromarray(board.astype(np.uint8)).save(source / "board.png")
    Image.fromarray((255 - board).astype(np.uint8)).save(source / "board_after.png")
    person = doors.open(desk_of(tmp_path / "desk", source, doors.pool))
    person.does("S", "M")
    plan = person.canvas.drawn()
    assert plan is not None
    x, y = (round(value) for value in plan.panes[0].pane.centre)
    person.points_at(x, y)
    person.settle()
    person.until(person.canvas._glasses)
    picture = person.picture()
    for pane in plan.panes:
        middle = round(pane.pane.centre[0])
        row = [picture.pixelColor(middle - 20 + n, y - 20).red() for n in range(40)]
        assert row in ([0, 255] * 20, [255, 0] * 20)
    person.does("M", "M", "M")
    assert not person.canvas._glasses()
