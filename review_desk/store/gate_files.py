"""Reading the studio's own gates and checklists."""

from sqlite_utils import Database

from review_desk.store.connection import query


def gate_files(db: Database) -> dict[str, str]:
    """Name to text of every file of a gate or a checklist, by name."""
    return {row["name"]: row["text"] for row in query(db, "SELECT name, text FROM gate_file ORDER BY name")}
