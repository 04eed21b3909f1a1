"""Proving that a file from any program left the protected pixels of a photo as they were."""

from pathlib import Path
from typing import Any

from review_desk.imaging.workers import WorkerPool

_MEMORY_MB = 2500
_LIMIT_S = 300.0


def prove(before: Path, after: Path, *, mask: Path) -> dict[str, Any]:
    """The JSON of `imaging.protection.Proof` with `ok` and `in_words`; read in a worker process.

    `mask` fits `before`, upright. Raises BadInput where a file cannot be read or the mask does not fit.
    """
    with WorkerPool(size=1, memory_mb=_MEMORY_MB) as pool:
        return pool.submit("prove", timeout_s=_LIMIT_S, path=before, after=after, mask=mask).result().values
