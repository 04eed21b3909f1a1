"""The demo batch has one fault of a preset and some of single photos; what its page shows is found."""

from pathlib import Path

import pytest

from review_desk.domain.drift.settings import Settings
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse
from review_desk.operations.drift import Drift, drift, style_of
from review_desk.operations.measure import measure, tasks
from review_desk.paths import asset
from review_desk.store.cache import Cache
from tests.builders import new_desk, open_store, take_in

BAGS = {("bg-3301", "tan"), ("bg-3301", "black"), ("bg-3301", "olive")}
NO_AI_YET = {("kn-4401", "rust")}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Drift:
    """The newest version of every demo photo, measured by worker processes."""
    desk = new_desk(tmp_path_factory.mktemp("demo") / "desk")
    with open_store(desk) as store, WorkerPool() as pool:
        take_in(store, asset("demo"))
        cache, photos = Cache(desk), browse.photos(store)
        measured = measure(tasks(store, photos), pool=pool, cache=cache)
        cache.close()
        return drift(photos, measured, Settings(style=style_of(Path())))


def flagged(found: Drift, measure: str) -> set[tuple[str, str]]:
    """SKU and colourway of the photos with a flag on a measure."""
    return {
        (found.subject(photo).sku, found.subject(photo).colourway)
        for photo, flags in found.flags.items()
        if measure in {each.measure.id for each in flags}
    }


def test_every_photo_is_measured_but_the_close_up_that_runs_out_of_its_frame(found: Drift) -> None:
    (reason,) = found.unmeasured.values()
    assert "runs out of the frame all round" in reason
    (photo,) = found.unmeasured
    assert found.subject(photo).sku == "rg-0430"


def test_the_off_white_of_the_bags_is_found_on_all_three_and_on_no_other_retouch(found: Drift) -> None:
    assert flagged(found, "background_b") - NO_AI_YET == BAGS


def test_a_photo_that_no_ai_has_touched_stands_grey_between_white_ones(found: Drift) -> None:
    assert flagged(found, "background_l") == NO_AI_YET


def test_hardly_anything_is_said_of_photos_without_a_fault_of_the_whole_frame(found: Drift) -> None:
    others = {photo for photo in found.flags if (found.subject(photo).sku, found.subject(photo).colourway)
              not in BAGS | NO_AI_YET}  # fmt: skip
    assert len(others) <= 3
