"""Connections to SQLite, set up so that what is acknowledged stays, and errors said in plain words."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.errors import DeskError, Refused

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite without the WAL-reset corruption bug (3.7.0 to 3.51.2)."""

_PRAGMAS = (
    "busy_timeout=5000",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE slips past the delete trigger
)


class StoreTrouble(DeskError):
    """The desk's file cannot be read or written now. What was acknowledged before is kept."""


def connect(path: Path, *, read_only: bool) -> Database:
    """A connection for this thread only. Raises StoreTrouble in words.

    WAL with synchronous=FULL keeps every acknowledged commit through a power cut (measured: the other
    modes lose some or corrupt).
    """
    with said_plainly(path):
        mode = _reading(path) if read_only else "mode=rwc"
        uri = f"{path.absolute().as_uri()}?{mode}"
        db = Database(sqlite3.connect(uri, uri=True, isolation_level=None), execute_plugins=False)
        try:
            for pragma in (*_PRAGMAS, f"query_only={int(read_only)}"):
                db.conn.execute(f"PRAGMA {pragma}")
            db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            db.close()
            raise
        return db


def _reading(path: Path) -> str:
    """How to open a file to read it.

    A -journal left by a crash is rolled back by the next who may write, so a reader must be one. In a folder
    that cannot be written SQLite reads WAL files only if told that nobody writes there.
    """
    if path.with_name(f"{path.name}-journal").exists():
        return "mode=rw"
    closed = not path.with_name(f"{path.name}-wal").exists()
    return "immutable=1" if closed and not os.access(path.parent, os.W_OK) else "mode=ro"


def make_durable(db: Database) -> None:
    """WAL + FULL on a writing connection."""
    db.conn.execute("PRAGMA journal_mode=WAL")
    db.conn.execute("PRAGMA synchronous=FULL")
    db.conn.execute("PRAGMA fullfsync=ON")
    db.conn.execute("PRAGMA checkpoint_fullfsync=ON")


@contextlib.contextmanager
def write_tx(db: Database) -> Iterator[None]:
    """One transaction that takes the write lock at once.

    `Database.atomic()` begins deferred: a read followed by a write in it can fail at once with
    BUSY_SNAPSHOT, whatever the busy timeout.
    """
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def read_tx(db: Database) -> Iterator[None]:
    """Everything read inside is of one moment, whatever another connection commits meanwhile."""
    nested = db.conn.in_transaction  # part of a larger reading or writing
    if not nested:
        db.conn.execute("BEGIN")
    try:
        yield
    finally:
        if not nested and db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


def query(db: Database, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[dict[str, Any]]:
    """The rows of a question, by column. Raises StoreTrouble in words where the file cannot be read."""
    with said_plainly(_file_of(db)):
        cursor = db.conn.execute(sql, values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def _file_of(db: Database) -> Path:
    return Path(db.conn.execute("PRAGMA database_list").fetchone()[2])


@contextlib.contextmanager
def understood(what: str) -> Iterator[None]:
    """What SQLite takes for good need not be what was written: a flipped bit in a text is ours to find."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise StoreTrouble(
            f"This desk is damaged: {what} cannot be understood. It was left as it is; restore the newest "
            "backup with “review-desk restore”."
        ) from error


@contextlib.contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turns SQLite's errors of the world into sentences; anything else is ours and goes through."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        sentence = sentence_for(error, path)
        if sentence is None:
            raise
        raise StoreTrouble(sentence) from error


_FULL = "The disk that holds {desk} is full. Nothing was lost; free some space and try again."
_IO = "The disk that holds {desk} reports an error. What was stored before is kept; check the disk."
_READ_ONLY = "{desk} is in a folder that cannot be written. Nothing was changed."
_SHUT = "{desk} cannot be opened: the folder is missing, full or not open to you."
_BUSY = "Another program is writing to {desk}. Nothing was changed; try again in a moment."
_FOREIGN = "{desk} is not a Review Desk file. It was left as it is."
_DAMAGED = "{desk} is damaged. It was left as it is; restore the newest backup with “review-desk restore”."

_SENTENCES = {
    "database or disk is full": _FULL,
    "disk i/o error": _IO,
    "readonly": _READ_ONLY,
    "read-only": _READ_ONLY,
    "unable to open database file": _SHUT,
    "locked": _BUSY,
    "busy": _BUSY,
    "file is not a database": _FOREIGN,
    "malformed": _DAMAGED,
    "decode": _DAMAGED,  # a flipped bit in a text
}


def sentence_for(error: Exception, path: Path) -> str | None:
    """What an SQLite error of the world means, in words; nothing for one that is ours."""
    message, named = str(error).lower(), f"{path.absolute().parent.name}/{path.name}"
    found = next((said for words, said in _SENTENCES.items() if words in message), None)
    if found is _IO and _is_nearly_full(path.parent):
        found = _FULL
    return found.format(desk=named) if found else None


def _is_nearly_full(folder: Path) -> bool:
    """SQLite calls it an I/O error when its -shm (32 kB) finds no room."""
    try:
        return shutil.disk_usage(folder).free < 100_000
    except OSError:
        return False


def require_safe_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Refuses an SQLite that can corrupt a file in WAL mode. The lock file's pysqlite3 brings a good one."""
    if tuple(version) < SAFE_SQLITE:
        found = ".".join(map(str, version))
        raise Refused(f"SQLite {found} can damage a desk (fixed in 3.51.3): install the package “pysqlite3”.")
