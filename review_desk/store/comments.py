"""Reading threads of comments."""

from sqlite_utils import Database

from review_desk.domain.comment import Comment
from review_desk.store.connection import query

_COLUMNS = "id, photo_id, thread, mark, text, author, at, resolved"


def comments(db: Database, photo: str) -> list[Comment]:
    """The comments on a photo, the oldest first."""
    return _read(db, "photo_id = ?", photo)


def comments_of_batch(db: Database, batch: str) -> list[Comment]:
    """The comments on all photos of a batch, the oldest first."""
    return _read(db, "photo_id IN (SELECT id FROM photo WHERE batch_id = ?)", batch)


def _read(db: Database, clause: str, value: str) -> list[Comment]:
    sql = f"SELECT {_COLUMNS} FROM comment WHERE {clause} ORDER BY at, rowid"  # noqa: S608 own names
    return [
        Comment(
            row["id"], row["photo_id"], row["thread"], row["mark"], row["text"], row["author"], row["at"],
            bool(row["resolved"]),
        )
        for row in query(db, sql, [value])
    ]  # fmt: skip
