"""The audit: every event with who, when, what, why and on which display, filtered, searched and written."""

import csv
import json
from pathlib import Path

import pytest

from review_desk.domain.audit import NOT_RECORDED, Entry, Wanted, kinds_named
from review_desk.domain.day import Days
from review_desk.domain.decision import Verdict
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.audit import audit, further, people, write_audit
from review_desk.operations.decide import decide, set_note
from review_desk.operations.undo import undo
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Store
from tests.builders import moment

DAY = 24 * 60 * 60


@pytest.fixture
def judged(store: Store) -> Store:
    """Ada approved the first photo; Bo rejected it a day later, and noted something on the second."""
    first, second, _ = browse.photos(store)
    decide(
        store, photo=first.id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(60), display="Left · green"
    )
    decide(
        store, photo=first.id, verdict=Verdict.REJECT, reviewer="Bo", at=moment(DAY), tags=["halo"],
        note="round the stem",
    )  # fmt: skip
    store.display = "Right · amber"
    set_note(store, photo=second.id, note="=cmd|calc", reviewer="Bo", at=moment(DAY + 60))
    return store


def found(store: Store, **wanted: object) -> list[Entry]:
    return list(audit(store, Wanted(**wanted)).entries)  # type: ignore[arg-type]


def test_an_entry_says_who_when_what_why_and_on_which_display(judged: Store) -> None:
    note, reject, approve = found(judged, kinds=("decision",))
    assert (approve.who, approve.at, approve.title) == ("Ada", moment(60), "ring-00")
    assert (approve.what, approve.change) == ("Approve ring-00", "verdict added: approve")
    assert (approve.display, reject.display, note.display) == ("Left · green", NOT_RECORDED, "Right · amber")
    assert reject.change == "verdict from approve to reject, failure mode halo added, note “round the stem”"
    assert reject.why == "halo; round the stem"


def test_it_is_filtered_by_photo_batch_person_kind_and_day(judged: Store) -> None:
    first, second, _ = browse.photos(judged)
    assert [e.what for e in found(judged, photo=second.id, kinds=("decision",))] == ["Note on ring-01"]
    assert {e.who for e in found(judged, who="bo")} == {"Bo"}
    assert found(judged, batch="no such batch") == []
    in_batch = found(judged, batch=first.batch)
    assert in_batch[-1].kind == "batch", "what is no photo's belongs to its batch, too"
    assert "desk.created" not in {e.kind for e in in_batch}
    later = found(judged, days=Days("2026-11-21"), kinds=kinds_named(("verdicts",)))
    assert [e.who for e in later] == ["Bo", "Bo"]
    assert all(e.at < "2026-11-21" for e in found(judged, days=Days("", "2026-11-20")))


def test_every_word_of_a_search_has_to_stand_in_the_entry_in_any_case(judged: Store) -> None:
    assert [e.who for e in found(judged, words="HALO ring-00")] == ["Bo"]
    assert found(judged, words="halo ring-01") == []
    assert [e.display for e in found(judged, words="amber")] == ["Right · amber"]
    assert found(judged, words="100%_'") == []


def test_pages_go_back_in_time_without_a_gap_or_a_repeat(judged: Store) -> None:
    everything = found(judged)
    page = audit(judged, Wanted(), count=4)
    rest = further(judged, Wanted(), before=page.entries[-1].seq, count=1000)
    assert [*page.entries, *rest] == everything
    assert page.count == len(everything) == everything[0].seq


def test_what_was_undone_stays_and_so_does_the_undoing(judged: Store) -> None:
    undo(judged, actor="Cy", at=moment(DAY + 120))
    newest, before, *_ = found(judged)
    assert (newest.who, newest.what, newest.change) == ("Cy", "Undo Note on ring-01", "draft removed")
    assert before.what == "Note on ring-01"
    assert people(judged)[:2] == ["Ada", "Bo"]


def test_the_file_for_spreadsheets_computes_nothing_and_json_tells_the_head(
    judged: Store, tmp_path: Path
) -> None:
    table, document = tmp_path / "audit.csv", tmp_path / "audit.json"
    count = write_audit(judged, Wanted(who="Bo"), table)
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert (len(rows), rows[0]["why"]) == (count, "'=cmd|calc")
    write_audit(judged, Wanted(), document)
    written = json.loads(document.read_text("utf-8"))
    newest = browse.history(judged)[-1]
    assert written["event_head"] == {"desk_seq": newest.desk_seq, "hash": newest.hash}
    assert written["entries"][0]["hash"] == newest.hash


def test_what_cannot_be_asked_or_written_is_said_plainly(judged: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"neither a \.csv nor a \.json"):
        write_audit(judged, Wanted(), tmp_path / "audit.xls")
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(StoreTrouble, match="could not be written"):
        write_audit(judged, Wanted(), tmp_path / "folder" / "audit.csv")
    with pytest.raises(BadInput, match="not a kind of event"):
        kinds_named(("tears",))
    with pytest.raises(BadInput, match="no day lies between"):
        Days("2026-11-22", "2026-11-21")
