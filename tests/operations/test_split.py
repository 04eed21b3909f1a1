"""A mixed batch is split by a step, or a group of it is refused by one; undo brings it back together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from review_desk.domain.mixed import Group
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse, keep
from review_desk.operations.split import keep as refuse
from review_desk.operations.split import proposed, split_off
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment, new_desk, open_store, take_in_made_up

SOURCE = Path("/made/up")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A desk with three photos in soft light and two in hard light, in one batch."""
    with open_store(new_desk(tmp_path / "desk")) as opened:
        take_in_made_up(opened, ["a", "b", "c"], fields={"lighting": "soft"}, source=SOURCE)
        take_in_made_up(opened, ["d", "e"], fields={"lighting": "hard"}, source=SOURCE)
        yield opened


def groups(store: Store, name: str = "up") -> tuple[Group, ...]:
    batch = browse.batch(store, name)
    return proposed(store, batch_id=batch.id, photos=browse.photos(store, batch_id=batch.id), evidence={})


def contents(store: Store) -> dict[str, list[str]]:
    return {b.name: [p.name for p in browse.photos(store, batch_id=b.id)] for b in browse.batches(store)}


def test_a_group_becomes_a_batch_and_undo_brings_it_back(store: Store) -> None:
    soft, hard = groups(store)
    new, changes = split_off(
        store, batch_id=browse.batch(store, "up").id, group=hard, actor="Ada", at=moment(1)
    )
    assert contents(store) == {"up · Hard": ["d", "e"], "up": ["a", "b", "c"]}
    assert browse.batch(store, new).source == str(SOURCE)
    assert changes.label == "Split off “Hard”"
    assert keep.verify(store).ok
    undo(store, actor="Ada", at=moment(2))
    assert contents(store) == {"up": ["a", "b", "c", "d", "e"]}
    assert groups(store) == (soft, hard)


def test_new_files_of_the_folder_go_to_the_batch_that_was_split(store: Store) -> None:
    hard = groups(store)[1]
    split_off(store, batch_id=browse.batch(store, "up").id, group=hard, actor="Ada", at=moment(1))
    take_in_made_up(store, ["a", "d", "f"], fields={"lighting": "soft"}, source=SOURCE, at=moment(2))
    assert contents(store) == {"up · Hard": ["d", "e"], "up": ["a", "b", "c", "f"]}


def test_a_group_that_is_refused_is_not_proposed_again_until_its_photos_change(store: Store) -> None:
    hard = groups(store)[1]
    refuse(store, batch_id=browse.batch(store, "up").id, group=hard, actor="Ada", at=moment(1))
    assert [group.name for group in groups(store)] == ["Soft"]
    take_in_made_up(store, ["f"], fields={"lighting": "hard"}, source=SOURCE, at=moment(2))
    assert [len(group.photos) for group in groups(store)] == [3, 3]
    undo(store, actor="Ada", at=moment(3))
    undo(store, actor="Ada", at=moment(4))
    assert hard in groups(store)


def test_the_whole_batch_and_a_strange_group_are_not_split_off(store: Store) -> None:
    batch = browse.batch(store, "up").id
    whole = Group("all", tuple(p.id for p in browse.photos(store)), ("x",))
    with pytest.raises(Refused, match="is the whole batch"):
        split_off(store, batch_id=batch, group=whole, actor="Ada", at=moment(1))
    with pytest.raises(BadInput, match="is not a group of the batch"):
        split_off(store, batch_id=batch, group=Group("x", ("nobody",), ("x",)), actor="Ada", at=moment(1))
