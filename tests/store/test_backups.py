"""Backups: whole or not there, named by time and head, thinned by age, and the way back."""

import re
import shutil
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.domain.decision import Verdict
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse, keep
from review_desk.operations.decide import decide
from review_desk.store import backups, log
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader, Store
from review_desk.store.migrations import SCHEMA
from tests.builders import desk_file, moment, new_desk, open_store

DAY = 86_400


def approve(store: Store, number: int = 0, at: str = moment(1)) -> None:
    photo = browse.photos(store)[number].id
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=at)


def head(desk: Path) -> tuple[int, str]:
    with Reader.open(desk) as reader:
        return log.head(reader.db)


# --- making -----------------------------------------------------------------------------------------------


def test_a_backup_is_named_by_its_time_and_the_head_of_the_chain(store: Store) -> None:
    made = keep.back_up(store, at="2026-11-20T10:30:00.000+01:00")
    seq, digest = log.head(store.db)
    assert made.name == f"backup-20261120T093000Z-{seq}-{digest[:12]}.sqlite"
    assert made.parent == store.folder / "backups"


def test_a_backup_is_one_file_that_is_whole(store: Store) -> None:
    approve(store)
    made = keep.back_up(store, at=moment(60))
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    with sqlite3.connect(made) as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert db.execute("SELECT count(*) FROM decision").fetchone()[0] == 1
    db.close()


def test_a_backup_can_be_opened_as_a_desk_of_its_own(store: Store, tmp_path: Path) -> None:
    approve(store)
    made = keep.back_up(store, at=moment(60))
    (tmp_path / "opened").mkdir()
    shutil.copy(made, tmp_path / "opened" / "desk.sqlite")
    with open_store(tmp_path / "opened") as copy:
        assert log.head(copy.db) == log.head(store.db)
        assert keep.verify(copy).ok


def test_a_backup_of_a_desk_that_is_not_whole_is_thrown_away(store: Store) -> None:
    store.db.conn.execute("UPDATE assignment SET level = 1")
    with pytest.raises(
        StoreTrouble, match="The backup is not whole and was thrown away: The table assignment"
    ):
        keep.back_up(store, at=moment(60))
    assert list((store.folder / "backups").iterdir()) == []


def test_what_a_killed_backup_left_is_cleared_away_by_the_next(store: Store) -> None:
    folder = store.folder / "backups"
    for name in ("backup-20261119T000000Z-5-abc.part", "backup-20261119T000000Z-5-abc.part-journal"):
        (folder / name).write_bytes(b"half")
    (folder / "notes of mine.txt").write_text("keep")
    made = keep.back_up(store, at=moment(60))
    assert {path.name for path in folder.iterdir()} == {made.name, "notes of mine.txt"}


def test_backups_are_made_by_themselves_when_there_is_something_new_and_time_has_passed(store: Store) -> None:
    assert keep.back_up_if_due(store, at=moment(0)) is not None  # the photos are new
    assert keep.back_up_if_due(store, at=moment(3600)) is None  # nothing is new
    approve(store, at=moment(3700))
    assert keep.back_up_if_due(store, at=moment(60)) is None  # too soon after the last
    assert keep.back_up_if_due(store, at=moment(3700)) is not None


def test_an_empty_desk_is_not_backed_up_by_itself(tmp_path: Path) -> None:
    with open_store(new_desk(tmp_path / "desk")) as store:
        assert keep.back_up_if_due(store, at=moment(3600)) is None


def test_old_backups_are_thinned_when_a_new_one_is_made(store: Store) -> None:
    folder = store.folder / "backups"
    for hour in range(0, 40 * 24, 6):
        at = moment(hour * 3600 - 60 * DAY)
        stamp = re.sub(r"[-:]|\.000", "", at)
        (folder / f"backup-{stamp}-1-abc.sqlite").touch()
    (folder / "backup-of-mine.sqlite").touch()
    made = keep.back_up(store, at=moment(0))
    kept = {path.name for path in folder.iterdir()}
    assert {made.name, "backup-of-mine.sqlite"} <= kept
    assert len(kept) < 40
    assert set(backups.listed(folder).values()) == {
        folder / name for name in kept - {"backup-of-mine.sqlite"}
    }


# --- restoring --------------------------------------------------------------------------------------------


def test_a_restore_drill_brings_back_the_head_of_the_chain(desk: Path) -> None:
    with open_store(desk) as store:
        approve(store, 0)
        made = keep.back_up(store, at=moment(60))
        then = log.head(store.db)
        approve(store, 1, at=moment(90))
    aside = keep.restore(desk, made, at=moment(120))
    assert head(desk) == then
    with open_store(desk) as store:
        assert keep.verify(store).ok
        assert [photo.verdict for photo in browse.photos(store)] == [Verdict.APPROVE, None, None]
        approve(store, 2, at=moment(150))
    assert aside.parent == desk / "backups"


