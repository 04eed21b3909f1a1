"""Label Studio and CVAT read marks as they were drawn; a client reads a page."""

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from review_desk.domain.shapes.kinds import SHAPES
from review_desk.operations import annotate, browse
from review_desk.store.desk import Store
from tests.builders import moment
from tests.exports.conftest import Ask, Out
from tests.exports.real_desk import HEIGHT, WIDTH

CHECKED = """
import sys, json
from label_studio_sdk.label_interface import LabelInterface
folder = sys.argv[1]
interface = LabelInterface(open(folder + "/labels.xml", encoding="utf-8").read())
tasks = json.load(open(folder + "/tasks.json", encoding="utf-8"))
regions = [region for task in tasks for made in task["annotations"] for region in made["result"]]
kind = regions[0]["type"]
wrong = dict(regions[0], value=dict(regions[0]["value"], **{kind: ["no such mode"]}))
print(json.dumps([[region["id"], interface.validate_region(region)] for region in [*regions, wrong]]))
"""


@pytest.fixture
def marked(judged: Store) -> Store:
    """The mug bears one mark of every shape."""
    mug = browse.photo(judged, "mug")
    for number, kind in enumerate(SHAPES.values()):
        annotate.add(
            judged, photo=mug.id, version=2, shape=kind.within((3.3, 4.1, 40.7, 30.9)), author="Ada",
            at=moment(20 + number), tags=["halo"] if number else [], note="<b> & “so”",
        )  # fmt: skip
    return judged


def regions(folder: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    tasks = json.loads((folder / "tasks.json").read_text("utf-8"))
    return [(task, region) for task in tasks for made in task["annotations"] for region in made["result"]]


def test_label_studio_takes_every_region_and_refuses_a_wrong_one(marked: Store, out: Out, ask: Ask) -> None:
    folder = out("label-studio")
    *good, wrong = ask(CHECKED, folder)
    assert len(good) == len(regions(folder)) == 2 + len(SHAPES) + 3
    assert all(valid for _, valid in good), good
    assert not wrong[1]


def test_boxes_in_per_cent_are_the_boxes_drawn(marked: Store, out: Out) -> None:
    photo = browse.photo(marked, "mug")
    marks = {mark.id: mark for mark in browse.annotations(marked, photo.id)}
    found = {region["id"]: region for _, region in regions(out("label-studio")) if region["id"] in marks}
    assert set(found) == set(marks)
    for key, mark in marks.items():
        value, (left, top, right, bottom) = found[key]["value"], mark.shape.bounds()
        assert (found[key]["original_width"], found[key]["original_height"]) == (WIDTH, HEIGHT)
        if mark.shape.kind == "rectangle":
            box = (value["x"], value["y"], value["x"] + value["width"], value["y"] + value["height"])
        elif mark.shape.kind == "ellipse":
            across, down = value["radiusX"], value["radiusY"]
            box = (value["x"] - across, value["y"] - down, value["x"] + across, value["y"] + down)
        elif mark.shape.kind == "pin":
            box = (value["x"], value["y"], value["x"], value["y"])
        else:
            xs, ys = zip(*value["points"], strict=True)
            box = (min(xs), min(ys), max(xs), max(ys))
        in_pixels = [v * size / 100 for v, size in zip(box, (WIDTH, HEIGHT, WIDTH, HEIGHT), strict=True)]
        assert in_pixels == pytest.approx((left, top, right, bottom), abs=0.5)
        assert found[key]["meta"]["kind"] == mark.shape.kind


def test_a_verdict_and_its_note_are_answers_to_the_task(out: Out) -> None:
    said = {region["from_name"]: region["value"] for task, region in regions(out("label-studio"))
            if task["data"]["photo"].startswith("ring")}  # fmt: skip
    assert said["verdict"] == {"choices": ["reject"]}
    assert said["note"] == {"text": ["around the stone"]}


def test_datumaro_reads_the_boxes_and_labels_of_the_cvat_file(judged: Store, out: Out, ask: Ask) -> None:
    script = """
import sys, json
import datumaro
found = datumaro.Dataset.import_from(sys.argv[1], "cvat")
names = [label.name for label in found.categories()[datumaro.AnnotationType.label]]
def told(id, a):
    return [id, names[a.label], a.type.name, [a.x, a.y, a.w, a.h] if a.type.name == "bbox" else None]
print(json.dumps([told(item.id, a) for item in found for a in item.annotations]))
"""
    folder = out("cvat")
    shutil.copytree(browse.batch(judged, "Drop").source, folder / "images")  # where it looks for them
    found = ask(script, folder / "annotations.xml")
    assert len(found) == 2
    box = next(told for told in found if told[2] == "bbox")
    assert box[1:] == ["halo", "bbox", [4.0, 6.0, 20.0, 12.0]]
    assert box[0].endswith("ring")


def test_a_report_shows_what_was_judged_with_its_marks_and_reasons(marked: Store, out: Out) -> None:
    folder = out("report")
    page = (folder / "report.html").read_text("utf-8")
    root = ElementTree.fromstring(page)
    titles = [element.text for element in root.iter("h2")]
    assert titles == ["ring", "mug", "bag"], "the worst first; nothing is said of the hat"
    assert "around the stone" in page
    assert "&lt;b&gt; &amp; “so”" in page
    assert len(list(root.iter("text"))) == 2 + len(SHAPES)
    for image in root.iter("img"):
        assert (folder / image.attrib["src"]).is_file()
