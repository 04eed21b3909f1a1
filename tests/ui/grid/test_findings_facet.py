"""Findings on the grid: a facet with counts, words on the cards, kept when the batch is judged anew."""

import shutil
from pathlib import Path

import pytest

from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.ui.grid.found import card_words
from review_desk.ui.saved_state import SavedState
from tests.ui.doors import Doors
from tests.ui.grid.visitor import Visitor


@pytest.fixture
def grid(doors: Doors, checked_bags: Path, tmp_path: Path) -> Visitor:
    """In front of a bottle that passes and two bags on a background short of white, one with a halo."""
    folder = shutil.copytree(checked_bags, tmp_path / "desk")
    SavedState(reviewer="Ada").save(folder)
    visitor = Visitor(doors.open(folder).desk)
    visitor.until(lambda: visitor.session.checked)
    visitor.does("G")
    return visitor


def counts(grid: Visitor) -> dict[str, int]:
    return {each.value: each.count for each in grid.page.counts()["finding"]}


def test_photos_are_let_through_by_what_the_checks_found(grid: Visitor) -> None:
    assert counts(grid) == {"Background purity": 2, "Halo": 1, "all checks pass": 1}
    grid.page.choose("finding", "Halo")
    grid.settle()
    assert grid.shows() == ["bg-3301-olive-front"]


def test_a_card_tells_the_worst_finding_and_its_tip_all_of_them(grid: Visitor) -> None:
    olive, bottle = grid.id_of("bg-3301-olive-front"), grid.id_of("bt-1102-front")
    assert grid.page.remark(olive) == "✕ Background purity 0.0 % + 1"
    assert [words.split(",")[0] for words in grid.page.remarks(olive)] == [
        "Background purity 0.0 %",
        "Halo 11.6 codes",
    ]
    assert grid.page.remark(bottle) == ""


def test_a_finding_that_nearly_every_photo_has_is_on_no_card(grid: Visitor) -> None:
    [halo, *_] = [each for each in grid.session.checked.off if each.check.id == "halo"]  # type: ignore[union-attr]
    assert card_words([halo]) == "▲ Halo 11.6 codes"
    assert card_words([halo], {"halo"}) == ""


def test_another_tolerance_counts_anew_and_takes_what_no_longer_fits_out(grid: Visitor) -> None:
    grid.page.choose("finding", "Halo")
    grid.session.set_tolerance("halo", Tolerance(Limit(most=50)))
    grid.until(lambda: counts(grid).get("Halo") == 0)
    assert grid.shows() == []
