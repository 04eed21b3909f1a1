"""Failure modes: on the keys 1-9, by family, by search."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from review_desk.ui.widgets.pieces import RowButton
from tests.ui.person import Person


def tags(person: Person, name: str = "ring-1") -> tuple[str, ...]:
    decision = person.stored(name).decision
    return decision.tags if decision else ()


def test_a_digit_notes_the_failure_mode_of_that_key_and_takes_it_off_again(person: Person) -> None:
    modes = person.session.family.modes
    person.does("3")
    assert tags(person) == (modes[2].id,)
    person.does("1", "3")
    assert tags(person) == (modes[0].id,)
    person.does("1")
    assert person.stored("ring-1").decision is None


def test_a_tag_alone_is_no_verdict_and_stays_on_the_photo(person: Person) -> None:
    person.does("1")
    assert person.decided() == {}
    assert person.on_screen == "ring-1"


def test_tags_typed_fast_are_all_noted(person: Person) -> None:
    person.press("1", "2", "3", "2")
    person.settle()
    modes = person.session.family.modes
    assert tags(person) == (modes[0].id, modes[2].id)


def test_zero_puts_the_next_family_on_the_keys_and_comes_round(person: Person) -> None:
    families = person.session.families
    assert person.session.family == families[0]
    person.does("0")
    assert person.session.family == families[1]
    person.does("1")
    assert tags(person) == (families[1].modes[0].id,)
    person.does(*["0"] * (len(families) - 1))
    assert person.session.family == families[0]


def test_the_inspector_shows_the_open_family_with_its_keys_and_what_is_noted(person: Person) -> None:
    inspector = person.window.review.inspector
    person.does("0", "2")
    family = person.session.family
    assert f"FAILURE MODES · {family.name.upper()}" in person.reads(inspector)
    rows = {b.accessibleName(): b.isChecked() for b in inspector.findChildren(RowButton) if b.isVisible()}
    assert [name for name in rows if rows[name]] == [family.modes[1].name]
    assert f"· {family.modes[1].name}" in person.reads(inspector)


def test_a_failure_mode_can_be_clicked_in_the_inspector(person: Person) -> None:
    mode = person.session.family.modes[1]
    rows = person.window.review.inspector.findChildren(RowButton)
    person.clicks(20, 10, on=next(row for row in rows if row.accessibleName() == mode.name))
    assert tags(person) == (mode.id,)
    person.does("P")
    assert person.decided() == {"ring-1": "approve"}, "the keys still work after a click"


def test_a_digit_without_a_failure_mode_does_nothing(person: Person) -> None:
    families = person.session.families
    short = next(n for n, family in enumerate(families) if len(family.modes) < 9)
    person.does(*["0"] * short, "9")
    assert person.stored("ring-1").decision is None


def test_the_search_finds_a_failure_mode_in_any_family(person: Person) -> None:
    person.does("`")
    person.writes("prong")
    person.does("Return")
    assert tags(person) == ("prong-lost",)


def test_the_search_offers_what_it_finds_on_the_digits(person: Person) -> None:
    person.does("`")
    person.writes("stone")
    offered = [
        b.accessibleName() for b in person.window.review.prompt.findChildren(RowButton) if b.isVisible()
    ]
    assert "Stone clarity changed" in offered
    person.does(str(offered.index("Stone clarity changed") + 1))
    assert tags(person) == ("stone-clarity",)


def test_a_word_that_is_no_failure_mode_is_not_noted_in_a_search(person: Person) -> None:
    person.does("`")
    person.writes("qqq")
    person.does("Return")
    assert person.stored("ring-1").decision is None
    assert person.notice() == "! “qqq” is not a failure mode of this desk."


def test_enter_takes_the_one_failure_mode_that_the_search_found(person: Person) -> None:
    person.does("`")
    person.writes("dust left")
    person.does("Return")
    assert tags(person) == ("leftover-dust",)


def test_ctrl_n_writes_a_note_on_the_photo(person: Person) -> None:
    person.press("Ctrl+N")
    person.asked(QLineEdit)
    person.writes("smudge top left")
    person.does("Return")
    decision = person.stored("ring-1").decision
    assert decision is not None
    assert (decision.verdict, decision.note) == (None, "smudge top left")
    person.does("X")
    assert person.decided() == {"ring-1": "reject"}, "a note is a reason"


def test_letters_in_a_note_never_decide(person: Person) -> None:
    person.press("Ctrl+N")
    field = person.asked(QLineEdit)
    person.writes("pcxeu 123 T")
    assert field.text() == "pcxeu 123 T"
    assert person.decided() == {}
    person.does("Esc")
    assert person.stored("ring-1").decision is None


def test_undo_while_a_question_is_asked_is_for_its_words_and_not_for_the_desk(person: Person) -> None:
    person.does("P", "X")
    person.writes("abc")
    person.does("Ctrl+Z")
    assert person.decided() == {"ring-1": "approve"}


def test_a_studios_failure_modes_are_found_at_once_and_gone_after_undo(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        'id = "ours"\nname = "Ours"\n[[mode]]\nid = "dog-hair"\nname = "Dog hair"\n'
        'sentence = "Hair of the studio dog."\nseverity = "minor"\n',
        "utf-8",
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    person.runs("tag.file")
    assert person.notice() == "ours.toml is in force from now on."
    person.does("`")
    person.writes("dog")
    person.does("Return")
    assert person.stored("ring-1").decision.tags == ("dog-hair",)
    assert "Dog hair" in person.reads(person.window.review.inspector)
    person.does("Ctrl+Z", "Ctrl+Z")
    assert person.session.taxonomy.search("dog") == ()


def test_the_search_offers_what_is_noted_most_often(person: Person) -> None:
    seventh = person.session.family.modes[6]
    for _ in range(2):
        person.does("7", "Right")
    person.does("3", "`")
    person.does("Esc", "`")
    person.writes("zz")
    person.does("Backspace", "Backspace", "Esc")
    person.session.count_uses()
    person.settle()
    person.does("Right", "`", "1")
    assert tags(person, "ring-4") == (seventh.id,)
