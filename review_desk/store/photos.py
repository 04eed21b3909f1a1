"""Reading photos, batches and annotations from the projections."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from review_desk.domain.annotation import Annotation
from review_desk.domain.batch import Batch, Quarantined
from review_desk.domain.changes import Kind
from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.photo import Assignment, Photo, SecondLook, Version
from review_desk.domain.route import Reason
from review_desk.domain.shapes.kinds import from_json
from review_desk.store.connection import query, read_tx, understood
from review_desk.store.projections import PROJECTIONS, Row, decoded

_PARTS: tuple[Kind, ...] = ("version", "assignment", "decision", "second_look")
"""What a photo is put together from, beside its own row."""

_STACK = "height, at, rowid"
"""Marks from the undermost to the topmost."""


def batches(db: Database) -> list[Batch]:
    """All batches, newest first, with their counts."""
    sql = """
      SELECT b.id, b.name, b.source, b.created_at, count(p.id) AS photos, count(d.verdict) AS decided
      FROM batch b LEFT JOIN photo p ON p.batch_id = b.id LEFT JOIN decision d ON d.photo_id = p.id
      GROUP BY b.id ORDER BY b.created_at DESC, b.rowid DESC"""
    return [Batch(**row) for row in query(db, sql)]


def quarantined(db: Database, batch: str | None = None) -> list[Quarantined]:
    """Files that intake could not take, of one batch or all."""
    rows = _rows(db, "quarantine", "batch_id = ?" if batch else "", [batch] if batch else [])
    return [Quarantined(r["id"], r["batch_id"], r["file"], r["reason"]) for r in rows]


def photos(db: Database, *, batch: str | None = None, ids: Sequence[str] | None = None) -> list[Photo]:
    """Photos in batch order with versions, assignment and decision: of a batch, of some ids, or all."""
    clause, values = "", []
    if batch is not None:
        clause, values = "photo_id IN (SELECT id FROM photo WHERE batch_id = ?)", [batch]
    if ids is not None:
        clause, values = "photo_id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
    own = clause.replace("photo_id IN", "id IN", 1)
    order = "(SELECT b.rowid FROM batch b WHERE b.id = photo.batch_id), position, id"
    with read_tx(db):
        parts: dict[Kind, dict[str, list[Row]]] = {
            kind: _by_photo(_rows(db, kind, clause, values)) for kind in _PARTS
        }
        return [_photo(row, parts) for row in _rows(db, "photo", own, values, order=order)]


def annotations(db: Database, photo: str) -> list[Annotation]:
    """The annotation shapes on a photo, the undermost first, then the oldest."""
    return [_annotation(row) for row in _rows(db, "annotation", "photo_id = ?", [photo], order=_STACK)]


def all_annotations(db: Database, batch: str) -> list[Annotation]:
    """The annotation shapes on all photos of a batch."""
    clause = "photo_id IN (SELECT id FROM photo WHERE batch_id = ?)"
    return [_annotation(row) for row in _rows(db, "annotation", clause, [batch], order=_STACK)]


def known_versions(db: Database, sha256s: Iterable[str]) -> dict[str, list[Row]]:
    """Versions already in the desk by content hash."""
    found: dict[str, list[Row]] = {}
    clause = "sha256 IN (SELECT value FROM json_each(?))"
    for row in _rows(db, "version", clause, [json.dumps(list(sha256s))]):
        found.setdefault(row["sha256"], []).append(row)
    return found


def last_step(db: Database, state: str) -> tuple[str, str, str | None] | None:
    """(id, label, photo) of the step to undo (`done`: the newest) or to redo (`undone`: the oldest)."""
    order = "DESC" if state == "done" else "ASC"
    sql = f"SELECT id, label, photo FROM step WHERE state = ? ORDER BY seq {order} LIMIT 1"  # noqa: S608
    row = next(query(db, sql, (state,)), None)
    return (row["id"], row["label"], row["photo"]) if row else None


def _rows(db: Database, kind: Kind, clause: str, values: Sequence[Any], *, order: str = "rowid") -> list[Row]:
    where = f"WHERE {clause} " if clause else ""
    sql = f"SELECT * FROM {PROJECTIONS[kind].table} {where}ORDER BY {order}"  # noqa: S608 own names
    return [decoded(kind, row) for row in query(db, sql, values)]


def _by_photo(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["photo_id"], []).append(row)
    return grouped


def _photo(row: Row, parts: Mapping[Kind, Mapping[str, list[Row]]]) -> Photo:
    key = row["id"]
    versions = sorted(parts["version"].get(key, []), key=lambda v: v["number"])
    assigned, decided, looks = (parts[kind].get(key) for kind in _PARTS[1:])
    with understood(f"the photo {key}"):
        return Photo(
            id=key, batch=row["batch_id"], name=row["name"], sku=row["sku"], colourway=row["colourway"],
            shot=row["shot"], position=row["position"], fields=row["fields"], mask=row["mask"],
            mask_recipe=row["mask_recipe"],
            versions=tuple(version_of(v) for v in versions),
            assignment=_assignment(assigned[0]) if assigned else None,
            decision=_decision(decided[0]) if decided else None,
            second_look=SecondLook(looks[0]["asked_by"], looks[0]["at"]) if looks else None,
        )  # fmt: skip


def version_of(row: Row) -> Version:
    """A version from its row."""
    own = {name: value for name, value in row.items() if name != "photo_id"}
    return Version(photo=row["photo_id"], **own)


def _assignment(row: Row) -> Assignment:
    reasons = tuple(Reason(**reason) for reason in row["reasons"])
    return Assignment(
        row["level"], row["route"], row["rule"], reasons, row["overruled_by"], row["overrule_reason"]
    )


def _decision(row: Row) -> Decision:
    verdict = Verdict(row["verdict"]) if row["verdict"] else None
    return Decision(
        row["photo_id"], verdict, row["version"], tuple(row["tags"]), row["note"], row["reviewer"], row["at"],
        row["display"], row["escalated_to"], row["question"],
    )  # fmt: skip


def _annotation(row: Row) -> Annotation:
    with understood(f"the mark {row['id']}"):
        return Annotation(
            row["id"], row["photo_id"], row["version"], from_json(row["shape"]), tuple(row["tags"]),
            row["note"], row["severity"], row["author"], row["at"], row["height"], bool(row["locked"]),
            bool(row["resolved"]), row["carried_from"],
        )  # fmt: skip
