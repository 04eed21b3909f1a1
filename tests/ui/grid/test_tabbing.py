"""The room by Tab and F6: its panels one after another, and rows that are made anew under the keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.grid.visitor import Visitor


def stands_on() -> str:
    """The name of what has the keys."""
    there = QApplication.focusWidget()
    assert isinstance(there, QWidget)
    return there.accessibleName()


def presses(key: Qt.Key) -> str:
    """Press a key on what has the keys, as a hand does; the name of what has them then."""
    there = QApplication.focusWidget()
    assert there is not None
    QTest.keyClick(there, key)
    QApplication.processEvents()
    return stands_on()


def test_tab_goes_down_the_facets_in_the_order_they_stand_in(grid: Visitor) -> None:
    grid.does("Ctrl+F")
    grid.settle()
    names = [presses(Qt.Key.Key_Tab) for _ in range(11)]
    assert names[0] == "Channel"
    assert names[4:7] == ["Version", "Squint", "Luminance only"]
    assert names[10].endswith("photos"), "a facet's value comes after the last switch"
    assert grid.window.grid.panels_shown, "a panel's own Tab does not hide it"


def test_a_switch_that_was_pressed_keeps_the_keys(grid: Visitor) -> None:
    grid.does("Ctrl+F")
    while presses(Qt.Key.Key_Tab) != "Squint":
        pass
    assert presses(Qt.Key.Key_Space) == "Squint"
    assert grid.page.look.squint


def test_f6_goes_round_facets_page_and_drift(grid: Visitor) -> None:
    rounds = []
    for _ in range(3):
        grid.does("F6")
        rounds.append(stands_on())
    assert rounds[0] == "Limits…", "too few photos are alike for a measure along the shoot"
    assert rounds[1].startswith("Search photos")
    assert rounds[2].startswith("Photos of this batch")


def test_tab_on_the_page_still_hides_the_panels(grid: Visitor) -> None:
    grid.does("Tab")
    assert not grid.window.grid.panels_shown
