"""Projections: the tables that say what holds now, each a fold over the events."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from sqlite_utils import Database

from review_desk.domain.changes import Kind
from review_desk.domain.event import Event, canonical_json
from review_desk.store.connection import query, understood

Row = dict[str, Any]
Key = tuple[Any, ...]

_TOGETHER = 1000
"""Events in memory at a time; a desk may have a million."""


@dataclass(frozen=True)
class Projection:
    """A table that events of one kind set: its key and the columns that hold JSON.

    Events of a kind that is not `undoable` stand beside the undo stack: they neither enter it nor end it.
    """

    table: str
    key: tuple[str, ...]
    json: frozenset[str] = frozenset()
    undoable: bool = True


PROJECTIONS: dict[Kind, Projection] = {
    "batch": Projection("batch", ("id",)),
    "photo": Projection("photo", ("id",), frozenset({"fields", "mask_recipe"})),
    "version": Projection("version", ("photo_id", "number"), frozenset({"recipe"})),
    "quarantine": Projection("quarantine", ("id",)),
    "assignment": Projection("assignment", ("photo_id",), frozenset({"reasons"})),
    "decision": Projection("decision", ("photo_id",), frozenset({"tags"})),
    "second_look": Projection("second_look", ("photo_id",)),
    "annotation": Projection("annotation", ("id",), frozenset({"shape", "tags"})),
    "sampler": Projection("sampler", ("id",)),
    "rule_file": Projection("rule_file", ("name",)),
    "kept_group": Projection("kept_group", ("batch_id", "key")),
    "tolerance_file": Projection("tolerance_file", ("name",)),
    "gate_file": Projection("gate_file", ("name",)),
    "mode_file": Projection("mode_file", ("name",)),
    "preset_note": Projection("preset_note", ("id",), frozenset({"photos"})),
    "signature": Projection("signature", ("photo_id", "role"), frozenset({"points"})),
    "lot": Projection("lot", ("id",), frozenset({"plan", "photos", "counts"})),
    "inspection": Projection("inspection", ("lot_id", "photo_id"), frozenset({"tags"})),
    "release": Projection("release", ("batch_id", "gate"), frozenset({"confirmed", "holds"})),
    "comment": Projection("comment", ("id",)),
    "claim": Projection("claim", ("photo_id",), undoable=False),
    "pass_run": Projection("pass_run", ("id",), frozenset({"parameters"}), undoable=False),
    "pass_job": Projection("pass_job", ("run_id", "photo_id"), undoable=False),
    "preset_seen": Projection("preset_seen", ("digest",), frozenset({"photos"}), undoable=False),
    "seal": Projection("seal", ("batch",), frozenset({"photos"}), undoable=False),
}
"""In the order in which their rows depend on each other: parents first."""

TABLES = (*(p.table for p in PROJECTIONS.values()), "step")


def read_row(db: Database, kind: Kind, key: Row) -> Row | None:
    """The row of `kind` with this key, JSON columns decoded; nothing when there is none."""
    projection = PROJECTIONS[kind]
    where = " AND ".join(f"{name} = :{name}" for name in projection.key)
    found = next(query(db, f"SELECT * FROM {projection.table} WHERE {where}", key), None)  # noqa: S608 own names
    return None if found is None else decoded(kind, found)


def read_rows(db: Database, kind: Kind, keys: Sequence[Key]) -> dict[Key, Row]:
    """The rows of `kind` with these keys, by key; a key without a row is left out."""
    projection = PROJECTIONS[kind]
    places = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(projection.key)))
    sql = (
        f"SELECT * FROM {projection.table} "  # noqa: S608 own names
        f"WHERE ({', '.join(projection.key)}) IN (SELECT {places} FROM json_each(?))"
    )
    rows = (decoded(kind, row) for row in query(db, sql, [canonical_json(keys)]))
    return {key_of(kind, row): row for row in rows}


def key_of(kind: Kind, row: Row) -> Key:
    """The values by which a row of `kind` is found."""
    return tuple(row[name] for name in PROJECTIONS[kind].key)


def decoded(kind: Kind, row: Row) -> Row:
    """The row with its JSON columns read."""
    json_columns = PROJECTIONS[kind].json
    with understood(f"a row of {PROJECTIONS[kind].table}"):
        return {k: json.loads(v) if k in json_columns and v is not None else v for k, v in row.items()}


def _encoded(kind: Kind, row: Row) -> Row:
    json_columns = PROJECTIONS[kind].json
    return {k: canonical_json(v) if k in json_columns and v is not None else v for k, v in row.items()}


def apply(db: Database, events: Iterable[Event]) -> int:
    """Fold events into the tables, in order. Kinds that set no row leave them as they are.

    Returns how many events there were. Rows that one statement can set go to SQLite together.
    """
    count = 0
    for (kind, _, names), run in groupby(events, _alike):
        for some in _portions(run):
            count += len(some)
            if kind in PROJECTIONS:
                _fold(db, kind, some, names)
    return count


def _alike(event: Event) -> tuple[str, str | None, tuple[str, ...] | None]:
    """What events have in common that are folded together; without names of columns a row is taken away."""
    after = event.payload.get("after")
    return event.kind, event.step, None if after is None else tuple(after)


def _portions(run: Iterator[Event]) -> Iterator[list[Event]]:
    while some := list(islice(run, _TOGETHER)):
        yield some


def _fold(db: Database, kind: Kind, events: Sequence[Event], names: tuple[str, ...] | None) -> None:
    if PROJECTIONS[kind].undoable:
        _apply_step(db, events[0])
    if names is None:
        for event in events:
            _delete(db, kind, event.payload["before"])
    else:
        _upsert(db, kind, names, [event.payload["after"] for event in events])


def _upsert(db: Database, kind: Kind, names: Sequence[str], rows: Sequence[Row]) -> None:
    projection = PROJECTIONS[kind]
    places = ", ".join(f":{name}" for name in names)
    rest = ", ".join(f"{name} = excluded.{name}" for name in names if name not in projection.key)
    sql = (
        f"INSERT INTO {projection.table} ({', '.join(names)}) VALUES ({places}) "  # noqa: S608 own names
        f"ON CONFLICT ({', '.join(projection.key)}) DO UPDATE SET {rest}"
    )
    db.conn.executemany(sql, (_encoded(kind, row) for row in rows))


def _delete(db: Database, kind: Kind, row: Row) -> None:
    projection = PROJECTIONS[kind]
    where = " AND ".join(f"{name} = :{name}" for name in projection.key)
    key = {name: row[name] for name in projection.key}
    db.conn.execute(f"DELETE FROM {projection.table} WHERE {where}", key)  # noqa: S608 own names


def _apply_step(db: Database, event: Event) -> None:
    """Keep the undo stack: a new step ends what could be redone; undo and redo move one step."""
    for word, state in (("undoes", "undone"), ("redoes", "done")):
        if target := event.payload.get(word):
            db.conn.execute("UPDATE step SET state = ? WHERE id = ?", (state, target))
            return
    row = (event.step, event.desk_seq, event.payload["label"], event.actor, event.photo)
    added = db.conn.execute("INSERT OR IGNORE INTO step VALUES (?, ?, ?, ?, ?, 'done')", row).rowcount
    if added:
        db.conn.execute("UPDATE step SET state = 'dead' WHERE state = 'undone'")


def clear(db: Database) -> None:
    """Empty every projection, children first."""
    for table in reversed(TABLES[:-1]):
        db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 own names
    db.conn.execute("DELETE FROM step")


def rebuild(db: Database, events: Iterable[Event]) -> int:
    """Empty the projections and fold all events again, inside the caller's transaction. Returns how many."""
    clear(db)
    return apply(db, events)


def contents(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every projection's rows in a fixed order, to compare two desks."""
    return {
        table: sorted(db.conn.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 own names
        for table in TABLES
    }
