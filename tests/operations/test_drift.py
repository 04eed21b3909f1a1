"""From photos on a desk to what drifts: measured once, judged, traced; stopped and gone on with."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from review_desk.domain.drift.settings import Settings
from review_desk.errors import BadInput, Cancelled, DeskError
from review_desk.imaging.jobs import JOBS
from review_desk.imaging.scratch import Scratch
from review_desk.imaging.workers import Reply
from review_desk.operations import browse
from review_desk.operations.drift import Drift, drift, judged
from review_desk.operations.fan_out import Progress
from review_desk.operations.measure import measure, tasks
from review_desk.store.cache import Cache
from review_desk.store.desk import Store
from tests.builders import FakePool, manifest_file, new_desk, open_store, take_in
from tests.imaging.measures.products import Product, save

COUNT = 12
OFF = 7
MUG = Product(shape="mug", lab=(60.0, 15.0, 25.0), size=(150, 200), scale=1.2)


class Measuring(FakePool):
    """Measures at once, in this process."""

    def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> "Future[Reply]":
        if job != "measure":
            return super().submit(job, priority=priority, **arguments)
        self.asked.append(Path(arguments["path"]).name)
        if self.stop_after is not None and len(self.asked) >= self.stop_after:
            self.stop.set()
        future: Future[Reply] = Future()
        try:
            future.set_result(Reply(JOBS["measure"](Scratch(Path()), path=str(arguments["path"])).values))
        except DeskError as error:
            future.set_exception(error)
        return future


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve mugs of which one has a warm background, under two presets."""
    folder = tmp_path_factory.mktemp("mugs")
    rows = []
    for number in range(COUNT):
        file = f"mug-{number:02}.png"
        save(folder / file, replace(MUG, seed=number, background=(97.0, 0.0, 6.0 if number == OFF else 0.0)))
        rows.append({"before": file, "sku": f"mug-{number:02}", "colourway": "oat", "shot": "front",
                     "category": "mugs", "preset": "soft" if number % 2 else "hard"})  # fmt: skip
    manifest_file(folder / "manifest.csv", rows)
    return folder


@pytest.fixture
def mugs(tmp_path: Path, source: Path) -> Iterator[Store]:
    shutil.copytree(source, tmp_path / "mugs")
    with open_store(new_desk(tmp_path / "desk")) as store:
        take_in(store, tmp_path / "mugs")
        yield store


def judge(store: Store, pool: Measuring, settings: Settings | None = None, **options: Any) -> Drift:
    photos, cache = browse.photos(store), Cache(store.folder)
    try:
        found = measure(tasks(store, photos), pool=pool, cache=cache, stop=pool.stop, **options)  # type: ignore[arg-type]
    finally:
        cache.close()
    return drift(photos, found, settings or Settings())


def test_the_photo_with_a_warm_background_is_found_and_no_other(mugs: Store) -> None:
    found = judge(mugs, Measuring())
    assert [found.subject(photo).sku for photo in found.flags] == [f"mug-{OFF:02}"]
    first = found.flags[next(iter(found.flags))][0]
    assert first.measure.id == "background_b"
    assert first.amount == pytest.approx(6, abs=0.3)
    assert "b* yellower than" in first.words


def test_nothing_is_measured_twice(mugs: Store) -> None:
    pool = Measuring()
    once, again = judge(mugs, pool), judge(mugs, pool)
    assert len(pool.asked) == COUNT
    assert once.flags == again.flags


def test_measuring_that_was_stopped_goes_on_where_it_was(mugs: Store) -> None:
    stopped = Measuring(stop_after=5)
    with pytest.raises(Cancelled, match="What was measured is remembered"):
        judge(mugs, stopped)
    rest = Measuring()
    seen: list[Progress] = []
    found = judge(mugs, rest, progress=seen.append)
    assert len(rest.asked) < COUNT
    assert (seen[-1].done, seen[-1].total) == (COUNT, COUNT)
    assert len(found.flags) == 1


def test_a_photo_that_cannot_be_read_says_so_and_is_tried_again(mugs: Store) -> None:
    lost = browse.photos(mugs)[3]
    file = Path(lost.latest.file)
    content = file.read_bytes()
    file.unlink()
    assert set(judge(mugs, Measuring()).unmeasured) == {lost.id}
    file.write_bytes(content)
    assert not judge(mugs, Measuring()).unmeasured


def test_other_limits_are_judged_without_measuring_or_comparing_anew(mugs: Store) -> None:
    found = judge(mugs, Measuring())
    loose = Settings({"background_b": 9.0})
    assert found.would_flag(loose).words == "would flag 0 of 12"
    assert judged(found.comparison, loose).flags == {}


def test_a_reference_from_elsewhere_is_refused(mugs: Store) -> None:
    with pytest.raises(BadInput, match="not among these photos"):
        judge(mugs, Measuring(), Settings(reference="nobody"))


def test_photos_not_measured_yet_are_there_and_say_so(mugs: Store) -> None:
    found = drift(browse.photos(mugs), {}, Settings())
    assert set(found.unmeasured.values()) == {"It has not been measured yet."}
