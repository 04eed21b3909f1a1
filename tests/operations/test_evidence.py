"""Evidence of a batch: measured once, remembered, and asked by the rules; what it raised stays raised."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from review_desk.errors import BadInput, Cancelled
from review_desk.imaging.workers import Reply
from review_desk.operations import browse, evidence
from review_desk.operations.intake import intake
from review_desk.operations.route import route
from review_desk.operations.rules import starting_rules, would_move
from review_desk.store.cache import Cache
from review_desk.store.desk import Store
from tests.builders import FakePool, made_up, moment, new_desk, open_store, take_in_made_up

SHINY = {"metal": 22.0}


class Seeing(FakePool):
    """Says of a file what the test says of it; `gone` cannot be read."""

    def __init__(self, said: dict[str, dict[str, float]], gone: str = "") -> None:
        super().__init__()
        self._said, self._gone = said, gone

    def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> "Future[Reply]":
        assert job == "evidence"
        name = Path(arguments["path"]).stem
        self.asked.append(name)
        if self.stop_after is not None and len(self.asked) >= self.stop_after:
            self.stop.set()
        future: Future[Reply] = Future()
        if name == self._gone:
            future.set_exception(BadInput("It is gone."))
        else:
            future.set_result(Reply({"values": self._said.get(name, {}), "cautions": []}))
        return future


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A desk with three catalogue photos: level 1 by their fields."""
    with open_store(new_desk(tmp_path / "desk")) as opened:
        take(opened)
        yield opened


def take(store: Store, **more: Any) -> None:
    found = made_up(["watch", "mug", "tee"], fields={"use": "catalogue", **more.pop("fields", {})})
    intake(store, found, rules=starting_rules(), actor="Ada", at=moment(), **more)


@pytest.fixture
def cache(store: Store) -> Iterator[Cache]:
    opened = Cache(store.folder)
    yield opened
    opened.close()


def measure(store: Store, cache: Cache, pool: FakePool) -> dict[str, Any]:
    todo = evidence.tasks(store, browse.photos(store))
    return evidence.measure(todo, pool=pool, cache=cache, stop=pool.stop)  # type: ignore[arg-type]


def levels(store: Store) -> dict[str, int]:
    return {p.name: p.assignment.level for p in browse.photos(store) if p.assignment}


def routed(store: Store, cache: Cache) -> dict[str, int]:
    photos = browse.photos(store)
    seen = evidence.known_values(store, photos, cache)
    route(store, batch_id=photos[0].batch, rules=starting_rules(), actor="Ada", at=moment(1), evidence=seen)
    return levels(store)


def test_what_was_measured_raises_a_level_and_says_so(store: Store, cache: Cache) -> None:
    assert set(levels(store).values()) == {1}
    measure(store, cache, Seeing({"watch": SHINY}))
    assert routed(store, cache) == {"watch": 2, "mug": 1, "tee": 1}
    watch = browse.photo(store, "watch").assignment
    assert watch is not None
    assert (watch.rule, watch.reasons[0].measured) == ("metal-seen", "metal 22 %")


def test_only_originals_are_measured_and_none_of_them_twice(store: Store, cache: Cache) -> None:
    first, second = Seeing({"watch": SHINY}), Seeing({})
    measure(store, cache, first)
    again = measure(store, cache, second)
    assert (first.asked, second.asked) == (["watch", "mug", "tee"], [])
    assert SHINY in [each.values for each in again.values()]


def test_a_file_that_cannot_be_read_now_is_asked_about_again(store: Store, cache: Cache) -> None:
    found = measure(store, cache, Seeing({}, gone="mug"))
    assert [each.reason for each in found.values() if each.reason] == ["It is gone."]
    second = Seeing({})
    measure(store, cache, second)
    assert second.asked == ["mug"]


def test_measuring_that_was_stopped_goes_on_where_it_was(store: Store, cache: Cache) -> None:
    take_in_made_up(store, [f"more-{number}" for number in range(20)], batch="more")
    pool = Seeing({"watch": SHINY})
    pool.stop_after = 3
    with pytest.raises(Cancelled):
        measure(store, cache, pool)
    known = evidence.known(cache, evidence.tasks(store, browse.photos(store)))
    second = Seeing({})
    measure(store, cache, second)
    assert 0 < len(known) < 23
    assert len(known) + len(second.asked) == 23


def test_a_batch_that_comes_again_with_other_words_keeps_what_it_was_raised_for(
    store: Store, cache: Cache
) -> None:
    measure(store, cache, Seeing({"watch": SHINY}))
    routed(store, cache)
    take(store, fields={"studio": "B"}, evidence=evidence.by_content(cache))
    assert levels(store) == {"watch": 2, "mug": 1, "tee": 1}


def test_what_other_rules_would_move_counts_what_was_measured(store: Store, cache: Cache) -> None:
    measure(store, cache, Seeing({"watch": SHINY}))
    batch, photos = browse.batches(store)[0].id, browse.photos(store)
    seen = evidence.known_values(store, photos, cache)
    plain = [rule for rule in starting_rules() if not rule.asks_evidence]
    [move] = would_move(store, batch_id=batch, rules=plain, evidence=seen)
    assert (move.now.level, move.then.level) == (2, 1)
