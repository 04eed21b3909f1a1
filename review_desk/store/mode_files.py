"""Reading the studio's own failure modes, and how often each mode was named."""

from sqlite_utils import Database

from review_desk.store.connection import query


def mode_files(db: Database) -> dict[str, str]:
    """Name to text of every file of failure modes, by name."""
    return {row["name"]: row["text"] for row in query(db, "SELECT name, text FROM mode_file ORDER BY name")}


def mode_uses(db: Database) -> dict[str, int]:
    """How many photos and marks of the desk name each failure mode."""
    sql = (
        "SELECT value AS tag, count(*) AS n FROM ("
        "SELECT t.value FROM decision, json_each(decision.tags) t UNION ALL "
        "SELECT t.value FROM annotation, json_each(annotation.tags) t) GROUP BY value"
    )
    return {str(row["tag"]): int(row["n"]) for row in query(db, sql)}
