"""A full disk: one sentence, and what was acknowledged before is there afterwards."""

import random
from pathlib import Path

import pytest

from review_desk.cli import main
from review_desk.domain.decision import Verdict
from review_desk.errors import DeskError
from review_desk.operations import browse, keep
from review_desk.operations.decide import decide
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Store
from tests.builders import moment, new_desk, open_store, pair_files, python


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Fill a disk to the last byte, or leave so many."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
        file.truncate(max(file.tell() - leave, 0))
    return ballast


def verdicts(store: Store) -> list[str]:
    return [
        f"{photo.verdict}: {photo.decision.note if photo.decision else ''}" for photo in browse.photos(store)
    ]


def decide_until_full(store: Store) -> list[str]:
    """Take decisions with long notes until the disk is full. Returns the state that was acknowledged last."""
    photo, acknowledged = browse.photos(store)[0].id, verdicts(store)
    told = {"photo": photo, "verdict": Verdict.CORRECT, "reviewer": "Ada"}
    for number in range(10_000):
        try:
            decide(store, at=moment(number), note=f"{number} " * 300, **told)  # type: ignore[arg-type]
        except StoreTrouble as error:
            acknowledged.append(str(error))
            return acknowledged
        acknowledged = verdicts(store)
    raise AssertionError("the disk never filled")


def test_a_disk_that_fills_up_while_deciding_loses_nothing_acknowledged(small_disk: Path) -> None:
    desk = new_desk(small_disk / "desk", photos=3)
    with open_store(desk) as store:
        *acknowledged, said = decide_until_full(store)
        assert said.startswith("The disk that holds desk/desk.sqlite is full. Nothing was lost;")
        assert verdicts(store) == acknowledged
        assert not store.db.conn.in_transaction
    with open_store(desk) as store:
        assert verdicts(store) == acknowledged
        assert keep.verify(store).ok


def test_deciding_goes_on_when_there_is_space_again(small_disk: Path) -> None:
    desk = new_desk(small_disk / "desk", photos=3)
    ballast = fill(small_disk, leave=100_000)
    with open_store(desk) as store:
        *acknowledged, _ = decide_until_full(store)
        ballast.unlink()
        photo = browse.photos(store)[1].id
        decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))
        assert verdicts(store)[0] == acknowledged[0]
        assert verdicts(store)[1] == "approve: "
        assert keep.verify(store).ok


def test_however_little_space_is_left_a_desk_opens_or_says_why_not(small_disk: Path) -> None:
    """From nothing at all to enough, so that the disk is full at each write in turn."""
    desk, outcomes = new_desk(small_disk / "desk", photos=3), set()
    for kilobytes in [*range(0, 96, 4), 512]:
        ballast = fill(small_disk, leave=kilobytes * 1024)
        before = _state(desk, ballast)
        fill(small_disk, leave=kilobytes * 1024)
        note = f"with {kilobytes} kB left"
        try:
            with open_store(desk) as store:
                photo = browse.photos(store)[0].id
                decide(store, photo=photo, verdict=Verdict.CORRECT, reviewer="Ada", at=moment(1), note=note)
            outcomes.add("done")
            expected = [f"correct: {note}", *before[1:]]
        except DeskError as error:
            outcomes.add(str(error))
            expected = before
        assert _state(desk, ballast) == expected
    assert "done" in outcomes
    assert len(outcomes) > 1
    assert all("is full" in said for said in outcomes - {"done"}), outcomes


def _state(desk: Path, ballast: Path) -> list[str]:
    """What the desk holds, seen with the ballast thrown off."""
    ballast.unlink()
    with open_store(desk) as store:
        assert keep.verify(store).ok
        return verdicts(store)


def test_a_backup_that_does_not_fit_leaves_no_half_of_one(small_disk: Path) -> None:
    desk = new_desk(small_disk / "desk", photos=60)
    fill(small_disk, leave=150_000)
    with open_store(desk) as store, pytest.raises(StoreTrouble, match=r"is full|No space left"):
        keep.back_up(store, at=moment(60))
    assert list((desk / "backups").iterdir()) == []
    with open_store(desk) as store:
        assert keep.verify(store).ok


def test_a_restore_that_does_not_fit_leaves_the_desk_as_it_is(small_disk: Path, tmp_path: Path) -> None:
    other = new_desk(tmp_path / "other", photos=200)
    with open_store(other) as store:
        backup = keep.back_up(store, at=moment(60))
    desk = new_desk(small_disk / "desk", photos=3)
    fill(small_disk, leave=50_000)
    with pytest.raises(StoreTrouble, match=r"is full|No space left"):
        keep.restore(desk, backup, at=moment(120))
    with open_store(desk) as store:
        assert len(browse.photos(store)) == 3
    assert not list(desk.glob("*.part*"))


@pytest.mark.parametrize("leave", [0, 20_000])
def test_every_command_on_a_full_disk_says_so_in_one_sentence(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], leave: int
) -> None:
    desk = new_desk(small_disk / "desk", photos=3)
    with open_store(desk) as store:
        photo, long = browse.photos(store)[0].id, "why " * 10_000
        decide(store, photo=photo, verdict=Verdict.CORRECT, reviewer="Ada", at=moment(1), note="first")
        before = verdicts(store)
    source = pair_files(tmp_path / "source", ["ring"])
    ballast = fill(small_disk, leave=leave)
    for command in (
        ["decide", desk, photo, "approve", "--reviewer", "Ada", "--note", long],
        ["undo", desk],
        ["backup", desk],
        ["export", desk, "--batch", "up", "-o", small_disk / "out"],
        ["intake", desk, source],
        ["init", small_disk / "another"],
    ):
        code = main([str(word) for word in command])
        said = capsys.readouterr()
        assert (code, said.out) == (2, ""), command
        assert said.err.count("\n") == 1, said.err
        assert "full" in said.err or "No space left" in said.err, said.err
    ballast.unlink()
    with open_store(desk) as store:
        assert verdicts(store) == before
        assert keep.verify(store).ok
    assert not (small_disk / "out").exists()


LIMITED = """
import resource, sys
from pathlib import Path
from review_desk.errors import DeskError
from review_desk.operations import browse
from review_desk.operations.decide import decide
from review_desk.domain.decision import Verdict
from review_desk.store.desk import Store
desk, limit = Path(sys.argv[1]), int(sys.argv[2])
with Store.open(desk, at="2026-11-20T09:00:00.000Z") as store:
    photo = browse.photos(store)[0].id
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for number in range(10_000):
            note = f"{number} " * 200
            decide(store, photo=photo, verdict=Verdict.CORRECT, reviewer="Ada", at="t", note=note)
            print(number, flush=True)
    except DeskError as error:
        sys.exit(str(error))
"""


def test_a_file_that_may_grow_no_further_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """As on a full disk, for those who may not mount one: the system refuses each write beyond a size."""
    chance = random.Random("limits")
    for attempt in range(4):
        desk = new_desk(tmp_path / f"desk {attempt}", photos=3)
        victim = python("-c", LIMITED, desk, str(chance.randrange(150_000, 400_000)))
        assert victim.returncode == 1
        assert "reports an error. What was stored before is kept" in victim.stderr
        assert victim.stderr.count("\n") == 1, victim.stderr
        last = int(victim.stdout.split()[-1])
        with open_store(desk) as store:
            assert verdicts(store)[0] == f"correct: {(f'{last} ' * 200).strip()}"
            assert keep.verify(store).ok
