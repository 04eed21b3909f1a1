"""From photos on a desk to findings: measured once, resumed after a stop, held to each channel's standard."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from review_desk.errors import BadInput, Cancelled, DeskError
from review_desk.imaging.jobs import JOBS
from review_desk.imaging.scratch import Scratch
from review_desk.imaging.workers import Reply
from review_desk.operations import browse
from review_desk.operations.check import Checked, checked, look, tasks
from review_desk.operations.standards import standard, standards
from review_desk.store.cache import Cache
from review_desk.store.desk import Store
from tests.builders import ROOT, FakePool, manifest_file, new_desk, open_store, take_in

DEMO = ROOT / "assets" / "demo"
NAMES = ("bg-3301-olive-front", "bt-1120-front", "bt-1102-front")


class Checking(FakePool):
    """Checks at once, in this process."""

    def submit(self, job: str, *, priority: int = 2, **arguments: Any) -> "Future[Reply]":
        if job != "check":
            return super().submit(job, priority=priority, **arguments)
        self.asked.append(Path(arguments["path"]).name)
        future: Future[Reply] = Future()
        try:
            future.set_result(Reply(_checked_once(arguments)))
        except DeskError as error:
            future.set_exception(error)
        return future


_KNOWN: dict[str, dict[str, Any]] = {}


def _checked_once(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the job says of a photo, worked out once for all tests while its file is there."""
    path = Path(arguments["path"])
    if path.name not in _KNOWN or not path.exists():
        given = {k: str(v) for k, v in arguments.items() if k != "timeout_s"}
        _KNOWN[path.name] = JOBS["check"](Scratch(Path()), **given).values
    return _KNOWN[path.name]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three photos of the demo batch, one of them twice: a halo, a banded shadow, a sound one."""
    source = tmp_path / "demo"
    rows = []
    for folder in ("before", "after"):
        (source / folder).mkdir(parents=True)
    for name in (*NAMES, "copy"):
        for folder in ("before", "after"):
            shutil.copy(
                DEMO / folder / f"{name.replace('copy', NAMES[2])}.jpg", source / folder / f"{name}.jpg"
            )
        channel = "zalando" if name == NAMES[1] else ""
        rows.append({"before": f"before/{name}.jpg", "after": f"after/{name}.jpg", "sku": name,
                     "shot": "front", "category": "bags", "channel": channel})  # fmt: skip
    with (source / "after" / "copy.jpg").open("ab") as file:
        file.write(b"\0")  # another file with the same picture
    manifest_file(source / "manifest.csv", rows)
    with open_store(new_desk(tmp_path / "desk")) as opened:
        take_in(opened, source)
        yield opened


def check(store: Store, pool: Checking, **options: Any) -> Checked:
    photos, cache = browse.photos(store), Cache(store.folder)
    try:
        found = look(tasks(store, photos), pool=pool, cache=cache, stop=pool.stop)  # type: ignore[arg-type]
    finally:
        cache.close()
    return checked(photos, found, **options)


def off(found: Checked, store: Store) -> dict[str, set[str]]:
    named = {photo.id: photo.sku for photo in browse.photos(store)}
    said: dict[str, set[str]] = {}
    for each in (e for e in found.off if e.check.group != "file"):  # the files' facts are made up
        said.setdefault(named[each.photo], set()).add(each.check.id)
    return said


def test_each_photo_has_the_findings_of_its_own_fault_and_channel(store: Store) -> None:
    found = check(store, Checking())
    assert off(found, store) == {
        "bg-3301-olive-front": {"background-white", "halo"},
        "bt-1120-front": {"banding"},
        "bt-1102-front": {"duplicate"},
        "copy": {"duplicate"},
    }
    halo = next(each for each in found.off if each.check.id == "halo")
    assert halo.version == 2
    assert halo.region is not None
    assert {each.standard for each in found.findings} == {"", "Zalando"}


def test_one_channel_for_all_stands_in_for_each_photos_own(store: Store) -> None:
    found = check(store, Checking(), channel=standard("google"))
    assert {each.standard for each in found.findings} == {"Google Merchant"}


def test_a_check_that_was_stopped_goes_on_where_it_was(store: Store) -> None:
    photos, cache, first = browse.photos(store), Cache(store.folder), Checking()
    look(tasks(store, photos[:2]), pool=first, cache=cache)  # type: ignore[arg-type]
    first.stop.set()
    with pytest.raises(Cancelled, match="What was measured is remembered"):
        look(tasks(store, photos), pool=first, cache=cache, stop=first.stop)  # type: ignore[arg-type]
    cache.close()
    second, third = Checking(), Checking()
    check(store, second)
    check(store, third)
    assert [len(each.asked) for each in (first, second, third)] == [2, 2, 0]


def test_a_file_that_is_gone_is_a_finding_and_is_asked_for_again(store: Store) -> None:
    lost = store.resolve(browse.photos(store)[0].latest.file)
    lost.rename(lost.with_suffix(".away"))
    found = check(store, Checking())
    gone = next(each for each in found.off if each.check.id == "readable")
    assert gone.outcome == "fail"
    assert "is not there" in gone.note
    lost.with_suffix(".away").rename(lost)
    assert "readable" not in {each.check.id for each in check(store, Checking()).off}


def test_a_file_renamed_to_another_format_is_a_finding(store: Store) -> None:
    photos = browse.photos(store)
    version = photos[0].latest
    renamed = type(version)(**{**vars(version), "file": version.file.replace(".jpg", ".png")})
    changed = type(photos[0])(**{**vars(photos[0]), "versions": (photos[0].original, renamed)})
    found = next(each for each in checked([changed], {}).findings if each.check.id == "extension")
    assert (found.outcome, found.value) == ("fail", "JPEG named .png")


def test_every_shipped_standard_says_where_it_is_from_and_when() -> None:
    assert {each.id for each in standards()} == {
        "marketplace", "google-merchant", "zalando", "brand-pdp", "paid-social",
    }  # fmt: skip
    assert all(each.source and each.date >= "2026-01-01" and each.tolerances for each in standards())
    assert standard("brand.com").id == "brand-pdp"


def test_an_unknown_channel_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="did you mean 'zalando'") as refused:
        standard("zalandoo")
    assert "google-merchant" in str(refused.value)
