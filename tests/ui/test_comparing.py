"""Before and after: toggle, wipe, side by side, difference, and a look at the before."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from review_desk.domain.viewplan import View
from tests.ui.material import BLUE, RED
from tests.ui.person import Person, Watcher, is_blue, is_red


def mode(person: Person) -> str:
    return person.session.view.mode


def test_the_after_is_on_screen_first(person: Person) -> None:
    assert mode(person) == "single"
    assert is_blue(person.colour())


def test_t_shows_the_before_in_the_same_place_and_the_after_again(person: Person) -> None:
    person.does("T")
    assert is_red(person.colour())
    person.does("T")
    assert is_blue(person.colour())


def test_a_toggle_is_one_painting_and_no_frame_is_neither_of_the_two(person: Person) -> None:
    person.does("T")
    watcher = Watcher(person.canvas)
    for expected in (is_blue, is_red, is_blue):
        watcher.frames.clear()
        person.press("T")
        person.settle()
        assert len(watcher.frames) == 1
        assert expected(watcher.frames[0])


def test_the_very_first_toggle_on_a_photo_finds_the_before_ready(person: Person) -> None:
    person.does("Right")
    watcher = Watcher(person.canvas)
    person.press("T")
    person.settle()
    assert watcher.frames
    assert all(map(is_red, watcher.frames))


def test_going_on_shows_the_next_photo_at_once_for_it_was_made_ready(person: Person) -> None:
    watcher = Watcher(person.canvas)
    person.press("Right")
    QApplication.processEvents()
    assert watcher.frames
    assert all(map(is_blue, watcher.frames))


def test_the_next_photo_begins_with_its_after_whatever_was_toggled(person: Person) -> None:
    person.does("T", "Right")
    assert mode(person) == "toggle"
    assert is_blue(person.colour())


def test_s_puts_before_and_after_side_by_side_and_s_again_lays_them_together(person: Person) -> None:
    person.does("S")
    assert is_red(person.colour(across=0.25))
    assert is_blue(person.colour(across=0.75))
    person.does("S")
    assert mode(person) == "single"
    assert is_blue(person.colour(across=0.4))


def test_w_wipes_with_the_before_on_the_left(person: Person) -> None:
    person.does("W")
    assert is_red(person.colour(across=0.4))
    assert is_blue(person.colour(across=0.6))


def test_the_wipe_follows_the_hand_that_drags_its_edge(person: Person) -> None:
    person.does("W")
    width, height = person.canvas.width(), person.canvas.height()
    person.drags((width / 2, height / 3), (width * 0.7, height / 3))
    assert person.session.view.wipe == pytest.approx(0.7, abs=0.01)
    assert is_red(person.colour(across=0.6))
    assert person.session.view.zoom is None, "a drag is no click"


def test_the_wipe_never_leaves_the_canvas(person: Person) -> None:
    person.does("W")
    width, height = person.canvas.width(), person.canvas.height()
    person.drags((width / 2, height / 3), (width * 1.5, height / 3))
    assert 0.9 < person.session.view.wipe < 1
    person.drags((width * person.session.view.wipe, height / 3), (width / 2, height / 3))
    assert person.session.view.wipe == pytest.approx(0.5, abs=0.02)


def test_brackets_move_the_wipe_by_keys(person: Person) -> None:
    person.does("W", "]", "]", "]")
    assert person.session.view.wipe == pytest.approx(0.65)
    person.does("[")
    assert person.session.view.wipe == pytest.approx(0.6)


def test_brackets_do_nothing_outside_the_wipe(person: Person) -> None:
    person.does("]", "[", "[")
    assert person.session.view.wipe == 0.5


def test_the_difference_is_exactly_that_of_the_pixels_times_the_gain(person: Person) -> None:
    person.does("D")
    person.does("I", "I")  # information off
    before, after = _decoded(person, "a"), _decoded(person, "b")
    for key, gain in ((None, 4), ("Shift+Up", 8), ("Shift+Down", 4), ("Shift+Down", 2), ("Shift+Down", 1)):
        if key:
            person.does(key)
        assert person.session.view.gain == gain
        expected = tuple(min(255, abs(b - a) * gain) for b, a in zip(before, after, strict=True))
        assert person.colour() == expected


def _decoded(person: Person, side: str) -> tuple[int, int, int]:
    """The one colour of a side, as the worker decoded it."""
    version = person.session.version(side)  # type: ignore[arg-type]
    assert version is not None
    pixels = person.desk.tasks.pool.submit("frame", path=version.file, level=0).result().array()
    blue, green, red = (int(channel) for channel in pixels[10, 10, :3])
    assert np.all(pixels[..., :3] == (blue, green, red))
    return red, green, blue


def test_outside_the_photo_the_difference_is_black(person: Person) -> None:
    person.does("D")
    assert person.colour(across=0.999, down=0.999) == (0, 0, 0)


def test_the_gain_has_ends(person: Person) -> None:
    person.does("D", *["Shift+Down"] * 9)
    assert person.session.view.gain == 1
    person.does(*["Shift+Up"] * 9)
    assert person.session.view.gain == 64


@pytest.mark.parametrize(
    "before", [View("single"), View("wipe"), View("toggle", showing="b"), View("difference")]
)
def test_backslash_shows_the_before_as_long_as_it_is_held(person: Person, before: View) -> None:
    person.session.set_view(before)
    person.settle()
    person.holds("\\")
    assert is_red(person.colour(across=0.6))
    person.lets_go("\\")
    person.settle()
    assert not is_red(person.colour(across=0.6))
    assert person.session.view == before, "a look changes nothing"


def test_h_hides_every_overlay_as_long_as_it_is_held(person: Person) -> None:
    bare = lambda: np.unique(_pixels(person), axis=0)  # noqa: E731
    person.does("R", "Return", "1")
    assert len(bare()) > 2
    person.holds("H")
    assert len(bare()) == 2, "the photo's one colour and the surround's"
    person.lets_go("H")
    assert len(bare()) > 2


def _pixels(person: Person) -> np.ndarray:
    image = person.picture()
    flat = np.frombuffer(image.constBits().tobytes(), np.uint8).reshape(image.height(), -1, 4)
    return flat[:, : image.width(), :3].reshape(-1, 3)


@pytest.mark.parametrize("key", ["\\", "H"])
def test_a_held_key_is_let_go_when_the_window_loses_the_focus(person: Person, key: str) -> None:
    plain = person.picture()
    person.holds(key)
    assert person.picture() != plain
    QApplication.sendEvent(
        person.canvas, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    )
    assert person.picture() == plain


@pytest.mark.parametrize("key", ["\\", "H"])
def test_a_held_key_is_let_go_when_a_question_takes_the_focus(person: Person, key: str) -> None:
    person.holds(key)
    person.does("Ctrl+K", "Esc")
    assert is_blue(person.colour())
    person.does("Right")
    assert is_blue(person.colour())


def test_a_repeating_key_is_one_hold(person: Person) -> None:
    person.holds("\\")
    for _ in range(3):
        QTest.keyPress(person.canvas, Qt.Key.Key_Backslash)
    assert is_red(person.colour())
    person.lets_go("\\")
    assert is_blue(person.colour())


def test_the_bar_above_shows_the_mode_and_changes_it(person: Person) -> None:
    person.window.resize(1600, 900)
    person.settle()
    bar = person.window.review.view_bar
    segments = {b.text(): b for b in bar.findChildren(QToolButton) if b.isCheckable()}
    assert {"Single", "Side by side", "Wipe", "Toggle", "Onion", "Difference"} <= set(segments)
    checked = lambda: [name for name, b in segments.items() if b.isChecked()]  # noqa: E731
    assert checked() == ["Single"]
    person.does("W")
    assert checked() == ["Wipe"]
    person.clicks(10, 10, on=segments["Difference"])
    assert mode(person) == "difference"
    assert checked() == ["Difference"]
    person.clicks(10, 10, on=segments["Single"])
    assert mode(person) == "single"
    assert checked() == ["Single"]


def test_the_names_of_both_sides_stand_above_the_photo(person: Person) -> None:
    bar = person.window.review.view_bar
    assert {"A   original   ▾", "B   ai   ▾"} <= {b.text() for b in bar.findChildren(QToolButton)}


def test_alt_a_compares_another_version_on_side_a(person: Person) -> None:
    person.does("Alt+A", "T")
    assert person.session.sides == {"a": 2, "b": 2}
    assert is_blue(person.colour())
    person.does("Alt+A")
    assert person.session.sides == {"a": 1, "b": 2}
    assert is_red(person.colour())


def test_red_and_blue_are_far_enough_apart_to_tell(person: Person) -> None:
    assert is_red(RED)
    assert is_blue(BLUE)
    assert not is_red(BLUE)
    assert not is_blue(RED)
