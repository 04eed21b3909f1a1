"""`review-desk check` as a script meets it."""

import json
import shutil
from pathlib import Path

import pytest

from review_desk.cli import main
from tests.builders import ROOT, new_desk

DEMO = ROOT / "assets" / "demo" / "after"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two photos on a desk: a sound bottle and a bag on a background short of white."""
    folder = tmp_path_factory.mktemp("check")
    (folder / "two").mkdir()
    for name in ("bt-1102-front", "bg-3301-black-front"):
        shutil.copy(DEMO / f"{name}.jpg", folder / "two")
    main(["intake", str(new_desk(folder / "desk")), str(folder / "two"), "--batch", "two"])
    return folder / "desk"


def test_findings_are_told_with_value_and_limit_and_make_exit_1(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(desk), "--batch", "two"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("“two”: 2 photos checked, 1 with findings")
    assert "✕ fail  Background purity 0.0 %, at least 5 %" in said.out
    assert "had nothing to measure" in said.err


def test_the_document_is_a_list_of_what_each_check_found(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(desk), "--batch", "two", "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    keys = {"photo", "version", "check", "value", "unit", "tolerance", "outcome", "region"}
    assert all(keys <= row.keys() for row in rows)
    white = [row for row in rows if row["check"] == "background-white"]
    assert [row["outcome"] for row in white] == ["fail", "pass"]
    assert white[0]["value"] == 0.0
    assert white[0]["region"] == [0, 0, 900, 1200]


def test_a_channel_can_be_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(desk), "--batch", "two", "--channel", "zalando"]) == 1
    assert "Shape 1.333, at least 1.43 and at most 1.45" in capsys.readouterr().out
    assert main(["check", str(desk), "--batch", "two", "--channel", "nowhere"]) == 2
    assert "There is no channel “nowhere”" in capsys.readouterr().err
