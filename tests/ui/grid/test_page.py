"""The page as the shopper sees it: channel, order, facets, look."""

from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from review_desk.ui.grid.second import SecondWindow
from review_desk.ui.saved_state import SavedState
from tests.ui.doors import Doors
from tests.ui.grid.visitor import Visitor


def test_the_page_stands_on_the_channels_background(grid: Visitor) -> None:
    grid.page.show_channel("google-merchant")
    grid.settle()
    corner = grid.sheet.viewport().grab().toImage().pixelColor(2, 2)
    assert corner == QColor("#F8F9FA")
    assert grid.page.columns == grid.page.template.columns_at(grid.sheet.viewport().width())


def test_cards_show_the_newest_version_and_the_before_while_it_is_held(grid: Visitor) -> None:
    assert grid.colour_of("ring-1").blue() > 150
    grid.holds("\\")
    grid.settle()
    assert grid.colour_of("ring-1").red() > 150
    grid.lets_go("\\")
    grid.settle()
    assert grid.colour_of("ring-1").blue() > 150
    grid.does("Alt+B")
    assert grid.colour_of("ring-1").red() > 150, "the next version to show is the original"


def test_luminance_takes_the_colour_away_and_squint_leaves_it(grid: Visitor) -> None:
    before = grid.colour_of("ring-2")
    grid.does("V")
    assert abs(grid.colour_of("ring-2").blue() - before.blue()) <= 2
    grid.does("Shift+V")
    grey = grid.colour_of("ring-2")
    assert grey.red() == grey.green() == grey.blue()


def test_facets_are_pressed_and_escape_lets_everything_through_again(grid: Visitor) -> None:
    grid.does("Home", "P", "P")
    pressed = [
        made
        for made in grid.window.grid.facets.findChildren(QWidget)
        if made.accessibleName() == "✓ Approved, 2 photos"
    ]
    pressed[0].click()  # type: ignore[attr-defined]
    grid.settle()
    assert grid.shows() == ["ring-1", "ring-2"]
    grid.sheet.setFocus()
    grid.does("Esc")
    assert len(grid.shows()) == 6


def test_what_is_decided_leaves_the_photos_to_do(grid: Visitor) -> None:
    grid.does("Ctrl+Shift+F", "Home", "P")
    grid.until(lambda: grid.shows() == ["ring-2", "ring-3", "ring-4", "ring-5", "ring-6"])
    grid.does("Ctrl+Z")
    grid.until(lambda: len(grid.shows()) == 6)


def test_photos_are_searched_and_letters_stay_letters(grid: Visitor) -> None:
    grid.does("Ctrl+F")
    grid.writes("ring-5")
    assert grid.shows() == ["ring-5"]
    grid.does("Return")
    assert grid.sheet.hasFocus()
    grid.does("P")
    assert grid.decided() == {"ring-5": "approve"}
    grid.does("Ctrl+F", "Esc")
    assert len(grid.shows()) == 6


def test_nothing_found_says_how_to_go_back(grid: Visitor) -> None:
    grid.does("Ctrl+F")
    grid.writes("nobody")
    assert grid.shows() == []
    assert not grid.page.rows


def test_the_layout_comes_back_on_the_next_start(doors: Doors, folder: Path) -> None:
    first = Visitor(doors.open(folder).desk)
    first.does("G", "Alt+C", "Alt+O", "Alt+S")
    was = first.page.template.id, first.page.order, first.page.grouping
    doors.close(first.desk)
    assert SavedState.load(folder).workspace == "grid"
    again = Visitor(doors.open(folder).desk)
    again.settle()
    assert again.window.workspace == "grid"
    assert (again.page.template.id, again.page.order, again.page.grouping) == was


def test_a_reference_is_pinned_beside_the_page_and_let_go(grid: Visitor) -> None:
    before = grid.sheet.card_box(grid.id_of("ring-1")).left()
    grid.does("Home", "Alt+R")
    assert grid.sheet.card_box(grid.id_of("ring-1")).left() > before
    assert grid.sheet.photo_at(grid.middle("ring-2")) == grid.id_of("ring-2")
    grid.does("Alt+R")
    assert grid.sheet.card_box(grid.id_of("ring-1")).left() == before


def test_the_page_is_saved_as_it_is_shown(grid: Visitor, tmp_path: Path) -> None:
    grid.does("Home", "P")
    for name in ("page.png", "page.pdf"):
        grid.window.grid.printing.save(tmp_path / name)
        grid.settle()
    assert "Saved the page to" in grid.notice()
    picture = QImage(str(tmp_path / "page.png"))
    assert picture.width() == 2400
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in tmp_path.glob(".*part*")) == []


def test_a_page_that_cannot_be_saved_says_so(grid: Visitor, tmp_path: Path) -> None:
    grid.window.grid.printing.save(tmp_path / "nowhere" / "page.png")
    grid.settle()
    assert "cannot be written" in grid.notice()


def test_the_second_window_shows_the_same_page_and_judges_it(grid: Visitor) -> None:
    grid.does("Ctrl+Alt+W")
    second = grid.window.second
    assert isinstance(second, SecondWindow)
    assert second.isVisible()
    grid.window.show_workspace("review")
    second.activateWindow()
    grid.until(second.isActiveWindow)
    second.sheet.setFocus()
    grid.does("Home", "Right", "P")
    assert grid.decided() == {"ring-2": "approve"}, "not the photo that Review shows"
    second.close()
    grid.until(lambda: grid.window.second is None)


def test_the_window_takes_the_second_with_it(grid: Visitor) -> None:
    grid.does("Ctrl+Alt+W")
    grid.window.close()
    grid.until(lambda: grid.window.second is None)
