"""A photo goes to another program and comes back by itself, whichever of the two is closed meanwhile."""

import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QLineEdit

from review_desk.operations.editing.handing import handed
from tests.ui.doors import Doors
from tests.ui.person import Person

SAVES = """
import os, sys, time
from PIL import Image
with Image.open(sys.argv[1]) as opened:
    photo = opened.convert("RGB")
photo.paste((250, 10, 250), (2, 2, 14, 10))
photo.save(sys.argv[1] + ".part", "TIFF")
os.replace(sys.argv[1] + ".part", sys.argv[1])
"""


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """A program that paints a box and saves, as editors do, by a file of another name."""
    script = tmp_path / "editor.py"
    script.write_text(SAVES, "utf-8")
    return f"{sys.executable} {script}"


def old(path: Path) -> None:
    """Let a file be as old as one that is not being written any more."""
    long_ago = time.time() - 60
    os.utime(path, (long_ago, long_ago))


def comes_back(person: Person, versions: int = 3) -> None:
    """Wait until what was saved is a version."""
    (out,) = handed(person.desk.folder)
    person.until(lambda: out.path.stat().st_size != 0 and out.has_changed())
    old(out.path)
    person.window.outside.look()
    person.until(lambda: len(person.stored("ring-1").versions) == versions)
    person.settle()


def test_the_first_time_the_desk_asks_which_program_and_what_is_saved_comes_back(
    person: Person, editor: str
) -> None:
    person.does("Ctrl+E")
    person.asked(QLineEdit).setText(editor)
    person.does("Return")
    comes_back(person)
    made = person.stored("ring-1").latest
    assert (made.role, made.label, made.format) == ("human", person.session.reviewer, "TIFF")
    assert made.recipe is not None
    assert made.recipe["edited"] == 2
    assert "came back as a new version" in person.notice()
    assert person.session.sides["b"] == 3
    with Image.open(person.desk.folder / made.file) as kept:
        assert kept.getpixel((5, 5)) == (250, 10, 250)


def test_what_was_changed_can_be_marked_in_one_step(person: Person, editor: str) -> None:
    person.window.outside.choose(editor)
    person.does("Ctrl+E")
    comes_back(person)
    person.does("Alt+E")
    (mark,) = person.session.annotations
    assert mark.version == 3
    assert np.round(mark.shape.bounds()).tolist() == pytest.approx([2, 2, 14, 10], abs=2.1)
    person.does("Ctrl+Z")
    assert not person.session.annotations


def test_a_version_that_no_editor_made_has_nothing_to_mark(person: Person) -> None:
    person.does("Alt+E")
    assert person.notice().startswith("! Nothing is known of what was changed")


def test_saving_twice_makes_two_versions_and_saving_the_same_makes_none(person: Person, editor: str) -> None:
    person.window.outside.choose(editor)
    person.does("Ctrl+E")
    comes_back(person)
    (out,) = handed(person.desk.folder)
    with Image.open(out.path) as opened:
        photo = opened.convert("RGB")
    photo.save(out.path, software="saved again")
    old(out.path)
    person.window.outside.look()
    person.settle()
    assert person.notice() == "ring-1 was saved as it was: nothing in it has changed."
    assert len(person.stored("ring-1").versions) == 3
    photo.paste((20, 20, 20), (0, 0, 8, 8))
    photo.save(out.path)
    old(out.path)
    person.window.outside.look()
    person.until(lambda: len(person.stored("ring-1").versions) == 4)
    person.settle()
    recipe = person.stored("ring-1").latest.recipe
    assert recipe is not None
    assert recipe["edited"] == 3


def test_what_was_saved_while_the_desk_was_shut_comes_back_at_the_next_start(
    person: Person, doors: Doors, editor: str
) -> None:
    person.window.outside.choose("true")
    person.does("Ctrl+E")
    folder = person.desk.folder
    (out,) = handed(folder)
    person.until(lambda: all(each.poll() is not None for each in person.window.outside._started))
    doors.close(person.desk)
    with Image.open(out.path) as opened:
        photo = opened.convert("RGB")
    photo.paste((10, 250, 10), (0, 0, 9, 9))
    photo.save(out.path)
    old(out.path)
    again = Person(doors.open(folder).desk)
    again.until(lambda: len(again.stored("ring-1").versions) == 3)
    again.settle()
    assert again.window.outside.command == "true", "the program is remembered"


def test_a_half_written_file_waits_for_the_rest(person: Person) -> None:
    person.window.outside.choose("true")
    person.does("Ctrl+E")
    (out,) = handed(person.desk.folder)
    whole = out.path.read_bytes()
    out.path.write_bytes(whole[: len(whole) // 2])
    old(out.path)
    person.window.outside.look()
    person.settle()
    assert "cannot be taken back yet" in person.notice()
    assert len(person.stored("ring-1").versions) == 2
    assert out.path.exists()


def test_an_editor_that_is_not_there_is_said(person: Person) -> None:
    person.window.outside.choose("no-such-editor")
    person.does("Ctrl+E")
    assert "“no-such-editor” cannot be started" in person.notice()


def test_the_filmstrip_shows_the_version_before_once_an_edit_is_undone(
    person: Person, doors: Doors, editor: str
) -> None:
    person.window.outside.choose(editor)
    person.does("Ctrl+E")
    comes_back(person)
    folder = person.desk.folder
    doors.close(person.desk)
    again = Person(doors.open(folder).desk)
    again.settle()
    again.does("Ctrl+Z")
    again.settle()
    strip = again.window.review.filmstrip
    assert again.stored("ring-1").latest.number == 2
    rows = strip.model.showing(again.stored("ring-1").latest.sha256)
    assert [row.row() for row in rows] == [0], "what arrives for it is drawn there"


def test_the_copy_of_a_photo_that_was_undone_away_waits_in_silence_until_it_is_back(
    person: Person, doors: Doors
) -> None:
    person.window.outside.choose("true")
    person.does("Ctrl+E")
    folder = person.desk.folder
    (out,) = handed(folder)
    while person.session.photos:
        person.does("Ctrl+Z")
    doors.close(person.desk)
    with Image.open(out.path) as opened:
        photo = opened.convert("RGB")
    photo.paste((10, 250, 10), (0, 0, 9, 9))
    photo.save(out.path)
    old(out.path)
    again = Person(doors.open(folder).desk)
    again.settle()
    again.window.outside.look()
    again.settle()
    assert again.notice() == ""
    again.does("Ctrl+Shift+Z")
    again.until(lambda: again.session.photos)
    again.window.outside.look()
    again.until(lambda: len(again.stored("ring-1").versions) == 3)


def test_what_is_saved_after_an_undo_comes_back_too(person: Person, editor: str) -> None:
    person.window.outside.choose(editor)
    person.does("Ctrl+E")
    comes_back(person)
    person.does("Ctrl+Z")
    assert len(person.stored("ring-1").versions) == 2
    (out,) = handed(person.desk.folder)
    with Image.open(out.path) as opened:
        painted = opened.convert("RGB")
    painted.paste((10, 250, 10), (0, 0, 12, 9))
    painted.save(out.path, "TIFF")
    old(out.path)
    person.window.outside.look()
    person.until(lambda: len(person.stored("ring-1").versions) == 3)
    person.settle()
    made = person.stored("ring-1").latest
    assert made.recipe is not None
    assert made.recipe["edited"] == 2
