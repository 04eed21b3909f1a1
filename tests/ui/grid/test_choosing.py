"""Choosing photos as in any file manager."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from tests.ui.grid.visitor import CTRL, SHIFT, Visitor
from tests.ui.person import LEFT

RINGS = [f"ring-{n}" for n in range(1, 7)]


def test_g_opens_the_grid_at_the_photo_on_screen(grid: Visitor) -> None:
    grid.does("Ctrl+Shift+R", "Right", "Right", "G")
    assert grid.window.workspace == "grid"
    assert grid.chosen() == ["ring-3"]
    assert grid.sheet.hasFocus()


def test_a_click_chooses_one_ctrl_one_more_and_shift_all_between(grid: Visitor) -> None:
    grid.clicks_card("ring-2")
    assert grid.chosen() == ["ring-2"]
    grid.clicks_card("ring-4", CTRL)
    assert grid.chosen() == ["ring-2", "ring-4"]
    grid.clicks_card("ring-6", SHIFT)
    assert grid.chosen() == ["ring-4", "ring-5", "ring-6"]
    grid.clicks_card("ring-5", CTRL)
    assert grid.chosen() == ["ring-4", "ring-6"]
    grid.clicks_card("ring-6")
    assert grid.chosen() == ["ring-6"], "a click on one of many lets the others go"


def test_a_click_beside_the_cards_chooses_nothing(grid: Visitor) -> None:
    grid.does("Ctrl+A")
    QTest.mouseClick(grid.sheet.viewport(), LEFT, pos=QPoint(4, 4))
    assert grid.chosen() == []


def test_a_rubber_band_takes_what_it_touches_and_with_ctrl_adds_it(grid: Visitor) -> None:
    first, second = grid.sheet.card_box(grid.id_of("ring-1")), grid.sheet.card_box(grid.id_of("ring-2"))
    grid.draws_band(QPoint(first.left() - 10, first.top() - 6), second.center())
    assert grid.chosen() == ["ring-1", "ring-2"]
    grid.draws_band(second.center(), second.center() + QPoint(30, 30))
    assert grid.chosen() == ["ring-2"], "a band may begin on a card"


def test_arrows_walk_and_shift_chooses_on_the_way(grid: Visitor) -> None:
    grid.does("Home", "Right")
    assert grid.chosen() == ["ring-2"]
    grid.does("Shift+Right", "Shift+Right")
    assert grid.chosen() == ["ring-2", "ring-3", "ring-4"]
    grid.does("Shift+Left")
    assert grid.chosen() == ["ring-2", "ring-3"]
    grid.does("End")
    assert grid.chosen() == ["ring-6"]
    grid.does("Up")
    assert grid.page.current == grid.page.ordered[5 - grid.page.columns]


def test_all_are_chosen_and_escape_goes_back_to_one(grid: Visitor) -> None:
    grid.does("Home", "Ctrl+A")
    assert grid.chosen() == RINGS
    grid.does("Esc")
    assert grid.chosen() == ["ring-1"]


def test_enter_compares_and_escape_comes_back_to_the_same_place_and_selection(grid: Visitor) -> None:
    grid.clicks_card("ring-2")
    grid.clicks_card("ring-3", SHIFT)
    grid.does("Ctrl+-", "Ctrl+-")
    grid.does("Return")
    assert (grid.window.workspace, grid.on_screen) == ("review", "ring-3")
    grid.does("Right", "S", "Esc")
    assert grid.window.workspace == "grid"
    assert grid.chosen() == ["ring-2", "ring-3"]
    assert grid.sheet.hasFocus()


def test_a_double_click_compares(grid: Visitor) -> None:
    QTest.mouseDClick(grid.sheet.viewport(), LEFT, pos=grid.middle("ring-5"))
    grid.settle()
    assert (grid.window.workspace, grid.on_screen) == ("review", "ring-5")


@pytest.mark.parametrize("more", [1, 2])
def test_fewer_and_more_columns_keep_what_is_chosen(grid: Visitor, more: int) -> None:
    grid.clicks_card("ring-4")
    before = grid.page.columns
    grid.does(*["Ctrl+="] * more)
    assert grid.page.columns == before - more
    grid.does("Ctrl+0")
    assert (grid.page.columns, grid.chosen()) == (before, ["ring-4"])


def test_who_cannot_see_hears_where_the_keys_stand(grid: Visitor) -> None:
    grid.does("Home", "Shift+Right")
    assert grid.sheet.accessibleDescription() == "ring-2  , level 2, to do; 2 chosen"
