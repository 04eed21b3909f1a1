"""What was painted is what others read, pixel for pixel, and what they bring back."""

import contextlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.brush import Brush
from review_desk.domain.split import split_of
from review_desk.operations import annotate, browse
from review_desk.operations.imports.bring_back import bring_back, read_marks
from review_desk.operations.paint import paint
from review_desk.store.desk import Store
from review_desk.store.masks import read_mask
from tests.builders import moment
from tests.exports.conftest import Ask, Out
from tests.exports.real_desk import HEIGHT, WIDTH


def painting() -> np.ndarray:
    """A soft ring on the photo: with a hole, touching the photo's upper edge."""
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH]
    far = np.hypot(xs - 20, ys - 10)
    return np.clip((7 - np.abs(far - 8)) * 60, 0, 255).astype(np.uint8)


@pytest.fixture
def painted(judged: Store) -> Store:
    """The mug bears what was painted, and says so."""
    mug = browse.photo(judged, "mug")
    mask = Mask(0, 0, WIDTH, HEIGHT, painting().tobytes())
    paint(judged, annotation="soft", photo=mug.id, version=2, mask=mask, author="Ada", at=moment(20))
    annotate.change(judged, annotation="soft", author="Ada", at=moment(21), tags=["halo"], note="so")
    return judged


INSIDE = painting() >= 128


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of pycocotools 2.0
def test_pycocotools_reads_exactly_what_is_inside(painted: Store, out: Out) -> None:
    reader = pytest.importorskip("pycocotools.coco", reason="needs pycocotools: make setup-dev")
    file = out("coco") / f"{split_of(browse.photo(painted, 'mug'))}.json"
    with contextlib.redirect_stdout(io.StringIO()):
        read = reader.COCO(str(file))
    (instance,) = [a for a in read.loadAnns(read.getAnnIds()) if a["attributes"]["mark"] == "soft"]
    assert np.array_equal(read.annToMask(instance), INSIDE)
    ys, xs = np.nonzero(INSIDE)
    assert instance["bbox"] == [xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1]
    assert instance["area"] == INSIDE.sum()


def test_label_studio_s_converter_reads_every_strength(painted: Store, out: Out, ask: Ask) -> None:
    script = """
import sys, json
from label_studio_sdk.converter.brush import decode_rle
from label_studio_sdk.label_interface import LabelInterface
folder = sys.argv[1]
interface = LabelInterface(open(folder + "/labels.xml", encoding="utf-8").read())
tasks = json.load(open(folder + "/tasks.json", encoding="utf-8"))
(region,) = [r for t in tasks for a in t["annotations"] for r in a["result"] if r["id"] == "soft"]
size = region["original_height"], region["original_width"], 4
mask = decode_rle(region["value"]["rle"]).reshape(size)[..., 3]
print(json.dumps([interface.validate_region(region), mask.tolist()]))
"""
    valid, mask = ask(script, out("label-studio"))
    assert valid
    assert np.array_equal(np.array(mask, np.uint8), painting())


def test_what_label_studio_packs_itself_comes_in_as_it_was_painted(judged: Store, out: Out, ask: Ask) -> None:
    script = """
import sys, json
import numpy as np
from label_studio_sdk.converter.brush import mask2rle
print(json.dumps(mask2rle(np.array(json.loads(sys.argv[1]), np.uint8))))
"""
    rle = ask(script, json.dumps(painting().tolist()))
    mug = browse.photo(judged, "mug")
    region = {"id": "theirs", "type": "brushlabels", "original_width": WIDTH, "original_height": HEIGHT,
              "value": {"format": "rle", "rle": rle, "brushlabels": ["halo"]}}  # fmt: skip
    task = {"id": 1, "data": {"image": "mug.png", "photo": mug.id, "version": 2},
            "annotations": [{"result": [region]}]}  # fmt: skip
    file = judged.folder / "theirs.json"
    file.write_text(json.dumps([task]), "utf-8")
    brought = bring_back(
        judged, read_marks(file), batch=browse.batch(judged, "Drop"), author="Eve", at=moment(90)
    )
    assert (brought.added, brought.passed_over) == (1, ())
    assert np.array_equal(on_photo(judged), painting())


