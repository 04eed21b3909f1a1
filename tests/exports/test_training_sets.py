"""Training sets: what trainers load is what was judged, pixel for pixel, and no SKU is in two splits."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from review_desk.domain.decision import Verdict
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.slice import Slice
from review_desk.domain.split import split_of
from review_desk.errors import BadInput, Refused
from review_desk.imaging.handout import mask_of
from review_desk.operations import annotate, browse
from review_desk.operations.decide import decide
from review_desk.store import log
from review_desk.store.desk import Store
from tests.builders import moment
from tests.exports.conftest import Ask, Out
from tests.exports.real_desk import HEIGHT, WIDTH

LOADED = """
import sys, json, datasets
datasets.disable_progress_bars()
kind, folder = sys.argv[1:]
found = datasets.load_dataset(kind, data_dir=folder, cache_dir=folder + "-cache")
def told(value):
    return [value.size, value.mode, sum(value.tobytes())] if hasattr(value, "tobytes") else value
print(json.dumps({split: [{k: told(v) for k, v in row.items()} for row in rows]
                  for split, rows in found.items()},
      default=str))
"""


def rows(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows of all splits by the photo's name."""
    lines = [line for file in folder.rglob("metadata.jsonl") for line in file.read_text("utf-8").splitlines()]
    return {row["photo"].split("-")[0]: row for row in map(json.loads, lines)}


def test_a_photo_has_its_before_its_after_and_where_it_is_wrong(out: Out, judged: Store) -> None:
    folder = out("imagefolder")
    ring = rows(folder)["ring"]
    photo = browse.photo(judged, "ring")
    assert ring["verdict"] == "reject"
    assert ring["tags"] == ["banding", "halo"]
    assert ring["severity"] == "critical"
    assert ring["prompt"] == "a ring on white", "as its generator wrote it into the file"
    assert photo.version(2).recipe["seed"] == 7
    assert ring["instruction"].endswith("around the stone")
    decided = [e for e in log.read_events(judged.db, photo=photo.id) if e.kind == "decision"]
    assert ring["event_hash"] == decided[-1].hash
    split = folder / split_of(photo)
    assert (split / ring["before_file_name"]).read_bytes() == Path(photo.original.file).read_bytes()
    with Image.open(split / ring["mask_file_name"]) as mask:
        assert mask.mode == "L"
        codes = np.asarray(mask)
    assert codes.shape == (HEIGHT, WIDTH)
    assert codes[6:18, 4:24].min() == 255
    assert codes[2, 2] == codes[11, 31] == 0 != codes[20, 36]


def test_what_there_is_not_is_null_and_every_row_has_the_same_columns(out: Out) -> None:
    found = rows(out("imagefolder"))
    assert len({tuple(sorted(row)) for row in found.values()}) == 1
    assert found["hat"]["after_file_name"] is None
    assert found["bag"]["mask_file_name"] is None
    assert found["mug"]["verdict"] is None
    assert all(row["target_file_name"] is None for row in found.values())


def test_sixteen_bits_are_handed_out_as_a_png_of_eight(out: Out) -> None:
    folder = out("imagefolder")
    name = rows(folder)["mug"]["before_file_name"]
    (file,) = folder.rglob(name)
    with Image.open(file) as opened:
        assert (opened.format, opened.mode, opened.size) == ("PNG", "RGB", (WIDTH, HEIGHT))


@pytest.mark.parametrize("kind", ["imagefolder", "imagefolder-parquet", "dpo", "report"])
def test_the_same_slice_is_the_same_bytes(out: Out, kind: str) -> None:
    one, two = (out(kind, name) for name in ("one", "two"))
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    assert files
    assert all((one / file).read_bytes() == (two / file).read_bytes() for file in files)
    manifest = json.loads((one / "manifest.json").read_text("utf-8"))
    assert {*manifest["files"], "manifest.json"} == {file.as_posix() for file in files}
    for name, told in manifest["files"].items():
        assert told["sha256"] == hashlib.sha256((one / name).read_bytes()).hexdigest()


def test_a_slice_holds_what_it_asks_for_and_the_manifest_says_what_that_was(out: Out) -> None:
    folder = out("imagefolder", chosen=Slice(verdicts=("reject",), since="2026-11-20", until="2026-11-20"))
    assert set(rows(folder)) == {"ring"}
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["slice"] == {"verdicts": ["reject"], "since": "2026-11-20", "until": "2026-11-20"}
    assert manifest["counts"] == {"photos": 1, "decisions": 1, "annotations": 2}


