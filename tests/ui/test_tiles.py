"""A photo too large to be held whole is seen in tiles: the same pixels, in every mode."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from review_desk.domain import viewplan
from review_desk.domain.photo import Version
from review_desk.domain.viewplan import Size, View
from review_desk.errors import Refused
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.ui.display.colours import Colours
from review_desk.ui.review import glimpses
from review_desk.ui.review import tiles as tiling
from review_desk.ui.review.differing import array_of
from review_desk.ui.review.panes import PaneCache
from review_desk.ui.review.tiles import Tiles
from tests.ui.doors import Doors
from tests.ui.material import desk_of
from tests.ui.person import Person

SIZE = (2600, 1900)
MODES: tuple[viewplan.Mode, ...] = ("single", "side", "stack", "mirror", "wipe", "onion", "difference")


@pytest.fixture(scope="module")
def large_desk(workers: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pair with another colour at every pixel."""
    home = tmp_path_factory.mktemp("tiled")
    (home / "photos").mkdir()
    down, across = np.mgrid[: SIZE[1], : SIZE[0]]
    before = np.stack([across % 256, down % 256, (across // 7 + down // 5) % 256], axis=2).astype(np.uint8)
    Image.fromarray(before).save(home / "photos" / "weave.png", compress_level=1)
    Image.fromarray(before[::-1]).save(home / "photos" / "weave_after.png", compress_level=1)
    return desk_of(home / "desk", home / "photos", workers)


def pixels(person: Person, view: View) -> np.ndarray:
    person.session.set_view(view)
    person.canvas.update()
    person.settle()
    picture = person.whole_picture().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(array_of(picture)[..., :3], dtype=int)


def test_every_mode_shows_the_same_in_tiles_as_from_the_whole_photo(doors: Doors, large_desk: Path) -> None:
    person = doors.open(large_desk)
    person.canvas.information = 0
    views = [View(mode=mode, zoom=1.0, centre=(0.4, 0.55)) for mode in MODES]
    views += [View(mode="wipe", zoom=2.0, angle=30), View(zoom=1.0, analysis="red"), View(zoom=2 / 3)]
    whole = [pixels(person, view) for view in views]
    frames = person.window.frames
    frames._budget = 4_000_000
    frames._frames.clear()
    person.canvas._scene._panes = PaneCache()
    for view, seen in zip(views, whole, strict=True):
        apart = np.abs(pixels(person, view) - seen)
        assert np.percentile(apart, 99.9) <= (0 if view.zoom != 2 / 3 else 40), view
    assert sum(frame.size for frame in frames._frames.values()) <= 4 * 4_000_000
    assert max(frame.size for frame in frames._frames.values()) <= 4_000_000


def test_what_is_seen_of_a_large_photo_comes_before_the_whole_and_is_the_same(
    doors: Doors, large_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = doors.open(large_desk)
    person.canvas.information = 0
    view = View(zoom=1.0, centre=(0.4, 0.55))
    whole = pixels(person, view)
    monkeypatch.setattr(glimpses, "_WORTH", 1_000_000)
    frames, version = person.window.frames, person.session.version("b")
    assert version is not None
    frames._frames.clear()
    person.canvas._scene._panes = PaneCache()
    person.canvas.update()
    person.until(lambda: frames._glimpses._pieces)
    assert not any(key[0] == version.sha256 for key in frames._frames)
    picture = person.picture().convertToFormat(QImage.Format.Format_RGB32)
    assert np.array_equal(np.array(array_of(picture)[..., :3], dtype=int), whole)
    person.settle()
    assert frames._glimpses._pieces == {}
    assert np.array_equal(pixels(person, view), whole)


def test_while_a_large_photo_is_unpacked_the_corner_of_the_canvas_says_so(
    doors: Doors, large_desk: Path
) -> None:
    person = doors.open(large_desk)
    person.window.frames._budget = 4_000_000
    person.window.frames._frames.clear()
    version = person.session.version("b")
    assert version is not None
    person.session.set_view(View(zoom=1.0))
    drawn = person.canvas.drawn()
    assert drawn is not None
    pane, frames = drawn.panes[0], person.window.frames
    person.until(lambda: frames.remark(version, pane) == "reading it at full size …")
    person.settle()
    assert frames.remark(version, pane) == ""
    assert "too large to be turned" in frames.remark(version, replace(pane, turn=1.0))


# --- what is asked for, without workers ---------------------------------------------------------------------

HUGE = Version("p", 1, "ai", "", "a.tif", "a", 1, 20_000, 20_000, 8, "RGB", "TIFF", 1, None, "untagged")
UNPACKED = {"file": "/nowhere", "width": 20_000, "height": 20_000, "channels": 3, "dtype": "|u1"}


class Workers:
    """Takes requests down and answers when told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, dict[str, Any], Future[Any], Any, Any]] = []

    def compute(self, job: str, then: Any, failed: Any, *, priority: int, **arguments: Any) -> "Future[Any]":
        self.asked.append((job, priority, arguments, Future(), then, failed))
        return self.asked[-1][3]

    def waiting(self) -> list[list[int]]:
        return [each[2]["box"] for each in self.asked if each[0] == "tile" and not each[3].cancelled()]


@pytest.fixture
def workers_asked() -> Workers:
    return Workers()


@pytest.fixture
def tiles(qapp: QApplication, workers_asked: Workers) -> Iterator[Tiles]:
    colours = Colours()
    yield Tiles(workers_asked, Path, colours, lambda _: None)  # type: ignore[arg-type]
    colours.close()


def pane(centre: tuple[float, float]) -> viewplan.Pane:
    size = Size(HUGE.width, HUGE.height)
    return viewplan.plan(View(zoom=1.0, centre=centre), a=size, b=size, viewport=Size(1900, 1000)).panes[0]


def test_a_photo_is_unpacked_once_and_then_read_in_tiles_the_seen_before_those_around(
    tiles: Tiles, workers_asked: Workers
) -> None:
    for _ in range(3):
        tiles.begin()
        assert tiles.of(HUGE, pane((0.5, 0.5)), "srgb") is None
    assert [each[0] for each in workers_asked.asked] == ["unpack"]
    workers_asked.asked[0][4](Reply(UNPACKED))
    found = tiles.of(HUGE, pane((0.5, 0.5)), "srgb")
    assert found is not None
    priorities = [each[1] for each in workers_asked.asked[1:]]
    assert priorities == sorted(priorities)
    assert priorities.count(0) == len(found.missing)


def test_tiles_nobody_sees_any_more_are_taken_back(tiles: Tiles, workers_asked: Workers) -> None:
    tiles.of(HUGE, pane((0.2, 0.2)), "srgb")
    workers_asked.asked[0][4](Reply(UNPACKED))
    for centre in ((0.2, 0.2), (0.5, 0.5), (0.8, 0.8), (0.8, 0.8)):
        tiles.begin()
        tiles.of(HUGE, pane(centre), "srgb")
    assert min(box[0] for box in workers_asked.waiting()) > 12_000


def test_why_a_photo_is_not_sharp_is_said_and_tried_again_when_asked(
    tiles: Tiles, workers_asked: Workers
) -> None:
    tiles.of(HUGE, pane((0.5, 0.5)), "srgb")
    workers_asked.asked[0][5](Refused("a.tif cannot be shown at full size: the disk is full."))
    assert tiles.of(HUGE, pane((0.5, 0.5)), "srgb") is None
    assert "disk is full" in tiles.remark(HUGE)
    tiles.forget_trouble()
    tiles.of(HUGE, pane((0.5, 0.5)), "srgb")
    assert [each[0] for each in workers_asked.asked] == ["unpack", "unpack"]


def test_unpacked_photos_that_are_no_longer_looked_at_leave_the_disk(
    tiles: Tiles, workers_asked: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiling, "_DISK", 2_000_000_000)
    removed = []
    workers_asked.run = lambda work, _then: (work(), removed.append(1))  # type: ignore[attr-defined]
    files = [tmp_path / name for name in "ab"]
    for file in files:
        file.touch()
        version = replace(HUGE, sha256=file.name)
        tiles.begin()
        tiles.of(version, pane((0.5, 0.5)), "srgb")
        workers_asked.asked[-1][4](Reply({**UNPACKED, "file": str(file)}))
    assert removed == [1]
    assert [file.exists() for file in files] == [False, True]
