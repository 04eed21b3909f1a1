"""Desks, photos and manifests made on the spot, and a pool that reads them without a worker process."""

import csv
import hashlib
import mmap
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.domain.rule import Rule
from review_desk.errors import BadInput
from review_desk.imaging.workers import Reply
from review_desk.operations.inspect import Inspection, inspect
from review_desk.operations.intake import IntakeReport, intake
from review_desk.operations.survey import Planned, Survey, survey
from review_desk.store.cache import Cache
from review_desk.store.desk import FILE, Store, create
from review_desk.store.migrations import SCHEMA
from review_desk.store.projections import TABLES

ROOT = Path(__file__).resolve().parents[1]
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BROKEN = b"BROKEN"
"""A file that begins so is refused by `FakePool`."""


def moment(seconds: float = 0) -> str:
    """A time so long after the start of the tests' day, as events carry it."""
    return (START + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


AT = moment()


# --- desks ------------------------------------------------------------------------------------------------


def new_desk(folder: Path, *, photos: int = 0) -> Path:
    """An empty desk, or one with a made-up batch of so many photos of two versions."""
    create(folder, at=AT)
    if photos:
        with Store.open(folder, program="a test", at=AT) as store:
            take_in_made_up(store, [f"ring-{number:02}" for number in range(photos)])
    return folder


def open_store(desk: Path, at: str = AT) -> Store:
    """The one writer of a desk."""
    return Store.open(desk, program="a test", at=at)


def take_in_made_up(
    store: Store,
    names: Iterable[str],
    *,
    afters: int = 1,
    batch: str | None = None,
    source: Path = Path("/made/up"),
    at: str = AT,
    fields: Mapping[str, Any] | None = None,
) -> IntakeReport:
    """Take in photos that never were files: for tests of what comes after intake."""
    inspection = made_up(names, afters=afters, source=source, fields=fields)
    return intake(store, inspection, rules=RULES, actor="Ada", at=at, batch=batch)


def made_up(
    names: Iterable[str],
    *,
    afters: int = 1,
    source: Path = Path("/made/up"),
    fields: Mapping[str, Any] | None = None,
) -> Inspection:
    """What an inspection finds of photos NAME.jpg with NAME_after1.jpg and so on."""
    planned = [
        Planned(
            name,
            f"{name}.jpg",
            tuple((f"{name}_after{number}.jpg", f"{number}") for number in range(1, afters + 1)),
            fields=fields or {},
        )
        for name in names
    ]
    seen = Survey(source, tuple(planned), ())
    return Inspection(seen, {file: facts_of(file.encode()) for file in seen.files}, {})


def facts_of(content: bytes, *, width: int = 60, height: int = 40) -> dict[str, Any]:
    """What a worker says of a photo with this content."""
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "width": width,
        "height": height,
        "bit_depth": 8,
        "mode": "RGB",
        "format": "JPEG",
        "orientation": 1,
        "profile": None,
        "profile_state": "untagged",
    }


RULES: tuple[Rule, ...] = ()
"""No rule at all: every photo is one that nobody has ruled on."""


def made_older(desk: Path) -> Path:
    """Take a desk back to the format of the first migration: events, and no tables beside them."""
    with sqlite3.connect(desk_file(desk)) as db:
        for table in reversed(TABLES):
            db.execute(f"DROP TABLE {table}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name <> 'm001_events'")
        db.execute(f"PRAGMA user_version={SCHEMA - 1}")
    db.close()
    return desk


# --- files ------------------------------------------------------------------------------------------------


def photo_file(path: Path, *, seed: int = 0, size: tuple[int, int] = (48, 32)) -> Path:
    """A tiny real photo in the format of the extension; another seed is another photo."""
    path.parent.mkdir(parents=True, exist_ok=True)
    colour = (seed * 37 % 256, seed * 91 % 256, 40 + seed % 200)
    picture = Image.new("RGB", size, colour)
    picture.putpixel((seed % size[0], seed % size[1]), (255, 255, 255))
    picture.save(path)
    return path


def pair_files(folder: Path, names: Sequence[str], *, afters: int = 1) -> Path:
    """A source of photos NAME.png with NAME_after.png (NAME_after2.png …) beside each."""
    for number, name in enumerate(names):
        photo_file(folder / f"{name}.png", seed=10 * number + 1)
        for after in range(1, afters + 1):
            end = "" if after == 1 else str(after)
            photo_file(folder / f"{name}_after{end}.png", seed=10 * number + 1 + after)
    return folder


def manifest_file(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """A manifest with the columns of all rows."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


# --- reading without a worker process -----------------------------------------------------------------------


@dataclass
class FakePool:
    """Reads at once, in this process: a file is refused when it begins with BROKEN, else it is a photo.

    `stop` is set after `stop_after` files, as by a person who stops an intake.
    """

    asked: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    stop_after: int | None = None

    def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> "Future[Reply]":
        self.asked.append(Path(arguments["path"]).name)
        if self.stop_after is not None and len(self.asked) >= self.stop_after:
            self.stop.set()
        future: Future[Reply] = Future()
        content = Path(arguments["path"]).read_bytes()
        if content.startswith(BROKEN):
            future.set_exception(BadInput(f"{Path(arguments['path']).name} is damaged"))
        else:
            future.set_result(Reply(facts_of(content), _block(b"a thumbnail"), (11,), "|u1"))
        return future


def _block(content: bytes) -> mmap.mmap:
    block = mmap.mmap(-1, len(content))
    block[:] = content
    return block


def take_in(
    store: Store,
    source: Path,
    *,
    manifest: Path | None = None,
    batch: str | None = None,
    at: str = AT,
    rules: Sequence[Rule] = RULES,
    pool: FakePool | None = None,
) -> IntakeReport:
    """Survey, inspect and take in a folder, as the command line does it, but for the worker processes."""
    pool = pool or FakePool()
    cache = Cache(store.folder)
    try:
        plan = survey(source, manifest)
        found = inspect(plan, pool=pool, cache=cache, stop=pool.stop)  # type: ignore[arg-type]
    finally:
        cache.close()
    return intake(store, found, rules=rules, actor="Ada", at=at, batch=batch)


# --- other processes ----------------------------------------------------------------------------------------


def python(*arguments: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run Python in a process of its own, with this checkout and nothing of the tests' terminal."""
    return subprocess.run(
        [*options.pop("before", ()), sys.executable, *map(str, arguments)],
        env=environment(),
        cwd=options.pop("cwd", ROOT),
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def review_desk(*arguments: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run the command line in a process of its own."""
    run = "import sys; from review_desk.cli import main; sys.exit(main())"
    return python("-c", run, *arguments, **options)


def environment() -> dict[str, str]:
    """For a child: this checkout on the path, and UTF-8 whatever the terminal speaks."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def desk_file(desk: Path) -> Path:
    """The file that holds everything."""
    return desk / FILE
