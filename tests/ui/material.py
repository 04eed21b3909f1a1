"""What the tests of the window look at: a desk of small photos that real workers read."""

import shutil
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PIL import Image

from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations import browse
from review_desk.operations.check import look, tasks
from review_desk.operations.inspect import inspect
from review_desk.operations.intake import intake
from review_desk.operations.rules import starting_rules
from review_desk.operations.survey import survey
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader, Store, create
from tests.builders import AT, ROOT, manifest_file

RED, BLUE = (200, 10, 10), (10, 10, 200)
"""Before and after: nobody can take one for the other."""

SIZE = (640, 480)

NAMES = tuple(f"ring-{number}" for number in range(1, 7))


class BorrowedPool:
    """A worker pool that outlives the desk it is lent to, for processes take their time to start."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> Any:
        return self._pool.submit(job, priority=priority, **arguments)

    def close(self) -> None:
        """It is only lent."""


class HeldPool:
    """A pool that reads the files of an intake one by one, as many as it is let; the rest wait."""

    def __init__(self, pool: BorrowedPool) -> None:
        self._pool = pool
        self._waiting: list[tuple[Future[Reply], dict[str, Any]]] = []
        self._let = 0

    def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> Any:
        if job != "inspect":
            return self._pool.submit(job, priority=priority, **arguments)
        future: Future[Reply] = Future()
        self._waiting.append((future, arguments))
        self._go_on()
        return future

    def let(self, count: int) -> None:
        """Read so many files more."""
        self._let += count
        self._go_on()

    def _go_on(self) -> None:
        while self._let and self._waiting:
            future, arguments = self._waiting.pop(0)
            if future.set_running_or_notify_cancel():
                self._let -= 1
                future.set_result(self._pool.submit("inspect", **arguments).result())

    def close(self) -> None:
        """It is only lent."""


def flat_pair(
    folder: Path, name: str, *, before: Sequence[int] = RED, after: Sequence[int] = BLUE, end: str = "jpg",
    size: tuple[int, int] = SIZE,
) -> None:  # fmt: skip
    """NAME and NAME_after, each of one colour."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, colour in (("", before), ("_after", after)):
        Image.new("RGB", size, tuple(colour)).save(folder / f"{name}{suffix}.{end}", quality=95)


def ring_pairs(folder: Path, names: Sequence[str] = NAMES, *, size: tuple[int, int] = SIZE) -> Path:
    """A folder of pairs, each a little different, so that no two files are the same."""
    for number, name in enumerate(names):
        red, blue = (RED[0] + number, *RED[1:]), (*BLUE[:2], BLUE[2] + number)
        flat_pair(folder, name, before=red, after=blue, size=size)
    return folder


def desk_of(folder: Path, source: Path, pool: Any, *, batch: str | None = None) -> Path:
    """A desk with the photos of a source, taken in by real workers."""
    if not (folder / "desk.sqlite").exists():
        create(folder, at=AT)
    cache = Cache(folder)
    try:
        found = inspect(survey(source), pool=pool, cache=cache)
    finally:
        cache.close()
    with Store.open(folder, program="a test", at=AT) as store:
        intake(store, found, rules=starting_rules(), actor="Ada", at=AT, batch=batch)
    return folder


def demo_bags(home: Path, pool: Any) -> Path:
    """A desk of three photos of the demo batch as retouched: a bottle, a black and an olive bag."""
    (home / "photos").mkdir(parents=True)
    rows = []
    for name in ("bt-1102-front", "bg-3301-black-front", "bg-3301-olive-front"):
        shutil.copy(ROOT / "assets" / "demo" / "after" / f"{name}.jpg", home / "photos")
        rows.append({"before": f"{name}.jpg", "sku": name})
    manifest_file(home / "photos" / "manifest.csv", rows)
    return desk_of(home / "desk", home / "photos", pool)


def look_at_all(folder: Path, pool: Any) -> None:
    """Check every photo of a desk, so that its window has the findings when it opens."""
    cache = Cache(folder)
    try:
        with Reader.open(folder) as reader:
            look(tasks(reader, browse.photos(reader)), pool=pool, cache=cache)
    finally:
        cache.close()
