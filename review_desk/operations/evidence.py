"""Evidence of a batch: what is measured in the original of each photo for the rules to ask about."""

import threading
from collections.abc import Callable, Mapping, Sequence

from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import METHOD, NONE, Evidence
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import measure as measuring
from review_desk.operations.fan_out import Progress
from review_desk.operations.measure import Measured, Method, Task, task_of
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader

EVIDENCE = Method("evidence", METHOD)


def tasks(reader: Reader, photos: Sequence[Photo]) -> list[Task]:
    """The original of every photo: what the product is does not change with a version."""
    return [task_of(reader, photo, photo.original) for photo in photos]


def known(cache: Cache, todo: Sequence[Task]) -> dict[str, Measured]:
    """What the cache has, by photo."""
    return measuring.known(cache, todo, method=EVIDENCE)


def measure(
    todo: Sequence[Task],
    *,
    pool: WorkerPool,
    cache: Cache,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> dict[str, Measured]:
    """Measure what the cache does not have. Raises Cancelled; what was measured until then is remembered."""
    return measuring.measure(todo, pool=pool, cache=cache, progress=progress, stop=stop, method=EVIDENCE)


def values(found: Mapping[str, Measured]) -> dict[str, Evidence]:
    """The values alone, by photo."""
    return {photo: measured.values for photo, measured in found.items()}


def known_values(reader: Reader, photos: Sequence[Photo], cache: Cache) -> dict[str, Evidence]:
    """What is known of these photos without measuring, by photo."""
    return values(known(cache, tasks(reader, photos)))


def by_content(cache: Cache) -> dict[str, Evidence]:
    """The values of everything that was ever measured, by `Task.content`."""
    return {content: found.get("values", {}) for content, found in cache.measured(METHOD).items()}


def of(evidence: Mapping[str, Evidence], photo: str) -> Evidence:
    """The values of one photo; nothing where it was not measured."""
    return evidence.get(photo, NONE)
