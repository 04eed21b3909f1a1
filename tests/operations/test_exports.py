"""What others read of a batch: marks come back from their own readers as they were drawn."""

import contextlib
import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from review_desk.domain.decision import Verdict
from review_desk.domain.shapes.kinds import SHAPES
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.split import SPLITS, group_of, split_of
from review_desk.errors import BadInput, Refused
from review_desk.operations import annotate, browse
from review_desk.operations.decide import decide
from review_desk.operations.export import export
from review_desk.operations.exports.portion import Portion
from review_desk.operations.exports.writing import left_out
from review_desk.store.desk import Store
from tests.builders import moment

BOX = Rectangle(10, 5, 20, 12)


@pytest.fixture
def marked(store: Store) -> Store:
    """A desk with a rectangle that says two things on its first photo, and every shape on its second."""
    first, second, _ = browse.photos(store)
    told: dict[str, Any] = {"author": "Ada", "version": 2}
    annotate.add(
        store, photo=first.id, shape=BOX, at=moment(1), tags=["halo", "banding"], note="=1+1", **told
    )
    for number, kind in enumerate(SHAPES.values(), 2):
        shape = kind.within((4.3, 3.1, 40.7, 30.9))
        annotate.add(store, photo=second.id, shape=shape, at=moment(number), note="<b> & “so”", **told)
    decide(store, photo=first.id, verdict=Verdict.REJECT, reviewer="Ada", at=moment(30), note="@SUM(A1)")
    return store


def out(store: Store, folder: Path, kind: str) -> dict[str, Any]:
    return export(store, batch=browse.batch(store, "up"), folder=folder, kind=kind)


@pytest.mark.parametrize("kind", ["coco", "csv", "cvat", "label-studio"])
def test_the_same_desk_is_exported_as_the_same_bytes(marked: Store, tmp_path: Path, kind: str) -> None:
    first, second = (out(marked, tmp_path / name, kind) for name in ("one", "two"))
    assert first == second
    for name in [*first["files"], "manifest.json"]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert first["format"] == kind
    assert first["counts"] == {"photos": 3, "decisions": 1, "annotations": 8}


def test_an_export_in_another_format_takes_the_place_of_the_one_before(marked: Store, tmp_path: Path) -> None:
    out(marked, tmp_path / "out", "coco")
    out(marked, tmp_path / "out", "cvat")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["annotations.xml", "manifest.json"]
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="holds other things"):
        out(marked, tmp_path / "out", "coco")


def test_a_format_nobody_knows_is_refused(marked: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="“xls” is not a format"):
        out(marked, tmp_path / "out", "xls")
    assert not (tmp_path / "out").exists()


def test_every_shot_of_a_sku_is_in_the_same_split(marked: Store) -> None:
    photo = browse.photos(marked)[0]
    shots = [replace(photo, id=str(n), name=f"{n}", sku="R-1", shot=str(n)) for n in range(20)]
    assert len({split_of(shot) for shot in shots}) == 1
    others = [split_of(replace(photo, sku=f"R-{n}")) for n in range(2000)]
    shares = [others.count(split) / len(others) for split in SPLITS]
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.03)
    assert group_of(replace(photo, sku="")) == photo.name


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of pycocotools 2.0
def test_pycocotools_reads_every_closed_shape_with_its_box_and_its_area(
    marked: Store, tmp_path: Path
) -> None:
    reader = pytest.importorskip("pycocotools.coco", reason="needs pycocotools: make setup-dev")
    out(marked, tmp_path / "out", "coco")
    marks = {m.id: m for photo in browse.photos(marked) for m in browse.annotations(marked, photo.id)}
    found: dict[str, int] = {}
    for split in SPLITS:
        with contextlib.redirect_stdout(io.StringIO()):
            read = reader.COCO(str(tmp_path / "out" / f"{split}.json"))
        for instance in read.loadAnns(read.getAnnIds()):
            mark = marks[instance["attributes"]["mark"]]
            found[mark.id] = found.get(mark.id, 0) + 1
            left, top, right, bottom = mark.shape.bounds()
            assert instance["bbox"] == pytest.approx([left, top, right - left, bottom - top], abs=0.5)
            assert np.count_nonzero(read.annToMask(instance)) == pytest.approx(mark.shape.area, rel=0.12)
            assert read.loadCats(instance["category_id"])[0]["name"] in (*mark.tags, "unnamed")
    assert found == {m.id: max(1, len(m.tags)) for m in marks.values() if m.shape.closed}


