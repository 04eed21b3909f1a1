"""Reading the log page by page, filtered and searched by SQLite: the newest events first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlite_utils import Database

from review_desk.domain.audit import Entry, Wanted, entry
from review_desk.domain.event import Event
from review_desk.store.connection import query, understood

_COLUMNS = tuple(field.name for field in fields(Event))
_ROW = "coalesce(json_extract(e.payload, '$.after'), json_extract(e.payload, '$.before'))"
_FROM = (
    "FROM event e LEFT JOIN photo p ON p.id = e.photo "
    f"LEFT JOIN batch b ON b.id = coalesce(p.batch_id, json_extract({_ROW}, '$.batch_id'), "
    f"CASE e.kind WHEN 'batch' THEN json_extract({_ROW}, '$.id') ELSE json_extract({_ROW}, '$.batch') END)"
)
"""Each event with its photo and its batch. `batch_id` of a row names it where it is no photo's."""

_SEARCHED = (
    "e.actor", "e.kind", "p.name", "p.sku", "b.name", "json_extract(e.payload, '$.label')",
    "json_extract(e.payload, '$.display')",
    *(f"json_extract({_ROW}, '$.{name}')"
      for name in ("verdict", "tags", "note", "reason", "overrule_reason", "text", "question", "display")),
)  # fmt: skip


@dataclass(frozen=True)
class _Question:
    where: str
    values: tuple[Any, ...]


def entries(db: Database, wanted: Wanted, *, before: int = 0, count: int = 0) -> Iterator[Entry]:
    """What is asked for, the newest first: `count` of them (0: all), those before the event `before`."""
    asked = _asked(wanted)
    where, values = asked.where, [*asked.values]
    if before:
        where, values = f"{where} AND e.desk_seq < ?", [*values, before]
    names = ", ".join(f"e.{name}" for name in _COLUMNS)
    sql = (
        f"SELECT {names}, coalesce(nullif(p.sku, ''), p.name, '') AS title, coalesce(b.name, '') AS batch "
        f"{_FROM} WHERE {where} ORDER BY e.desk_seq DESC {'LIMIT ?' if count else ''}"
    )
    for row in query(db, sql, [*values, count] if count else values):
        title, batch = row.pop("title"), row.pop("batch")
        with understood(f"event {row['desk_seq']}"):
            event = Event(**{**row, "payload": json.loads(row["payload"])})
        yield entry(event, title=title, batch=batch)


def count_of(db: Database, wanted: Wanted) -> int:
    """How many events are asked for."""
    asked = _asked(wanted)
    sql = f"SELECT count(*) AS n {_FROM} WHERE {asked.where}"
    return int(next(query(db, sql, asked.values))["n"])


def people(db: Database) -> list[str]:
    """Everybody who did anything, by name."""
    return [row["actor"] for row in query(db, "SELECT DISTINCT actor FROM event ORDER BY lower(actor)")]


def _asked(wanted: Wanted) -> _Question:
    clauses: list[tuple[str, list[Any]]] = [("1", [])]
    if wanted.photo:
        clauses.append(("e.photo = ?", [wanted.photo]))
    if wanted.batch:
        clauses.append(("b.id = ?", [wanted.batch]))
    if wanted.who:
        clauses.append(("lower(e.actor) = lower(?)", [wanted.who]))
    if wanted.kinds:
        clauses.append(("e.kind IN (SELECT value FROM json_each(?))", [json.dumps(wanted.kinds)]))
    if wanted.days.begin:
        clauses.append(("e.at >= ?", [wanted.days.begin]))
    if wanted.days.end:
        clauses.append(("e.at < ?", [wanted.days.end]))
    for word in wanted.words.split():
        heap = " || ' ' || ".join(f"coalesce({column}, '')" for column in _SEARCHED)
        clauses.append((f"instr(lower({heap}), lower(?)) > 0", [word]))
    where = " AND ".join(clause for clause, _ in clauses)
    return _Question(where, tuple(value for _, values in clauses for value in values))
