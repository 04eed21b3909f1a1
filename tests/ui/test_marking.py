"""Marks: rectangles with what is wrong there."""

from functools import partial

import pytest

from review_desk.domain.annotation import Annotation
from review_desk.operations import annotate, browse
from review_desk.ui.widgets.pieces import RowButton
from tests.builders import AT
from tests.ui.material import SIZE
from tests.ui.person import Person


def marks(person: Person, name: str = "ring-1") -> list[Annotation]:
    photo = person.stored(name).id
    return person.asks_store(lambda reader: browse.annotations(reader, photo))


def point(person: Person, x: float, y: float) -> tuple[float, float]:
    """The logical point of the canvas where a pixel of the photo is."""
    drawn = person.canvas.drawn()
    assert drawn is not None
    pane = drawn.panes[-1]
    ratio = person.canvas.ratio
    return (pane.left + x * pane.scale) / ratio, (pane.top + y * pane.scale) / ratio


def mark(person: Person, x: float, y: float, width: float, height: float, *answer: str) -> None:
    """Draw a rectangle given in pixels of the photo, and answer."""
    person.does("R")
    person.drags(point(person, x, y), point(person, x + width, y + height))
    person.does(*(answer or ("1",)))


def test_a_rectangle_is_drawn_and_says_what_is_wrong_in_it(person: Person) -> None:
    modes = person.session.family.modes
    mark(person, 100, 80, 200, 120, "2")
    (stored,) = marks(person)
    assert (stored.version, stored.tags, stored.note) == (2, (modes[1].id,), "")
    assert (stored.severity, stored.author) == ("major", "Ada")
    shape = stored.shape
    assert (shape.x, shape.y) == pytest.approx((100, 80), abs=1)
    assert (shape.width, shape.height) == pytest.approx((200, 120), abs=1.5)
    assert person.decided() == {}


def test_a_mark_of_another_tool_shows_the_words_it_came_with(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    (made,) = marks(person)
    changed = partial(annotate.change, annotation=made.id, author="Ada", at=AT, tags=["lens scratch 4"])
    person.session.write(changed)
    person.settle()
    assert "lens scratch 4" in person.reads(person.window.review.inspector)
    person.does("U")


def test_a_rectangle_drawn_from_any_corner_is_the_same(person: Person) -> None:
    person.does("R")
    person.drags(point(person, 300, 200), point(person, 100, 80))
    person.does("1")
    shape = marks(person)[0].shape
    assert (shape.x, shape.y) == pytest.approx((100, 80), abs=1)


def test_a_rectangle_drawn_at_100_percent_lies_in_the_same_pixels(person: Person) -> None:
    person.does("Ctrl+1")
    mark(person, 200, 150, 100, 60)
    shape = marks(person)[0].shape
    assert (shape.x, shape.y, shape.width, shape.height) == pytest.approx((200, 150, 100, 60), abs=1)


def test_a_rectangle_drawn_beyond_the_photo_ends_at_its_edge(person: Person) -> None:
    person.does("R")
    width, height = person.canvas.width(), person.canvas.height()
    person.drags(point(person, 500, 400), (width - 2, height - 2))
    person.does("1")
    shape = marks(person)[0].shape
    assert (shape.x + shape.width, shape.y + shape.height) == SIZE


def test_a_mark_is_placed_and_sized_by_keys_alone(person: Person) -> None:
    person.does("R", "Return", "1")
    middle = marks(person)[0].shape
    person.does("R", "Right", "Right", "Down", "Shift+Right", "Shift+Up", "Return", "1")
    moved = marks(person)[1].shape
    assert moved.x - middle.x == pytest.approx(48, abs=1)
    assert moved.y - middle.y == pytest.approx(24, abs=1)
    assert moved.width - middle.width == pytest.approx(24, abs=1)
    assert moved.height - middle.height == pytest.approx(-24, abs=1)
    assert person.on_screen == "ring-1", "the arrows moved the mark, not the photo"


def test_a_mark_may_say_nothing_yet(person: Person) -> None:
    person.does("R", "Return", "Return")
    assert [(m.tags, m.note) for m in marks(person)] == [((), "")]


def test_a_mark_takes_a_note_in_ones_own_words(person: Person) -> None:
    person.does("R", "Return")
    person.writes("zzz hair across the lens")
    person.does("Return")
    assert [m.note for m in marks(person)] == ["zzz hair across the lens"]


def test_escape_puts_the_tool_down_and_after_it_the_arrows_move_again(person: Person) -> None:
    person.does("R", "Esc", "Right")
    assert person.on_screen == "ring-2"
    assert marks(person) == []


def test_escape_at_the_question_leaves_no_mark(person: Person) -> None:
    person.does("R", "Return", "Esc")
    assert marks(person) == []
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}


