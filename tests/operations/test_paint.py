"""Painting: a stroke is a step, its mask lies in the desk's files, and verify knows it."""

import shutil

import numpy as np
import pytest

from review_desk.domain.decision import Verdict
from review_desk.domain.mask.fill import filled
from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.brush import Brush
from review_desk.errors import BadInput, Refused
from review_desk.imaging.handout import mask_of
from review_desk.operations import annotate, browse, keep
from review_desk.operations.decide import decide
from review_desk.operations.paint import paint, paint_outlines
from review_desk.operations.undo import redo, undo
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Store
from review_desk.store.masks import path_of, read_mask
from tests.builders import moment

SOFT = bytes([0, 60, 60, 0, 60, 255, 255, 60, 60, 255, 255, 60, 60, 255, 255, 60, 0, 60, 60, 0])
"""Four pixels wide, five high."""


@pytest.fixture
def photo(store: Store) -> str:
    return browse.photos(store)[0].id


def stroke(
    store: Store, photo: str, left: int = 10, *, scale: int = 3, mark: str = "m1", at: int = 1
) -> None:
    mask = Mask(left, 5, 4, 5, SOFT).laid_in(left, 5, 4 * scale, 5 * scale)
    paint(store, annotation=mark, photo=photo, version=2, mask=mask, author="Ada", at=moment(at))


def brush(store: Store, photo: str) -> Brush:
    (mark,) = browse.annotations(store, photo)
    assert isinstance(mark.shape, Brush)
    return mark.shape


def test_what_is_painted_is_a_mark_and_its_mask_a_file(store: Store, photo: str) -> None:
    stroke(store, photo)
    shape = brush(store, photo)
    assert shape.bounds() == (10, 5, 22, 20)
    found = read_mask(store.folder, shape)
    assert (found.left, found.top, max(found.values)) == (10, 5, 255)
    assert 60 in found.values, "its edge is soft"
    assert path_of(store.folder, shape).is_file()
    assert browse.next_undo(store)[0] == "Paint on ring-00"


def test_a_second_stroke_is_a_step_of_its_own_and_the_first_mask_stays(store: Store, photo: str) -> None:
    stroke(store, photo)
    first = brush(store, photo)
    stroke(store, photo, left=8, scale=4, at=2)
    second = brush(store, photo)
    assert second.sha256 != first.sha256
    undo(store, actor="Ada", at=moment(3))
    assert brush(store, photo) == first
    assert read_mask(store.folder, first).width == 12
    redo(store, actor="Ada", at=moment(4))
    assert brush(store, photo) == second


def test_the_same_again_writes_nothing(store: Store, photo: str) -> None:
    stroke(store, photo)
    before = browse.history(store)
    stroke(store, photo, at=2)
    assert browse.history(store) == before


def test_erased_to_nothing_the_mark_is_gone_but_not_a_reject_s_last_reason(store: Store, photo: str) -> None:
    stroke(store, photo)
    nothing = Mask(0, 0, 3, 3, bytes(9))
    told = {"annotation": "m1", "photo": photo, "version": 2, "mask": nothing, "author": "Ada"}
    annotate.change(store, annotation="m1", author="Ada", at=moment(2), tags=["halo"])
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(3))
    with pytest.raises(Refused, match="reason"):
        paint(store, at=moment(4), **told)
    undo(store, actor="Ada", at=moment(5))
    assert paint(store, at=moment(6), **told).label == "Erase mark on ring-00"
    assert browse.annotations(store, photo) == []


def test_a_locked_mark_a_dot_and_an_unknown_version_are_refused(store: Store, photo: str) -> None:
    with pytest.raises(Refused, match="too small"):
        stroke(store, photo, scale=1, mark="dot")
    stroke(store, photo)
    annotate.change(store, annotation="m1", author="Ada", at=moment(2), locked=True)
    with pytest.raises(Refused, match="locked"):
        stroke(store, photo, left=20, at=3)
    other = browse.photos(store)[1].id
    with pytest.raises(BadInput, match="is not on version 2"):
        stroke(store, other, at=4)
    with pytest.raises(BadInput, match="no version 7"):
        paint(store, annotation="m2", photo=photo, version=7, mask=Mask(0, 0, 1, 1, b"\xff"),
              author="Ada", at=moment(4))  # fmt: skip


def test_a_painted_mark_moves_pixel_on_pixel_is_doubled_and_stays_whole(store: Store, photo: str) -> None:
    stroke(store, photo)
    shape = brush(store, photo)
    annotate.change(store, annotation="m1", shape=shape.moved(3.4, -1.6), author="Ada", at=moment(2))
    moved = brush(store, photo)
    assert moved.bounds() == (13, 3, 25, 18)
    assert read_mask(store.folder, moved).values == read_mask(store.folder, shape).values
    annotate.change(store, annotation="m1", shape=moved.moved(500, 0), author="Ada", at=moment(3))
    assert brush(store, photo).bounds() == (48, 3, 60, 18), "at the edge, and not cut"
    annotate.duplicate(store, annotation="m1", author="Ada", at=moment(4))
    assert len({mark.shape.sha256 for mark in browse.annotations(store, photo)}) == 1


def test_verify_tells_of_a_mask_that_is_gone_or_was_changed(store: Store, photo: str) -> None:
    stroke(store, photo)
    stroke(store, photo, left=20, scale=4, mark="m2", at=2)
    first, second = (path_of(store.folder, mark.shape) for mark in browse.annotations(store, photo))
    assert keep.verify(store).ok
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    outcome = keep.verify(store)
    assert not outcome.ok
    assert not outcome.files
    said = " ".join(outcome.problems)
    assert "is not in the desk's files" in said
    assert "in the desk's files was changed" in said


def test_no_room_for_the_mask_stores_no_mark(store: Store, photo: str) -> None:
    in_the_way = store.folder / "files"
    shutil.rmtree(in_the_way)
    in_the_way.write_text("no folder", "utf-8")
    with pytest.raises(StoreTrouble, match="could not be written"):
        stroke(store, photo)
    assert browse.annotations(store, photo) == []


def test_outlines_are_filled_as_masks_of_outlines_are() -> None:
    outlines = [[(3.2, 2.1), (30.7, 8.0), (18.0, 25.5)], [(10.2, 10.1), (50, 12), (50, 30.3), (9.4, 33)]]
    mask = filled(outlines, width=40, height=32)
    found = np.zeros((32, 40), np.uint8)
    box = np.frombuffer(mask.values, np.uint8).reshape(mask.height, mask.width)
    found[mask.top : mask.top + mask.height, mask.left : mask.left + mask.width] = box
    assert np.array_equal(found, mask_of(outlines, width=40, height=32))


def test_what_was_changed_elsewhere_is_one_painted_mark(store: Store, photo: str) -> None:
    outlines = [[(2, 2), (12, 2), (12, 12), (2, 12)], [(20, 20), (30, 20), (30, 30), (20, 30)]]
    told = {"photo": photo, "version": 2, "author": "Ada", "at": moment(1)}
    paint_outlines(store, outlines=outlines, note="by hand", **told)
    assert brush(store, photo).area == 200
    with pytest.raises(Refused, match="too small"):
        paint_outlines(store, outlines=[], **told)
