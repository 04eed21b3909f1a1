"""A day at the desk through the command line, as a script would have it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from review_desk.cli import commands, main
from tests.builders import manifest_file, pair_files, review_desk

EVENT_KEYS = {"desk_seq", "event_id", "at", "actor", "kind", "photo", "payload", "hash"}
PHOTO_KEYS = {"photo", "sku", "colourway", "batch", "level", "route", "verdict", "versions"}
VERSION_KEYS = {"version", "role", "file", "sha256", "width", "height", "profile"}


class Shell:
    """Runs commands and keeps what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str | Path, code: int = 0) -> str:
        assert main([str(word) for word in words]) == code, self._capsys.readouterr()
        said = self._capsys.readouterr()
        assert code or not said.err, said.err
        return said.out

    def json(self, *words: str | Path, code: int = 0) -> Any:
        """The one document that --json prints, with every key that the manual promises."""
        document = json.loads(self(*words, "--json", code=code))
        (command,) = [command for command in commands() if command.name == words[0]]
        first = document[0] if isinstance(document, list) else document
        assert set(_top_level(command.holds)) <= first.keys()
        return document


def _top_level(holds: str) -> list[str]:
    """The names in “{a, b: [{c}]}” that are not inside something."""
    inner, depth, kept = holds.strip("[]")[1:-1], 0, ""
    for sign in inner:
        depth -= sign in "]}"
        kept += sign if depth == 0 else ""
        depth += sign in "[{"
    return [re.split(r"[:\[{]", part)[0].strip() for part in kept.split(",")]


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = pair_files(tmp_path / "autumn", ["a", "b", "c", "d"])
    rows = [
        {"before": f"{name}.png", "after": f"{name}_after.png", "sku": f"R-{number}", "category": category}
        for number, (name, category) in enumerate(zip("abcd", ["ring", "ring", "mug", ""], strict=True))
    ]
    manifest_file(folder / "manifest.csv", rows)
    return folder