def test_what_was_there_goes_aside_with_the_log_beside_it_and_is_whole_there(desk: Path) -> None:
    """As after a crash: part of what was acknowledged is only in the -wal."""
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
        approve(store)
        latest = log.head(store.db)
        crashed = desk.with_name("crashed")
        shutil.copytree(desk, crashed)  # taken while it is open: the -wal is there
    assert (crashed / "desk.sqlite-wal").stat().st_size > 0
    aside = keep.restore(crashed, crashed / "backups" / made.name, at=moment(120))
    assert {path.name for path in aside.iterdir()} >= {"desk.sqlite", "desk.sqlite-wal"}
    assert not (crashed / "desk.sqlite-wal").exists()
    with sqlite3.connect(aside / "desk.sqlite") as db:
        assert db.execute("SELECT max(desk_seq) FROM event").fetchone()[0] == latest[0]
    db.close()


def test_what_went_aside_can_be_brought_back_whole(desk: Path) -> None:
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
        approve(store)
        latest = log.head(store.db)
        crashed = desk.with_name("crashed")
        shutil.copytree(desk, crashed)
    aside = keep.restore(crashed, crashed / "backups" / made.name, at=moment(120))
    keep.restore(crashed, aside / "desk.sqlite", at=moment(180))
    assert head(crashed) == latest


def test_restoring_twice_in_one_second_keeps_both_that_went_aside(desk: Path) -> None:
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
        approve(store)
    latest = head(desk)
    first = keep.restore(desk, made, at=moment(120))
    second = keep.restore(desk, made, at=moment(120))
    third = keep.restore(desk, made, at=moment(120))
    assert len({first, second, third}) == 3
    with sqlite3.connect(first / "desk.sqlite") as db:
        assert db.execute("SELECT max(desk_seq) FROM event").fetchone()[0] == latest[0]
    db.close()


def test_a_desk_whose_file_is_lost_can_be_restored(desk: Path) -> None:
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
        then = log.head(store.db)
    desk_file(desk).unlink()
    keep.restore(desk, made, at=moment(120))
    assert head(desk) == then


def test_a_damaged_backup_is_refused_and_the_desk_is_left_alone(desk: Path) -> None:
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
        approve(store)
    content = bytearray(made.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 3000] = b"\xaa" * 3000
    made.write_bytes(content)
    _refused(desk, made, "is not whole|is damaged")


def test_a_forged_backup_is_refused(desk: Path) -> None:
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
    with sqlite3.connect(made) as db:
        db.executescript("DROP TRIGGER event_is_never_updated; UPDATE event SET actor = 'Eve'")
    db.close()
    _refused(desk, made, "is not whole: Event 1")


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"GIF89a" + bytes(9000), "is not a Review Desk file"), (None, "There is no backup")],
)
def test_what_is_no_backup_is_refused(desk: Path, tmp_path: Path, content: bytes | None, says: str) -> None:
    backup = tmp_path / "backup.sqlite"
    if content is not None:
        backup.write_bytes(content)
    _refused(desk, backup, says)


def test_another_programs_file_is_no_backup(desk: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "theirs.sqlite") as db:
        db.execute("CREATE TABLE event (x)")
    db.close()
    _refused(desk, tmp_path / "theirs.sqlite", "of another program")


def test_a_backup_of_a_newer_version_is_refused(desk: Path) -> None:
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
    with sqlite3.connect(made) as db:
        db.execute(f"PRAGMA user_version={SCHEMA + 1}")
    db.close()
    _refused(desk, made, "was written by a newer Review Desk")


def test_a_desk_that_is_open_is_not_restored_under_its_holder(desk: Path) -> None:
    with open_store(desk) as store:
        made = keep.back_up(store, at=moment(60))
        with pytest.raises(Refused, match="has this desk open"):
            keep.restore(desk, made, at=moment(120))
        approve(store)
        assert keep.verify(store).ok


def test_a_restore_that_was_refused_does_not_hide_a_crash(desk: Path, tmp_path: Path) -> None:
    (desk / "desk.holder.json").write_text("{}")
    with pytest.raises(BadInput):
        keep.restore(desk, tmp_path / "nowhere", at=moment(120))
    with open_store(desk) as store:
        assert store.recovered


def test_a_folder_without_a_desk_or_backups_is_not_restored_into(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no desk"):
        keep.restore(tmp_path, tmp_path / "x.sqlite", at=moment(120))
    assert list(tmp_path.iterdir()) == []


def _refused(desk: Path, backup: Path, says: str) -> None:
    before = desk_file(desk).read_bytes()
    with pytest.raises((BadInput, Refused, StoreTrouble), match=says):
        keep.restore(desk, backup, at=moment(120))
    assert desk_file(desk).read_bytes() == before
    assert not list(desk.glob("*.part*"))
    assert not list((desk / "backups").glob("replaced-*"))
    open_store(desk).close()
