"""Reading seals, and what the log says since."""

import json

from sqlite_utils import Database

from review_desk.domain.seal import Seal, SealedPhoto
from review_desk.store.connection import query, understood
from review_desk.store.projections import Row, decoded


def seals(db: Database, *, batch: str | None = None) -> list[Seal]:
    """The newest seal of each batch, or of one; earlier ones are in the log."""
    where, values = ("WHERE batch = ? ", [batch]) if batch else ("", [])
    sql = f"SELECT * FROM seal {where}ORDER BY rowid"  # noqa: S608 own names
    return [_seal(decoded("seal", row)) for row in query(db, sql, values)]


def hash_of_event(db: Database, seq: int) -> str:
    """The hash of an event by its number; nothing where it is gone."""
    row = next(query(db, "SELECT hash FROM event WHERE desk_seq = ?", [seq]), None)
    return str(row["hash"]) if row else ""


def told_since(db: Database, seal: Seal, *, most: int) -> dict[str, list[str]]:
    """What happened to each sealed photo since, in sentences: the newest `most` of each, the oldest first."""
    sql = (
        "SELECT photo, actor, at, json_extract(payload, '$.label') AS label FROM event WHERE desk_seq > ? "
        "AND kind IN ('decision', 'annotation', 'version', 'photo') "
        "AND photo IN (SELECT value FROM json_each(?)) ORDER BY desk_seq"
    )
    found: dict[str, list[str]] = {}
    for row in query(db, sql, [seal.head_seq, json.dumps([each.photo for each in seal.photos])]):
        found.setdefault(row["photo"], []).append(f"{row['label']}, {row['actor']} {row['at'][:10]}")
    return {photo: list(dict.fromkeys(lines))[-most:] for photo, lines in found.items()}


def _seal(row: Row) -> Seal:
    with understood(f"the seal {row['id']}"):
        photos = tuple(SealedPhoto(**each) for each in row["photos"])
        return Seal(**{**row, "photos": photos, "released": bool(row["released"])})