def on_photo(store: Store) -> np.ndarray:
    """The one painted mark of the mug, on its photo."""
    marks = browse.annotations(store, browse.photo(store, "mug").id)
    (shape,) = [mark.shape for mark in marks if isinstance(mark.shape, Brush)]
    mask = read_mask(store.folder, shape)
    found = np.zeros((HEIGHT, WIDTH), np.uint8)
    box = np.frombuffer(mask.values, np.uint8).reshape(mask.height, mask.width)
    found[mask.top : mask.top + mask.height, mask.left : mask.left + mask.width] = box
    return found


def test_datumaro_reads_exactly_what_is_inside(painted: Store, out: Out, ask: Ask) -> None:
    script = """
import sys, json
import datumaro
found = datumaro.Dataset.import_from(sys.argv[1], "cvat")
masks = [a.image for item in found for a in item.annotations if a.type.name == "mask"]
print(json.dumps([mask.astype(int).tolist() for mask in masks]))
"""
    folder = out("cvat")
    shutil.copytree(browse.batch(painted, "Drop").source, folder / "images")  # where it looks for them
    (mask,) = ask(script, folder / "annotations.xml")
    assert np.array_equal(np.array(mask) > 0, INSIDE)


def test_a_training_set_and_the_tables_have_the_mask_with_its_soft_edge(painted: Store, out: Out) -> None:
    mug = browse.photo(painted, "mug")
    for folder, name in ((out("imagefolder", "set"), f"{split_of(mug)}/{mug.id}_mask.png"),
                         (out("jsonl", "tables"), "masks/soft.png")):  # fmt: skip
        with Image.open(folder / name) as mask:
            assert np.array_equal(np.asarray(mask), painting())


def test_a_report_shows_what_was_painted_as_a_wash_within_its_line(painted: Store, out: Out) -> None:
    page = (out("report") / "report.html").read_text("utf-8")
    assert page.count('<path class="wash" d="M') == 1


@pytest.mark.parametrize("kind", ["coco", "label-studio"])
def test_what_was_painted_comes_back_once_as_it_went_out(painted: Store, out: Out, kind: str) -> None:
    mug = browse.photo(painted, "mug")
    file = out(kind) / ("tasks.json" if kind == "label-studio" else f"{split_of(mug)}.json")

    def back(at: int) -> Any:
        marks = read_marks(Path(file))
        return bring_back(painted, marks, batch=browse.batch(painted, "Drop"), author="Eve", at=moment(at))

    assert not back(30).changes
    annotate.remove(painted, annotation="soft", author="Ada", at=moment(40))
    brought = back(50)
    assert (brought.added, brought.passed_over) == (1, ())
    assert np.array_equal(on_photo(painted), painting() if kind == "label-studio" else INSIDE * 255)


def test_a_mask_of_another_size_is_passed_over_in_words(judged: Store, tmp_path: Path) -> None:
    mug = browse.photo(judged, "mug")
    file = tmp_path / "theirs.json"
    images = [{"id": 1, "file_name": "mug.png", "photo": mug.id, "version": 2}]
    annotations = [
        {"id": n, "image_id": 1, "category_id": 1, "segmentation": {"size": [4, 5], "counts": counts}}
        for n, counts in enumerate(([3, 17], [3, 4], [20]))
    ]
    document = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "halo"}]}
    file.write_text(json.dumps(document), "utf-8")
    batch = browse.batch(judged, "Drop")
    brought = bring_back(judged, read_marks(file), batch=batch, author="Eve", at=moment(90))
    assert brought.added == 0
    said = " ".join(brought.passed_over)
    assert "of another size" in said
    assert "does not add up" in said
    assert "nothing in it" in said
