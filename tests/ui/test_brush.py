"""The brush in a person's hands: painting, erasing, sizes, undo, a pen, and keys alone."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.brush import Brush
from review_desk.store.masks import read_mask
from tests.ui.material import SIZE
from tests.ui.person import LEFT, Person, rgb
from tests.ui.test_marking import mark, marks, point


def strengths(person: Person, number: int = 0) -> np.ndarray:
    """What is painted, on the whole photo, as it is stored."""
    shape = marks(person)[number].shape
    assert isinstance(shape, Brush)
    found: Mask = read_mask(person.desk.folder, shape)
    whole = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    box = np.frombuffer(found.values, np.uint8).reshape(found.height, found.width)
    whole[found.top : found.top + found.height, found.left : found.left + found.width] = box
    return whole


def paints(person: Person, *places: tuple[float, float]) -> None:
    person.drags(point(person, *places[0]), point(person, *places[-1]))


def test_a_stroke_is_a_mark_with_a_soft_edge_and_one_undo_takes_it_back(person: Person) -> None:
    person.does("B")
    paints(person, (100, 100), (200, 100))
    (stored,) = marks(person)
    assert (stored.version, stored.severity, stored.tags) == (2, "major", ())
    found = strengths(person)
    radius = person.canvas._tip.radius
    assert found[100, 150] == 255
    assert 0 < found[round(100 + radius * 0.8), 150] < 255
    assert found[round(100 + radius + 2), 150] == 0
    person.does("Ctrl+Z")
    assert marks(person) == []
    assert not person.canvas._brush.sheet.strengths.any(), "the sheet is what is stored"


def test_strokes_extend_the_same_mask_one_step_each(person: Person) -> None:
    person.does("B")
    paints(person, (100, 100), (140, 100))
    paints(person, (300, 200), (340, 200))
    found = strengths(person)
    assert found[100, 120] == found[200, 320] == 255
    person.does("Ctrl+Z")
    found = strengths(person)
    assert (found[100, 120], found[200, 320]) == (255, 0)
    paints(person, (300, 300), (340, 300))
    found = strengths(person)
    assert (found[100, 120], found[200, 320], found[300, 320]) == (255, 0, 255)


def test_b_again_erases_and_what_is_erased_whole_is_gone(person: Person) -> None:
    person.does("B")
    paints(person, (100, 100), (300, 100))
    person.does("B", "]", "]")
    paints(person, (100, 100), (180, 100))
    found = strengths(person)
    assert (found[100, 120], found[100, 290]) == (0, 255)
    paints(person, (100, 100), (320, 100))
    assert marks(person) == []


def test_alt_erases_while_it_is_held(person: Person) -> None:
    person.does("B")
    paints(person, (100, 100), (300, 100))
    start, end = (QPoint(*map(round, point(person, x, 100))) for x in (260, 300))
    held = Qt.KeyboardModifier.AltModifier
    QTest.mousePress(person.canvas, LEFT, held, start)
    QTest.mouseMove(person.canvas, end)
    QTest.mouseRelease(person.canvas, LEFT, held, end)
    person.settle()
    assert strengths(person)[100, 262] == 0


def test_brackets_change_the_tip_while_it_is_in_hand_and_the_wipe_otherwise(person: Person) -> None:
    person.does("B")
    before = person.canvas._tip
    person.does("]", "Shift+]")
    assert person.canvas._tip.radius == pytest.approx(before.radius * 1.25, abs=0.1)
    assert person.canvas._tip.hardness == pytest.approx(0.6)
    person.does("[", "[", "Shift+[")
    assert person.canvas._tip.radius < before.radius
    assert "50 % hard" in person.canvas.hint
    person.does("Esc", "W")
    wipe = person.session.view.wipe
    person.does("]")
    assert person.session.view.wipe > wipe
    assert person.canvas._tip.radius < before.radius, "it is as it was put down"


def test_enter_asks_what_is_wrong_and_esc_asks_nothing(person: Person) -> None:
    mode = person.session.family.modes[1].id
    person.does("B")
    paints(person, (100, 100), (200, 100))
    person.does("Return", "2")
    assert marks(person)[0].tags == (mode,)
    assert not person.canvas.tool_up
    person.does("Esc", "B")
    paints(person, (300, 300), (400, 300))
    person.does("Esc")
    assert not person.window.review.prompt.isVisible()
    assert [stored.tags for stored in marks(person)] == [(mode,), ()]


def test_keys_alone_paint_and_erase(person: Person) -> None:
    person.does("B", "Up", "Up", "Shift+Right", "Shift+Right")
    (stored,) = marks(person)
    left, top, right, bottom = stored.shape.bounds()
    assert right - left > bottom - top
    person.does("B", "Shift+Left", "Return", "1")
    assert marks(person)[0].shape.area < stored.shape.area
    assert len(marks(person)[0].tags) == 1


def test_a_selected_painted_mark_is_painted_on_and_any_other_is_not(person: Person) -> None:
    person.does("B")
    paints(person, (100, 100), (140, 100))
    person.does("Esc", "Esc", "B")
    paints(person, (300, 200), (340, 200))
    assert len(marks(person)) == 2
    person.does("Esc", "Esc", "Ctrl+M", "B")
    paints(person, (100, 300), (140, 300))
    found = strengths(person)
    assert (found[100, 120], found[300, 120]) == (255, 255)
    mark(person, 400, 80, 60, 60)
    person.session.select_mark(marks(person)[2].id)
    person.does("B")
    paints(person, (500, 100), (540, 100))
    assert len(marks(person)) == 4


def test_a_locked_one_is_not_painted_on(person: Person) -> None:
    person.does("B")
    paints(person, (100, 100), (140, 100))
    person.does("Ctrl+L", "Esc", "B")
    assert person.notice() == "! This mark is locked. Unlock it first."
    assert not person.canvas.tool_up


def test_a_painted_mark_is_moved_and_doubled_as_any_other(person: Person) -> None:
    person.does("B")
    paints(person, (100, 100), (200, 100))
    person.does("Esc", "Ctrl+Shift+M", "Right", "Down", "Return", "Ctrl+D", "Ctrl+R")
    first, second = marks(person)
    assert second.resolved
    assert first.shape.sha256 == second.shape.sha256
    assert strengths(person)[124, 174] == 255


def test_a_pen_that_presses_lightly_paints_thinner_and_its_other_end_erases(person: Person) -> None:
    person.does("B")

    def pen(kind: QEvent.Type, x: float, pressure: float, end: QPointingDevice.PointerType) -> None:
        spot = QPointF(*point(person, x, 100))
        device = QPointingDevice(
            "pen", 1, QPointingDevice.DeviceType.Stylus, end, QPointingDevice.Capability.Pressure, 1, 1
        )
        down = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else LEFT
        event = QTabletEvent(kind, device, spot, person.canvas.mapToGlobal(spot), pressure, 0, 0, 0, 0, 0,
                             Qt.KeyboardModifier.NoModifier, LEFT, down)  # fmt: skip
        QApplication.sendEvent(person.canvas, event)
        assert event.isAccepted()

    ends = QPointingDevice.PointerType
    for x, pressure in ((100, 0.25), (300, 1.0)):
        pen(QEvent.Type.TabletPress, x, pressure, ends.Pen)
        pen(QEvent.Type.TabletMove, x + 40, pressure, ends.Pen)
        pen(QEvent.Type.TabletRelease, x + 40, 0.0, ends.Pen)
    person.settle()
    found = strengths(person)
    thin, thick = (np.count_nonzero(found[:, x]) for x in (120, 320))
    assert 0 < thin < thick
    pen(QEvent.Type.TabletPress, 320, 1.0, ends.Eraser)
    pen(QEvent.Type.TabletRelease, 320, 0.0, ends.Eraser)
    person.settle()
    assert strengths(person)[100, 320] == 0


def test_what_is_painted_is_seen_at_once_and_after_it_is_put_down(person: Person) -> None:
    bare = person.picture()
    person.does("B")
    x, y = point(person, 200, 150)
    QTest.mousePress(person.canvas, LEFT, pos=QPoint(round(x), round(y)))
    across, down = x / person.canvas.width(), y / person.canvas.height()
    here = lambda picture: rgb(picture, across, down)  # noqa: E731
    assert here(person.picture()) != here(bare)
    QTest.mouseRelease(person.canvas, LEFT, pos=QPoint(round(x), round(y)))
    person.does("Esc", "Esc")
    person.points_at(5, 5)
    assert here(person.picture()) != here(bare)
    person.holds("H")
    assert here(person.picture()) == here(bare)
    person.lets_go("H")


def test_another_photo_leaves_the_brush_and_the_strip_shows_it_in_hand(person: Person) -> None:
    (button,) = [b for b in person.window.review.tools.findChildren(QToolButton)
                 if b.accessibleName() == "Mark: brush"]  # fmt: skip
    person.does("B")
    assert button.isChecked()
    person.does("Esc", "B")
    person.session.move(1)
    person.settle()
    assert not person.canvas.tool_up
    assert not button.isChecked()