def test_a_whole_journey(shell: Shell, source: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    assert shell.json("init", desk) == {"desk": str(desk)}
    taken = shell.json("intake", desk, source)
    assert (taken["batch"], taken["photos"], taken["versions"]) == ("autumn", 4, 8)
    assert (taken["already_known"], taken["quarantined"], taken["manifest_errors"]) == (0, [], [])
    photos = _look_around(shell, desk)
    _take_decisions(shell, desk, photos)
    _undo_and_redo(shell, desk)
    _back_up_and_restore(shell, desk, tmp_path)
    _export_says_what_was_done(shell, desk, tmp_path, photos)


def _look_around(shell: Shell, desk: Path) -> list[str]:
    listed = shell.json("list", desk)
    assert all(photo.keys() >= PHOTO_KEYS for photo in listed)
    assert all(version.keys() >= VERSION_KEYS for photo in listed for version in photo["versions"])
    assert [photo["sku"] for photo in listed] == ["R-0", "R-1", "R-2", "R-3"]
    assert [version["role"] for version in listed[0]["versions"]] == ["original", "ai"]
    assert Path(listed[0]["versions"][0]["file"]).is_file()
    ring = shell.json("show", desk, "R-0")
    assert ring.keys() >= PHOTO_KEYS | {"reasons", "findings", "annotations", "decisions", "recipes"}
    assert (ring["level"], ring["route"]) == (3, "human_led")
    assert all(reason.keys() == {"rule", "sentence"} for reason in ring["reasons"])
    assert {photo["photo"] for photo in shell.json("list", desk, "--level", "3")} >= {ring["photo"]}
    routed = shell.json("route", desk, "--batch", "autumn")
    assert routed[0]["photo"] == ring["photo"]
    return [photo["photo"] for photo in listed]


def _take_decisions(shell: Shell, desk: Path, photos: list[str]) -> None:
    event = shell.json("decide", desk, "R-0", "approve", "--reviewer", "Ada")
    assert event.keys() >= EVENT_KEYS
    assert (event["kind"], event["photo"], event["actor"]) == ("decision", photos[0], "Ada")
    again = shell.json("decide", desk, photos[0], "approve", "--reviewer", "Ada")
    assert again == event, "the same decision again is the same event"
    why = ("--tag", "halo", "--tag", "banding", "--note", "rim on the left")
    told = shell.json("decide", desk, "R-1", "REJECT", "--reviewer", "Grace", *why)
    after = told["payload"]["after"]
    assert (after["verdict"], after["tags"], after["note"]) == (
        "reject",
        ["halo", "banding"],
        "rim on the left",
    )
    shell("decide", desk, "R-2", "correct", "--reviewer", "Ada", "--note", "straighten")
    assert [photo["verdict"] for photo in shell.json("list", desk)] == ["approve", "reject", "correct", None]
    assert [p["photo"] for p in shell.json("list", desk, "--verdict", "none")] == [photos[3]]
    assert [p["photo"] for p in shell.json("list", desk, "--verdict", "reject")] == [photos[1]]


def _undo_and_redo(shell: Shell, desk: Path) -> None:
    undone = shell.json("undo", desk)
    assert undone.keys() >= EVENT_KEYS
    assert undone["payload"]["label"] == "Undo Correct R-2"
    assert shell.json("show", desk, "R-2")["verdict"] is None
    assert shell.json("redo", desk)["payload"]["label"] == "Redo Correct R-2"
    assert shell.json("show", desk, "R-2")["verdict"] == "correct"
    labels = [decision["label"] for decision in shell.json("show", desk, "R-2")["decisions"]]
    assert labels == ["Correct R-2", "Undo Correct R-2", "Redo Correct R-2"]
    log = shell.json("log", desk)
    assert [event["desk_seq"] for event in log] == list(range(1, len(log) + 1))
    assert {event["photo"] for event in shell.json("log", desk, "--photo", "R-2")} == {undone["photo"]}


def _back_up_and_restore(shell: Shell, desk: Path, tmp_path: Path) -> None:
    answers = dict.fromkeys(("ok", "integrity", "foreign_keys", "chain", "projections", "files"), True)
    assert shell.json("verify", desk) == {**answers, "problems": [], "seals": []}
    before = shell.json("log", desk)
    backup = shell.json("backup", desk)
    assert backup["ok"]
    shell("decide", desk, "R-3", "escalate", "--reviewer", "Ada")
    restored = shell.json("restore", desk, backup["backup"])
    assert restored["ok"]
    assert Path(restored["replaced"]).is_dir()
    assert shell.json("log", desk) == before
    assert shell.json("rebuild", desk) == {"events": len(before), "ok": True}
    assert shell.json("verify", desk)["ok"]


def _export_says_what_was_done(shell: Shell, desk: Path, tmp_path: Path, photos: list[str]) -> None:
    folder = tmp_path / "out"
    told = shell.json("export", desk, "--batch", "autumn", "-o", folder)
    assert {Path(file).name for file in told["files"]} == {path.name for path in folder.iterdir()}
    assert told["counts"]["decisions"] == 3
    decisions = [json.loads(line) for line in (folder / "decisions.jsonl").read_text("utf-8").splitlines()]
    said = [(d["photo"], d["verdict"], d["reviewer"], d["tags"], d["note"]) for d in decisions]
    assert said == [
        (photos[0], "approve", "Ada", [], ""),
        (photos[1], "reject", "Grace", ["halo", "banding"], "rim on the left"),
        (photos[2], "correct", "Ada", [], "straighten"),
    ]
    assert told["manifest"]["event_head"]["desk_seq"] == len(shell.json("log", desk))


def test_the_same_in_words_for_people(shell: Shell, source: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    assert shell("init", desk) == f"Made a desk in {desk}.\n"
    assert shell("intake", desk, source) == "“autumn”: 4 photos with 8 versions added.\n"
    assert "4 photos were known already." in shell("intake", desk, source)
    assert len(shell("list", desk).splitlines()) == 4
    assert shell("decide", desk, "R-0", "approve", "--reviewer", "Ada") == "R-0 is approved.\n"
    assert shell("decide", desk, "R-0", "approve", "--reviewer", "Ada") == "R-0 was approved already.\n"
    assert "Ada: Approve R-0" in shell("show", desk, "R-0")
    assert shell("undo", desk) == "Undo Approve R-0.\n"
    assert shell("redo", desk) == "Redo Approve R-0.\n"
    assert shell("log", desk).splitlines()[0].endswith("review-desk  desk.created")
    assert shell("verify", desk) == "The desk is whole.\n"
    assert shell("backup", desk).startswith("Backed up to ")
    assert shell("rebuild", desk).startswith("Made every table anew from ")
    assert shell("export", desk, "--batch", "autumn", "-o", tmp_path / "out").startswith(
        "Exported 4 photos, 8 versions"
    )
    assert shell("route", desk, "--batch", "autumn").count("\n") == 4


def test_moved_photos_are_found_again(shell: Shell, source: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    shell("init", desk)
    shell("intake", desk, source)
    source.rename(tmp_path / "archive")
    (tmp_path / "archive" / "d.png").unlink()
    assert shell.json("relink", desk, tmp_path / "archive", code=1) == {"found": 7, "missing": 1}


def test_a_short_journey_through_real_processes(source: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    assert review_desk("init", desk).returncode == 0
    taken = review_desk("intake", desk, source, "--json")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert json.loads(taken.stdout)["photos"] == 4
    refused = review_desk("decide", desk, "R-0", "reject", "--reviewer", "Ada")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "review-desk: A reject needs a reason: name a failure mode or write a note.\n"
    assert review_desk("verify", desk).stdout == "The desk is whole.\n"
