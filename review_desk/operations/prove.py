"""Proving that a file from any program left the protected pixels of a photo as they were."""

from pathlib import Path
from typing import Any

from review_desk.imaging.workers import WorkerPool
from review_desk.operations.passing.protecting import mask_asked

_MEMORY_MB = 2500
_LIMIT_S = 300.0


def prove(before: Path, after: Path, *, mask: str) -> dict[str, Any]:
    """The JSON of `imaging.protection.Proof` with `ok` and `in_words`; read in a worker process.

    `mask` is a file that fits `before`, upright, or “own”, “path” or “path:NAME” of `before`. Raises BadInput
    where a file cannot be read or the mask does not fit.
    """
    found = mask_asked(mask, before)
    with WorkerPool(size=1, memory_mb=_MEMORY_MB) as pool:
        asked: dict[str, Any] = {"path": before, "after": after, "mask": found.file, "by": found.path}
        return pool.submit("prove", timeout_s=_LIMIT_S, **asked).result().values
