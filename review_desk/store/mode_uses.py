"""How often each failure mode was named."""

from sqlite_utils import Database

from review_desk.store.connection import query


def mode_uses(db: Database) -> dict[str, int]:
    """How many photos and marks of the desk name each failure mode."""
    sql = (
        "SELECT value AS tag, count(*) AS n FROM ("
        "SELECT t.value FROM decision, json_each(decision.tags) t UNION ALL "
        "SELECT t.value FROM annotation, json_each(annotation.tags) t) GROUP BY value"
    )
    return {str(row["tag"]): int(row["n"]) for row in query(db, sql)}