def test_a_slice_with_nothing_in_it_is_refused(out: Out, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing was exported"):
        out("imagefolder", chosen=Slice(tags=("seam-off",)))
    assert not (tmp_path / "out").exists()


def test_an_export_takes_the_place_of_one_with_folders_and_of_nothing_else(out: Out) -> None:
    folder = out("imagefolder")
    assert out("dpo") == folder
    (folder / "test").mkdir(exist_ok=True)
    (folder / "test" / "mine.txt").write_text("notes", "utf-8")
    with pytest.raises(Refused, match="holds other things"):
        out("imagefolder")
    assert (folder / "test" / "mine.txt").exists()


def test_a_photo_that_is_gone_is_named_and_the_export_before_stays(out: Out, judged: Store) -> None:
    folder = out("imagefolder")
    before = sorted(path.name for path in folder.rglob("*"))
    Path(browse.photo(judged, "bag").latest.file).unlink()
    with pytest.raises(BadInput, match=r"bag\.png"):
        out("imagefolder")
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_an_approved_version_wins_over_one_that_was_sent_back(out: Out, judged: Store) -> None:
    bag = browse.photo(judged, "bag")
    for at, verdict, version in ((10, Verdict.REJECT, 2), (11, Verdict.APPROVE, 3)):
        if version == 3:
            with judged.step("A third version", actor="Ada", at=moment(at)) as step:
                step.put("version", {**_row(step, bag.id, 2), "number": 3})
        decide(judged, photo=bag.id, verdict=verdict, reviewer="Ada", at=moment(at), version=version,
               tags=["halo"])  # fmt: skip
    (row,) = rows(out("dpo")).values()
    assert (row["jpg_0_file_name"], row["jpg_1_file_name"]) == (f"{bag.id}_v3.jpg", f"{bag.id}_v2.jpg")
    assert row["label_0"] == 1.0


def _row(step: Any, photo: str, number: int) -> dict[str, Any]:
    found = step.get("version", photo_id=photo, number=number)
    assert found is not None
    return dict(found)


def as_target(store: Store, name: str) -> None:
    """Let a person make a version of a photo: its before, once more."""
    photo = browse.photo(store, name)
    with store.step("A version by hand", actor="Ada", at=moment(20)) as step:
        step.put("version", {**_row(step, photo.id, 1), "number": 3, "role": "human"})


def test_a_persons_version_is_the_target_and_wins_over_ai(out: Out, judged: Store) -> None:
    as_target(judged, "ring")
    ring = rows(out("imagefolder"))["ring"]
    assert ring["target_sha256"] == browse.photo(judged, "ring").version(3).sha256
    (pair,) = rows(out("dpo")).values()
    assert pair["jpg_0_file_name"].endswith("_v3.jpg")
    assert pair["jpg_1_file_name"].endswith("_v2.jpg")


def test_a_mask_is_of_pixels_whose_middle_lies_inside() -> None:
    corners = [(1.0, 1.0), (3.4, 1.0), (3.4, 2.6), (1.0, 2.6)]
    assert mask_of([corners], width=5, height=4).tolist() == [
        [0, 0, 0, 0, 0], [0, 255, 255, 0, 0], [0, 255, 255, 0, 0], [0, 0, 0, 0, 0],
    ]  # fmt: skip


# --- real readers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["imagefolder", "imagefolder-parquet"])
def test_datasets_loads_pictures_and_columns_as_they_were_written(
    out: Out, judged: Store, ask: Ask, kind: str
) -> None:
    as_target(judged, "ring")
    told = rows(out("imagefolder", "plain"))
    folder = out(kind)
    where = (folder, "imagefolder") if kind == "imagefolder" else (folder / "data", "parquet")
    loaded = ask(LOADED, where[1], where[0])
    found = {row["photo"].split("-")[0]: (split, row) for split, every in loaded.items() for row in every}
    assert set(found) == set(told)
    for name, (split, row) in found.items():
        assert split == split_of(browse.photo(judged, name))
        for column in ("verdict", "tags", "severity", "note", "before_sha256", "event_hash", "split_group"):
            assert row[column] == told[name][column]
        for role in ("before", "after", "target", "mask"):
            file = told[name][f"{role}_file_name"]
            assert (row[role] is None) == (file is None)
            if file:
                with Image.open(next((folder.parent / "plain").rglob(file))) as opened:
                    opened.load()
                    assert row[role] == [list(opened.size), opened.mode, sum(opened.tobytes())]


def test_preference_pairs_load_as_bytes_of_jpegs(out: Out, judged: Store, ask: Ask) -> None:
    as_target(judged, "ring")
    folder = out("dpo-parquet")
    script = """
import sys, json, base64, datasets
datasets.disable_progress_bars()
found = datasets.load_dataset("parquet", data_dir=sys.argv[1], cache_dir=sys.argv[1] + "-cache")
rows = [row for split in found.values() for row in split]
print(json.dumps([{k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in r.items()}
                  for r in rows]))
"""
    (row,) = ask(script, folder / "data")
    import base64

    better, worse = (Image.open(io.BytesIO(base64.b64decode(row[name]))) for name in ("jpg_0", "jpg_1"))
    assert (better.format, worse.format, row["label_0"]) == ("JPEG", "JPEG", 1.0)
    photo = browse.photo(judged, "ring")
    assert base64.b64decode(row["jpg_0"]) == Path(photo.original.file).read_bytes()
    with Image.open(photo.version(2).file) as ai:
        off = np.abs(np.asarray(worse, int) - np.asarray(ai.convert("RGB"), int))
    assert off.mean() < 6


def test_marks_of_a_later_version_are_not_in_the_mask_of_the_one_judged(out: Out, judged: Store) -> None:
    bag = browse.photo(judged, "bag")
    with judged.step("Edit bag", actor="Ada", at=moment(8)) as step:
        row = step.get("version", photo_id=bag.id, number=2)
        assert row is not None
        step.put("version", {**row, "number": 3, "role": "human"})
    annotate.add(judged, photo=bag.id, version=3, shape=Rectangle(1, 1, 9, 9), author="Ada", at=moment(9))
    assert rows(out("imagefolder"))["bag"]["mask_file_name"] is None
