"""The next start begins where the last one ended, whatever became of the note about it."""

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.browsing import FILTERS
from review_desk.operations import browse
from review_desk.store.desk import Reader
from review_desk.ui.saved_state import FILE, SavedState
from tests.ui.doors import Doors
from tests.ui.material import desk_of, ring_pairs
from tests.ui.person import Person


def test_workspace_batch_photo_zoom_mode_panels_and_reviewer_come_back(
    doors: Doors, folder: Path, tmp_path: Path
) -> None:
    desk_of(folder, ring_pairs(tmp_path / "mugs", ["mug-1", "mug-2"]), doors.pool)
    person = doors.open(folder, size=(1100, 760))
    rings = next(b for b in person.session.batches if b.name == "rings")
    person.session.choose_batch(rings.id)
    person.settle()
    person.session.set_reviewer("Grace")
    person.does("Ctrl+Shift+F", "Right", "Right", "Ctrl+1", "W", "]", "]", "L", "Tab")
    before = person.window.state()
    doors.close(person.desk)

    again = doors.open(folder, size=(1100, 760))
    assert again.on_screen == "ring-3"
    assert again.window.workspace == "review"
    assert again.session.batch is not None
    assert again.session.batch.name == "rings"
    assert again.session.reviewer == "Grace"
    assert again.session.filter == "to do"
    assert (again.session.view.mode, again.session.view.zoom) == ("wipe", 1.0)
    assert again.session.view.wipe == pytest.approx(0.6)
    assert again.canvas.surround_step == 1
    assert not again.window.review.filmstrip.isVisible()
    assert _but_size(again.window.state()) == _but_size(before)


def _but_size(state: SavedState) -> SavedState:
    return replace(state, geometry="", canvas_width=1, canvas_height=1)


def test_the_size_of_the_window_comes_back(doors: Doors, folder: Path) -> None:
    """As high as it was; the width is more than the offscreen platform's screen has."""
    person = doors.open(folder, size=(1200, 677))
    doors.close(person.desk)
    again = doors.open(folder, size=None)
    assert again.window.height() == 677


def test_the_intake_room_comes_back(doors: Doors, folder: Path) -> None:
    person = doors.open(folder)
    person.does("Ctrl+Shift+I")
    doors.close(person.desk)
    again = doors.open(folder)
    assert again.window.workspace == "intake"
    assert again.window.intake.isVisible()


def test_verdicts_are_there_on_the_next_start_and_can_be_undone(doors: Doors, folder: Path) -> None:
    person = doors.open(folder)
    person.does("P", "C")
    doors.close(person.desk)
    again = doors.open(folder)
    assert again.on_screen == "ring-3"
    assert [p.verdict for p in again.session.photos[:2]] == ["approve", "correct"]
    again.does("Ctrl+Z", "Ctrl+Z")
    assert again.decided() == {}
    assert again.on_screen == "ring-1"


def test_the_first_start_is_somebodys_own_name(doors: Doors, master: Path, tmp_path: Path) -> None:
    person = doors.open(shutil.copytree(master, tmp_path / "fresh"))
    assert person.session.reviewer
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}


def test_a_desk_is_backed_up_when_it_is_closed_with_something_new_in_it(doors: Doors, folder: Path) -> None:
    person = doors.open(folder)
    person.does("P")
    doors.close(person.desk)
    (backup,) = (folder / "backups").iterdir()
    assert backup.stat().st_size > 0


# --- a note that is of no use -------------------------------------------------------------------------------

ODD = {
    "a batch that is gone": {"batch": "0", "photo": "nobody"},
    "a photo that is gone": {"photo": "nobody"},
    "a room of another version": {"workspace": "grid"},
    "a mode of another version": {"mode": "onion"},
    "a filter of another version": {"filter": "held"},
    "a zoom of nothing": {"zoom": 0},
    "a zoom below nothing": {"zoom": -3.0},
    "a zoom beyond all": {"zoom": 1e300},
    "a place outside": {"centre_x": 1e9, "centre_y": -4, "wipe": 7},
    "a theme of another version": {"theme": "sepia"},
    "a surround that there is not": {"surround": -12345678901234567890},
    "a size that is none": {"geometry": "näh"},
    "kinds that are wrong": {"panels": "yes", "surround": True, "reviewer": 7, "filter": None},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_a_note_that_makes_no_sense_is_no_reason_not_to_start(
    odd: dict[str, Any], doors: Doors, folder: Path
) -> None:
    (folder / FILE).write_text(json.dumps({"reviewer": "Ada", "zoom": None, **odd}), "utf-8")
    person = doors.open(folder)
    person.does("Right", "Left", "T", "T", "P")
    assert len(person.decided()) == 1
    assert person.session.filter in FILTERS


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"x"', '{"zoom": NaN, "centre_x": Infinity}', "\x00\xff", "[" * 5000]
)
def test_a_note_that_is_no_note_is_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    assert SavedState.load(tmp_path) == SavedState()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
NAMES = st.sampled_from(sorted(asdict(SavedState())))


@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_whatever_stands_in_the_note_what_is_taken_from_it_makes_sense(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / FILE).write_text(json.dumps(values), "utf-8")
    state = SavedState.load(folder)
    assert state.filter in FILTERS
    assert state.zoom is None or 1 / 64 <= state.zoom <= 64
    assert 0 <= state.centre_x <= 1
    assert 0 <= state.centre_y <= 1
    assert 0 < state.wipe < 1
    assert state.surround in range(4)
    assert isinstance(state.reviewer, str)


def test_a_folder_that_cannot_be_written_keeps_nobody_from_leaving(tmp_path: Path) -> None:
    SavedState(reviewer="Ada").save(tmp_path / "nowhere")
    assert SavedState.load(tmp_path / "nowhere") == SavedState()


def test_a_note_half_written_never_takes_the_place_of_a_whole_one(tmp_path: Path) -> None:
    SavedState(reviewer="Ada").save(tmp_path)
    (tmp_path / f"{FILE}.part").write_text('{"review')
    assert SavedState.load(tmp_path).reviewer == "Ada"


def test_two_windows_cannot_hold_one_desk(person: Person, doors: Doors, folder: Path) -> None:
    from review_desk.errors import Refused

    with pytest.raises(Refused, match="has this desk open"):
        doors.open(folder)
    person.does("P")
    with Reader.open(folder) as reader:
        assert browse.photos(reader)[0].verdict == "approve"
