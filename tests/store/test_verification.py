"""Verify finds what was changed behind the desk's back, and says what."""

from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from review_desk.domain.decision import Verdict
from review_desk.operations import browse, keep
from review_desk.operations.decide import decide
from review_desk.store.desk import Reader, Store
from review_desk.store.verification import Verification
from tests.builders import desk_file, moment

FREE = "DROP TRIGGER event_is_never_updated; DROP TRIGGER event_is_never_deleted;"
LAST = "(SELECT max(desk_seq) FROM event)"
FIELDS = (
    "desk_id", "event_id", "at", "actor", "kind", "photo", "step", "prev_hash", "hash",
)  # fmt: skip


@pytest.fixture
def decided(desk: Path) -> Path:
    """A desk with a decision on each photo."""
    with Store.open(desk, program="a test", at=moment()) as store:
        for number, photo in enumerate(browse.photos(store)):
            decide(store, photo=photo.id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(number + 1))
    return desk


def tampered(desk: Path, script: str) -> Verification:
    with sqlite3.connect(desk_file(desk)) as db:
        db.executescript(script)
    db.close()
    with Reader.open(desk) as reader:
        return keep.verify(reader)


def test_a_desk_as_it_was_written_is_whole(decided: Path) -> None:
    with Reader.open(decided) as reader:
        outcome = keep.verify(reader)
    answers = dict.fromkeys(("ok", "integrity", "foreign_keys", "chain", "projections", "files"), True)
    assert outcome.to_json() == {**answers, "problems": []}


@pytest.mark.parametrize("field", FIELDS)
def test_a_change_of_any_field_of_an_event_is_found(decided: Path, field: str) -> None:
    outcome = tampered(decided, f"{FREE} UPDATE event SET {field} = 'forged' WHERE desk_seq = 3;")
    assert not outcome.chain
    assert not outcome.ok


def test_a_changed_payload_is_found_though_it_is_good_json(decided: Path) -> None:
    forge = f"UPDATE event SET payload = replace(payload, 'approve', 'reject') WHERE desk_seq = {LAST};"
    outcome = tampered(decided, FREE + forge)
    assert any("was changed after it was written" in problem for problem in outcome.problems)


def test_an_event_taken_out_of_the_middle_is_found(decided: Path) -> None:
    outcome = tampered(decided, f"{FREE} DELETE FROM event WHERE desk_seq = 4;")
    assert "Event 4 is missing: the log goes on with event 5." in outcome.problems


def test_the_last_event_taken_off_is_found_by_what_it_left_in_the_tables(decided: Path) -> None:
    """The chain alone cannot see its own end cut off; the projections can."""
    outcome = tampered(decided, f"{FREE} DELETE FROM event WHERE desk_seq = {LAST};")
    assert outcome.chain
    assert not outcome.projections
    assert any("The table decision differs" in problem for problem in outcome.problems)


def test_swapped_events_are_found(decided: Path) -> None:
    swap = """
      UPDATE event SET desk_seq = 999 WHERE desk_seq = 3; UPDATE event SET desk_seq = 3 WHERE desk_seq = 4;
      UPDATE event SET desk_seq = 4 WHERE desk_seq = 999;"""
    assert not tampered(decided, FREE + swap).chain


def test_an_event_put_in_by_replace_is_found(decided: Path) -> None:
    """A plain connection has recursive triggers off, and REPLACE slips past the delete trigger."""
    columns = "desk_id, desk_seq, event_id, at, 'Eve', kind, photo, step, payload, prev_hash, hash"
    outcome = tampered(
        decided, f"INSERT OR REPLACE INTO event SELECT {columns} FROM event WHERE desk_seq = 3;"
    )
    assert not outcome.chain


@pytest.mark.parametrize(
    ("script", "table"),
    [
        ("UPDATE decision SET verdict = 'reject'", "decision"),
        ("DELETE FROM decision", "decision"),
        ("UPDATE photo SET sku = 'other' WHERE position = 0", "photo"),
        ("UPDATE version SET file = '/elsewhere.jpg' WHERE number = 2", "version"),
        ("UPDATE assignment SET level = 1", "assignment"),
        ("UPDATE step SET state = 'dead'", "step"),
        ("INSERT INTO quarantine SELECT 'x', id, 'f', 'r' FROM batch", "quarantine"),
    ],
)
def test_a_row_that_no_event_set_is_found(decided: Path, script: str, table: str) -> None:
    outcome = tampered(decided, script)
    assert (outcome.integrity, outcome.chain, outcome.projections) == (True, True, False)
    assert [problem for problem in outcome.problems if f"The table {table} differs" in problem]


def test_rebuild_mends_tables_that_differ(decided: Path) -> None:
    assert not tampered(decided, "UPDATE decision SET verdict = 'reject'; DELETE FROM step").ok
    with Store.open(decided, at=moment(9)) as store:
        before = len(browse.history(store))
        assert keep.rebuild(store) == before
        assert keep.verify(store).ok
        assert {photo.verdict for photo in browse.photos(store)} == {Verdict.APPROVE}


def test_a_row_that_points_at_nothing_is_found(decided: Path) -> None:
    outcome = tampered(decided, "UPDATE decision SET photo_id = 'ghost' WHERE rowid = 1")
    assert not outcome.foreign_keys
    assert any("points at a photo that is not there" in problem for problem in outcome.problems)


def test_verify_sees_one_moment_while_decisions_go_on(decided: Path) -> None:
    """Else a decision between reading the events and reading the tables would look like damage."""
    asked = []

    def decide_meanwhile(sql: str) -> None:
        if sql == "SELECT * FROM decision":
            asked.append(sql)
            decide(store, photo=photo, verdict=Verdict.ESCALATE, reviewer="Ada", at=moment(10))

    with Store.open(decided, at=moment(9)) as store, Reader.open(decided) as reader:
        photo = browse.photos(store)[0].id
        reader.db.conn.set_trace_callback(decide_meanwhile)
        assert keep.verify(reader).ok
    assert len(asked) == 1
