"""A newer version locks the older one, and the older one's open marks go along."""

from pathlib import Path
from typing import Any

import pytest

from review_desk.domain.annotation import Annotation
from review_desk.domain.decision import Verdict
from review_desk.domain.mask.mask import Mask
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.domain.viewplan import Match
from review_desk.errors import Refused
from review_desk.operations import annotate, browse, keep
from review_desk.operations.carry import carry, told_of
from review_desk.operations.decide import decide
from review_desk.operations.editing.handing import Handed
from review_desk.operations.editing.returning import take_back
from review_desk.operations.paint import paint
from review_desk.operations.undo import redo, undo
from review_desk.store.desk import Store
from review_desk.store.masks import read_mask
from tests.builders import facts_of, moment, take_in_made_up

BOX = Rectangle(20, 10, 20, 12)


@pytest.fixture
def photo(store: Store) -> str:
    return browse.photos(store)[0].id


def add(store: Store, photo: str, shape: Rectangle = BOX, at: int = 1, **said: Any) -> str:
    told = {"author": "Ada", "at": moment(at), **said}
    return annotate.add(store, photo=photo, version=2, shape=shape, **told)[0]


def comes_back(store: Store, photo: str, tmp_path: Path, *, size: tuple[int, int] = (60, 40),
               match: dict[str, float] | None = None, sure: bool = True) -> None:  # fmt: skip
    """Grace's version of the photo comes back from her editor."""
    file = tmp_path / "ring.tif"
    file.write_bytes(b"by hand")
    changed = {"share": 0.1, "outlines": [], "moved": match is not None or not sure, "sure": sure}
    if match:
        changed["match"] = match
    found = {"facts": facts_of(b"by hand", width=size[0], height=size[1]), "changed": changed}
    out = Handed(photo, "ring-00", 2, str(file), "0" * 64, "Grace", moment(50))
    take_back(store, out, found, at=moment(51))


def on(store: Store, photo: str, version: int) -> list[Annotation]:
    return [mark for mark in browse.annotations(store, photo) if mark.version == version]


CROP = {"dx": -10.0, "dy": -5.0, "scale": 1.0, "rotation": 0.0}


def test_open_marks_come_along_and_say_from_where(store: Store, photo: str, tmp_path: Path) -> None:
    key = add(store, photo, tags=["halo"], note="here", severity="critical")
    done = add(store, photo, at=2)
    annotate.change(store, annotation=done, author="Ada", at=moment(3), resolved=True)
    comes_back(store, photo, tmp_path)
    (mark,) = on(store, photo, 3)
    assert (mark.shape, mark.tags, mark.note, mark.severity) == (BOX, ("halo",), "here", "critical")
    assert (mark.carried_from, mark.author, mark.at) == (key, "Ada", moment(1))
    assert len(on(store, photo, 2)) == 2, "the older version keeps its own"
    found = browse.photos(store, ids=(photo,))[0]
    assert told_of(found, tuple(browse.annotations(store, photo))) == "1 mark came along"


def test_resolving_the_new_one_leaves_the_old_one_open_and_undo_takes_both_steps_back(
    store: Store, photo: str, tmp_path: Path
) -> None:
    add(store, photo)
    before = browse.annotations(store, photo)
    comes_back(store, photo, tmp_path)
    (mark,) = on(store, photo, 3)
    annotate.change(store, annotation=mark.id, author="Ada", at=moment(60), resolved=True)
    assert [m.resolved for m in browse.annotations(store, photo)] == [False, True]
    undo(store, actor="Ada", at=moment(61))
    undo(store, actor="Ada", at=moment(62))
    assert browse.annotations(store, photo) == before
    redo(store, actor="Ada", at=moment(63))
    assert len(on(store, photo, 3)) == 1
    assert keep.verify(store).ok


def test_a_crop_moves_them_cuts_them_and_leaves_out_what_is_outside(
    store: Store, photo: str, tmp_path: Path
) -> None:
    inside, cut = add(store, photo), add(store, photo, Rectangle(4, 4, 20, 12), at=2)
    beside = add(store, photo, Rectangle(0, 0, 8, 4), at=3)
    comes_back(store, photo, tmp_path, size=(40, 30), match=CROP)
    found = {mark.carried_from: mark.shape for mark in on(store, photo, 3)}
    assert found == {inside: Rectangle(10, 5, 20, 12), cut: Rectangle(0, 0, 14, 11)}
    newest = browse.photos(store, ids=(photo,))[0]
    assert newest.latest.recipe["marks_outside"] == [beside]
    told = told_of(newest, tuple(browse.annotations(store, photo)))
    assert told == "2 marks came along, 1 lies outside the new crop"


