"""Reading the studio's own failure modes."""

from sqlite_utils import Database

from review_desk.store.connection import query


def mode_files(db: Database) -> dict[str, str]:
    """Name to text of every file of failure modes, by name."""
    return {row["name"]: row["text"] for row in query(db, "SELECT name, text FROM mode_file ORDER BY name")}
