"""Events: only ever added, in one transaction with what they change."""

from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.domain.event import chain_problems
from review_desk.store import log
from review_desk.store.connection import query
from review_desk.store.desk import Reader, Store
from review_desk.store.projections import read_row, read_rows
from review_desk.store.verification import verify
from tests.builders import AT, desk_file


def batch(name: str) -> dict[str, str]:
    return {"id": name, "name": name, "source": "/s", "created_at": AT}


def count(store: Store) -> int:
    return int(store.db.conn.execute("SELECT count(*) FROM event").fetchone()[0])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'Eve'",
        "UPDATE event SET hash = hash WHERE desk_seq = 1",
        "DELETE FROM event",
        "DELETE FROM event WHERE desk_seq = 2",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE desk_seq = 1",
    ],
)
def test_an_event_is_never_changed_taken_out_or_replaced(store: Store, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.db.conn.execute(statement)


def test_an_event_can_be_no_other_than_json(store: Store) -> None:
    values = "('d', 999, 'e', 't', 'a', 'k', NULL, NULL, '{broken', 'p', 'h')"
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint"):
        store.db.conn.execute(f"INSERT INTO event VALUES {values}")


def test_events_come_in_order_and_chain_up(store: Store) -> None:
    with store.step("Two batches", actor="Ada", at=AT) as step:
        step.put("batch", batch("one"))
        step.put("batch", batch("two"))
    events = list(log.read_events(store.db))
    assert [event.desk_seq for event in events] == list(range(1, len(events) + 1))
    assert list(chain_problems(events)) == []
    assert log.head(store.db) == (events[-1].desk_seq, events[-1].hash)
    assert len({event.event_id for event in events}) == len(events)
    assert {event.desk_id for event in events} == {store.desk_id}


def test_the_events_of_a_step_can_be_asked_for_and_those_of_a_photo(store: Store) -> None:
    with store.step("A batch", actor="Ada", at=AT) as step:
        step.put("batch", batch("one"))
    assert [event.payload["label"] for event in log.read_events(store.db, step=step.id)] == ["A batch"]
    photo = str(store.db.conn.execute("SELECT id FROM photo LIMIT 1").fetchone()[0])
    assert {event.photo for event in log.read_events(store.db, photo=photo)} == {photo}


def test_a_row_that_is_so_already_writes_no_event(store: Store) -> None:
    for _ in range(2):
        with store.step("A batch", actor="Ada", at=AT) as step:
            step.put("batch", batch("one"))
    assert not step.events
    assert not step.changes


def test_many_rows_are_set_at_once_each_with_an_event_of_its_own(store: Store) -> None:
    with store.step("One", actor="Ada", at=AT) as step:
        step.put("batch", batch("one"))
    with store.step("Three", actor="Ada", at=AT) as step:
        step.put_all("batch", [batch("one"), batch("two"), batch("three")])
    assert [event.payload["after"]["id"] for event in step.events] == ["two", "three"]
    assert list(chain_problems(log.read_events(store.db))) == []
    assert verify(store.db).ok


def test_rows_with_a_key_of_two_parts_are_found_by_both(store: Store) -> None:
    [first, *_] = [{**row} for row in query(store.db, "SELECT photo_id, number FROM version")]
    keys = [(first["photo_id"], first["number"]), (first["photo_id"], 99)]
    assert list(read_rows(store.db, "version", keys)) == keys[:1]


def test_a_row_that_is_not_there_is_removed_without_an_event(store: Store) -> None:
    before = count(store)
    with store.step("Remove", actor="Ada", at=AT) as step:
        step.remove("batch", id="nowhere")
    assert count(store) == before


def test_a_step_that_fails_leaves_no_event_and_no_row(store: Store) -> None:
    def half() -> None:
        with store.step("Half", actor="Ada", at=AT) as step:
            step.put("batch", batch("one"))
            raise RuntimeError

    before = count(store)
    with pytest.raises(RuntimeError):
        half()
    assert count(store) == before
    assert read_row(store.db, "batch", {"id": "one"}) is None


def test_changes_say_what_a_step_wrote(store: Store) -> None:
    photo = str(store.db.conn.execute("SELECT id FROM photo LIMIT 1").fetchone()[0])
    with store.step("Name it", actor="Ada", at=AT) as step:
        row = step.get("photo", id=photo)
        assert row is not None
        step.put("photo", {**row, "sku": "R-1"})
    changes = step.changes
    assert (changes.label, set(changes.kinds), changes.photos) == ("Name it", {"photo"}, (photo,))
    assert changes.head == log.head(store.db)[0]
    assert changes


def test_an_actor_with_half_a_character_is_still_written_down(store: Store) -> None:
    with store.step("A batch", actor="Ad\udcff", at=AT) as step:
        step.put("batch", batch("one"))
    assert step.events[0].actor == "Ad?"


def test_the_head_is_found_without_reading_the_log(desk: Path) -> None:
    """With 400,000 events a scan for each would take a tenth of a second."""
    with Reader.open(desk) as reader:
        sql = "EXPLAIN QUERY PLAN SELECT desk_seq, hash FROM event ORDER BY desk_seq DESC LIMIT 1"
        plan = str(reader.db.conn.execute(sql).fetchall())
    assert "USING INDEX event_seq" in plan
    assert desk_file(desk).is_file()
