"""Reading what was put down at gates: signatures, lots, inspections, releases, and what changed since."""

import json
from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from review_desk.domain.gate.record import Release, Role, Signature
from review_desk.domain.sampling.lot import Inspected, Lot
from review_desk.domain.sampling.plan import plan_in
from review_desk.store.connection import query, understood
from review_desk.store.projections import Row, decoded

_OF_BATCH = "photo_id IN (SELECT id FROM photo WHERE batch_id = ?)"
_SEEN = {"decision": ("verdict", "version"), "version": ("number", "sha256"), "photo": ("batch_id",)}
"""Of which rows a release speaks, and what of them."""


def signatures(db: Database, batch: str) -> dict[tuple[str, Role], Signature]:
    """The signatures on the photos of a batch."""
    sql = f"SELECT * FROM signature WHERE {_OF_BATCH} ORDER BY rowid"  # noqa: S608 own names
    rows = [decoded("signature", row) for row in query(db, sql, [batch])]
    return {(row["photo_id"], row["role"]): _signature(row) for row in rows}


def lots(db: Database, *, batch: str | None = None) -> list[Lot]:
    """The lots of a batch, or of the whole desk, the oldest first."""
    where, values = ("WHERE batch_id = ? ", [batch]) if batch else ("", [])
    sql = f"SELECT * FROM lot {where}ORDER BY drawn_at, rowid"  # noqa: S608 own names
    return [_lot(decoded("lot", row)) for row in query(db, sql, values)]


def inspected(db: Database, batch: str) -> dict[str, dict[str, Inspected]]:
    """What was found in the samples of a batch, by lot and photo."""
    sql = (
        "SELECT * FROM inspection WHERE lot_id IN (SELECT id FROM lot WHERE batch_id = ?) ORDER BY at, rowid"
    )
    found: dict[str, dict[str, Inspected]] = {}
    for row in query(db, sql, [batch]):
        each = _inspected(decoded("inspection", row))
        found.setdefault(each.lot, {})[each.photo] = each
    return found


def releases(db: Database, batch: str) -> dict[int, Release]:
    """What was decided at the gates of a batch, by gate."""
    sql = "SELECT * FROM release WHERE batch_id = ?"
    rows = [decoded("release", row) for row in query(db, sql, [batch])]
    return {row["gate"]: _release(row) for row in rows}


def changed_since(db: Database, batch: str, head: int, kinds: Collection[str]) -> tuple[str, ...]:
    """The photos of a batch that are not as they were after the event `head`.

    `kinds` says in what: “photo” that it is there, “ai” and “human” in such versions, “verdict” in that. What
    was undone meanwhile has not changed.
    """
    sql = f"""
      SELECT kind, photo, payload FROM event WHERE desk_seq > ? AND kind IN ('decision', 'version', 'photo')
      AND {_OF_BATCH.replace("photo_id", "photo")} ORDER BY desk_seq"""  # noqa: S608 own names
    first: dict[tuple[Any, ...], Any] = {}
    last: dict[tuple[Any, ...], Any] = {}
    for row in query(db, sql, [head, batch]):
        with understood("an event"):
            payload = json.loads(row["payload"])
        told = payload["after"] or payload["before"]
        if _kind(row["kind"], told) not in kinds:
            continue
        key = (row["photo"], row["kind"], told.get("number"))
        first.setdefault(key, _told(row["kind"], payload["before"]))
        last[key] = _told(row["kind"], payload["after"])
    return tuple(dict.fromkeys(key[0] for key in first if first[key] != last[key]))


def _kind(kind: str, told: Row) -> str:
    if kind == "version":
        return "human" if told["role"] == "human" else "ai"
    return "verdict" if kind == "decision" else kind


def _told(kind: str, row: Row | None) -> tuple[Any, ...] | None:
    """What a release speaks of; a draft without a verdict says nothing."""
    told = tuple(row[name] for name in _SEEN[kind]) if row else None
    return None if told and kind == "decision" and told[0] is None else told


def _signature(row: Row) -> Signature:
    with understood(f"the signature on {row['photo_id']}"):
        own = {name: value for name, value in row.items() if name not in ("photo_id", "points")}
        return Signature(photo=row["photo_id"], points=tuple(row["points"]), **own)


def _lot(row: Row) -> Lot:
    with understood(f"the lot {row['id']}"):
        parsed = ("batch_id", "plan", "photos", "counts")
        return Lot(
            batch=row["batch_id"],
            plan=plan_in(row["plan"]) if row["plan"] else None,
            photos=tuple(row["photos"]),
            counts=row["counts"],
            **{name: value for name, value in row.items() if name not in parsed},
        )


def _inspected(row: Row) -> Inspected:
    with understood(f"the inspection of {row['photo_id']}"):
        names = ("version", "defect", "note", "person", "at", "display")
        return Inspected(
            lot=row["lot_id"],
            photo=row["photo_id"],
            tags=tuple(row["tags"]),
            **{name: row[name] for name in names},
        )


def _release(row: Row) -> Release:
    with understood(f"the release at gate {row['gate']}"):
        names = ("gate", "kind", "person", "at", "reason", "display", "head")
        return Release(
            batch=row["batch_id"],
            confirmed=tuple(row["confirmed"]),
            holds=tuple(row["holds"]),
            **{name: row[name] for name in names},
        )
