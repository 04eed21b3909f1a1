"""Onion skin, top and bottom, mirrored, a leaning wipe, and the analysis views."""

from typing import get_args

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from review_desk.domain.viewplan import Mode, View
from review_desk.ui.review.differing import array_of
from tests.ui.material import BLUE, RED
from tests.ui.person import Person, is_blue, is_red


def near(colour: tuple[int, int, int], wanted: tuple[int, int, int], by: int = 3) -> bool:
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


def mixed(share: float) -> tuple[int, int, int]:
    """So much blue (B) over red (A)."""
    red, blue, green = (RED[i] * (1 - share) + BLUE[i] * share for i in (0, 2, 1))
    return round(red), round(green), round(blue)


def test_onion_skin_lays_half_of_the_after_over_the_before(person: Person) -> None:
    person.does("O")
    assert near(person.colour(), mixed(0.5))
    person.does("O")
    assert is_blue(person.colour())


def test_alt_up_and_down_change_how_much_of_the_after_is_seen(person: Person) -> None:
    person.does("O", "Alt+Up", "Alt+Up")
    assert near(person.colour(), mixed(0.7))
    person.does(*["Alt+Down"] * 9)
    assert is_red(person.colour())


def test_top_and_bottom_shows_the_before_above_the_after(person: Person) -> None:
    person.does("Alt+S")
    assert is_red(person.colour(0.5, 0.25))
    assert is_blue(person.colour(0.5, 0.75))


def test_a_leaning_wipe_parts_the_photo_along_its_edge(person: Person) -> None:
    person.does(*["Shift+W"] * 6)  # 90 degrees: the edge lies level
    assert is_red(person.colour(0.5, 0.4))
    assert is_blue(person.colour(0.5, 0.6))
    assert is_red(person.colour(0.45, 0.4))
    assert is_red(person.colour(0.55, 0.4))


def test_a_leaning_wipe_is_dragged_by_its_edge(person: Person) -> None:
    person.does(*["Shift+W"] * 6)
    width, height = person.canvas.width(), person.canvas.height()
    person.drags((width / 2, height / 2), (width / 2, height * 0.62))
    assert is_red(person.colour(0.5, 0.58))
    assert is_blue(person.colour(0.5, 0.66))


def test_mirrored_side_by_side_meets_at_the_seam(person: Person) -> None:
    person.does("Alt+M")
    plan, sizes = person.canvas.drawn(), person.canvas.sizes()
    assert plan is not None
    assert sizes is not None
    a, b = plan.panes
    assert a.mirrored
    assert not b.mirrored
    assert a.point_at((1.0, 0.5), sizes["a"])[0] < a.point_at((0.0, 0.5), sizes["a"])[0]
    assert is_red(person.colour(0.25))
    assert is_blue(person.colour(0.75))


@pytest.mark.parametrize("odd", [0, 1])
def test_no_pixel_of_the_canvas_is_left_as_the_memory_was(person: Person, odd: int) -> None:
    person.window.resize(1200 + odd, 800 + odd)
    left = {}
    for mode in get_args(Mode):
        person.session.set_view(View(mode=mode, zoom=8.0))
        person.settle()
        left[mode] = unpainted(person)
    assert left == dict.fromkeys(left, 0)


def unpainted(person: Person) -> int:
    """How many pixels of a canvas of a colour that nothing has show it after a painting."""
    canvas, size = person.canvas, person.canvas.viewport()
    image = QImage(size.width, size.height, QImage.Format.Format_RGB32)
    image.fill(QColor("#01FE02"))
    painter = QPainter(image)
    canvas._scene.paint(painter, canvas.drawn(), canvas._look())
    painter.end()
    return int((array_of(image)[..., :3] == (0x02, 0xFE, 0x01)).all(axis=2).sum())


def test_v_goes_through_the_analysis_views_and_shift_v_back_to_the_photo(person: Person) -> None:
    person.does("V")
    assert person.session.view.analysis == "luminosity"
    red, green, blue = person.colour()
    assert red == green == blue
    person.does("V")
    assert near(person.colour(), (BLUE[0],) * 3)
    person.does("Shift+V")
    assert is_blue(person.colour())


def test_an_analysis_view_stays_on_the_next_photo_and_on_the_before(person: Person) -> None:
    person.does("V", "V", "Right", "T")
    assert person.session.view.analysis == "red"
    assert near(person.colour(), (RED[0],) * 3)


@pytest.mark.parametrize("steps", range(1, 13))
def test_every_analysis_view_draws_both_sides(person: Person, steps: int) -> None:
    person.does("S", *["V"] * steps)
    assert person.session.view.analysis != "normal"
    assert not person.picture().isNull()
    person.does("W", "D", "O")


def test_the_difference_says_how_much_changed_and_how_far(person: Person) -> None:
    person.does("D")
    person.settle()
    words = person.canvas.difference_words()
    assert "changed 100.0 % of what is seen" in words
    assert "p95 ΔE" in words
    assert float(words.rsplit(" ", 1)[-1]) > 40


def test_the_difference_of_a_photo_with_itself_is_none(person: Person) -> None:
    person.does("Alt+A", "D")
    person.settle()
    assert "changed 0.0 %" in person.canvas.difference_words()


def test_shift_d_goes_from_all_channels_to_each_and_to_the_map_of_delta_e(person: Person) -> None:
    person.does("D")
    together = person.colour()
    person.does("Shift+D")
    red = person.colour()
    assert red[0] == red[1] == red[2] == min(255, abs(RED[0] - BLUE[0]) * 4)
    assert together[0] == red[0]
    person.does("Shift+D", "Shift+D", "Shift+D")
    assert "ΔE2000" in person.canvas.difference_words()
    brightest = person.colour()
    assert sum(brightest) > 500  # red against blue is far past 10: the end of the scale
    person.does("Alt+A")  # the after against itself
    assert sum(person.colour()) < 40