def test_a_slip_of_the_hand_is_no_mark(person: Person) -> None:
    person.does("R")
    person.drags((300, 300), (301, 302))
    assert not person.window.review.prompt.isVisible()
    assert marks(person) == []


def test_a_mark_too_small_to_see_is_refused_in_words(person: Person) -> None:
    person.does("Ctrl+1", *["Ctrl+="] * 6)
    assert person.canvas.drawn().zoom == 8  # type: ignore[union-attr]
    person.does("R")
    middle = person.canvas.width() / 2, person.canvas.height() / 2
    person.drags(middle, (middle[0] + 12, middle[1] + 12))
    person.does("1")
    assert person.notice() == "! That mark is too small to see: draw it at least 3 pixels wide and high."
    assert marks(person) == []


def test_a_click_on_its_line_selects_a_mark_and_a_click_beside_it_lets_go(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    line = point(person, 100, 140)
    person.clicks(*line)
    assert person.session.selected_mark == marks(person)[0].id
    assert person.session.view.zoom is None
    inside = point(person, 200, 140)
    person.clicks(*inside)
    assert person.session.selected_mark is None
    assert person.session.view.zoom is None, "the click let go of the mark and did no more"
    person.clicks(*inside)
    assert person.session.view.zoom == 1.0, "inside a mark one looks closer as anywhere"


def test_a_digit_tags_the_selected_mark_and_not_the_photo(person: Person) -> None:
    modes = person.session.family.modes
    mark(person, 100, 80, 200, 120, "1")
    person.clicks(*point(person, 100, 140))
    person.does("3", "1")
    assert marks(person)[0].tags == (modes[2].id,)
    assert person.stored("ring-1").decision is None


def test_delete_removes_the_selected_mark_and_nothing_else(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    mark(person, 350, 250, 100, 80)
    first, second = marks(person)
    person.does("Delete")
    assert len(marks(person)) == 2, "nothing was selected"
    person.clicks(*point(person, 100, 140))
    person.does("Backspace")
    assert marks(person) == [second]
    assert first.id not in {m.id for m in person.session.annotations}


def test_ctrl_m_goes_from_mark_to_mark(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    mark(person, 350, 250, 100, 80)
    ids = [m.id for m in marks(person)]
    seen = []
    for _ in range(3):
        person.does("Ctrl+M")
        seen.append(person.session.selected_mark)
    assert seen == [*ids, ids[0]]
    person.does("Esc")
    assert person.session.selected_mark is None


def test_shift_s_turns_the_severity_of_the_selected_mark(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    person.does("Ctrl+M")
    seen = []
    for _ in range(3):
        person.does("Shift+S")
        seen.append(marks(person)[0].severity)
    assert seen == ["critical", "minor", "major"]


def test_a_photo_with_a_mark_that_says_why_is_rejected_without_asking(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    person.does("X")
    assert person.decided() == {"ring-1": "reject"}
    assert not person.window.review.prompt.isVisible()


def test_the_marks_of_a_photo_are_listed_and_can_be_selected_there(person: Person) -> None:
    modes = person.session.family.modes
    mark(person, 100, 80, 200, 120, "1")
    inspector = person.window.review.inspector
    rows = [b for b in inspector.findChildren(RowButton) if b.accessibleName() == f"▲ {modes[0].name}"]
    person.clicks(20, 10, on=next(row for row in rows if row.isVisible()))
    assert person.session.selected_mark == marks(person)[0].id


def test_marks_belong_to_their_photo(person: Person) -> None:
    mark(person, 100, 80, 200, 120)
    person.does("Right")
    assert person.session.annotations == ()
    person.does("Left")
    assert [m.id for m in person.session.annotations] == [m.id for m in marks(person)]


def test_the_tool_is_put_down_when_another_photo_comes(person: Person) -> None:
    person.does("R")
    person.session.go_to(person.session.photos[1].id)
    person.settle()
    assert not person.canvas.tool_up
    person.does("Right")
    assert person.on_screen == "ring-3"
