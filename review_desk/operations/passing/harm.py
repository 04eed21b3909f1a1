"""Looking for harm that a pass did, in a worker process."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.passing.running import pass_workers

_LIMIT_S = 180.0


def start_looking(pool: WorkerPool, *, before: Path, after: Path) -> "Future[Reply]":
    """Have a worker hold a version against its before. The reply has `spots` and the heat map (h, w) uint8;
    the future raises BadInput or Refused in words.
    """
    return pool.submit("find_harm", timeout_s=_LIMIT_S, before=before, after=after)


def look_for_harm(before: Path, after: Path, *, output: Path | None = None) -> dict[str, Any]:
    """The same on two files: {spots: [{x, y, width, height, sure}], model, model_sha256}. With `output` the
    heat map is written there, grey, as large as what was looked at. Raises BadInput, Refused.
    """
    with pass_workers() as pool:
        return (
            pool.submit("find_harm", timeout_s=_LIMIT_S, before=before, after=after, output=output)
            .result()
            .values
        )
