"""`review-desk presets` as a script meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

from review_desk.cli import main
from review_desk.operations import browse, decide
from tests.builders import AT, new_desk, open_store


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Four photos of the preset “soft”, three of them tagged with a halo."""
    folder = new_desk(tmp_path / "desk", photos=4)
    with open_store(folder) as store:
        for number, photo in enumerate(browse.photos(store)):
            with store.step("Give a preset", actor="Ada", at=AT) as step:
                row = step.get("photo", id=photo.id)
                assert row is not None
                step.put("photo", {**row, "fields": {**row["fields"], "preset": "soft"}})
            if number:
                decide.toggle_tag(store, photo=photo.id, tag="halo", reviewer="Ada", at=AT)
    return folder


def said(capsys: pytest.CaptureFixture[str], desk: Path, *arguments: str) -> Any:
    capsys.readouterr()
    main(["presets", str(desk), "--batch", batch_of(desk), "--share", "70", "--json", *arguments])
    return json.loads(capsys.readouterr().out)


def batch_of(desk: Path) -> str:
    with open_store(desk) as store:
        return browse.batches(store)[0].id


def test_what_repeats_is_proposed_noted_counted_once_and_taken_off(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = said(capsys, desk)
    halo = next(each for each in before["proposed"] if each["fault"] == "tag:halo")
    assert (len(halo["photos"]), halo["of"], halo["share"]) == (3, 4, 0.75)
    after = said(capsys, desk, "--note", "soft", "--text", "Blend less")
    assert after["proposed"] == []
    assert {note["fault"] for note in after["notes"]} >= {"tag:halo"}
    assert after["counted"] < after["faults"] == before["faults"]
    note = next(each for each in after["notes"] if each["fault"] == "tag:halo")
    again = said(capsys, desk, "--drop", note["id"])
    assert [each["fault"] for each in again["proposed"]] == ["tag:halo"]


def test_a_preset_over_which_nothing_repeats_takes_no_note(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["presets", str(desk), "--batch", batch_of(desk), "--note", "hard"]) == 2
    assert "Nothing repeats over the preset “hard”" in capsys.readouterr().err
    assert main(["presets", str(desk), "--batch", batch_of(desk), "--share", "0"]) == 2
