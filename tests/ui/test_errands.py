"""Longer things a person sends the desk on."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from review_desk.operations import browse
from review_desk.store.desk import Reader
from tests.ui.person import Person


def test_a_backup_is_made_at_once_and_can_be_read(person: Person) -> None:
    person.does("P")
    person.runs("desk.back_up")
    (backup,) = (person.desk.folder / "backups").iterdir()
    assert person.notice() == f"Backed up to {backup.name}."


def test_the_desk_is_checked_and_said_to_be_whole(person: Person) -> None:
    person.does("P", "1", "Ctrl+Z")
    person.runs("desk.verify")
    assert person.notice() == "The desk is whole: file, references, hash chain, tables, masks, seals."


def test_the_desk_is_read_by_others_while_it_is_open(person: Person) -> None:
    person.does("P")
    with Reader.open(person.desk.folder) as reader:
        assert browse.photos(reader)[0].verdict == "approve"


def test_a_notice_goes_when_it_is_closed(person: Person) -> None:
    person.session.refused.emit("Something stands in the way.")
    notice = person.window.notice
    assert person.notice() == "! Something stands in the way."
    button = next(b for b in notice.findChildren(QPushButton) if b.text() == "Close")
    person.clicks(5, 5, on=button)
    assert person.notice() == ""
    assert button.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_marks_of_a_labelling_tool_come_in_by_one_step(person: Person, tmp_path: Path) -> None:
    photo = person.stored("ring-1")
    file = tmp_path / "coco.json"
    image = {"id": 1, "file_name": "x", "photo": photo.id, "version": 2}
    mark = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [2, 2, 9, 7], "segmentation": []}
    document = {"images": [image], "annotations": [mark], "categories": [{"id": 1, "name": "halo"}]}
    file.write_text(json.dumps(document), "utf-8")
    person.window.errands.bring_in_marks(file)
    person.settle()
    assert person.notice() == "1 marks added, 0 changed, 0 known already."
    assert [each.tags for each in person.session.annotations] == [("halo",)]
    person.does("Ctrl+Z")
    assert not person.session.annotations


def test_a_file_without_marks_is_refused_in_words(person: Person, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("{}", "utf-8")
    person.window.errands.bring_in_marks(tmp_path / "odd.json")
    person.settle()
    assert "odd.json is not COCO" in person.notice()
