"""Threads: what people say to each other about a photo or a mark, answered, settled, undone, exported."""

import csv
import json
from pathlib import Path

import pytest

from review_desk.domain.comment import threads
from review_desk.domain.decision import Verdict
from review_desk.domain.shapes.pin import Pin
from review_desk.errors import BadInput, Refused
from review_desk.operations import annotate, browse
from review_desk.operations.comment import answer, comments, resolve, say
from review_desk.operations.decide import decide
from review_desk.operations.export import export, gather
from review_desk.operations.exports.portion import Written
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment


@pytest.fixture
def photo(store: Store) -> str:
    return browse.photos(store)[0].id


def told(store: Store, photo: str) -> list[tuple[bool, list[str]]]:
    return [(t.resolved, [c.text for c in t.comments]) for t in threads(comments(store, photo))]


def test_a_thread_is_begun_answered_settled_and_opened_by_another_answer(store: Store, photo: str) -> None:
    first, _ = say(store, photo=photo, text=" Is the prong there? ", author="Ada", at=moment(1))
    say(store, photo=photo, text="Nice light.", author="Bo", at=moment(2))
    answer(store, photo=photo, thread=first[:8], text="Behind the stone.", author="Bo", at=moment(3))
    asked = ["Is the prong there?", "Behind the stone."]
    assert told(store, photo) == [(False, asked), (False, ["Nice light."])]
    resolve(store, photo=photo, thread=first, author="Ada", at=moment(4))
    assert told(store, photo) == [(False, ["Nice light."]), (True, asked)], "what is open comes first"
    answer(store, photo=photo, thread=first, text="Not on the left.", author="Ada", at=moment(5))
    assert told(store, photo)[0] == (False, [*asked, "Not on the left."])


def test_each_is_one_step_to_undo(store: Store, photo: str) -> None:
    first, _ = say(store, photo=photo, text="One", author="Ada", at=moment(1))
    resolve(store, photo=photo, thread=first, author="Ada", at=moment(2))
    answer(store, photo=photo, thread=first, text="Two", author="Bo", at=moment(3))
    undo(store, actor="Bo", at=moment(4))
    assert told(store, photo) == [(True, ["One"])]
    undo(store, actor="Bo", at=moment(5))
    assert told(store, photo) == [(False, ["One"])]
    undo(store, actor="Bo", at=moment(6))
    assert told(store, photo) == []


def test_a_thread_stays_where_the_mark_it_is_about_is_removed(store: Store, photo: str) -> None:
    mark, _ = annotate.add(
        store, photo=photo, version=2, shape=Pin(3, 4), author="Ada", at=moment(1), tags=["halo"], note=""
    )
    say(store, photo=photo, text="Here", author="Ada", at=moment(2), mark=mark)
    annotate.remove(store, annotation=mark, author="Ada", at=moment(3))
    [comment] = comments(store, photo)
    assert (comment.text, comment.mark) == ("Here", mark)


def test_what_cannot_be_said_is_refused_in_words(store: Store, photo: str) -> None:
    with pytest.raises(Refused, match="needs words"):
        say(store, photo=photo, text="  ", author="Ada", at=moment(1))
    with pytest.raises(BadInput, match="no mark “m1”"):
        say(store, photo=photo, text="Here", author="Ada", at=moment(1), mark="m1")
    with pytest.raises(BadInput, match="no one thread “t1” on this photo"):
        answer(store, photo=photo, thread="t1", text="Yes", author="Ada", at=moment(1))
    with pytest.raises(BadInput, match="no one thread"):
        resolve(store, photo=photo, thread="", author="Ada", at=moment(1))


def test_threads_go_out_with_the_report_the_tables_and_the_jsonl(
    store: Store, photo: str, tmp_path: Path
) -> None:
    mark, _ = annotate.add(
        store, photo=photo, version=2, shape=Pin(3, 4), author="Ada", at=moment(1), tags=["halo"], note=""
    )
    thread, _ = say(store, photo=photo, text="=Is <this> right?", author="Ada", at=moment(2), mark=mark)
    answer(store, photo=photo, thread=thread, text="Yes", author="Bo", at=moment(3))
    decide(
        store, photo=photo, verdict=Verdict.ESCALATE, reviewer="Ada", at=moment(4), to="Lead",
        question="Ship it?",
    )  # fmt: skip
    [batch] = browse.batches(store)
    texts = {each.name: each.text for each in gather(store, batch=batch, kind="csv").texts}
    rows = list(csv.DictReader(texts["comments.csv"].removeprefix("\ufeff").splitlines()))
    assert [(row["author"], row["text"], row["mark"]) for row in rows] == [
        ("Ada", "'=Is <this> right?", mark), ("Bo", "Yes", mark),
    ]  # fmt: skip
    export(store, batch=batch, folder=tmp_path / "all")
    [line] = (tmp_path / "all" / "threads.jsonl").read_text("utf-8").splitlines()
    assert [each["text"] for each in json.loads(line)["comments"]] == ["=Is <this> right?", "Yes"]
    [page] = [each for each in gather(store, batch=batch, kind="report").texts if isinstance(each, Written)]
    assert "mark 1, open" in page.text
    assert "=Is &lt;this&gt; right?" in page.text
    assert "Asked: Lead: “Ship it?”" in page.text


def test_a_thread_goes_along_with_its_mark_to_the_newer_version(store: Store, photo: str) -> None:
    mark, _ = annotate.add(
        store, photo=photo, version=2, shape=Pin(3, 4), author="Ada", at=moment(1), tags=["halo"], note=""
    )
    say(store, photo=photo, text="Here", author="Ada", at=moment(2), mark=mark)
    with store.step("Carry a mark along", actor="Ada", at=moment(3)) as step:
        row = step.get("annotation", id=mark)
        assert row is not None
        step.put("annotation", {**row, "version": 1})
        step.put("annotation", {**row, "id": "newer", "carried_from": mark})
    decide(store, photo=photo, verdict=Verdict.CORRECT, reviewer="Ada", at=moment(4))
    [page] = gather(store, batch=browse.batches(store)[0], kind="report").texts
    assert "mark 1, open" in page.text
