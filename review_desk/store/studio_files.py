"""Reading the studio's own files: rules, tolerances, gates and checklists, failure modes."""

from typing import Literal

from sqlite_utils import Database

from review_desk.store.connection import query
from review_desk.store.projections import PROJECTIONS

StudioFile = Literal["rule_file", "tolerance_file", "gate_file", "mode_file"]
"""The kinds of file that a studio lays on top of what ships."""


def studio_files(db: Database, kind: StudioFile) -> dict[str, str]:
    """Name to text of every file of a kind, by name."""
    sql = f"SELECT name, text FROM {PROJECTIONS[kind].table} ORDER BY name"  # noqa: S608 own names
    return {row["name"]: row["text"] for row in query(db, sql)}
