"""The event log: append, read, and the step that groups what one operation wrote."""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlite_utils import Database

from review_desk.domain.changes import Changes, Kind
from review_desk.domain.event import GENESIS, Event, canonical_json, hash_of
from review_desk.store import projections
from review_desk.store.connection import query, understood
from review_desk.store.projections import PROJECTIONS, Row, key_of

Draft = tuple[str, str | None, dict[str, Any]]
"""Kind, photo and payload of an event that is not sealed yet."""

_COLUMNS = tuple(field.name for field in fields(Event))


def read_events(db: Database, *, photo: str | None = None, step: str | None = None) -> Iterator[Event]:
    """Events in order: all, or those of one photo or one step."""
    clauses, values = [], []
    for column, value in (("photo", photo), ("step", step)):
        if value is not None:
            clauses.append(f"{column} = ?")
            values.append(value)
    where = f"WHERE {' AND '.join(clauses)} " if clauses else ""
    sql = f"SELECT {', '.join(_COLUMNS)} FROM event {where}ORDER BY desk_seq"  # noqa: S608 own names
    for row in query(db, sql, values):
        with understood(f"event {row['desk_seq']}"):
            event = Event(**{**row, "payload": json.loads(row["payload"])})
        yield event


def head(db: Database) -> tuple[int, str]:
    """Sequence number and hash of the newest event; (0, 64 zeros) for none."""
    row = next(query(db, "SELECT desk_seq, hash FROM event ORDER BY desk_seq DESC LIMIT 1"), None)
    return (row["desk_seq"], row["hash"]) if row else (0, GENESIS)


def _insert(db: Database, rows: Iterable[Row]) -> None:
    places = ", ".join(f":{name}" for name in _COLUMNS)
    sql = f"INSERT INTO event ({', '.join(_COLUMNS)}) VALUES ({places})"  # noqa: S608 own names
    db.conn.executemany(sql, rows)


@dataclass
class Step:
    """What one operation writes, inside its transaction. Undone and redone as a whole."""

    db: Database
    desk_id: str
    label: str
    actor: str
    at: str
    undoes: str | None = None
    redoes: str | None = None
    display: str = ""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    events: list[Event] = field(default_factory=list)

    def get(self, kind: Kind, **key: Any) -> Row | None:
        """The row as it is now, this step's own writes included."""
        return projections.read_row(self.db, kind, key)

    def put(self, kind: Kind, row: Row) -> None:
        """Set a row. Nothing is written when it already is so."""
        self.put_all(kind, [row])

    def put_all(self, kind: Kind, rows: Sequence[Row]) -> None:
        """Set many rows, no two of one key: an event each, and far quicker than one after another."""
        known = projections.read_rows(self.db, kind, [key_of(kind, row) for row in rows])
        pairs = [(known.get(key_of(kind, row)), row) for row in rows]
        self._append([self._draft(kind, before, row) for before, row in pairs if before != row])

    def remove(self, kind: Kind, **key: Any) -> None:
        """Take a row away, if it is there."""
        before = self.get(kind, **key)
        if before is not None:
            self._write(kind, before, None)

    def reverse(self, event: Event) -> None:
        """Write the inverse of an event: before and after swapped."""
        kind: Kind = event.kind  # type: ignore[assignment]
        self._write(kind, event.payload["after"], event.payload["before"])

    def repeat(self, event: Event) -> None:
        """Write an event again as it was."""
        kind: Kind = event.kind  # type: ignore[assignment]
        self._write(kind, event.payload["before"], event.payload["after"])

    def _write(self, kind: Kind, before: Row | None, after: Row | None) -> None:
        self._append([self._draft(kind, before, after)])

    def note(self, kind: str, payload: dict[str, Any]) -> None:
        """Append one event that sets no row."""
        self._append([(kind, None, payload)])

    def _draft(self, kind: Kind, before: Row | None, after: Row | None) -> Draft:
        row = after or before or {}
        payload: dict[str, Any] = {"label": self.label, "before": before, "after": after}
        told = (("undoes", self.undoes), ("redoes", self.redoes), ("display", self.display))
        payload |= {word: value for word, value in told if value}
        return kind, row.get("photo_id") or (row.get("id") if kind == "photo" else None), payload

    def _append(self, drafts: Sequence[Draft]) -> None:
        """Append events, sealed one after another, and fold them into the projections."""
        seq, previous = (self.events[-1].desk_seq, self.events[-1].hash) if self.events else head(self.db)
        rows, added = [], []
        for kind, photo, payload in drafts:
            seq, spelt = seq + 1, canonical_json(payload)
            row = self._row(seq, kind, photo, previous)
            row["hash"] = previous = hash_of(row, spelt)
            added.append(Event(**row, payload=payload))
            rows.append({**row, "payload": spelt})
        _insert(self.db, rows)
        projections.apply(self.db, added)
        self.events += added

    def _row(self, seq: int, kind: str, photo: str | None, previous: str) -> Row:
        step = self.id if kind in PROJECTIONS and PROJECTIONS[kind].undoable else None
        return {
            "desk_id": self.desk_id,
            "desk_seq": seq,
            "event_id": uuid.uuid4().hex,
            "at": self.at,
            "actor": self.actor,
            "kind": kind,
            "photo": photo,
            "step": step,
            "prev_hash": previous,
        }

    @property
    def changes(self) -> Changes:
        """What was written, for those who show it."""
        kinds = frozenset(e.kind for e in self.events if e.kind in PROJECTIONS)
        photos = tuple(dict.fromkeys(e.photo for e in self.events if e.photo))
        last = self.events[-1].desk_seq if self.events else 0
        return Changes(self.label, kinds, photos, self.id, last)
