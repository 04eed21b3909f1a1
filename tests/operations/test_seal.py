"""Seals: what left the desk; whatever is changed later breaks them, and says what."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from review_desk.domain.decision import Verdict
from review_desk.domain.seal import read_seal
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.decide import decide, set_note
from review_desk.operations.export import gather
from review_desk.operations.release import hold, override
from review_desk.operations.seal import (
    FILE,
    check_folder,
    check_seal,
    check_whole,
    file_breaches,
    seal_batch,
    seal_of,
    sealed_files,
    write_seal,
)  # fmt: skip
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment, new_desk, open_store, pair_files, take_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three photos with files, of which the last was rejected."""
    with open_store(new_desk(tmp_path / "desk")) as store:
        take_in(store, pair_files(tmp_path / "rings", ["ring-1", "ring-2", "ring-3"]), batch="rings")
        for photo in browse.photos(store)[:2]:
            decide(store, photo=photo.id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(10))
        last = browse.photos(store)[2].id
        decide(store, photo=last, verdict=Verdict.REJECT, reviewer="Ada", at=moment(11), tags=["halo"])
        yield store


def batch_of(store: Store) -> str:
    return browse.batches(store)[0].id


def delivered(store: Store) -> str:
    """Let the batch through the last gate. Returns its id."""
    batch = batch_of(store)
    override(store, batch=batch, gate=3, person="Lea", reason="the shop waits", at=moment(60), checked=None)
    return batch


def broken(store: Store) -> list[str]:
    [checked] = check_whole(store)
    return [each.words for each in checked.breaches]


def test_what_passes_the_last_gate_is_sealed_and_what_was_rejected_is_not_in_it(store: Store) -> None:
    batch = delivered(store)
    seal = seal_of(store, batch)
    assert seal is not None
    assert [each.name for each in seal.photos] == ["ring-1", "ring-2"]
    assert (seal.person, seal.released, seal.digest) == ("Lea", True, seal.expected_digest())
    assert browse.history(store)[seal.head_seq - 1].kind == "release"
    assert broken(store) == []


def test_an_earlier_gate_seals_nothing(store: Store) -> None:
    override(store, batch=batch_of(store), gate=2, person="Lea", reason="late", at=moment(60), checked=None)
    assert seal_of(store, batch_of(store)) is None


def test_another_verdict_breaks_the_seal_and_taking_it_back_mends_it(store: Store) -> None:
    delivered(store)
    photo = browse.photos(store)[0].id
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Bo", at=moment(90), tags=["halo"])
    [said] = broken(store)
    assert said.startswith("ring-1: its verdict was approve when sealed and is reject now (Reject ring-1, Bo")
    undo(store, actor="Bo", at=moment(95))
    assert broken(store) == []


def test_a_note_a_hold_and_an_undone_release_break_it(store: Store) -> None:
    batch = delivered(store)
    set_note(store, photo=browse.photos(store)[1].id, note="hm", reviewer="Bo", at=moment(90))
    assert broken(store) == [
        "ring-2: its tags, note, marks or versions were changed (Note on ring-2, Bo 2026-11-20)"
    ]
    undo(store, actor="Bo", at=moment(91))
    hold(store, batch=batch, gate=3, person="Lea", reason="stop", at=moment(92))
    assert broken(store) == ["the batch is no longer released"]
    undo(store, actor="Lea", at=moment(93))
    undo(store, actor="Lea", at=moment(94))
    assert broken(store) == ["the batch is no longer released"], "the release itself was taken back"


def test_a_file_that_was_changed_or_deleted_breaks_it(store: Store) -> None:
    batch = delivered(store)
    seal = seal_of(store, batch)
    assert seal is not None
    first, second, _ = (store.resolve(photo.latest.file) for photo in browse.photos(store))
    first.write_bytes(first.read_bytes() + b"\0")
    second.unlink()
    said = [each.words for each in file_breaches(sealed_files(store, seal))]
    assert said[0] == "ring-1: its file ring-1_after.png was changed on the disk"
    assert said[1].startswith("ring-2: its file ring-2_after.png cannot be read: No such file")


def test_a_changed_log_breaks_it(store: Store) -> None:
    batch = delivered(store)
    seal = seal_of(store, batch)
    assert seal is not None
    store.db.conn.execute("DROP TRIGGER event_is_never_updated")
    store.db.conn.execute("UPDATE event SET actor = 'Eve' WHERE desk_seq = ?", (seal.head_seq - 2,))
    assert broken(store) == [f"Event {seal.head_seq - 2} (decision) was changed after it was written."]
    store.db.conn.execute("UPDATE event SET hash = 'other' WHERE desk_seq = ?", (seal.head_seq,))
    assert "the log was changed" in check_seal(store, seal).breaches[0].words


def test_a_seal_made_again_stands_for_what_holds_now(store: Store) -> None:
    delivered(store)
    set_note(store, photo=browse.photos(store)[0].id, note="hm", reviewer="Bo", at=moment(90))
    seal_batch(store, batch=batch_of(store), person="Lea", at=moment(95))
    assert broken(store) == []
    assert browse.next_undo(store)[0] == "Note on ring-1", "a seal is no step to take back"


def test_an_export_of_a_sealed_batch_names_the_seal(store: Store) -> None:
    [batch] = browse.batches(store)
    assert gather(store, batch=batch).head["seal"] is None
    delivered(store)
    seal = seal_of(store, batch.id)
    assert seal is not None
    gathered = gather(store, batch=batch)
    assert gathered.head["seal"] == {"digest": seal.digest, "at": seal.at, "person": "Lea"}
    [line] = [each.text for each in gathered.texts if each.name == "seals.jsonl"]
    assert read_seal(json.loads(line)) == seal


def test_where_nothing_is_delivered_nothing_is_sealed(store: Store) -> None:
    for photo in browse.photos(store):
        decide(store, photo=photo.id, verdict=Verdict.REJECT, reviewer="Bo", at=moment(90), tags=["halo"])
    with pytest.raises(Refused, match="nothing to seal"):
        seal_batch(store, batch=batch_of(store), person="Lea", at=moment(95))


def test_delivered_files_are_checked_by_the_seal_beside_them_without_the_desk(
    store: Store, tmp_path: Path
) -> None:
    seal = seal_of(store, delivered(store))
    assert seal is not None
    shop = tmp_path / "shop"
    for photo in browse.photos(store)[:2]:
        (shop / photo.name).mkdir(parents=True)
        shutil.copy(store.resolve(photo.latest.file), shop / photo.name)
    write_seal(seal, shop / FILE)
    assert check_folder(shop).whole
    assert read_seal(json.loads((shop / FILE).read_text("utf-8"))) == seal
    (shop / "ring-1" / "ring-1_after.png").write_bytes(b"another")
    (shop / "ring-2" / "ring-2_after.png").unlink()
    assert [each.what for each in check_folder(shop).breaches] == [
        "its file ring-1_after.png was changed on the disk",
        "its file ring-2_after.png is not there",
    ]
    document = json.loads((shop / FILE).read_text("utf-8"))
    document["photos"] = document["photos"][:1]
    (shop / FILE).write_text(json.dumps(document))
    assert "the seal itself was changed" in check_folder(shop).words


def test_what_is_no_seal_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no seal that can be read"):
        check_folder(tmp_path)
    for text in ("[]", "{}", '{"photos": 3}', "null"):
        (tmp_path / FILE).write_text(text)
        with pytest.raises(BadInput, match="not a seal"):
            check_folder(tmp_path)
