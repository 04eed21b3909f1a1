"""Marking where on a version something is wrong."""

import math

import pytest

from review_desk.domain.annotation import Annotation
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import BadInput, Refused
from review_desk.operations import annotate, browse
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment

BOX = Rectangle(10, 5, 20, 12)


@pytest.fixture
def photo(store: Store) -> str:
    return browse.photos(store)[0].id


def add(store: Store, photo: str, shape: Rectangle = BOX, version: int = 2) -> str:
    return annotate.add(store, photo=photo, version=version, shape=shape, author="Ada", at=moment(1))[0]


def test_a_mark_holds_what_was_said(store: Store, photo: str) -> None:
    key, changes = annotate.add(
        store, photo=photo, version=2, shape=BOX, author="Ada", at=moment(1), tags=["halo"], note=" here ",
        severity="critical",
    )  # fmt: skip
    expected = Annotation(key, photo, 2, BOX, ("halo",), "here", "critical", "Ada", moment(1))
    assert browse.annotations(store, photo) == [expected]
    assert (changes.label, changes.photos) == ("Mark ring-00", (photo,))


def test_a_mark_is_cut_to_the_photo(store: Store, photo: str) -> None:
    add(store, photo, Rectangle(-50, -50, 90.04, 60))
    assert browse.annotations(store, photo)[0].shape == Rectangle(0, 0, 40, 10)


@pytest.mark.parametrize(
    "shape",
    [Rectangle(1, 1, 2.9, 30), Rectangle(500, 500, 30, 30), Rectangle(58, 0, 30, 30),
     Rectangle(0, 0, math.nan, 9), Rectangle(math.nan, math.nan, math.nan, math.nan)],
)  # fmt: skip
def test_a_slip_of_the_hand_is_no_mark(store: Store, photo: str, shape: Rectangle) -> None:
    with pytest.raises(Refused, match="too small to see"):
        add(store, photo, shape)
    assert browse.annotations(store, photo) == []


def test_a_mark_far_wider_than_the_photo_is_as_wide_as_the_photo(store: Store, photo: str) -> None:
    add(store, photo, Rectangle(-1e9, 0, 2e9, 9))
    assert browse.annotations(store, photo)[0].shape == Rectangle(0, 0, 60, 9)


def test_what_is_given_of_a_mark_changes_and_the_rest_stays(store: Store, photo: str) -> None:
    key = add(store, photo)
    annotate.change(store, annotation=key, author="Grace", at=moment(2), note="there", severity="minor")
    (mark,) = browse.annotations(store, photo)
    assert (mark.shape, mark.note, mark.severity, mark.author) == (BOX, "there", "minor", "Ada")
    annotate.change(
        store, annotation=key, author="Ada", at=moment(3), shape=Rectangle(0, 0, 5, 5), tags=["halo"]
    )
    (mark,) = browse.annotations(store, photo)
    assert (mark.shape, mark.tags, mark.note) == (Rectangle(0, 0, 5, 5), ("halo",), "there")


def test_a_change_that_changes_nothing_writes_nothing(store: Store, photo: str) -> None:
    key = add(store, photo)
    assert not annotate.change(store, annotation=key, author="Ada", at=moment(2), shape=BOX)


def test_a_mark_is_taken_away(store: Store, photo: str) -> None:
    key = add(store, photo)
    changes = annotate.remove(store, annotation=key, author="Ada", at=moment(2))
    assert browse.annotations(store, photo) == []
    assert changes.label == "Remove mark from ring-00"


def test_marks_come_in_the_order_they_were_made(store: Store, photo: str) -> None:
    keys = [add(store, photo, Rectangle(number, 0, 9, 9)) for number in range(5)]
    assert [mark.id for mark in browse.annotations(store, photo)] == keys


def test_what_is_not_there_is_refused_by_name(store: Store, photo: str) -> None:
    with pytest.raises(BadInput, match="There is no photo “ghost”"):
        add(store, "ghost")
    with pytest.raises(BadInput, match="There is no version 9 of"):
        add(store, photo, version=9)
    with pytest.raises(BadInput, match="There is no mark “ghost”"):
        annotate.change(store, annotation="ghost", author="Ada", at=moment(1))
    with pytest.raises(BadInput, match="There is no mark “ghost”"):
        annotate.remove(store, annotation="ghost", author="Ada", at=moment(1))


