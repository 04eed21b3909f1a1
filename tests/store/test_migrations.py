"""A desk of an older format is brought up to date once, after a backup, in one transaction or not at all."""

from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.errors import Refused
from review_desk.operations import browse, keep
from review_desk.store import log
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader
from review_desk.store.migrations import SCHEMA, migrations
from review_desk.store.projections import TABLES, contents
from tests.builders import desk_file, made_older, moment, open_store


@pytest.fixture
def older(desk: Path) -> Path:
    """A desk from before there were tables beside the events."""
    return made_older(desk)


def everything_in(path: Path) -> list[object]:
    """The format, the schema and all rows of a file."""
    with sqlite3.connect(path) as db:
        tables = db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        rows = [
            db.execute(f"SELECT * FROM {name}").fetchall() for name, sql in tables if sql and "TABLE" in sql
        ]
        version = db.execute("PRAGMA user_version").fetchall()
    db.close()
    return [version, tables, rows]


def backups(desk: Path) -> list[Path]:
    return sorted((desk / "backups").glob("backup-*.sqlite"))


def test_a_desk_up_to_date_is_not_migrated_again(desk: Path) -> None:
    before = everything_in(desk_file(desk))
    open_store(desk, moment(60)).close()
    assert everything_in(desk_file(desk)) == before
    assert backups(desk) == []


def test_an_older_desk_is_backed_up_then_migrated_and_its_tables_made_from_its_events(
    older: Path, tmp_path: Path
) -> None:
    with open_store(older, moment(60)) as store:
        assert [photo.name for photo in browse.photos(store)] == ["ring-00", "ring-01", "ring-02"]
        assert keep.verify(store).ok
        assert not migrations.pending(store.db)
        head = log.head(store.db)
    (backup,) = backups(older)
    assert f"-{head[0]}-{head[1][:12]}." in backup.name
    with sqlite3.connect(backup) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA - 1
    db.close()


def test_a_backup_of_an_older_desk_can_be_restored_and_is_migrated_then(older: Path) -> None:
    open_store(older, moment(60)).close()
    (backup,) = backups(older)
    keep.restore(older, backup, at=moment(120))
    with open_store(older, moment(180)) as store:
        assert len(browse.photos(store)) == 3
        assert keep.verify(store).ok


def test_an_older_desk_is_not_read_before_it_is_up_to_date(older: Path) -> None:
    before = everything_in(desk_file(older))
    with pytest.raises(Refused, match="was last written by an older Review Desk"):
        Reader.open(older)
    assert everything_in(desk_file(older)) == before


def test_a_migration_that_fails_leaves_the_desk_as_it_was_with_a_backup(older: Path) -> None:
    with sqlite3.connect(desk_file(older)) as db:
        db.execute("CREATE TABLE annotation (something_else)")  # the last table that is made
    db.close()
    before = everything_in(desk_file(older))
    with pytest.raises(StoreTrouble, match=r"could not be brought to the format .* already exists"):
        open_store(older, moment(60))
    assert everything_in(desk_file(older)) == before
    assert len(backups(older)) == 1


def test_a_desk_is_not_migrated_when_it_cannot_be_backed_up(older: Path) -> None:
    (older / "backups").rmdir()
    (older / "backups").write_text("in the way")
    before = everything_in(desk_file(older))
    with pytest.raises(StoreTrouble, match="The backup could not be written"):
        open_store(older, moment(60))
    assert everything_in(desk_file(older)) == before


def test_a_migration_is_recorded_once(desk: Path) -> None:
    with Reader.open(desk) as reader:
        names = [row[0] for row in reader.db.conn.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert names[:2] == ["m001_events", "m002_projections"]
    assert len(names) == len(set(names)) == len(migrations._migrations)


def test_migrating_step_by_step_and_all_at_once_give_the_same_file() -> None:
    at_once, in_steps = Database(memory=True), Database(memory=True)
    migrations.apply(at_once)
    migrations.apply(in_steps, stop_before="m002_projections")
    migrations.apply(in_steps)
    schema = "SELECT sql FROM sqlite_master WHERE name NOT LIKE '_sqlite%' ORDER BY name"
    assert at_once.conn.execute(schema).fetchall() == in_steps.conn.execute(schema).fetchall()
    assert set(contents(at_once)) == set(TABLES)
    at_once.close()
    in_steps.close()


def test_the_format_has_the_number_of_the_last_migration_and_they_come_in_order() -> None:
    """A migration without it would leave desks that say they are up to date and lack a table."""
    db = Database(memory=True)
    numbers = [int(each.name[1:4]) for each in migrations.pending(db)]
    db.close()
    assert numbers == sorted(numbers)
    assert numbers[-1] == SCHEMA
