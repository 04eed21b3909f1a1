"""Marks that went to a labelling tool come back: as they were, changed, or new; never twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from review_desk.domain.shapes.kinds import SHAPES
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import BadInput
from review_desk.operations import annotate, browse
from review_desk.operations.imports.bring_back import Brought, bring_back, in_words, read_marks
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment
from tests.exports.conftest import Out


@pytest.fixture
def marked(judged: Store) -> Store:
    """The mug bears one mark of every shape."""
    mug = browse.photo(judged, "mug")
    for number, kind in enumerate(SHAPES.values()):
        annotate.add(judged, photo=mug.id, version=2, shape=kind.within((4, 5, 40, 30)), author="Ada",
                     at=moment(20 + number), tags=["halo", "banding"][: number % 3], note="so")  # fmt: skip
    return judged


def back(store: Store, path: Path) -> Brought:
    return bring_back(store, read_marks(path), batch=browse.batch(store, "Drop"), author="Eve", at=moment(90))


def state(store: Store) -> list[Any]:
    return [
        (m.id, m.shape, m.tags, m.note) for m in browse.all_annotations(store, browse.batch(store, "Drop").id)
    ]


@pytest.mark.parametrize("kind", ["label-studio", "coco"])
def test_what_comes_back_as_it_went_out_changes_nothing(marked: Store, out: Out, kind: str) -> None:
    before, folder = state(marked), out(kind)
    files = [folder / "tasks.json"] if kind == "label-studio" else sorted(folder.glob("t*.json"))
    brought = [back(marked, file) for file in files if file.exists()]
    assert sum(each.added + each.changed for each in brought) == 0
    assert not any(each.passed_over or each.changes for each in brought)
    open_shapes = sum(not kind.closed for kind in SHAPES.values())
    assert sum(each.known for each in brought) == 2 + len(SHAPES) - (open_shapes if kind == "coco" else 0)
    assert state(marked) == before


@pytest.mark.parametrize("kind", ["label-studio", "coco"])
def test_on_a_desk_without_them_all_marks_are_added_to_half_a_pixel(
    marked: Store, out: Out, kind: str
) -> None:
    folder, before = out(kind), state(marked)
    for mark in browse.all_annotations(marked, browse.batch(marked, "Drop").id):
        annotate.remove(marked, annotation=mark.id, author="Ada", at=moment(60))
    for file in sorted(folder.glob("t*.json")):
        assert back(marked, file).passed_over == ()
    found = state(marked)
    expected = [each for each in before if kind == "label-studio" or each[1].closed]
    assert len(found) == len(expected)
    for _, shape, tags, note in expected:
        twin = min(found, key=lambda one: _apart(one[1], shape) + (set(one[2]) != set(tags)))
        assert _apart(twin[1], shape) <= 0.5
        assert (set(twin[2]), twin[3]) == (set(tags), note)


def _apart(a: Any, b: Any) -> float:
    kinds = {a.kind, b.kind}
    other = 0 if len(kinds) == 1 or kinds == {"path", "polygon"} else 99
    return other + max(abs(x - y) for x, y in zip(a.bounds(), b.bounds(), strict=True))


def test_a_region_that_was_moved_and_one_that_was_drawn_there_come_in_by_one_step(
    marked: Store, out: Out
) -> None:
    file = out("label-studio") / "tasks.json"
    tasks = json.loads(file.read_text("utf-8"))
    task = next(each for each in tasks if each["data"]["photo"].startswith("ring") and each["annotations"])
    box = next(r for r in task["annotations"][0]["result"] if r["type"] == "rectanglelabels")
    box["value"]["x"] += 10
    there = {"x": 50, "y": 50, "width": 25, "height": 25, "rotation": 0, "rectanglelabels": ["banding"]}
    task["annotations"][0]["result"].append({**box, "id": "drawn-there", "meta": {}, "value": there})
    file.write_text(json.dumps(tasks), "utf-8")
    before = state(marked)
    brought = back(marked, file)
    assert (brought.added, brought.changed) == (1, 1)
    assert in_words(brought) == f"1 marks added, 1 changed, {len(before) - 1} known already."
    moved = next(m for m in state(marked) if m[0] == box["id"])
    assert moved[1].bounds()[0] == pytest.approx(4 + 4.8, abs=0.1)
    assert (Rectangle(24, 18, 12, 9), ("banding",)) in [(m[1], m[2]) for m in state(marked)]
    undo(marked, actor="Ada", at=moment(99))
    assert state(marked) == before


def test_pictures_of_another_tool_are_known_by_their_names(judged: Store, tmp_path: Path) -> None:
    file = tmp_path / "theirs.json"
    images = [{"id": 1, "file_name": "somewhere/bag.png", "width": 48, "height": 36},
              {"id": 2, "file_name": "nobody.png", "width": 48, "height": 36}]  # fmt: skip
    annotations = [
        {"id": 1, "image_id": 1, "category_id": 7, "bbox": [2, 3, 10, 9], "segmentation": []},
        {"id": 2, "image_id": 2, "category_id": 7, "bbox": [2, 3, 10, 9], "segmentation": []},
        {"id": 3, "image_id": 1, "category_id": 7, "bbox": [2, 3, 10, 9],
         "segmentation": {"size": [36, 48], "counts": "81"}},
        {"id": 4, "image_id": 1, "category_id": 7, "bbox": [470, 3, 10, 9], "segmentation": []},
    ]  # fmt: skip
    document = {"images": images, "annotations": annotations, "categories": [{"id": 7, "name": "scratch"}]}
    file.write_text(json.dumps(document), "utf-8")
    brought = back(judged, file)
    assert brought.added == 1
    assert len(brought.passed_over) == 3
    assert "run-length mask" in brought.passed_over[0]
    assert "“nobody.png” is no photo of this batch" in brought.passed_over[1]
    assert "outside the photo" in brought.passed_over[2]
    (mark,) = browse.annotations(judged, browse.photo(judged, "bag").id)
    assert (mark.shape, mark.tags, mark.author) == (Rectangle(2, 3, 10, 9), ("scratch",), "Eve")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("{}", "is not COCO"),
        ("[1]", "is not Label Studio"),
        ('[{"data": {}, "annotations": [{}]}]', "is not Label Studio"),
        ('{"images": [{"id": 1}], "annotations": [], "categories": []}', "is not COCO"),
    ],
)
def test_a_file_that_is_neither_is_refused_in_words(
    judged: Store, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "odd.json"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=said):
        back(judged, file)
