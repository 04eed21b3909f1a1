"""Connections that keep what they acknowledge, and errors of the world in plain words."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.domain.decision import Verdict
from review_desk.errors import DeskError, Refused
from review_desk.operations import browse
from review_desk.operations.decide import decide
from review_desk.store import connection
from review_desk.store.connection import StoreTrouble, connect, said_plainly, write_tx
from review_desk.store.desk import Reader, Store
from tests.builders import AT, desk_file, moment, new_desk, take_in_made_up


def pragma(store: Reader, name: str) -> Any:
    return store.db.conn.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
        ("cell_size_check", 1),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
    ],
)
def test_a_writer_keeps_what_it_acknowledges(store: Store, name: str, value: Any) -> None:
    assert pragma(store, name) == value


def test_a_writer_waits_for_others_before_it_gives_up(store: Store) -> None:
    assert pragma(store, "busy_timeout") >= 1000


def test_a_reader_cannot_write(desk: Path) -> None:
    with Reader.open(desk) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.db.conn.execute("DELETE FROM step")


def test_a_reader_trusts_no_schema_and_keeps_foreign_keys(desk: Path) -> None:
    with Reader.open(desk) as reader:
        assert (pragma(reader, "trusted_schema"), pragma(reader, "foreign_keys")) == (0, 1)


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with write_tx(store.db):
            store.db.conn.execute("INSERT INTO desk VALUES ('half', 'done')")
            raise RuntimeError

    before = store.db.conn.execute("SELECT count(*) FROM desk").fetchone()
    with pytest.raises(RuntimeError):
        half()
    assert store.db.conn.execute("SELECT count(*) FROM desk").fetchone() == before
    assert not store.db.conn.in_transaction


def test_a_reading_is_of_one_moment_while_decisions_go_on(store: Store, desk: Path) -> None:
    photo = browse.photos(store)[0].id
    with Reader.open(desk) as reader:
        with reader.snapshot():
            assert browse.photo(reader, photo).verdict is None
            decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))
            assert browse.photo(reader, photo).verdict is None
        assert browse.photo(reader, photo).verdict is Verdict.APPROVE


def test_photos_are_never_read_half(store: Store, desk: Path) -> None:
    """A batch that is committed between reading versions and reading photos is not seen at all."""
    asked = []

    def take_in_meanwhile(sql: str) -> None:
        if sql.startswith("SELECT * FROM photo"):
            asked.append(sql)
            take_in_made_up(store, ["new"], batch="meanwhile")

    with Reader.open(desk) as reader:
        reader.db.conn.set_trace_callback(take_in_meanwhile)
        assert [len(photo.versions) for photo in browse.photos(reader)] == [2, 2, 2]
        reader.db.conn.set_trace_callback(None)
        assert [len(photo.versions) for photo in browse.photos(reader)] == [2, 2, 2, 2]
    assert len(asked) == 1


def test_a_reader_rolls_back_what_a_crash_left_half_done(desk: Path, tmp_path: Path) -> None:
    with sqlite3.connect(desk_file(desk), isolation_level=None) as db:
        for statement in ("PRAGMA journal_mode=DELETE", "PRAGMA cache_size=1", "BEGIN IMMEDIATE"):
            db.execute(statement)
        db.execute("UPDATE photo SET fields = hex(zeroblob(50000))")
        shutil.copytree(desk, tmp_path / "crashed")
        db.execute("ROLLBACK")
    db.close()
    assert (tmp_path / "crashed" / "desk.sqlite-journal").stat().st_size > 0
    with Reader.open(tmp_path / "crashed") as reader:
        assert [photo.fields for photo in browse.photos(reader)] == [{}, {}, {}]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.db.conn.execute("DELETE FROM step")


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("database or disk is full", "is full"),
        ("disk I/O error", "reports an error"),
        ("attempt to write a readonly database", "cannot be written"),
        ("unable to open database file", "cannot be opened"),
        ("database is locked", "Another program is writing"),
        ("file is not a database", "is not a Review Desk file"),
        ("database disk image is malformed", "is damaged"),
    ],
)
def test_an_error_of_the_world_becomes_a_sentence_that_names_the_desk(message: str, says: str) -> None:
    with pytest.raises(StoreTrouble, match=says) as caught, said_plainly(Path("/shoots/tees/desk.sqlite")):
        raise sqlite3.OperationalError(message)
    assert "tees/desk.sqlite" in str(caught.value) or "Another program" in str(caught.value)
    assert caught.value.exit_code == DeskError.exit_code


def test_an_error_of_ours_is_not_dressed_up_as_one_of_the_world(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="syntax"), said_plainly(tmp_path):
        connect(tmp_path / "x.sqlite", read_only=False).execute("NONSENSE")


def test_an_sqlite_that_can_damage_a_desk_is_refused() -> None:
    connection.require_safe_sqlite((3, 51, 3))
    with pytest.raises(Refused, match=r"SQLite 3\.40\.1 can damage a desk"):
        connection.require_safe_sqlite((3, 40, 1))


def test_a_desk_whose_name_a_web_address_would_mistake_opens(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "50% off? #1 & more", photos=1)
    with Reader.open(desk) as reader:
        assert len(browse.photos(reader)) == 1
    assert desk_file(desk).is_file()
    assert [path.name for path in tmp_path.iterdir()] == [desk.name]


def test_the_clock_is_told_never_asked(store: Store) -> None:
    assert store.db.conn.execute("SELECT DISTINCT at FROM event").fetchall() == [(AT,)]