def test_an_unknown_severity_is_refused_when_marking_and_when_changing(store: Store, photo: str) -> None:
    told = {"author": "Ada", "at": moment(1), "severity": "bad"}
    with pytest.raises(BadInput, match="“bad” is not a severity: say minor, major, critical"):
        annotate.add(store, photo=photo, version=2, shape=BOX, **told)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="“bad” is not a severity"):
        annotate.change(store, annotation=add(store, photo), **told)  # type: ignore[arg-type]


def heights(store: Store, photo: str) -> list[str]:
    return [mark.id for mark in browse.annotations(store, photo)]


def test_a_mark_goes_over_all_others_and_under_them(store: Store, photo: str) -> None:
    first, second, third = (add(store, photo) for _ in range(3))
    annotate.restack(store, annotation=first, end="top", author="Ada", at=moment(2))
    assert heights(store, photo) == [second, third, first]
    annotate.restack(store, annotation=third, end="bottom", author="Ada", at=moment(3))
    assert heights(store, photo) == [third, second, first]
    assert not annotate.restack(store, annotation=third, end="bottom", author="Ada", at=moment(4))
    undo(store, actor="Ada", at=moment(5))
    assert heights(store, photo) == [second, third, first]


def test_a_locked_mark_keeps_its_shape_and_its_place_until_it_is_unlocked(store: Store, photo: str) -> None:
    key = add(store, photo)
    annotate.change(store, annotation=key, author="Ada", at=moment(2), locked=True)
    with pytest.raises(Refused, match="is locked"):
        annotate.change(store, annotation=key, author="Ada", at=moment(3), shape=Rectangle(0, 0, 9, 9))
    with pytest.raises(Refused, match="is locked"):
        annotate.remove(store, annotation=key, author="Ada", at=moment(3))
    annotate.change(store, annotation=key, author="Ada", at=moment(4), note="words may change")
    annotate.change(store, annotation=key, author="Ada", at=moment(5), locked=False)
    annotate.remove(store, annotation=key, author="Ada", at=moment(6))
    assert heights(store, photo) == []


def test_a_duplicate_lies_beside_its_original_on_top_and_is_open(store: Store, photo: str) -> None:
    key = add(store, photo)
    annotate.change(
        store, annotation=key, author="Ada", at=moment(2), tags=["halo"], resolved=True, locked=True
    )
    copy, _ = annotate.duplicate(store, annotation=key, author="Grace", at=moment(3))
    original, made = browse.annotations(store, photo)
    assert (made.id, made.tags, made.author) == (copy, original.tags, "Grace")
    assert (original.resolved, made.resolved, made.locked) == (True, False, False)
    assert (made.shape.bounds()[0], made.shape.bounds()[1]) == (
        BOX.x + annotate.SHIFT,
        BOX.y + annotate.SHIFT,
    )


def test_resolving_is_told_and_undone(store: Store, photo: str) -> None:
    key = add(store, photo)
    changes = annotate.change(store, annotation=key, author="Ada", at=moment(2), resolved=True)
    assert changes.label.startswith("Resolve mark on ")
    assert browse.annotations(store, photo)[0].resolved
    undo(store, actor="Ada", at=moment(3))
    assert not browse.annotations(store, photo)[0].resolved


def test_a_mark_from_before_there_was_a_stack_is_read_and_undone(store: Store, photo: str) -> None:
    row = {
        "id": "old", "photo_id": photo, "version": 2, "shape": BOX.to_json(), "tags": [], "note": "",
        "severity": "major", "author": "Ada", "at": moment(1),
    }  # fmt: skip
    with store.step("Mark", actor="Ada", at=moment(1)) as step:
        step.put("annotation", row)
    (mark,) = browse.annotations(store, photo)
    assert (mark.height, mark.locked, mark.resolved) == (0, False, False)
    undo(store, actor="Ada", at=moment(2))
    assert browse.annotations(store, photo) == []
