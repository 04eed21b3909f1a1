"""Reading the studio's own tolerances."""

from sqlite_utils import Database

from review_desk.store.connection import query


def tolerance_files(db: Database) -> dict[str, str]:
    """Name to text of every file of tolerances, by name."""
    found = query(db, "SELECT name, text FROM tolerance_file ORDER BY name")
    return {row["name"]: row["text"] for row in found}
