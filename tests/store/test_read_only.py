"""Folders that cannot be written or looked into: a sentence, and nothing changed."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from review_desk.cli import main
from tests.builders import desk_file, moment, new_desk, open_store, pair_files, photo_file, review_desk

WRITING = (
    ("decide", "DESK", "ring-00", "approve", "--reviewer", "Ada"),
    ("undo", "DESK"),
    ("backup", "DESK"),
    ("rebuild", "DESK"),
    ("intake", "DESK", "SOURCE"),
    ("restore", "DESK", "BACKUP"),
)
READING = (("list", "DESK"), ("show", "DESK", "ring-00"), ("log", "DESK"), ("verify", "DESK"))


@contextmanager
def locked(*folders: Path, mode: int = 0o500) -> Iterator[None]:
    """Take the right to write (or more) from folders and what lies in them."""
    places = [place for folder in folders for place in (folder, *folder.rglob("*"))]
    modes = {place: place.stat().st_mode for place in places}
    for place in reversed(places):
        place.chmod(modes[place] & (0o7000 | mode))
    try:
        yield
    finally:
        for place in places:
            place.chmod(modes[place])


def with_backup(desk: Path) -> Path:
    from review_desk.operations import keep

    with open_store(desk) as store:
        return keep.back_up(store, at=moment(60))


def named(command: tuple[str, ...], desk: Path, backup: Path, source: Path) -> list[str]:
    words = {"DESK": str(desk), "BACKUP": str(backup), "SOURCE": str(source)}
    return [words.get(word, word) for word in command]


def test_a_desk_in_a_locked_folder_can_be_read_and_not_written(
    desk: Path, tmp_path: Path, as_somebody: list[str]
) -> None:
    backup, source = with_backup(desk), pair_files(tmp_path / "source", ["x"])
    before = desk_file(desk).read_bytes()
    with locked(desk):
        for command in WRITING:
            said = review_desk(*named(command, desk, backup, source), before=as_somebody)
            assert (said.returncode, said.stdout) == (2, ""), command
            assert said.stderr == "review-desk: The folder desk cannot be written. Nothing was changed.\n"
        for command in READING:
            said = review_desk(*named(command, desk, backup, source), before=as_somebody)
            assert (said.returncode, said.stderr) == (0, ""), command
    assert desk_file(desk).read_bytes() == before


def test_a_desk_on_a_disk_that_is_read_only_can_be_read_and_not_written(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = new_desk(small_disk / "desk", photos=3)
    backup, source = with_backup(desk), pair_files(tmp_path / "source", ["x"])
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for command in (*WRITING, ("init", str(small_disk / "another"))):
        code = main(named(command, desk, backup, source))
        said = capsys.readouterr()
        assert (code, said.out, said.err.count("\n")) == (2, "", 1), (command, said.err)
        assert "cannot be written" in said.err or "Read-only file system" in said.err, said.err
    for command in READING:
        assert main(named(command, desk, backup, source)) == 0, command
    capsys.readouterr()


def test_a_desk_nobody_may_look_into_says_so(desk: Path, as_somebody: list[str]) -> None:
    with locked(desk, mode=0):
        for command in (*READING, ("backup", "DESK")):
            said = review_desk(*named(command, desk, desk, desk), before=as_somebody)
            assert said.returncode == 2, command
            assert said.stderr.count("\n") == 1
            assert "cannot be read: Permission denied" in said.stderr, said.stderr


def test_a_backups_folder_that_is_locked_leaves_the_desk_working(desk: Path, as_somebody: list[str]) -> None:
    with locked(desk / "backups"):
        said = review_desk("backup", desk, before=as_somebody)
        assert said.returncode == 2
        assert said.stderr.count("\n") == 1
        assert review_desk("verify", desk, before=as_somebody).returncode == 0


def test_a_desk_is_not_made_in_a_locked_folder(tmp_path: Path, as_somebody: list[str]) -> None:
    (tmp_path / "shut").mkdir()
    with locked(tmp_path / "shut"):
        said = review_desk("init", tmp_path / "shut" / "desk", before=as_somebody)
    assert said.returncode == 2
    assert said.stderr.endswith("cannot be made: Permission denied.\n")
    assert said.stderr.count("\n") == 1


def test_an_export_into_a_locked_folder_says_so(desk: Path, tmp_path: Path, as_somebody: list[str]) -> None:
    (tmp_path / "shut").mkdir()
    with locked(tmp_path / "shut"):
        out = tmp_path / "shut" / "out"
        said = review_desk("export", desk, "--batch", "up", "-o", out, before=as_somebody)
    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert "The export could not be written: Permission denied" in said.stderr


# --- sources ----------------------------------------------------------------------------------------------


def test_a_source_that_may_not_be_read_is_refused(desk: Path, tmp_path: Path, as_somebody: list[str]) -> None:
    source = pair_files(tmp_path / "source", ["x"])
    with locked(source, mode=0):
        said = review_desk("intake", desk, source, before=as_somebody)
    assert said.returncode == 2
    assert "cannot be read" in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_folder_inside_a_source_that_may_not_be_read_is_quarantined_and_the_rest_comes_in(
    desk: Path, tmp_path: Path, as_somebody: list[str]
) -> None:
    source = pair_files(tmp_path / "source", ["x"])
    photo_file(source / "shut" / "y.png", seed=5)
    photo_file(source / "names only" / "z.png", seed=6)
    alone = photo_file(source / "alone.png", seed=7)
    with locked(source / "shut", alone, mode=0), locked(source / "names only", mode=0o400):
        said = review_desk("intake", desk, source, "--json", before=as_somebody)
    assert said.returncode == 1, said.stderr
    report = json.loads(said.stdout)
    assert report["photos"] == 1
    reasons = {row["file"]: row["reason"] for row in report["quarantined"]}
    assert set(reasons) == {"shut", "names only/z.png", "alone.png"}
    assert "Permission denied" in reasons["shut"]
    assert "Permission denied" in reasons["names only/z.png"]
    assert "may not be read" in reasons["alone.png"]


def test_a_locked_source_is_taken_in_and_nothing_is_written_beside_it(
    desk: Path, tmp_path: Path, as_somebody: list[str]
) -> None:
    source = pair_files(tmp_path / "source", ["x", "y"])
    with locked(source):
        said = review_desk("intake", desk, source, "--json", before=as_somebody)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["photos"] == 2
