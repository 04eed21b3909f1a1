"""Reading what is noted on presets."""

from sqlite_utils import Database

from review_desk.domain.preset.note import PresetNote
from review_desk.store.connection import query
from review_desk.store.projections import Row, decoded

_COLUMNS = "id, batch_id, preset, fault, title, text, photos, author, at"


def preset_notes(db: Database, batch: str) -> list[PresetNote]:
    """Those of a batch, the oldest first."""
    sql = f"SELECT {_COLUMNS} FROM preset_note WHERE batch_id = ? ORDER BY at, id"  # noqa: S608 own names
    return [_read(decoded("preset_note", row)) for row in query(db, sql, [batch])]


def _read(row: Row) -> PresetNote:
    return PresetNote(
        row["id"], row["batch_id"], row["preset"], row["fault"], row["title"], row["text"],
        tuple(row["photos"]), row["author"], row["at"],
    )  # fmt: skip