def test_no_cell_of_a_spreadsheet_is_a_formula(marked: Store, tmp_path: Path) -> None:
    out(marked, tmp_path / "out", "csv")
    tables = {}
    for name in ("photos", "marks"):
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    rejected = tables["photos"][0]
    assert (rejected["verdict"], rejected["note"]) == ("reject", "'@SUM(A1)")
    assert (tables["marks"][0]["note"], tables["marks"][0]["tags"]) == ("'=1+1", "halo; banding")
    assert [float(tables["marks"][0][edge]) for edge in ("left", "top", "right", "bottom")] == [10, 5, 30, 17]


def test_cvat_has_every_mark_by_its_label_and_its_points(marked: Store, tmp_path: Path) -> None:
    out(marked, tmp_path / "out", "cvat")
    root = ElementTree.parse(tmp_path / "out" / "annotations.xml").getroot()
    drawn = [shape for image in root.findall("image") for shape in image]
    assert [shape.tag for shape in drawn] == [
        "box", "box", "box", "polygon", "polygon", "polyline", "polyline", "points", "polygon",
    ]  # fmt: skip
    assert [shape.get("label") for shape in drawn[:3]] == ["halo", "banding", "unnamed"]
    assert [float(drawn[0].get(edge, "")) for edge in ("xtl", "ytl", "xbr", "ybr")] == [10, 5, 30, 17]
    labels = {name.text for name in root.findall("meta/project/labels/label/name")}
    assert {shape.get("label") for shape in drawn} <= labels
    assert tuple(subset.text for subset in root.iter("subset")) == SPLITS, "datumaro reads no others"
    assert {a.text for a in drawn[-1].findall("attribute")} >= {"path", "<b> & “so”"}


def test_coco_counts_the_marks_that_it_has_no_place_for(marked: Store, tmp_path: Path) -> None:
    manifest = out(marked, tmp_path / "out", "coco")
    assert manifest["left_out"] == {"arrow": 1, "freehand": 1, "pin": 1}
    assert left_out(manifest) == " Left out, for coco has no such marks: 1 arrow, 1 stroke, 1 pin."
    told = out(marked, tmp_path / "out", "cvat")
    assert "left_out" not in told
    assert not left_out(told)


def test_the_manifest_names_the_event_head_and_the_hash_of_every_file(marked: Store, tmp_path: Path) -> None:
    manifest = out(marked, tmp_path / "out", "coco")
    assert manifest["event_head"]["desk_seq"] == len(browse.history(marked))
    assert set(manifest["files"]) == {f"{split}.json" for split in SPLITS}
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8")) == manifest


def test_a_picture_is_named_from_the_folder_of_the_photos_or_comes_along_under_its_name(
    marked: Store,
) -> None:
    photo = browse.photos(marked)[0]
    files = ("/shoot/autumn/after/ring.tif", "/elsewhere/ring.tif", "files/ab/result.png")
    versions = [replace(photo.latest, number=n, file=file) for n, file in enumerate(files, 1)]
    shown = replace(photo, versions=tuple(versions))
    portion = Portion("/shoot/autumn", (shown,), {photo.id: tuple(browse.annotations(marked, photo.id))})
    names = [portion.name_of(version) for version in versions]
    assert names[0] == "after/ring.tif"
    assert [name.partition(".")[0] for name in names[1:]] == [
        f"from-the-desk/{photo.id}_v2", f"from-the-desk/{photo.id}_v3"
    ]  # fmt: skip
    assert [each.name for each in portion.taken_along()] == [f"images/{names[1]}"], "it alone bears marks"


def test_names_start_where_the_photos_lie_since_they_were_moved(marked: Store) -> None:
    photo = browse.photos(marked)[0]
    files = ("/new/autumn/before/ring.tif", "/new/autumn/after/ring.tif", "files/ab/result.png")
    versions = tuple(replace(photo.latest, number=n, file=file) for n, file in enumerate(files, 1))
    portion = Portion("/shoot/autumn", (replace(photo, versions=versions),), {})
    assert [portion.name_of(v) for v in versions[:2]] == ["before/ring.tif", "after/ring.tif"]
    assert portion.name_of(versions[2]).startswith("from-the-desk/")
