"""Reading every file of a survey once, with a way to stop and to go on."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from review_desk.errors import Cancelled
from review_desk.imaging.workers import Reply
from review_desk.operations.fan_out import Progress
from review_desk.operations.inspect import Inspection, inspect
from review_desk.operations.survey import survey
from review_desk.store.cache import Cache
from tests.builders import BROKEN, FakePool, pair_files, photo_file


def run(source: Path, pool: Any, told: list[Progress] | None = None) -> Inspection:
    cache = Cache(source.parent)
    try:
        stop = getattr(pool, "stop", None)
        return inspect(survey(source), pool=pool, cache=cache, progress=(told or []).append, stop=stop)
    finally:
        cache.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return pair_files(tmp_path / "source", [f"p{number}" for number in range(12)])


def test_every_file_is_read_once_and_progress_is_told(source: Path) -> None:
    pool, told = FakePool(), [Progress(0, 0)]
    found = run(source, pool, told)
    assert len(found.facts) == 24
    assert sorted(pool.asked) == sorted(path.name for path in source.iterdir())
    assert told[-1].done == told[-1].total == 24
    assert told[-1].seconds_left == 0
    assert [one.done for one in told] == sorted(one.done for one in told)


def test_a_file_that_cannot_be_read_is_refused_and_the_rest_is_read(source: Path) -> None:
    (source / "p3.png").write_bytes(BROKEN)
    found = run(source, FakePool())
    assert found.refused == {"p3.png": "p3.png is damaged"}
    assert len(found.facts) == 23


def test_what_was_read_is_not_read_again(source: Path) -> None:
    first = run(source, FakePool())
    pool = FakePool()
    second = run(source, pool)
    assert pool.asked == []
    assert second.facts == first.facts


def test_only_what_changed_is_read_again(source: Path) -> None:
    run(source, FakePool())
    photo_file(source / "p5.png", seed=999, size=(50, 50))
    pool = FakePool()
    run(source, pool)
    assert pool.asked == ["p5.png"]


def test_a_refusal_is_not_remembered_for_the_file_may_be_mended(source: Path) -> None:
    (source / "p3.png").write_bytes(BROKEN)
    run(source, FakePool())
    photo_file(source / "p3.png", seed=3)
    assert run(source, FakePool()).refused == {}


def test_stopping_is_an_end_without_an_outcome_and_the_next_run_goes_on_there(source: Path) -> None:
    pool = FakePool(stop_after=10)
    with pytest.raises(Cancelled, match="Nothing was added; what was read is remembered"):
        run(source, pool)
    again = FakePool()
    assert len(run(source, again).facts) == 24
    assert 0 < len(again.asked) < 24
    assert len(pool.asked) + len(again.asked) <= 24 + 10


class ClosingPool(FakePool):
    """Ends as the pool of a window does that is closed in the middle: futures are cancelled or say so."""

    def __init__(self, ending: str) -> None:
        super().__init__()
        self.ending = ending

    def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> "Future[Reply]":
        future: Future[Reply] = super().submit(job, priority=priority, **arguments)
        if len(self.asked) < 5:
            return future
        future = Future()
        if self.ending == "cancel":
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_exception(Cancelled("the desk is closing"))
        return future


@pytest.mark.parametrize("ending", ["cancel", "say so"])
def test_a_desk_that_closes_meanwhile_refuses_no_file_for_it(source: Path, ending: str) -> None:
    """Else the photos would be quarantined as broken: “the desk is closing”."""
    with pytest.raises(Cancelled, match="Intake was stopped"):
        run(source, ClosingPool(ending))


def test_a_bug_in_a_worker_is_not_a_broken_photo(source: Path) -> None:
    class Buggy(FakePool):
        def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> "Future[Reply]":
            future: Future[Reply] = Future()
            future.set_exception(RuntimeError("a bug"))
            return future

    with pytest.raises(RuntimeError, match="a bug"):
        run(source, Buggy())
