"""The room around the photo: panels, light, information, lists and menus."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from review_desk.ui import tokens
from review_desk.ui.intake.photo_table import COLUMNS
from tests.ui.doors import Doors
from tests.ui.material import desk_of, ring_pairs
from tests.ui.person import Person, rgb


def menu_of(part: QWidget, name: str) -> QMenu:
    """The menu of a tool button, filled as when it drops."""
    button = next(b for b in part.findChildren(QToolButton) if b.accessibleName() == name)
    menu = button.menu()
    menu.aboutToShow.emit()
    return menu


def entries(menu: QMenu) -> dict[str, bool]:
    """What a menu offers, and what is chosen."""
    return {" ".join(entry.text().split()): entry.isChecked() for entry in menu.actions()}


def choose(menu: QMenu, beginning: str) -> None:
    next(entry for entry in menu.actions() if entry.text().startswith(beginning)).trigger()


# --- around the photo ---------------------------------------------------------------------------------------


def test_tab_hides_the_panels_and_gives_their_room_to_the_photo(person: Person) -> None:
    review, width = person.window.review, person.canvas.width()
    person.does("Tab")
    assert not review.filmstrip.isVisible()
    assert not review.inspector.isVisible()
    assert person.canvas.width() > width + tokens.INSPECTOR_WIDTH
    person.does("Tab")
    assert review.inspector.isVisible()
    assert person.canvas.width() == width


def test_escape_brings_hidden_panels_back(person: Person) -> None:
    person.does("Tab", "Esc")
    assert person.window.review.filmstrip.isVisible()


def test_l_darkens_the_surround_in_three_steps_and_then_turns_the_light_on(person: Person) -> None:
    corner = lambda: rgb(person.picture(), 0.999, 0.999)  # noqa: E731
    seen = [corner()]
    for _ in range(4):
        person.does("L")
        seen.append(corner())
    greys = [tuple(bytes.fromhex(step[1:])) for step in tokens.SURROUNDS]
    assert seen == [*greys, greys[0]]
    assert all(len(set(grey)) == 1 for grey in greys), "nothing coloured near the photo"


def test_l_leaves_the_photo_as_it_is(person: Person) -> None:
    before = person.colour()
    person.does("L")
    assert person.colour() == before


def test_f_fills_the_screen_and_f_or_escape_leaves_it(person: Person) -> None:
    person.does("F")
    assert person.window.isFullScreen()
    person.does("F")
    assert not person.window.isFullScreen()
    person.does("F", "Esc")
    assert not person.window.isFullScreen()


def test_i_tells_nothing_little_or_all_about_the_photo(person: Person) -> None:
    assert person.canvas.information == 1
    short = person.picture()
    person.does("I")
    full = person.picture()
    person.does("I")
    off = person.picture()
    assert len({_dark(image) for image in (short, full, off)}) == 3
    assert _dark(off) == 0 < _dark(short) < _dark(full)
    person.does("I")
    assert person.picture() == short


def _dark(image) -> int:  # noqa: ANN001 a QImage
    """How much of a row through the labels is label."""
    row = [rgb(image, x / image.width(), 20 / image.height()) for x in range(image.width())]
    return sum(max(colour) < 60 for colour in row)


def test_the_theme_changes_the_chrome_and_not_the_surround(person: Person) -> None:
    surround = rgb(person.picture(), 0.999, 0.999)
    chrome = lambda: rgb(person.window.top_bar.grab().toImage(), 0.5, 0.9)  # noqa: E731
    dark = chrome()
    person.runs("view.theme")
    assert person.notice() == "Theme: light."
    assert min(chrome()) > max(dark) + 80
    assert rgb(person.picture(), 0.999, 0.999) == surround
    person.runs("view.theme")
    person.runs("view.theme")
    assert chrome() == dark


# --- the filmstrip ------------------------------------------------------------------------------------------


def test_the_filmstrip_follows_the_photo_on_screen(person: Person) -> None:
    strip = person.window.review.filmstrip
    person.does("End")
    assert strip.list.currentIndex().row() == 5
    assert strip.list.viewport().rect().contains(strip.list.visualRect(strip.list.currentIndex()).center())
    person.does("Home")
    assert strip.list.currentIndex().row() == 0


def test_a_click_in_the_filmstrip_goes_to_that_photo_and_the_keys_still_work(person: Person) -> None:
    strip = person.window.review.filmstrip.list
    middle = strip.visualRect(strip.model().index(2, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    person.settle()
    assert person.on_screen == "ring-3"
    person.does("P")
    assert person.decided() == {"ring-3": "approve"}


def test_each_photo_of_the_filmstrip_says_in_words_how_it_stands(person: Person) -> None:
    person.does("P")
    model = person.window.review.filmstrip.model
    words = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert words[0].startswith("ring-1")
    assert words[0].endswith("approved")
    assert words[1].endswith("to do")
    assert "level" in words[1]


def test_the_filter_menu_counts_and_shows_only_what_was_chosen(person: Person) -> None:
    person.does("P", "P", "C")
    menu = menu_of(person.window.review.filmstrip, "Which photos are shown")
    assert entries(menu)["All photos 6"]
    assert {"To do 3", "Approved 2", "To correct 1", "Rejected 0"} <= set(entries(menu))
    choose(menu, "Approved")
    person.settle()
    assert [p.title for p in person.session.shown] == ["ring-1", "ring-2"]
    assert person.window.review.filmstrip.model.rowCount() == 2
    assert person.on_screen == "ring-1"
    person.does("Right", "Right")
    assert person.on_screen == "ring-2"


def test_a_filter_that_nothing_passes_leaves_the_photo_and_the_way_back(person: Person) -> None:
    choose(menu_of(person.window.review.filmstrip, "Which photos are shown"), "Rejected")
    person.settle()
    assert person.window.review.filmstrip.model.rowCount() == 0
    person.does("Right", "Left", "Home", "End")
    choose(menu_of(person.window.review.filmstrip, "Which photos are shown"), "All photos")
    person.settle()
    assert person.window.review.filmstrip.model.rowCount() == 6


def test_ctrl_shift_f_shows_only_what_is_to_do_and_all_again(person: Person) -> None:
    person.does("P", "Ctrl+Shift+F")
    assert [p.title for p in person.session.shown] == [f"ring-{n}" for n in range(2, 7)]
    person.does("Ctrl+Shift+F")
    assert len(person.session.shown) == 6


# --- the batches --------------------------------------------------------------------------------------------


@pytest.fixture
def two_batches(doors: Doors, folder, tmp_path) -> Person:  # noqa: ANN001 paths
    desk_of(folder, ring_pairs(tmp_path / "mugs", ["mug-1", "mug-2"]), doors.pool)
    return doors.open(folder)


def test_the_batch_menu_lists_the_batches_and_opens_another(two_batches: Person) -> None:
    person = two_batches
    menu = menu_of(person.window.top_bar, "Batch")
    assert entries(menu) == {"mugs 0 of 2": True, "rings 0 of 6": False}
    choose(menu, "rings")
    person.settle()
    assert person.on_screen == "ring-1"
    assert "0 of 6" in person.reads(person.window.top_bar)


def test_the_top_bar_counts_what_is_decided(person: Person) -> None:
    person.does("P", "E")
    assert "2 of 6" in person.reads(person.window.top_bar)
    person.does("Ctrl+Z")
    assert "1 of 6" in person.reads(person.window.top_bar)


# --- the reviewer -------------------------------------------------------------------------------------------


def test_somebody_else_sits_down_and_decides_under_their_own_name(person: Person) -> None:
    from PySide6.QtWidgets import QLineEdit

    person.press("Ctrl+Shift+P")
    person.asked(QLineEdit)
    person.does("Ctrl+A")
    person.writes("  Grace   Hopper ")
    person.does("Return")
    assert "Reviewer Grace Hopper  ▾" in [b.text() for b in person.window.top_bar.findChildren(QToolButton)]
    person.does("P")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert decision.reviewer == "Grace Hopper"


# --- the intake room ----------------------------------------------------------------------------------------


def test_intake_lists_every_photo_with_level_route_and_reason(person: Person) -> None:
    person.does("Ctrl+Shift+I")
    model = person.window.intake.model
    assert model.rowCount() == 6
    row = {COLUMNS[c]: model.data(model.index(0, c)) for c in range(model.columnCount())}
    assert row["Photo"] == "ring-1"
    assert "Level" in row["Level"]
    assert row["Why"]
    assert row["Versions"] == "2"


def test_intake_opens_at_the_photo_of_the_review_and_says_why_it_has_its_level(person: Person) -> None:
    person.does("Right", "Right", "Ctrl+Shift+I")
    photo = person.session.current
    assert photo is not None
    assert photo.assignment is not None
    assert person.window.intake.selected() == [photo.id]
    why = photo.assignment.reasons[0].sentence
    person.until(lambda: why in person.reads(person.window.intake))


def test_the_search_of_intake_narrows_the_table_while_letters_are_letters(person: Person) -> None:
    person.does("Ctrl+Shift+I")
    person.window.intake.search.setFocus()
    person.writes("ring-4 f?")
    assert person.window.intake.search.text() == "ring-4 f?"
    assert person.window.intake.model.rowCount() == 0
    assert not person.window.isFullScreen()
    person.does("Backspace", "Backspace", "Backspace")
    assert person.window.intake.model.rowCount() == 1


def test_ctrl_enter_reviews_and_a_double_click_reviews_that_photo(person: Person) -> None:
    person.does("Ctrl+Shift+I", "Ctrl+Return")
    assert person.window.workspace == "review"
    person.does("Ctrl+Shift+I")
    table = person.window.intake.table
    middle = table.visualRect(table.model().index(3, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle))
    person.settle()
    assert person.window.workspace == "review"
    assert person.on_screen == "ring-4"


def test_verdict_keys_do_nothing_in_intake(person: Person) -> None:
    person.does("Ctrl+Shift+I", "P", "X", "4", "U", "T")
    assert person.decided() == {}
    assert person.session.view.mode == "single"


def test_a_level_is_overruled_with_a_reason_for_the_photos_selected(person: Person) -> None:
    from PySide6.QtWidgets import QLineEdit

    person.does("Ctrl+Shift+I")
    person.window.intake.table.selectAll()
    person.press("Shift+L")
    field = person.asked(QLineEdit)
    dialog = field.window()
    assert dialog.windowTitle() == "Overrule the level of 6 photos"
    level = next(b for b in dialog.findChildren(QToolButton) if b.text().endswith("Level 3"))
    QTest.mouseClick(level, Qt.MouseButton.LeftButton)
    field.setFocus()
    person.writes("campaign")
    person.does("Return")
    stored = [person.stored(f"ring-{n}").assignment for n in range(1, 7)]
    assert {(a.level, a.route, a.overruled_by, a.overrule_reason) for a in stored if a} == {
        (3, "human_led", "Ada", "campaign")
    }
    person.does("Ctrl+Z")
    assert all(a.overruled_by is None for n in range(1, 7) if (a := person.stored(f"ring-{n}").assignment))


def test_a_level_is_not_overruled_without_a_reason(person: Person) -> None:
    from PySide6.QtWidgets import QLineEdit

    person.press("Shift+L")
    person.asked(QLineEdit)
    person.does("Return")
    assert person.notice() == "! Overruling a level needs a reason."
    assignment = person.stored("ring-1").assignment
    assert assignment is not None
    assert assignment.overruled_by is None
