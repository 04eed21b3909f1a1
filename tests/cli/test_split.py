"""`review-desk split` as a script meets it."""

import json
import shutil
from pathlib import Path

import pytest

from review_desk.cli import main
from tests.builders import ROOT, manifest_file, new_desk

DEMO = ROOT / "assets" / "demo"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Two rings shot on the grey sweep, two bottles on white; one ring says its light."""
    source = tmp_path / "mixed"
    source.mkdir()
    names = ["rg-0409-front.jpg", "rg-0415-front.jpg", "bt-1101-front.jpg", "bt-1121-front.jpg"]
    for name in names:
        shutil.copy(DEMO / ("before" if name.startswith("rg") else "after") / name, source)
    manifest_file(source / "manifest.csv", [{"file": name, "category": "things"} for name in names])
    main(["intake", str(new_desk(tmp_path / "desk")), str(source), "--batch", "mixed"])
    capsys.readouterr()
    return tmp_path / "desk"


def told(
    desk: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0
) -> list[dict[str, object]]:
    assert main(["split", str(desk), "--batch", "mixed", "--json", *words]) == code
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows


def test_groups_are_proposed_accepted_and_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = told(desk, capsys)
    assert [len(first["photos"]), len(second["photos"])] == [2, 2]  # type: ignore[arg-type]
    assert all(row["reasons"] for row in (first, second))
    told(desk, capsys, "--accept", "2")
    assert main(["list", str(desk), "--json"]) == 0
    batches = {row["photo"]: row["batch"] for row in json.loads(capsys.readouterr().out)}
    assert [batches[photo] for photo in second["photos"]] == [f"mixed · {second['name']}"] * 2  # type: ignore[attr-defined]
    assert main(["undo", str(desk)]) == 0
    capsys.readouterr()
    told(desk, capsys, "--refuse", "2")
    assert [row["name"] for row in told(desk, capsys)] == [first["name"]]


def test_groups_are_merged_and_a_number_there_is_none_of_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [both] = told(desk, capsys, "--merge", "1,2")
    assert len(both["photos"]) == 4  # type: ignore[arg-type]
    assert main(["split", str(desk), "--batch", "mixed", "--accept", "7"]) == 2
    assert "There is no group 7: there are 2." in capsys.readouterr().err
    assert main(["split", str(desk), "--batch", "mixed", "--merge", "1,2", "--accept", "1"]) == 1
    assert "is the whole batch" in capsys.readouterr().err