def test_what_was_painted_is_cut_with_the_crop(store: Store, photo: str, tmp_path: Path) -> None:
    values = bytes([255, 100] * 10) * 12
    paint(store, annotation="soft", photo=photo, version=2, mask=Mask(4, 4, 20, 12, values), author="Ada",
          at=moment(1))  # fmt: skip
    comes_back(store, photo, tmp_path, size=(40, 30), match=CROP)
    (mark,) = on(store, photo, 3)
    mask = read_mask(store.folder, mark.shape)
    assert (mask.left, mask.top, mask.width, mask.height) == (0, 0, 14, 11)
    assert set(mask.values) == {255, 100}


def test_a_painted_box_is_turned_with_the_frame(store: Store, photo: str, tmp_path: Path) -> None:
    whole = Mask(20, 10, 12, 12, b"\xff" * 144)
    paint(store, annotation="m", photo=photo, version=2, mask=whole, author="Ada", at=moment(1))
    turned = {"dx": 50.0, "dy": -6.0, "scale": 1.0, "rotation": 90.0}
    comes_back(store, photo, tmp_path, size=(40, 60), match=turned)
    (mark,) = on(store, photo, 3)
    assert mark.shape.bounds() == pytest.approx((28, 14, 40, 26), abs=1)


def test_what_was_painted_keeps_its_soft_edge_on_a_frame_that_was_turned(
    store: Store, photo: str, tmp_path: Path
) -> None:
    row = bytes([0, 40, 80, 120, 160, 200, 255, 255, 200, 160, 120, 80, 40, 0])
    paint(store, annotation="soft", photo=photo, version=2, mask=Mask(20, 10, 14, 12, row * 12), author="Ada",
          at=moment(1))  # fmt: skip
    comes_back(store, photo, tmp_path, match={"dx": 2.0, "dy": -1.0, "scale": 1.0, "rotation": 2.0})
    (mark,) = on(store, photo, 3)
    mask = read_mask(store.folder, mark.shape)
    middle = mask.row(mask.height // 2)
    assert sum(0 < strength < 255 for strength in middle) >= 9
    assert sum(mask.values) == pytest.approx(12 * sum(row), rel=0.01)


def test_where_the_two_cannot_be_lined_up_marks_stay_until_somebody_brings_them(
    store: Store, photo: str, tmp_path: Path
) -> None:
    add(store, photo)
    comes_back(store, photo, tmp_path, size=(44, 31), sure=False)
    assert on(store, photo, 3) == []
    told: dict[str, Any] = {"photo": photo, "old": 2, "new": 3, "author": "Ada"}
    carry(store, match=Match(-10, -5, 1, 0), at=moment(70), **told)
    assert [mark.shape for mark in on(store, photo, 3)] == [Rectangle(10, 5, 20, 12)]
    with pytest.raises(Refused, match="no open mark"):
        carry(store, match=Match(-10, -5, 1, 0), at=moment(71), **told)


def test_the_older_version_is_locked_for_verdicts_and_marks(store: Store, photo: str, tmp_path: Path) -> None:
    key = add(store, photo)
    comes_back(store, photo, tmp_path)
    said = "“ai” of ring-00 is locked: “human” came after it"
    refused: list[Any] = [
        lambda: decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(60), version=2),
        lambda: add(store, photo, at=61),
        lambda: annotate.change(store, annotation=key, author="Ada", at=moment(62), resolved=True),
        lambda: annotate.remove(store, annotation=key, author="Ada", at=moment(63)),
        lambda: annotate.duplicate(store, annotation=key, author="Ada", at=moment(64)),
        lambda: paint(store, annotation="x", photo=photo, version=2, mask=Mask(0, 0, 9, 9, b"\xff" * 81),
                      author="Ada", at=moment(65)),
    ]  # fmt: skip
    for attempt in refused:
        with pytest.raises(Refused, match=said):
            attempt()
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(66), version=3)
    for _ in range(2):
        undo(store, actor="Ada", at=moment(70))
    annotate.remove(store, annotation=key, author="Ada", at=moment(71))


def test_marks_go_along_to_a_version_that_intake_brings_later(store: Store, photo: str) -> None:
    key = add(store, photo)
    take_in_made_up(store, ["ring-00"], afters=2)
    found = on(store, photo, 3)
    assert [mark.carried_from for mark in found] == [key]
