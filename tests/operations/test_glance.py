"""A look at a folder from outside."""

import threading
from pathlib import Path

import pytest

from review_desk.domain.quiet import Glance
from review_desk.errors import BadInput, Cancelled
from review_desk.operations.glance import folders_of, glance, until_quiet


def test_files_below_are_counted_and_hidden_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "sub" / ".cache").mkdir(parents=True)
    for name, size in (("a.jpg", 10), ("sub/b.jpg", 5), (".part", 99), ("sub/.cache/c.jpg", 99)):
        (tmp_path / name).write_bytes(b"x" * size)
    seen = glance(tmp_path)
    assert (seen.files, seen.size) == (2, 15)
    assert seen.newest == max((tmp_path / name).stat().st_mtime_ns for name in ("a.jpg", "sub/b.jpg"))
    assert sorted(folders_of(tmp_path)) == [str(tmp_path), str(tmp_path / "sub")]


def test_a_folder_that_is_gone_looks_empty(tmp_path: Path) -> None:
    assert glance(tmp_path / "gone") == Glance()


def test_waiting_for_a_folder_can_be_stopped_and_needs_one(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled, match="Nothing was brought in"):
        until_quiet(tmp_path, quiet=5, at_most=None, stop=stop)
    with pytest.raises(BadInput, match="There is no folder"):
        until_quiet(tmp_path / "nowhere", quiet=5, at_most=None, stop=stop)
