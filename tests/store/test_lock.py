"""The lock says who holds a desk, and a crash frees it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from review_desk.errors import Refused
from review_desk.store.desk import Reader
from review_desk.store.lock import DeskLock
from tests.builders import AT, ROOT, environment, open_store

HOLD = """
import sys
from pathlib import Path
from review_desk.store.desk import Store
store = Store.open(Path(sys.argv[1]), program="the other window", at="2026-11-20T08:15:00.000Z")
print("held", flush=True)
sys.stdin.read()
store.close()
"""


@contextmanager
def held_by_another_process(desk: Path) -> Iterator["subprocess.Popen[str]"]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT,
    )  # fmt: skip
    assert child.stdin
    assert child.stdout
    try:
        assert child.stdout.readline() == "held\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def test_a_held_desk_names_who_holds_it_where_in_what_and_since_when(desk: Path) -> None:
    with held_by_another_process(desk) as child:
        with pytest.raises(Refused) as caught:
            open_store(desk)
        said = str(caught.value)
    holder = json.loads((desk / "desk.holder.json").read_text())
    assert said == (
        f"{holder['user']} has this desk open in the other window on {socket.gethostname()} "
        f"(process {child.pid}, since 2026-11-20T08:15:00.000Z). Close it there first."
    )
    assert caught.value.exit_code == 1


def test_a_held_desk_can_still_be_read(desk: Path) -> None:
    with held_by_another_process(desk), Reader.open(desk) as reader:
        assert reader.desk_id


def test_a_holder_that_is_killed_frees_the_desk_and_the_next_one_hears_of_it(desk: Path) -> None:
    with held_by_another_process(desk) as child:
        child.kill()
        child.wait()
        with open_store(desk) as store:
            assert store.recovered


def test_a_desk_given_back_can_be_taken_again(desk: Path) -> None:
    for _ in range(2):
        open_store(desk).close()
    assert not (desk / "desk.holder.json").exists()


def test_one_program_cannot_hold_a_desk_twice(desk: Path) -> None:
    with open_store(desk), pytest.raises(Refused, match=f"process {os.getpid()}"):
        open_store(desk)


@pytest.mark.parametrize("note", ["", "{}", "[1]", "not json", '{"user": "Ada"}'])
def test_a_note_that_cannot_be_read_does_not_open_the_lock(desk: Path, note: str) -> None:
    with open_store(desk):
        (desk / "desk.holder.json").write_text(note)
        with pytest.raises(Refused, match="Another program has this desk open"):
            open_store(desk)


def test_giving_back_twice_frees_nobody_elses_lock(desk: Path) -> None:
    first, second = DeskLock(desk), DeskLock(desk)
    first.acquire(program="one", at=AT)
    first.release()
    second.acquire(program="two", at=AT)
    first.release()
    with pytest.raises(Refused, match="in two on"):
        DeskLock(desk).acquire(program="three", at=AT)
    second.release()
