"""A desk of mugs that were measured once: its cache is copied with it."""

import shutil
from pathlib import Path

import pytest

from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse
from review_desk.operations.measure import measure, tasks
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader
from tests.ui.doors import Doors
from tests.ui.grid.drift.room import Room, mugs
from tests.ui.material import desk_of


@pytest.fixture(scope="session")
def mug_desk(workers: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen mugs, the seventh a third of a stop darker; a closed desk that is only copied."""
    home = tmp_path_factory.mktemp("mugs")
    folder = desk_of(home / "desk", mugs(home / "mugs"), workers)
    cache = Cache(folder)
    try:
        with Reader.open(folder) as reader:
            measure(tasks(reader, browse.photos(reader)), pool=workers, cache=cache)
    finally:
        cache.close()
    return folder


@pytest.fixture
def room(doors: Doors, mug_desk: Path, tmp_path: Path) -> Room:
    """The mugs on the page; what was measured of them is in the cache."""
    return Room(doors.open(shutil.copytree(mug_desk, tmp_path / "desk")))


@pytest.fixture
def fresh(doors: Doors, mug_desk: Path, tmp_path: Path) -> Room:
    """The same, not measured yet."""
    folder = shutil.copytree(mug_desk, tmp_path / "desk")
    (folder / "cache.sqlite").unlink()
    return Room(doors.open(folder))
