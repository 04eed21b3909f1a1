"""Reading the studio's own rules."""

from sqlite_utils import Database

from review_desk.store.connection import query


def rule_files(db: Database) -> dict[str, str]:
    """Name to text of every rule file of the studio, by name."""
    return {row["name"]: row["text"] for row in query(db, "SELECT name, text FROM rule_file ORDER BY name")}
