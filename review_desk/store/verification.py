"""Whether a desk is whole: the file, the references, the chain, and the projections against a rebuild."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.domain.event import chain_problems
from review_desk.store import log, masks, projections
from review_desk.store.connection import StoreTrouble, query, read_tx
from review_desk.store.format import version_of
from review_desk.store.migrations import SCHEMA, migrations

_WORST = 20
"""Problems of one kind that are named; a damaged file can have thousands."""


@dataclass(frozen=True)
class Verification:
    """The outcome of `verify`: five answers and a sentence for each problem."""

    integrity: bool
    foreign_keys: bool
    chain: bool
    projections: bool
    problems: tuple[str, ...]
    files: bool = True

    @property
    def ok(self) -> bool:
        """True when all five hold."""
        return self.integrity and self.foreign_keys and self.chain and self.projections and self.files

    def to_json(self) -> dict[str, Any]:
        """`{ok, integrity, foreign_keys, chain, projections, files, problems}`."""
        return {"ok": self.ok, **asdict(self), "problems": list(self.problems)}


def verify(db: Database, desk: Path | None = None) -> Verification:
    """Check everything, at one moment. Reads only; a rebuild is made in memory and compared.

    With the desk's folder, the painted masks in its files too: a backup has none beside it.
    The projections of an older format are not compared: they are made anew when it is brought up to date.
    """
    with read_tx(db):
        integrity = list(_integrity(db, "integrity_check"))
        if integrity:
            return Verification(False, False, False, False, tuple(integrity))
        keys, chain, rows = list(_foreign_keys(db)), list(_chain(db)), list(_projections(db))
        files = list(masks.lost(db, desk)) if desk else []
    problems = (*keys[:_WORST], *chain[:_WORST], *rows[:_WORST], *files[:_WORST])
    return Verification(True, not keys, not chain, not rows, problems, not files)


def require_sound(db: Database, *, thorough: bool) -> None:
    """Raises StoreTrouble when the file is damaged. `thorough` after a crash: pages, references and chain."""
    problems = list(_integrity(db, "integrity_check" if thorough else "quick_check"))
    if not problems and not db.table("event").exists():
        problems = ["The table of events is missing."]
    if thorough and not problems:
        problems = [*_foreign_keys(db), *_chain(db)]
    _require_none(problems)


def require_chain(db: Database) -> None:
    """Raises StoreTrouble when an event was changed, removed or put in another place."""
    _require_none(list(_chain(db)))


def _require_none(problems: Sequence[str]) -> None:
    if problems:
        raise StoreTrouble(
            f"This desk is damaged. {problems[0]} "
            "It was left as it is; restore the newest backup with “review-desk restore”."
        )


def _integrity(db: Database, pragma: str) -> Iterator[str]:
    try:
        rows = db.conn.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.DatabaseError as error:
        rows = [(str(error),)]
    yield from (f"SQLite says: {row[0].splitlines()[0]}." for row in rows[:_WORST] if row[0] != "ok")


def _foreign_keys(db: Database) -> Iterator[str]:
    for row in query(db, "PRAGMA foreign_key_check"):
        yield f"Row {row['rowid']} of {row['table']} points at a {row['parent']} that is not there."


def _chain(db: Database) -> Iterator[str]:
    """What `chain_problems` finds, and what keeps an event from being read at all."""
    try:
        yield from chain_problems(log.read_events(db))
    except StoreTrouble as error:
        yield f"An event cannot be read: {error.__cause__}."


def _projections(db: Database) -> Iterator[str]:
    if version_of(db) != SCHEMA:
        return
    rebuilt = Database(memory=True)
    try:
        migrations.apply(rebuilt)
        projections.rebuild(rebuilt, log.read_events(db))
        expected, found = projections.contents(rebuilt), projections.contents(db)
    except (sqlite3.Error, StoreTrouble, KeyError, TypeError, ValueError) as error:
        yield f"The events cannot be replayed: {error}."
        return
    finally:
        rebuilt.close()
    for table in expected:
        if expected[table] != found[table]:
            count = len(set(expected[table]) ^ set(found[table]))
            yield f"The table {table} differs from what the events say ({count} rows)."
