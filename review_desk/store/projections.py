"""Projections: the tables that say what holds now, each a fold over the events."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from review_desk.domain.changes import Kind
from review_desk.domain.event import Event, canonical_json
from review_desk.store.connection import query, understood

Row = dict[str, Any]


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
    "photo": Projection("photo", ("id",), frozenset({"fields"})),
    "version": Projection("version", ("photo_id", "number"), frozenset({"recipe"})),
    "quarantine": Projection("quarantine", ("id",)),
    "assignment": Projection("assignment", ("photo_id",), frozenset({"reasons"})),
    "decision": Projection("decision", ("photo_id",), frozenset({"tags"})),
    "annotation": Projection("annotation", ("id",), frozenset({"shape", "tags"})),
    "sampler": Projection("sampler", ("id",)),
    "rule_file": Projection("rule_file", ("name",)),
    "kept_group": Projection("kept_group", ("batch_id", "key")),
    "tolerance_file": Projection("tolerance_file", ("name",)),
    "preset_note": Projection("preset_note", ("id",), frozenset({"photos"})),
    "signature": Projection("signature", ("photo_id", "role"), frozenset({"points"})),
    "lot": Projection("lot", ("id",), frozenset({"plan", "photos", "counts"})),
    "inspection": Projection("inspection", ("lot_id", "photo_id"), frozenset({"tags"})),
    "release": Projection("release", ("batch_id", "gate"), frozenset({"confirmed", "holds"})),
    "claim": Projection("claim", ("photo_id",), undoable=False),
}
"""In the order in which their rows depend on each other: parents first."""

TABLES = (*(p.table for p in PROJECTIONS.values()), "step")


def read_row(db: Database, kind: Kind, key: Row) -> Row | None:
    """The row of `kind` with this key, JSON columns decoded; nothing when there is none."""
    projection = PROJECTIONS[kind]
    where = " AND ".join(f"{name} = :{name}" for name in projection.key)
    found = next(query(db, f"SELECT * FROM {projection.table} WHERE {where}", key), None)  # noqa: S608 own names
    return None if found is None else decoded(kind, found)


def decoded(kind: Kind, row: Row) -> Row:
    """The row with its JSON columns read."""
    json_columns = PROJECTIONS[kind].json
    with understood(f"a row of {PROJECTIONS[kind].table}"):
        return {k: json.loads(v) if k in json_columns and v is not None else v for k, v in row.items()}


def _encoded(kind: Kind, row: Row) -> Row:
    json_columns = PROJECTIONS[kind].json
    return {k: canonical_json(v) if k in json_columns and v is not None else v for k, v in row.items()}


def apply(db: Database, event: Event) -> None:
    """Fold one event into the tables. Kinds that set no row leave them as they are."""
    if event.kind not in PROJECTIONS:
        return
    kind: Kind = event.kind
    if PROJECTIONS[kind].undoable:
        _apply_step(db, event)
    before, after = event.payload["before"], event.payload["after"]
    if after is None:
        _delete(db, kind, before)
    else:
        _upsert(db, kind, after)


def _upsert(db: Database, kind: Kind, row: Row) -> None:
    projection = PROJECTIONS[kind]
    names = ", ".join(row)
    places = ", ".join(f":{name}" for name in row)
    rest = ", ".join(f"{name} = excluded.{name}" for name in row if name not in projection.key)
    sql = (
        f"INSERT INTO {projection.table} ({names}) VALUES ({places}) "  # noqa: S608 own names
        f"ON CONFLICT ({', '.join(projection.key)}) DO UPDATE SET {rest}"
    )
    db.conn.execute(sql, _encoded(kind, row))


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
    count = 0
    for event in events:
        apply(db, event)
        count += 1
    return count


def contents(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every projection's rows in a fixed order, to compare two desks."""
    return {
        table: sorted(db.conn.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 own names
        for table in TABLES
    }
