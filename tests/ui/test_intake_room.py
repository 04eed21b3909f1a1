"""The intake room by hand: levels, fields, questions, rules, and what the pixels say."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit

from review_desk.operations import browse
from review_desk.operations.rules import own_rules, rules_in_force
from review_desk.ui.intake.guiding import GuidedQuestions
from review_desk.ui.intake.photo_table import COLUMNS
from review_desk.ui.intake.rules_editor import RulesEditor
from review_desk.ui.saved_state import SavedState
from tests.builders import ROOT, manifest_file
from tests.ui.doors import Doors
from tests.ui.material import BorrowedPool, desk_of, flat_pair
from tests.ui.person import Person

DEMO = ROOT / "assets" / "demo" / "before"

OURS = """[[rule]]
id = "our-lamps"
level = 3
route = "human_led"
sentence = "Lamps are for people."
source = "us"
date = 2026-11-21
[rule.when]
category = "lamps"
"""


@pytest.fixture
def producer(doors: Doors, pool: BorrowedPool, tmp_path: Path) -> Person:
    """Ada in the intake room, with two lamps, a vase and a mug that no rule covers."""
    source = tmp_path / "shop"
    kinds = {"lamp-1": "lamps", "lamp-2": "Lamps", "vase": "vases", "mug": ""}
    for number, name in enumerate(kinds):
        flat_pair(source, name, before=(90 + number, 20, 20), size=(64, 48))
    manifest_file(
        source / "manifest.csv",
        [
            {"before": f"{n}.jpg", "after": f"{n}_after.jpg", "sku": n, "category": kind}
            for n, kind in kinds.items()
        ],
    )
    desk = desk_of(tmp_path / "desk", source, pool)
    SavedState(reviewer="Ada", workspace="intake").save(desk)
    person = doors.open(desk)
    person.settle()
    return person


def levels(person: Person) -> dict[str, int]:
    names = [photo.title for photo in person.session.photos]
    return {name: a.level for name in names if (a := person.stored(name).assignment)}


def select(person: Person, *names: str) -> None:
    ids = [photo.id for photo in person.session.photos if photo.title in names]
    person.window.intake.select_photos(ids)
    person.window.intake.table.setFocus()


def dialog(person: Person, kind: type) -> object:
    person.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    person.settle()
    return QApplication.activeModalWidget()


def test_a_digit_gives_a_level_with_a_reason_that_is_proposed_again(producer: Person) -> None:
    select(producer, "lamp-1", "vase")
    producer.press("3")
    producer.asked(QLineEdit)
    producer.writes("for the window")
    producer.does("Return")
    assert levels(producer) == {"lamp-1": 3, "lamp-2": 2, "vase": 3, "mug": 2}
    select(producer, "mug")
    producer.press("1")
    assert producer.asked(QLineEdit).text() == "for the window"
    producer.does("Return", "Ctrl+Z", "Ctrl+Z")
    assert set(levels(producer).values()) == {2}


def test_all_photos_like_one_get_its_level(producer: Person) -> None:
    select(producer, "lamp-1")
    producer.does("A")
    assert len(producer.window.intake.selected()) == 2
    select(producer, "lamp-1")
    producer.press("1")
    producer.asked(QLineEdit)
    producer.writes("simple lamps")
    producer.does("Return", "A")
    assert levels(producer) == {"lamp-1": 1, "lamp-2": 1, "vase": 2, "mug": 2}
    second = producer.stored("lamp-2").assignment
    assert second is not None
    assert second.overrule_reason == "simple lamps"


def test_a_field_is_corrected_on_many_and_the_rules_are_asked_again(producer: Person) -> None:
    select(producer, "vase", "mug")
    producer.press("F2")
    producer.asked(QComboBox)
    value = producer.asked(QLineEdit)
    assert "nothing on 1" in producer.reads(value.window())
    producer.writes("rings")
    producer.does("Return")
    assert levels(producer) == {"lamp-1": 2, "lamp-2": 2, "vase": 3, "mug": 3}
    assert producer.stored("mug").fields["category"] == "rings"
    producer.does("Ctrl+Z")
    assert "category" not in producer.stored("mug").fields
    assert levels(producer)["mug"] == 2


def test_the_questions_are_answered_by_keys_for_all_like_the_photo(producer: Person) -> None:
    select(producer, "lamp-1")
    producer.press("Q")
    asked = dialog(producer, GuidedQuestions)
    assert isinstance(asked, GuidedQuestions)
    producer.does("Y", "Backspace", "N", "N")
    producer.until(lambda: "Level 1" in producer.reads(asked))
    assert asked.findChild(QCheckBox).text() == "All 2 photos like this"
    producer.does("A", "Return")
    assert levels(producer) == {"lamp-1": 1, "lamp-2": 1, "vase": 2, "mug": 2}
    found = producer.stored("lamp-2").assignment
    assert found is not None
    assert (
        found.overrule_reason == "No shopper would notice the usual mistake, and it sells nothing: AI alone."
    )


def test_an_answer_becomes_a_rule_that_routes_the_batch(producer: Person) -> None:
    select(producer, "lamp-1")
    producer.press("Q")
    dialog(producer, GuidedQuestions)
    producer.does("Y", "Y", "R")
    editor = dialog(producer, RulesEditor)
    assert isinstance(editor, RulesEditor)
    producer.until(lambda: "This would move 2 photos: 2 to level 3." in producer.reads(editor))
    producer.until(lambda: "Decides for 2 photos of this batch." in producer.reads(editor))
    producer.does("Ctrl+Return")
    assert levels(producer) == {"lamp-1": 3, "lamp-2": 3, "vase": 2, "mug": 2}
    producer.does("Ctrl+Z")
    assert set(levels(producer).values()) == {2}
    assert producer.asks_store(own_rules) == ""


def test_a_mistake_is_told_with_its_line_and_the_old_rules_stay_in_force(producer: Person) -> None:
    producer.press("R")
    editor = dialog(producer, RulesEditor)
    assert isinstance(editor, RulesEditor)
    editor.text.setPlainText(OURS)
    producer.settle()
    producer.does("Ctrl+Return")
    assert levels(producer)["lamp-1"] == 3
    producer.press("R")
    editor = dialog(producer, RulesEditor)
    assert isinstance(editor, RulesEditor)
    editor.text.setPlainText(OURS.replace("level = 3", "level = 4"))
    producer.settle()
    producer.until(lambda: "✕  Line 3" in producer.reads(editor))
    assert not editor.use.isEnabled()
    producer.does("Ctrl+Return")
    assert editor.isVisible()
    assert producer.asks_store(own_rules) == OURS
    editor.reject()
    producer.settle()


def test_own_rules_are_taken_out_of_force_again(producer: Person) -> None:
    producer.press("R")
    editor = dialog(producer, RulesEditor)
    assert isinstance(editor, RulesEditor)
    editor.text.setPlainText(OURS)
    producer.settle()
    producer.does("Ctrl+Return")
    producer.press("R")
    editor = dialog(producer, RulesEditor)
    assert isinstance(editor, RulesEditor)
    editor.drop.click()
    producer.settle()
    assert "our-lamps" not in {rule.id for rule in producer.asks_store(rules_in_force)}
    assert levels(producer)["lamp-1"] == 2


def test_the_bar_narrows_the_table_and_a_key_shows_what_no_rule_covers(producer: Person) -> None:
    select(producer, "vase")
    producer.press("F2")
    producer.asked(QLineEdit)
    producer.writes("watches")
    producer.does("Return")
    bar, model = producer.window.intake.bar, producer.window.intake.model
    producer.does("Shift+Q")
    assert model.rowCount() == 3
    bar.show_only("Category", "lamps")
    assert model.rowCount() == 1
    producer.does("Shift+Q")
    bar.show_only("Category", "lamps")
    assert model.rowCount() == 4


def test_pixels_are_looked_at_by_a_key_and_raise_a_level(
    doors: Doors, pool: BorrowedPool, tmp_path: Path
) -> None:
    import shutil

    (tmp_path / "ring").mkdir()
    shutil.copy(DEMO / "rg-0415-front.jpg", tmp_path / "ring" / "piece.jpg")
    manifest_file(tmp_path / "ring" / "manifest.csv", [{"file": "piece.jpg", "content_type": "packshot"}])
    desk = desk_of(tmp_path / "desk", tmp_path / "ring", pool)
    SavedState(reviewer="Ada", workspace="intake").save(desk)
    person = doors.open(desk)
    person.does("Ctrl+R")
    person.until(lambda: person.window.intake.sorting.progress is None)
    person.settle()
    found = person.stored("piece").assignment
    assert found is not None
    assert (found.level, found.rule) == (2, "metal-seen")
    model = person.window.intake.model
    assert model.data(model.index(0, COLUMNS.index("Evidence"))).startswith("metal ")
    person.until(
        lambda: "Level 1, AI only, without the rule metal-seen." in person.reads(person.window.intake)
    )


# --- what is mixed ------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(doors: Doors, pool: BorrowedPool, tmp_path: Path) -> Person:
    """Ada with three photos in soft light and two in hard light."""
    source, rows = tmp_path / "mixed", []
    for number, light in enumerate(["soft", "soft", "soft", "hard", "hard"]):
        flat_pair(source, f"m{number}", before=(60 + number, 20, 90), size=(64, 48))
        rows.append(
            {
                "before": f"m{number}.jpg",
                "after": f"m{number}_after.jpg",
                "sku": f"m{number}",
                "lighting": light,
            }
        )
    manifest_file(source / "manifest.csv", rows)
    desk = desk_of(tmp_path / "desk", source, pool)
    SavedState(reviewer="Ada", workspace="intake").save(desk)
    person = doors.open(desk)
    person.settle()
    person.until(lambda: len(person.window.intake.mixing.groups) == 2)
    return person


def batches(person: Person) -> dict[str, int]:
    return {batch.name: batch.photos for batch in person.asks_store(browse.batches)}


def test_a_group_is_pointed_at_and_split_off_by_keys_and_undone(mixed: Person) -> None:
    mixed.does("M", "M")
    assert len(mixed.window.intake.selected()) == 2
    mixed.until(lambda: "The manifest says lighting: hard." in mixed.reads(mixed.window.intake))
    mixed.does("Shift+M")
    assert batches(mixed) == {"mixed": 3, "mixed · Hard": 2}
    mixed.until(lambda: len(mixed.window.intake.mixing.groups) == 1)
    mixed.does("Ctrl+Z")
    assert batches(mixed) == {"mixed": 5}


def test_a_group_is_kept_by_a_key_and_not_proposed_again(mixed: Person) -> None:
    mixed.does("M", "M", "Ctrl+M")
    mixed.until(lambda: len(mixed.window.intake.mixing.groups) == 1)
    assert batches(mixed) == {"mixed": 5}


def test_two_groups_are_merged_by_a_key_and_are_then_the_whole(mixed: Person) -> None:
    mixed.does("M", "Alt+M")
    assert [group.name for group in mixed.window.intake.mixing.groups] == ["Soft + Hard"]
    mixed.does("Shift+M")
    assert "is the whole batch" in mixed.notice()
