"""Two presets on a few photos, side by side on a sheet; nothing of it is stored in the desk."""

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from review_desk.errors import BadInput, Cancelled, DeskError
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.passing.chosen import preset_of
from review_desk.operations.passing.plan import PassJob, plan
from review_desk.operations.passing.running import discard, start
from review_desk.operations.passing.seeing import TEST_MOST
from review_desk.passes.preset import MARK
from review_desk.store.desk import Reader

_SHEET_S = 120.0


def compare_presets(
    reader: Reader, pool: WorkerPool, names: Sequence[str], photos: Sequence[str], *, output: Path
) -> dict[str, Any]:
    """Write `output`: a row for each photo, the version it began from and what each preset made of it.

    Returns what was told of each. Raises BadInput for the same preset twice, and too many photos.
    """
    presets = [preset_of(reader, name) for name in names]
    if len({preset.id for preset in presets}) != len(presets):
        raise BadInput("Name two different presets to compare.")
    if not 1 <= len(photos) <= TEST_MOST:
        raise BadInput(f"A test has 1 to {TEST_MOST} photos; these are {len(photos)}.")
    jobs = [[plan(reader, photo, MARK + preset.id) for preset in presets] for photo in photos]
    try:
        begun = [[(job, start(pool, job)) for job in row] for row in jobs]
        told = [{"photo": row[0][0].title, "results": [_told(*each) for each in row]} for row in begun]
        _sheet(pool, [preset.title for preset in presets], jobs, told, output)
    finally:
        for job in (job for row in jobs for job in row):
            discard(job)
    return {"file": str(output), "presets": [preset.id for preset in presets], "photos": told}


def _told(job: PassJob, future: "Future[Reply]") -> dict[str, Any]:
    try:
        recipe = future.result().values["recipe"]
    except Cancelled:
        raise
    except DeskError as error:
        return {"preset": job.short, "changed_share": None, "took_ms": None, "error": str(error)}
    named = {name: recipe[name] for name in ("changed_share", "took_ms")}
    return {"preset": job.short, **named, "error": None}


def _sheet(
    pool: WorkerPool, titles: list[str], jobs: list[list[PassJob]], told: list[dict[str, Any]], output: Path
) -> None:
    rows = [
        {"title": row[0].title, "files": [str(row[0].path), *(_file(job, one) for job, one in
                                                              zip(row, result["results"], strict=True))]}
        for row, result in zip(jobs, told, strict=True)
    ]  # fmt: skip
    columns = ["Before", *titles]
    pool.submit("sheet", timeout_s=_SHEET_S, output=output, columns=columns, rows=rows).result()


def _file(job: PassJob, result: dict[str, Any]) -> str | None:
    return None if result["error"] else str(job.output)
