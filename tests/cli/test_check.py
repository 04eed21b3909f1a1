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


def test_the_studios_tolerances_are_set_shown_and_hold_in_the_next_check(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[tolerance]\nbackground-white = { flag.least = 0 }\n")
    assert main(["tolerances", str(desk), "--use", str(own)]) == 0
    assert "own.toml is in force from now on." in capsys.readouterr().out
    assert main(["check", str(desk), "--batch", "two"]) == 0
    assert main(["tolerances", str(desk), "--drop", "own.toml", "--json"]) == 0
    capsys.readouterr()
    main(["tolerances", str(desk), "--channel", "zalando", "--json"])
    document = json.loads(capsys.readouterr().out)
    limits = {row["check"]: row["tolerance"] for row in document["tolerances"]}
    assert limits["ratio"] == {"flag": {"least": 1.43, "most": 1.45}}
    assert {each["id"] for each in document["channels"]} >= {"zalando", "marketplace"}


def test_how_a_batch_lies_is_drawn_and_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tolerances", str(desk), "--batch", "two"]) == 0
    assert "Background purity: 1 pass, 1 fail (at least 60 %)" in capsys.readouterr().out
    main(["tolerances", str(desk), "--batch", "two", "--json"])
    rows = {row["check"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["background-white"]["outcomes"] == {"pass": 1, "flag": 0, "fail": 1}
    assert sum(each["count"] for each in rows["background-white"]["histogram"]) == 2
