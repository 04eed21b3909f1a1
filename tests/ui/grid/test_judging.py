"""Verdicts, tags and levels on many at once, each one step."""

from PySide6.QtWidgets import QLineEdit

from review_desk.operations import browse
from tests.ui.grid.visitor import SHIFT, Visitor


def test_many_are_approved_in_one_step_and_undone_in_one(grid: Visitor) -> None:
    grid.clicks_card("ring-1")
    grid.clicks_card("ring-3", SHIFT)
    grid.does("P")
    assert grid.decided() == {"ring-1": "approve", "ring-2": "approve", "ring-3": "approve"}
    assert grid.session.undo_label == "Approve 3 photos"
    assert grid.chosen() == ["ring-1", "ring-2", "ring-3"], "many stay chosen"
    grid.does("Ctrl+Z")
    assert grid.decided() == {}


def test_after_a_verdict_on_one_the_next_is_chosen(grid: Visitor) -> None:
    grid.does("Home", "P", "C")
    assert grid.decided() == {"ring-1": "approve", "ring-2": "correct"}
    assert grid.chosen() == ["ring-3"]


def test_a_reject_of_many_asks_once_why_and_says_it_of_all(grid: Visitor) -> None:
    grid.does("Ctrl+A", "X")
    prompt = grid.window.grid.judging.prompt
    assert "Why are these 6 photos rejected?" in grid.reads(prompt)
    grid.writes("Warm by 3 b*")
    grid.does("Return")
    assert set(grid.verdicts().values()) == {"reject"}
    assert {photo.decision.note for photo in grid.asks_store(browse.photos) if photo.decision} == {
        "Warm by 3 b*"
    }
    assert grid.sheet.hasFocus()


def test_a_reject_is_left_with_escape_and_nothing_is_stored(grid: Visitor) -> None:
    grid.does("Ctrl+A", "X", "Esc")
    assert grid.decided() == {}
    assert len(grid.chosen()) == 6


def test_rejecting_a_mixed_selection_rejects_all_of_it(grid: Visitor) -> None:
    grid.does("Home", "P", "Ctrl+A", "X", "1")
    assert set(grid.verdicts().values()) == {"reject"}
    events = len(grid.log())
    grid.does("X")
    assert len(grid.log()) == events, "the same again writes nothing"


def test_a_number_tags_all_and_again_takes_it_off(grid: Visitor) -> None:
    mode = grid.session.family.modes[0].id
    grid.does("Ctrl+A", "1")
    photos = grid.asks_store(browse.photos)
    assert [photo.decision.tags for photo in photos if photo.decision] == [(mode,)] * 6
    grid.does("1")
    assert not any(photo.decision for photo in grid.asks_store(browse.photos))


def test_a_failure_mode_is_searched_for_all(grid: Visitor) -> None:
    grid.does("Ctrl+A", "`")
    grid.writes("banding")
    grid.does("Return")
    assert {photo.decision.tags for photo in grid.asks_store(browse.photos) if photo.decision}
    assert grid.session.undo_label
    assert "6 photos" in grid.session.undo_label


def test_levels_of_many_are_overruled_with_one_reason(grid: Visitor) -> None:
    grid.does("Ctrl+A")
    grid.press("Shift+L")
    grid.asked(QLineEdit)
    grid.writes("Campaign")
    grid.does("Return")
    reasons = {
        photo.assignment.overrule_reason for photo in grid.asks_store(browse.photos) if photo.assignment
    }
    assert reasons == {"Campaign"}


def test_verdicts_are_cleared_together(grid: Visitor) -> None:
    grid.does("Ctrl+A", "P", "U")
    assert grid.decided() == {}


def test_without_a_choice_a_verdict_says_what_to_do(grid: Visitor) -> None:
    grid.page.select(())
    grid.does("P")
    assert "No photo is chosen" in grid.notice()
    assert grid.decided() == {}
