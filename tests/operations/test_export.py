"""What was decided, as JSONL with a manifest of hashes: whole, always the same, never over other things."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from review_desk.domain.decision import Verdict
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import Refused
from review_desk.operations import annotate, browse, replace
from review_desk.operations.decide import decide, toggle_tag
from review_desk.operations.export import export
from review_desk.operations.inspect_sample import inspect_sample
from review_desk.operations.release import override
from review_desk.operations.sample import draw_sample
from review_desk.operations.sign import sign
from review_desk.store import log
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Reader, Store
from tests.builders import moment, take_in_made_up

GATES = ("signatures", "samples", "inspections", "releases", "seals", "threads")
NAMES = ("photos", "versions", "decisions", "tags", "annotations", "samplers", *GATES, "events")


def out(store: Reader, folder: Path, batch: str = "up") -> dict[str, Any]:
    return export(store, batch=browse.batch(store, batch), folder=folder)


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "exports" / "today"


def test_an_export_says_exactly_what_was_done(store: Store, folder: Path) -> None:
    first, second, third = browse.photos(store)
    decide(store, photo=first.id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))
    key, _ = annotate.add(
        store, photo=second.id, version=2, shape=Rectangle(1, 2, 30, 20), author="Ada", at=moment(2),
        tags=["halo"], note="here", severity="critical",
    )  # fmt: skip
    decide(
        store, photo=second.id, verdict=Verdict.REJECT, reviewer="Grace", at=moment(3), tags=["banding"],
        note="sky", version=2, display="Eizo",
    )  # fmt: skip
    toggle_tag(store, photo=third.id, tag="halo", reviewer="Ada", at=moment(4))
    manifest = out(store, folder)
    assert manifest["counts"] == {
        "photos": 3, "versions": 6, "decisions": 2, "tags": 3, "annotations": 1, "samplers": 0,
        **dict.fromkeys(GATES, 0),
        "events": len(browse.history(store)),
    }  # fmt: skip
    assert lines(folder, "decisions") == [
        {"photo": first.id, "sku": "", "verdict": "approve", "version": 2, "tags": [], "note": "",
         "reviewer": "Ada", "at": moment(1), "display": "", "escalated_to": "", "question": ""},
        {"photo": second.id, "sku": "", "verdict": "reject", "version": 2, "tags": ["banding"], "note": "sky",
         "reviewer": "Grace", "at": moment(3), "display": "Eizo", "escalated_to": "", "question": ""},
    ]  # fmt: skip
    assert lines(folder, "tags") == [
        {"photo": second.id, "tag": "banding", "on": "photo", "annotation": None},
        {"photo": second.id, "tag": "halo", "on": "annotation", "annotation": key},
        {"photo": third.id, "tag": "halo", "on": "photo", "annotation": None},
    ]
    assert lines(folder, "annotations") == [
        {"annotation": key, "photo": second.id, "version": 2, "tags": ["halo"], "note": "here",
         "shape": {"kind": "rectangle", "x": 1, "y": 2, "width": 30, "height": 20},
         "severity": "critical", "author": "Ada", "at": moment(2), "height": 0, "locked": False,
         "resolved": False, "carried_from": ""},
    ]  # fmt: skip


def test_photos_and_versions_carry_what_others_need(store: Store, folder: Path) -> None:
    out(store, folder)
    (photo, *_), (original, result, *_) = lines(folder, "photos"), lines(folder, "versions")
    assert photo["photo"] == browse.photos(store)[0].id
    assert (photo["name"], photo["batch"], photo["level"], photo["verdict"]) == ("ring-00", "up", 2, None)
    assert [version["role"] for version in photo["versions"]] == ["original", "ai"]
    assert (original["photo"], original["version"], original["role"]) == (photo["photo"], 1, "original")
    assert {"file", "sha256", "width", "height", "profile", "recipe"} <= result.keys()


def test_what_was_put_down_at_gates_is_exported_with_its_plan_and_reasons(store: Store, folder: Path) -> None:
    photos, batch = browse.photos(store), browse.batches(store)[0]
    sign(store, photos=[photos[0].id], person="Ada", at=moment(1), display="Eizo")
    lot, _ = draw_sample(store, batch=batch.id, gate=1, seed=7, person="Ben", at=moment(2))
    inspect_sample(
        store, lot=lot.id, photo=lot.photos[0], person="Ben", at=moment(3), note="a hair", defect="minor"
    )
    override(store, batch=batch.id, gate=1, person="Ben", reason="in haste", at=moment(4), checked=None)
    out(store, folder)
    [signature] = lines(folder, "signatures")
    assert (signature["photo"], signature["role"], signature["display"]) == (photos[0].id, "self", "Eizo")
    [sample] = lines(folder, "samples")
    assert (sample["seed"], sample["plan"]["n"], sample["photos"]) == (7, 3, list(lot.photos))
    [inspection] = lines(folder, "inspections")
    assert (inspection["lot"], inspection["defect"], inspection["note"]) == (lot.id, "minor", "a hair")
    [release] = lines(folder, "releases")
    assert (release["kind"], release["reason"]) == ("override", "in haste")
    assert any("not inspected" in reason for reason in release["holds"])


def test_the_manifest_holds_hashes_counts_and_the_head_of_the_chain(store: Store, folder: Path) -> None:
    manifest = out(store, folder)
    assert manifest == json.loads((folder / "manifest.json").read_text("utf-8"))
    assert {path.name for path in folder.iterdir()} == {"manifest.json", *(f"{name}.jsonl" for name in NAMES)}
    for name, told in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert told == {"sha256": hashlib.sha256(content).hexdigest(), "rows": content.count(b"\n")}
    seq, digest = log.head(store.db)
    assert manifest["event_head"] == {"desk_seq": seq, "hash": digest}
    assert manifest["desk"] == store.desk_id


def test_the_same_desk_exports_the_same_bytes(store: Store, folder: Path, tmp_path: Path) -> None:
    out(store, folder)
    out(store, tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_only_the_batch_is_exported(store: Store, folder: Path) -> None:
    take_in_made_up(store, ["other"], batch="another")
    manifest = out(store, folder, "another")
    assert (manifest["counts"]["photos"], manifest["batch"]["name"]) == (1, "another")
    ids = {photo["photo"] for photo in lines(folder, "photos")}
    events = lines(folder, "events")
    assert {event["photo"] for event in events if event["photo"]} == ids
    of_none = [(e["kind"], (e["payload"].get("after") or {}).get("name")) for e in events if not e["photo"]]
    assert of_none == [("desk.created", None), ("batch", "another")], "the desk's and the batch's own, too"


def test_an_export_is_of_one_moment_while_decisions_go_on(store: Store, desk: Path, folder: Path) -> None:
    photo = browse.photos(store)[0].id
    asked = []

    def decide_meanwhile(sql: str) -> None:
        if "FROM annotation" in sql:  # the photos are read by now, the events not yet
            asked.append(sql)
            decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))

    with Reader.open(desk) as reader:
        reader.db.conn.set_trace_callback(decide_meanwhile)
        manifest = out(reader, folder)
    assert len(asked) == 1
    assert manifest["counts"]["decisions"] == 0
    assert "decision" not in {event["kind"] for event in lines(folder, "events")}
    assert manifest["event_head"]["desk_seq"] < log.head(store.db)[0]


# --- where to -----------------------------------------------------------------------------------------------


def test_an_earlier_export_is_replaced_as_a_whole(store: Store, folder: Path) -> None:
    out(store, folder)
    decide(store, photo=browse.photos(store)[0].id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))
    assert out(store, folder)["counts"]["decisions"] == 1
    assert len(lines(folder, "decisions")) == 1
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_an_empty_folder_will_do(store: Store, folder: Path) -> None:
    folder.mkdir(parents=True)
    out(store, folder)
    assert len(lines(folder, "photos")) == 3


@pytest.mark.parametrize(
    "manifest", [None, "{}", "[]", "not json", '{"made_by": "Another", "files": {}}', '{"made_by": 1}',
                 '{"made_by": "Review Desk 9", "files": 5}', '{"made_by": "Review Desk 9", "files": {}}'],
)  # fmt: skip
def test_a_folder_with_other_things_is_refused_and_left_alone(
    store: Store, folder: Path, manifest: str | None
) -> None:
    folder.mkdir(parents=True)
    (folder / "thesis.odt").write_text("years of work")
    if manifest is not None:
        (folder / "manifest.json").write_text(manifest)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused, match="today holds other things than an export"):
        out(store, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_an_export_that_somebody_put_a_file_into_is_refused(store: Store, folder: Path) -> None:
    out(store, folder)
    (folder / "my notes.txt").write_text("mine")
    with pytest.raises(Refused, match="holds other things"):
        out(store, folder)


def test_a_file_in_the_way_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "today").write_text("mine")
    with pytest.raises(Refused, match="today is a file; an export wants a folder"):
        out(store, tmp_path / "today")


def test_the_folder_one_stands_in_will_do(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    out(store, Path())
    assert len(lines(tmp_path / "here", "photos")) == 3


def test_a_name_too_long_for_the_disk_is_said_in_words(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="The export could not be written: File name too long"):
        out(store, tmp_path / ("x" * 300))
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


# --- replacing a folder -------------------------------------------------------------------------------------


def two(tmp_path: Path) -> tuple[Path, Path]:
    finished, place = tmp_path / ".place.part", tmp_path / "place"
    for path, content in ((finished, "new"), (place, "old")):
        path.mkdir()
        (path / "x").write_text(content)
    return finished, place


@pytest.mark.parametrize("at_once", [True, False])
def test_a_folder_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:  # as where the system cannot exchange two folders
        monkeypatch.setattr(replace, "_exchanged", lambda *_: False)
    finished, place = two(tmp_path)
    replace.replace_folder(finished, place)
    assert (place / "x").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_a_folder_that_cannot_take_its_place_leaves_the_other_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished, place = two(tmp_path)
    monkeypatch.setattr(replace, "_exchanged", lambda *_: False)
    rename, refused = os.rename, list[Path]()

    def rename_but_once(source: Path, target: Path) -> None:
        if Path(source) == finished and not refused:
            refused.append(source)
            raise PermissionError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(Path, "rename", rename_but_once)
    with pytest.raises(PermissionError):
        replace.replace_folder(finished, place)
    assert (place / "x").read_text() == "old"


def test_a_folder_that_a_crash_left_aside_is_put_back(tmp_path: Path) -> None:
    finished, place = two(tmp_path)
    place.rename(replace.aside(place))
    replace.put_back(place)
    assert (place / "x").read_text() == "old"
    replace.replace_folder(finished, place)
    assert (place / "x").read_text() == "new"
    replace.put_back(place)
    assert (place / "x").read_text() == "new"
