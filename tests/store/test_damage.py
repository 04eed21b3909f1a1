"""A damaged file: found, or harmless, and never a traceback, a crash or a decision that nobody took."""

import random
import shutil
from pathlib import Path

import pytest

from review_desk.domain.decision import Verdict
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import DeskError
from review_desk.operations import annotate, browse, keep
from review_desk.operations.decide import decide
from review_desk.store.desk import Reader
from review_desk.store.projections import contents
from tests.builders import desk_file, moment, new_desk, open_store

FLIPS = 150
CUTS = 25


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with decisions, tags, notes and marks: something in every table."""
    desk = new_desk(tmp_path_factory.mktemp("damage") / "desk", photos=8)
    with open_store(desk) as store:
        for number, photo in enumerate(browse.photos(store)):
            box = Rectangle(number, 2, 20, 12)
            marked = {"photo": photo.id, "version": 2, "author": "Ada", "at": moment(number)}
            annotate.add(store, shape=box, tags=["halo"], note="look here", **marked)  # type: ignore[arg-type]
            told = {"verdict": Verdict.REJECT, "reviewer": "Ada", "tags": ["halo"], "note": "too soft"}
            decide(store, photo=photo.id, at=moment(number), **told)  # type: ignore[arg-type]
    return desk


def truth(desk: Path) -> object:
    with Reader.open(desk) as reader:
        return contents(reader.db), [event.to_json() for event in browse.history(reader)]


def use(desk: Path) -> bool:
    """Do with a desk what a day does. False where it was refused in words; any other error goes through."""
    try:
        with open_store(desk) as store:
            for photo in browse.photos(store):
                browse.annotations(store, photo.id)
            browse.batches(store)
            browse.history(store)
        with Reader.open(desk) as reader:
            return keep.verify(reader).ok
    except DeskError:
        return False


def check(damaged: Path, original: object) -> bool:
    """Whether the damage was found. Where it was not, it must have been harmless."""
    found = not use(damaged)
    if not found:
        assert truth(damaged) == original
    return found


@pytest.mark.parametrize("part", range(3))
def test_a_flipped_byte_anywhere_is_found_or_harmless(worked_on: Path, tmp_path: Path, part: int) -> None:
    original, content, found = truth(worked_on), desk_file(worked_on).read_bytes(), 0
    chance = random.Random(f"flip {part}")
    for number in range(FLIPS // 3):
        damaged = _copy(worked_on, tmp_path / f"{number}")
        place = chance.randrange(len(content))
        flipped = content[place] ^ chance.randrange(1, 256)
        desk_file(damaged).write_bytes(content[:place] + bytes([flipped]) + content[place + 1 :])
        found += check(damaged, original)
        shutil.rmtree(damaged)
    assert found > 0, "not one of the flips was found: the test cannot see"


def test_a_file_cut_off_anywhere_is_found_or_harmless(worked_on: Path, tmp_path: Path) -> None:
    original, content, found = truth(worked_on), desk_file(worked_on).read_bytes(), 0
    chance = random.Random("cut")
    for number in range(CUTS):
        damaged = _copy(worked_on, tmp_path / f"{number}")
        desk_file(damaged).write_bytes(content[: chance.randrange(len(content))])
        found += check(damaged, original)
    assert found == CUTS


def test_a_page_of_rubbish_is_found_after_a_crash_at_once(worked_on: Path, tmp_path: Path) -> None:
    damaged = _copy(worked_on, tmp_path / "desk")
    content = bytearray(desk_file(damaged).read_bytes())
    page = int.from_bytes(content[16:18], "big")
    for start in range(page, len(content), page):
        content[start : start + 8] = b"\xff" * 8
    desk_file(damaged).write_bytes(content)
    (damaged / "desk.holder.json").write_text("{}")
    assert not use(damaged)
    assert desk_file(damaged).read_bytes() == content, "a damaged file is left as it is"


def test_a_log_of_another_time_beside_the_file_does_no_harm(worked_on: Path, tmp_path: Path) -> None:
    """A -wal whose desk was put back by hand from elsewhere."""
    other = new_desk(tmp_path / "other", photos=2)
    damaged = _copy(worked_on, tmp_path / "desk")
    with open_store(other):
        shutil.copy(other / "desk.sqlite-wal", damaged / "desk.sqlite-wal")
    check(damaged, truth(worked_on))


def _copy(desk: Path, place: Path) -> Path:
    return shutil.copytree(desk, place)
