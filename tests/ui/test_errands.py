"""Longer things a person sends the desk on."""

import json
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from review_desk.domain.changes import Changes
from review_desk.operations import browse
from review_desk.store.desk import Reader, Store
from tests.builders import AT
from tests.ui.person import Person


def test_a_backup_is_made_at_once_and_can_be_read(person: Person) -> None:
    person.does("P")
    person.runs("desk.back_up")
    (backup,) = (person.desk.folder / "backups").iterdir()
    assert person.notice() == f"Backed up to {backup.name}."


def test_the_desk_is_checked_and_said_to_be_whole(person: Person) -> None:
    person.does("P", "1", "Ctrl+Z")
    person.runs("desk.verify")
    assert person.notice() == "The desk is whole: file, references, hash chain, tables and masks."


# --- the first pass -----------------------------------------------------------------------------------------


def denoise(person: Person) -> None:
    person.does("Ctrl+Shift+D")


def test_denoise_adds_a_version_that_is_compared_at_once_and_its_recipe_is_kept(person: Person) -> None:
    refreshed: list[int] = []
    model = person.window.review.filmstrip.model
    model.dataChanged.connect(lambda first, *_: refreshed.append(first.row()))
    denoise(person)
    photo = person.stored("ring-1")
    made = photo.latest
    assert (made.number, made.role, made.label) == (3, "ai", "denoise")
    assert made.recipe is not None
    assert made.recipe["pass"] == "denoise"
    assert (person.desk.folder / made.file).is_file()
    assert person.session.sides == {"a": 1, "b": 3}
    assert person.notice() == "Denoise ring-1: the result is a new version, on side B."
    assert person.colour()[2] > 150
    assert 0 in refreshed, "the filmstrip shows the new version"


def test_denoise_twice_does_nothing_twice(person: Person) -> None:
    denoise(person)
    person.session.set_side("b", 2)
    denoise(person)
    assert len(person.stored("ring-1").versions) == 3
    assert person.notice() == "ring-1 has this result already: version 3."


def test_undo_of_a_pass_takes_its_version_away_while_it_is_on_screen(person: Person) -> None:
    denoise(person)
    person.does("Ctrl+Z")
    assert [v.number for v in person.stored("ring-1").versions] == [1, 2]
    assert person.session.sides == {"a": 1, "b": 2}
    assert person.colour()[2] > 150
    person.does("Ctrl+Shift+Z")
    assert person.session.sides == {"a": 1, "b": 3}


def test_a_pass_leaves_no_half_made_file_behind(person: Person) -> None:
    denoise(person)
    files = [path for path in (person.desk.folder / "files").rglob("*") if path.is_file()]
    assert [path.suffix for path in files] == [".png"]
    assert not [path for path in (person.desk.folder / "files").iterdir() if path.name.startswith(".part-")]


def test_a_pass_on_a_photo_that_is_gone_says_so_and_adds_nothing(person: Person, tmp_path: Path) -> None:
    photo = person.session.current
    assert photo is not None
    person.session.sides = {"a": 1, "b": 2}
    original = Path(photo.version(2).file)
    hidden = original.with_suffix(".away")
    original.rename(hidden)
    try:
        denoise(person)
    finally:
        hidden.rename(original)
    assert person.notice().startswith("! ")
    assert original.name in person.notice()
    assert len(person.stored("ring-1").versions) == 2


def test_a_pass_that_ends_after_one_has_gone_on_leaves_one_where_one_is(person: Person) -> None:
    person.press("Ctrl+Shift+D", "Right")
    person.until(lambda: len(person.stored("ring-1").versions) == 3)
    person.settle()
    assert person.on_screen == "ring-2"
    assert person.session.sides == {"a": 1, "b": 2}


def test_what_a_pass_made_shows_in_the_history_and_the_versions(person: Person) -> None:
    denoise(person)
    told = person.reads(person.window.review.inspector)
    assert "Denoise ring-1" in told
    assert "ai v2 · denoise" in told


def test_around_the_product_a_pass_says_how_many_protected_pixels_changed(
    person: Person, tmp_path: Path
) -> None:
    version = person.stored("ring-1").version(2)
    mask = Image.new("L", (version.width, version.height))
    mask.paste(255, (2, 3, 12, 8))
    mask.save(tmp_path / "mask.png")
    give_mask(person, tmp_path / "mask.png")
    person.does("Ctrl+Alt+D")
    said = "the result is a new version, on side B. 0 of 50 protected pixels changed."
    assert person.notice() == f"Denoise ring-1: {said}"
    recipe = person.stored("ring-1").latest.recipe
    assert recipe is not None
    assert recipe["protected"]["changed"] == 0
    denoise(person)
    assert len(person.stored("ring-1").versions) == 4, "without a mask it is other work"


def test_around_the_product_a_photo_without_a_mask_is_refused_and_nothing_is_stored(person: Person) -> None:
    person.does("Ctrl+Alt+D")
    assert "has neither a mask nor transparency" in person.notice()
    assert len(person.stored("ring-1").versions) == 2


def give_mask(person: Person, path: Path) -> None:
    photo = person.stored("ring-1").id

    def put(store: Store) -> Changes:
        with store.step("Give a mask", actor="Ada", at=AT) as step:
            step.put("photo", {**(step.get("photo", id=photo) or {}), "mask": str(path)})
        return step.changes

    person.session.write(put)
    person.settle()


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
