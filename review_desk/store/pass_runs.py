"""Reading runs of passes, their photos, and which presets were compared."""

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from review_desk.domain.pass_run import STATES, PassRun, PhotoJob
from review_desk.domain.protecting import OWN
from review_desk.store.connection import query
from review_desk.store.projections import decoded

_RUN = "id, name, parameters, protect, protect_by, model, region, person, at"
_JOB = "run_id, photo_id, position, state, reason, version"


def pass_runs(db: Database, *, run: str | None = None) -> list[PassRun]:
    """Every run, or the one, the oldest first."""
    where, values = ("WHERE id = ?", [run]) if run else ("", [])
    sql = f"SELECT {_RUN} FROM pass_run {where} ORDER BY at, id"  # noqa: S608 own names
    counts = _counts(db)
    return [
        PassRun(**row, protect=(protect_by or OWN) if protect else "",
                counts={state: counts.get((row["id"], state), 0) for state in STATES})
        for row in (decoded("pass_run", found) for found in query(db, sql, values))
        for protect, protect_by in [(row.pop("protect"), row.pop("protect_by"))]
    ]  # fmt: skip


def photo_jobs(db: Database, run: str) -> Iterator[PhotoJob]:
    """The photos of a run, in its order."""
    sql = f"SELECT {_JOB} FROM pass_job WHERE run_id = ? ORDER BY position"  # noqa: S608 own names
    for row in query(db, sql, [run]):
        yield PhotoJob(
            row["run_id"], row["photo_id"], row["position"], row["state"], row["reason"], row["version"]
        )


def seen_presets(db: Database) -> list[dict[str, Any]]:
    """Who compared which presets on which photos: digest, name, photos, person, at; the oldest first."""
    rows = query(db, "SELECT * FROM preset_seen ORDER BY at, digest")
    return [decoded("preset_seen", row) for row in rows]


def _counts(db: Database) -> dict[tuple[str, str], int]:
    sql = "SELECT run_id, state, count(*) AS n FROM pass_job GROUP BY run_id, state"
    return {(row["run_id"], row["state"]): row["n"] for row in query(db, sql)}
