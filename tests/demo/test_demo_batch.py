"""The demo batch as shipped: files, manifest and truth agree, and planted amounts can be measured."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

pytest.importorskip("cv2")

from studio import batch, colour, output, plan
from studio.faults import FAULTS

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo"
BUDGET_BYTES = 9_000_000


def manifest() -> list[dict[str, str]]:
    """The rows of the manifest."""
    with (DEMO / "manifest.csv").open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def truth() -> list[dict[str, Any]]:
    """The truth records."""
    records: list[dict[str, Any]] = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["photos"]
    return records


def pixels(relative: str) -> NDArray[np.float32]:
    """A shipped photo as sRGB-coded values 0..1."""
    with Image.open(DEMO / relative) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float32) / 255.0


def shipped() -> list[Path]:
    """Every JPEG of the batch."""
    return sorted([*(DEMO / "before").glob("*.jpg"), *(DEMO / "after").glob("*.jpg")])


def border(image: NDArray[np.float32], share: float = 0.05) -> NDArray[np.float32]:
    """The pixels along the top edge: sweep or white, never product."""
    return image[: int(image.shape[0] * share)].reshape(-1, 3)


def test_the_manifest_has_exactly_the_agreed_columns() -> None:
    with (DEMO / "manifest.csv").open(newline="", encoding="utf-8") as handle:
        assert tuple(next(csv.reader(handle))) == output.COLUMNS


def test_every_row_names_files_that_are_there_and_no_file_is_left_over() -> None:
    named = {row["before"] for row in manifest()} | {row["after"] for row in manifest() if row["after"]}
    assert named == {path.relative_to(DEMO).as_posix() for path in shipped()}


def test_every_photo_is_a_portrait_of_900_by_1200_pixels() -> None:
    for path in shipped():
        with Image.open(path) as image:
            assert image.size == plan.SIZE, path.name
            assert image.mode == "RGB", path.name


def test_every_photo_carries_an_srgb_profile() -> None:
    for path in shipped():
        with Image.open(path) as image:
            data = image.info.get("icc_profile", b"")
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        assert "sRGB" in ImageCms.getProfileDescription(profile), path.name


def test_the_batch_stays_within_its_size_budget() -> None:
    assert sum(path.stat().st_size for path in shipped()) < BUDGET_BYTES


def test_the_batch_has_two_second_versions_and_two_lone_photos() -> None:
    rows = manifest()
    assert len({row["before"] for row in rows}) >= 24
    assert sum(row["after"].endswith("_v2.jpg") for row in rows) == 2
    assert sum(row["after"] == "" for row in rows) == 2


def test_every_row_says_when_it_was_shot_and_by_when_it_is_due() -> None:
    for row in manifest():
        at = datetime.fromisoformat(row["shot_at"])
        assert (at.year, at.month) == (2026, 11)
        assert at.utcoffset() is not None
        assert row["sla_hours"] in {"120", "144"}
        assert all(row[column] for column in output.COLUMNS if column != "after")


def test_truth_and_manifest_tell_of_the_same_versions() -> None:
    told = [(record["sku"], record["shot"], record["before"], record["after"] or "") for record in truth()]
    assert told == [(row["sku"], row["shot"], row["before"], row["after"]) for row in manifest()]


def test_every_fault_is_of_a_known_kind_with_a_severity_and_an_amount() -> None:
    for record in truth():
        for fault in record["faults"]:
            assert fault["id"] in FAULTS
            assert fault["severity"] in {"minor", "major", "critical"}
            assert isinstance(fault["amount"], float)
            assert fault["unit"]


def test_every_kind_of_fault_is_planted_somewhere() -> None:
    assert {fault["id"] for record in truth() for fault in record["faults"]} == set(FAULTS)


def test_about_two_thirds_of_the_afters_have_one_or_two_faults_and_the_rest_none() -> None:
    counts = [len(record["faults"]) for record in truth() if record["after"]]
    assert max(counts) <= 2
    assert 0.55 <= sum(count > 0 for count in counts) / len(counts) <= 0.8


def test_every_marked_fault_lies_inside_its_frame_and_is_not_the_whole_of_it() -> None:
    width, height = plan.SIZE
    for record in truth():
        for fault in record["faults"]:
            if fault["bbox"] is not None:
                x, y, w, h = fault["bbox"]
                assert 0 <= x < x + w <= width, record["after"]
                assert 0 <= y < y + h <= height, record["after"]
                assert w * h < 0.75 * width * height, (record["after"], fault["id"])


def test_the_planned_cast_can_be_measured_on_the_grey_sweep_of_the_before() -> None:
    for record in truth():
        lab = colour.to_lab(border(pixels(record["before"]))).mean(axis=0)
        expected = record["cast_de"] * np.array(
            [math.cos(math.radians(record["cast_hue_deg"])), math.sin(math.radians(record["cast_hue_deg"]))]
        )
        assert np.hypot(*(lab[1:] - expected)) < 1.0, record["before"]


def test_a_before_that_was_planned_darker_is_darker_on_the_sweep() -> None:
    records = [r for r in truth() if r["sku"].startswith("rg") and r["shot"] == "front" and r["after"]]
    ev = [r["exposure_ev"] for r in records]
    light = [float(border(pixels(r["before"])).mean()) for r in records]
    assert np.corrcoef(ev, light)[0, 1] > 0.95


def test_the_background_is_pure_white_unless_an_off_white_was_planted_and_then_by_that_much() -> None:
    for record in truth():
        if record["after"]:
            planted = sum(f["amount"] for f in record["faults"] if f["id"] == "background-off-white")
            below = 255.0 * (1 - float(border(pixels(record["after"])).mean()))
            assert below == pytest.approx(planted, abs=0.8), record["after"]


def test_the_two_versions_of_the_ring_differ_where_truth_says_so() -> None:
    versions = [r for r in truth() if r["before"] == "before/rg-0412-front.jpg"]
    first, second = (pixels(r["after"]) for r in versions)
    moved = np.abs(first - second).max(axis=-1) > 0.06
    allowed = np.zeros_like(moved)
    for x, y, w, h in (f["bbox"] for r in versions for f in r["faults"]):
        allowed[max(y - 8, 0) : y + h + 8, max(x - 8, 0) : x + w + 8] = True
    assert moved.any()
    assert not (moved & ~allowed).any()


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    assert batch.photos(5) == batch.photos(5)
    assert [p.raw for p in batch.photos(5)] != [p.raw for p in batch.photos(6)]


def test_the_shipped_truth_is_what_the_plan_says() -> None:
    planned = [(p.sku, [f.id for f in version]) for p in batch.photos() for version in (p.versions or ((),))]
    told = [(r["sku"], [f["id"] for f in r["faults"]]) for r in truth()]
    assert [(s, sorted(ids)) for s, ids in planned] == [(s, sorted(ids)) for s, ids in told]
