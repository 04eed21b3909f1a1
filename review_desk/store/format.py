"""Whose file this is, and of which format: nothing is read from or written to a file that is not ours."""

from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from review_desk.errors import BadInput, Refused
from review_desk.store.connection import StoreTrouble, query
from review_desk.store.migrations import APPLICATION_ID, SCHEMA, migrations


def version_of(db: Database) -> int:
    """The format the file says it has (`user_version`)."""
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def require_ours(db: Database, path: Path) -> None:
    """Raises BadInput for another program's file, StoreTrouble for an empty one, Refused for a newer one."""
    application = db.conn.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        if application or has_tables(db):
            raise BadInput(f"{path} is an SQLite file of another program. It was left as it is.")
        raise _empty(path)
    if version_of(db) > SCHEMA:
        raise Refused(
            f"{path.parent.name} was written by a newer Review Desk (format {version_of(db)}; this one knows "
            f"{SCHEMA}). Update Review Desk to open it. Nothing was changed."
        )


def require_current(db: Database, path: Path) -> None:
    """Raises Refused for a file of an older format: only a writer may bring it up to date."""
    if version_of(db) < SCHEMA:
        name = path.parent.name
        raise Refused(
            f"{name} was last written by an older Review Desk. Open it once in the window, or say "
            f"“review-desk backup {name}”, to bring it up to date."
        )


def require_shape(db: Database, path: Path) -> None:
    """Raises StoreTrouble when the tables are not those of our format: SQLite checks no names."""
    if not _our_shape() <= _shape(db):
        raise StoreTrouble(
            f"{path.parent.name}/{path.name} is damaged: its tables are not those of a desk. It was left as "
            "it is; restore the newest backup with “review-desk restore”."
        )


@cache
def _our_shape() -> frozenset[tuple[Any, ...]]:
    db = Database(memory=True)
    try:
        migrations.apply(db)
        return _shape(db)
    finally:
        db.close()


_SHAPE = """
  WITH made AS (SELECT name FROM sqlite_master WHERE type = 'table')
  SELECT m.name AS a, 'column' AS b, c.name AS c, c.type AS d, c.pk AS e, c."notnull" AS f
    FROM made m JOIN pragma_table_info(m.name) c
  UNION ALL SELECT m.name, 'reference', r."table", r."from", r."to", r.seq
    FROM made m JOIN pragma_foreign_key_list(m.name) r
  UNION ALL SELECT m.name, 'index', i.name, c.name, c.seqno, i."unique"
    FROM made m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
"""


def _shape(db: Database) -> frozenset[tuple[Any, ...]]:
    """Every column, reference and index of every table."""
    return frozenset(tuple(row.values()) for row in query(db, _SHAPE))


def require_bytes(path: Path) -> None:
    """Raises StoreTrouble for a file cut to nothing, before SQLite sees it and deletes the -wal beside it."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise StoreTrouble(f"{path} cannot be read: {error.strerror}.") from error
    if size == 0:
        raise _empty(path)


def has_tables(db: Database) -> bool:
    """Whether there is anything in the file at all."""
    return bool(db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _empty(path: Path) -> StoreTrouble:
    return StoreTrouble(
        f"{path.parent.name}/{path.name} is empty. It was left as it is; restore the newest backup with "
        "“review-desk restore”."
    )
