"""Undo and redo: new events with the inverse, never a deletion."""

import pytest

from review_desk.domain.decision import Verdict
from review_desk.errors import Refused
from review_desk.operations import browse
from review_desk.operations.decide import decide, toggle_tag
from review_desk.operations.undo import redo, undo
from review_desk.store.desk import Reader, Store
from tests.builders import desk_file, moment, open_store


def approve(store: Store, number: int, seconds: float = 1) -> str:
    photo = browse.photos(store)[number].id
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(seconds))
    return photo


def verdicts(store: Reader) -> list[Verdict | None]:
    return [photo.verdict for photo in browse.photos(store)]


def test_undo_takes_back_the_newest_step_and_says_which(store: Store) -> None:
    approve(store, 0)
    photo = approve(store, 1)
    changes, events = undo(store, actor="Grace", at=moment(9))
    assert verdicts(store) == [Verdict.APPROVE, None, None]
    assert (changes.label, changes.photos) == ("Undo Approve ring-01", (photo,))
    assert [(event.actor, event.kind) for event in events] == [("Grace", "decision")]


def test_undo_deletes_nothing_from_the_log(store: Store) -> None:
    approve(store, 0)
    before = [event.hash for event in browse.history(store)]
    undo(store, actor="Ada", at=moment(2))
    after = [event.hash for event in browse.history(store)]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def test_redo_does_again_what_was_undone_in_its_order(store: Store) -> None:
    approve(store, 0)
    approve(store, 1)
    undo(store, actor="Ada", at=moment(2))
    undo(store, actor="Ada", at=moment(3))
    assert redo(store, actor="Ada", at=moment(4))[0].label == "Redo Approve ring-00"
    assert verdicts(store) == [Verdict.APPROVE, None, None]
    redo(store, actor="Ada", at=moment(5))
    assert verdicts(store) == [Verdict.APPROVE, Verdict.APPROVE, None]


def test_a_new_step_ends_what_could_be_redone(store: Store) -> None:
    approve(store, 0)
    undo(store, actor="Ada", at=moment(2))
    approve(store, 1)
    with pytest.raises(Refused, match="There is nothing to redo"):
        redo(store, actor="Ada", at=moment(3))
    undo(store, actor="Ada", at=moment(4))
    assert verdicts(store) == [None, None, None]


def test_a_step_that_wrote_nothing_does_not_end_what_could_be_redone(store: Store) -> None:
    photo = approve(store, 0)
    toggle_tag(store, photo=photo, tag="halo", reviewer="Ada", at=moment(2))
    undo(store, actor="Ada", at=moment(3))
    assert not decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(4))
    assert redo(store, actor="Ada", at=moment(5))[0].label == "Redo Tag ring-00 “halo”"


def test_the_labels_of_what_would_come_next_are_told(store: Store) -> None:
    assert browse.next_undo(store) == ("Take in “up”", None)
    approve(store, 2)
    assert browse.next_undo(store) == ("Approve ring-02", None)
    undo(store, actor="Ada", at=moment(2))
    assert browse.next_undo(store) == ("Take in “up”", "Approve ring-02")


def test_everything_can_be_undone_and_then_there_is_nothing_left(store: Store) -> None:
    approve(store, 0)
    undo(store, actor="Ada", at=moment(2))
    undo(store, actor="Ada", at=moment(3))
    assert browse.photos(store) == []
    assert browse.batches(store) == []
    with pytest.raises(Refused, match="There is nothing to undo"):
        undo(store, actor="Ada", at=moment(4))


def test_what_was_undone_can_be_redone_after_the_desk_was_closed(store: Store) -> None:
    approve(store, 0)
    undo(store, actor="Ada", at=moment(2))
    store.close()
    with open_store(store.folder) as again:
        redo(again, actor="Ada", at=moment(3))
        assert verdicts(again)[0] is Verdict.APPROVE


def test_a_step_whose_row_was_changed_behind_its_back_is_not_undone(store: Store) -> None:
    photo = approve(store, 0)
    store.db.conn.execute("UPDATE decision SET note = 'forged' WHERE photo_id = ?", (photo,))
    with pytest.raises(Refused, match="This cannot be undone: it was changed since"):
        undo(store, actor="Ada", at=moment(2))
    assert browse.next_undo(store)[0] == "Approve ring-00"
    assert desk_file(store.folder).exists()
