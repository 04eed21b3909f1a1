"""The numbers of the difference and of the analysis views, and the mask that came with a photo."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.ui.doors import Doors
from tests.ui.material import desk_of
from tests.ui.person import Person


@pytest.fixture
def ramp(doors: Doors, tmp_path: Path) -> Person:
    """A pair that differs by 4 codes on the left and by 20 on the right, with a mask over the left half."""
    source = tmp_path / "ramps"
    source.mkdir()
    before = np.full((400, 600, 3), 100, np.uint8)
    after, mask = before.copy(), np.zeros((400, 600), np.uint8)
    after[:, :300], after[:, 300:], mask[:, :300] = 104, 120, 255
    for name, pixels in (("ramp", before), ("ramp_after", after), ("ramp_mask", mask)):
        Image.fromarray(pixels).save(source / f"{name}.png")
    return doors.open(desk_of(tmp_path / "desk", source, doors.pool))


def at(person: Person, across: float, down: float = 0.5) -> tuple[int, int, int]:
    """The colour at a place of the photo."""
    plan, sizes = person.canvas.drawn(), person.canvas.sizes()
    assert plan is not None
    assert sizes is not None
    x, y = plan.panes[-1].point_at((across, down), sizes["b"])
    colour = person.whole_picture().pixelColor(round(x), round(y))
    return colour.red(), colour.green(), colour.blue()


def test_a_threshold_blackens_small_differences_only(ramp: Person) -> None:
    ramp.does("D")
    assert (at(ramp, 0.3)[0], at(ramp, 0.7)[0]) == (16, 80)
    ramp.does(*["Ctrl+Alt+]"] * 5)
    assert (at(ramp, 0.3)[0], at(ramp, 0.7)[0]) == (0, 80)
    assert "over 5 codes" in ramp.canvas.difference_words()
    ramp.does(*["Ctrl+Alt+["] * 5)
    assert at(ramp, 0.3)[0] == 16


def test_the_strip_shows_the_numbers_and_takes_others(ramp: Person) -> None:
    strip = ramp.window.review.tuning
    assert not strip.isVisible()
    ramp.does("D")
    assert strip.isVisible()
    strip._boxes["gain"].setValue(8)
    ramp.settle()
    assert at(ramp, 0.7)[0] == 160
    ramp.runs("view.untune")
    assert at(ramp, 0.7)[0] == 80
    assert strip._boxes["gain"].value() == 4


def test_a_number_of_an_analysis_view_changes_what_is_drawn_and_comes_back(
    doors: Doors, ramp: Person
) -> None:
    ramp.window.review.set_analysis("near_white")
    ramp.settle()
    assert ramp.window.review.tuning._boxes["low"].value() == 245
    ramp.does(*["Alt+["] * 3)
    assert ramp.session.view.values_of("near_white") == {"low": 242}
    folder = ramp.session.folder
    doors.close(ramp.desk)
    again = doors.open(folder)
    assert again.session.view.values_of("near_white") == {"low": 242}


def test_the_mask_is_laid_over_the_photo(ramp: Person) -> None:
    plain = at(ramp, 0.3), at(ramp, 0.7)
    ramp.window.review.set_analysis("mask")
    ramp.settle()
    shown = at(ramp, 0.3), at(ramp, 0.7)
    assert shown != plain
    assert shown[0] != shown[1]


def test_a_photo_without_a_mask_says_so(person: Person) -> None:
    person.window.review.set_analysis("mask")
    person.settle()
    plan = person.canvas.drawn()
    assert plan is not None
    assert "No mask came with this photo" in person.canvas._scene.captions.of(plan.panes[-1], full=False)
