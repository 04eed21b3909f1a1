"""Every tool in a person's hands, and marks changed after they were drawn."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from review_desk.domain.shapes.line import Arrow, Freehand, Polygon
from review_desk.domain.shapes.path import ClippingPath
from review_desk.domain.shapes.pin import Pin
from tests.ui.person import LEFT, Person
from tests.ui.test_marking import mark, marks, point


def clicks_at(person: Person, x: float, y: float) -> None:
    person.clicks(*point(person, x, y))


@pytest.mark.parametrize(
    ("key", "kind"),
    [("R", "rectangle"), ("Shift+R", "ellipse"), ("Y", "polygon"), ("Shift+A", "freehand"), ("A", "arrow"),
     ("F9", "pin"), ("Alt+C", "path")],
)  # fmt: skip
def test_every_shape_is_marked_by_keys_alone(person: Person, key: str, kind: str) -> None:
    person.does(key, "Right", "Shift+Down", "Return", "1")
    (stored,) = marks(person)
    assert stored.shape.kind == kind
    assert len(stored.tags) == 1


def test_an_ellipse_and_an_arrow_are_dragged(person: Person) -> None:
    for key in ("Shift+R", "A"):
        person.does(key)
        person.drags(point(person, 300, 200), point(person, 100, 80))
        person.does("Return")
    ellipse, arrow = (found.shape for found in marks(person))
    assert ellipse.bounds() == pytest.approx((100, 80, 300, 200), abs=1.5)
    assert isinstance(arrow, Arrow)
    assert arrow.points[1] == pytest.approx((100, 80), abs=1), "it points to where it was let go"


def test_a_polygon_is_closed_by_its_first_corner_and_backspace_takes_one_back(person: Person) -> None:
    person.does("Y")
    for x, y in ((100, 100), (300, 100), (500, 400)):
        clicks_at(person, x, y)
    person.does("Backspace")
    for x, y in ((300, 300), (100, 300), (100, 100)):
        clicks_at(person, x, y)
    person.does("Return")
    (stored,) = marks(person)
    assert isinstance(stored.shape, Polygon)
    flat = [value for corner in stored.shape.points for value in corner]
    assert flat == pytest.approx([100, 100, 300, 100, 300, 300, 100, 300], abs=1)


def test_two_corners_are_no_polygon(person: Person) -> None:
    person.does("Y")
    clicks_at(person, 100, 100)
    clicks_at(person, 300, 100)
    person.does("Return")
    assert person.canvas.tool_up, "it waits for a third"
    person.does("Esc")
    assert marks(person) == []


def test_a_stroke_keeps_its_ends_and_few_points_between(person: Person) -> None:
    person.does("Shift+A")
    person.drags(point(person, 100, 100), point(person, 400, 300))
    person.does("1")
    (stored,) = marks(person)
    assert isinstance(stored.shape, Freehand)
    assert len(stored.shape.points) <= 3
    assert stored.shape.points[-1] == pytest.approx((400, 300), abs=1)


def test_a_pin_is_set_by_a_click(person: Person) -> None:
    person.does("F9")
    clicks_at(person, 200, 150)
    person.does("1")
    (stored,) = marks(person)
    assert isinstance(stored.shape, Pin)
    assert stored.shape.grips()[0] == pytest.approx((200, 150), abs=1)


def test_a_path_bends_where_it_is_dragged_and_a_double_click_closes_it(person: Person) -> None:
    person.does("Alt+C")
    clicks_at(person, 100, 100)
    person.drags(point(person, 300, 100), point(person, 340, 140))
    clicks_at(person, 200, 300)
    where = QPoint(*map(round, point(person, 200, 300)))
    QTest.mouseDClick(person.canvas, LEFT, pos=where)
    person.does("1")
    (stored,) = marks(person)
    assert isinstance(stored.shape, ClippingPath)
    assert stored.shape.nodes[1].after == pytest.approx((340, 140), abs=1.5)
    assert stored.shape.nodes[1].before == pytest.approx((260, 60), abs=1.5)


def test_a_corner_of_the_selected_mark_is_dragged_and_one_undo_brings_it_back(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    before = marks(person)[0].shape
    person.does("Ctrl+M")
    person.drags(point(person, 300, 200), point(person, 350, 260))
    assert marks(person)[0].shape.bounds() == pytest.approx((100, 80, 350, 260), abs=2)
    person.does("Ctrl+Z")
    assert marks(person)[0].shape == before


def test_the_selected_mark_is_moved_by_its_line(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    person.does("Ctrl+M")
    person.drags(point(person, 200, 80), point(person, 240, 130))
    assert marks(person)[0].shape.bounds() == pytest.approx((140, 130, 340, 250), abs=2)
    assert person.session.selected_mark == marks(person)[0].id
    assert person.canvas.held is None


def test_the_selected_mark_is_moved_by_the_arrows(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    person.does("Ctrl+M", "Ctrl+Shift+M", "Right", "Down", "Shift+Right", "Return")
    assert marks(person)[0].shape.bounds() == pytest.approx((124, 104, 348, 224), abs=2)
    person.does("Ctrl+Shift+M", "Right", "Esc", "Right")
    assert person.on_screen == "ring-2", "Esc let go of the mark and the arrows move on"
    assert marks(person)[0].shape.bounds()[0] == pytest.approx(124, abs=2)


def test_a_locked_mark_does_not_follow_the_hand(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    before = marks(person)[0].shape
    person.does("Ctrl+M", "Ctrl+L")
    person.drags(point(person, 300, 200), point(person, 350, 260))
    assert marks(person)[0].shape == before
    person.does("Delete")
    assert person.notice() == "! This mark is locked. Unlock it first."


def test_duplicate_restack_and_resolve_are_one_step_each(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    person.does("Ctrl+M", "Ctrl+D")
    first, second = marks(person)
    assert person.session.selected_mark == second.id
    person.does("Ctrl+[")
    assert [found.id for found in marks(person)] == [second.id, first.id]
    person.does("Ctrl+R")
    assert marks(person)[0].resolved
    person.does("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert marks(person) == [first]


def test_the_strip_shows_the_tool_in_hand_and_takes_one_up(person: Person) -> None:
    strip = person.window.review.tools
    pressed = lambda: [b.accessibleName() for b in strip.findChildren(QToolButton) if b.isChecked()]  # noqa: E731
    assert pressed() == []
    ellipse = next(b for b in strip.findChildren(QToolButton) if b.accessibleName() == "Mark: ellipse")
    person.clicks(5, 5, on=ellipse)
    assert pressed() == ["Mark: ellipse"]
    person.does("Esc")
    assert pressed() == []


def test_the_inspector_says_what_the_selected_mark_is(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    person.does("Ctrl+M", "Ctrl+R")
    person.settle()
    assert "rectangle on version 2 · Ada" in person.reads(person.window.review.inspector)


def test_of_a_crowd_of_marks_every_line_is_drawn(person: Person) -> None:
    for number in range(45):
        person.session.add_mark(Pin(10 + 12 * number, 20 + 9 * number), tags=[], note="")
    person.settle()
    picture = person.picture()
    x, y = point(person, 10 + 12 * 20, 20 + 9 * 20)
    around = {picture.pixelColor(round(x) + dx, round(y)).name() for dx in range(-10, 11)}
    assert "#ffffff" in around
