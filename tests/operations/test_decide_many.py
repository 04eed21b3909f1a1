"""Deciding on many photos in one step."""

import pytest

from review_desk.domain.decision import Decision, Verdict
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.decide import decide, toggle_tag
from review_desk.operations.decide_many import clear_verdicts, decide_many, tag_many
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment


@pytest.fixture
def photos(store: Store) -> list[str]:
    return [photo.id for photo in browse.photos(store)]


def decisions(store: Store) -> dict[str, Decision]:
    return {photo.id: photo.decision for photo in browse.photos(store) if photo.decision}


def reject(store: Store, photos: list[str], minute: int, **why: object) -> object:
    return decide_many(
        store, photos=photos, verdict=Verdict.REJECT, reviewer="Ada", at=moment(minute), **why  # type: ignore[arg-type]
    )  # fmt: skip


def test_many_are_rejected_in_one_step_and_come_back_in_one(store: Store, photos: list[str]) -> None:
    changes = decide_many(
        store, photos=photos[:3], verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), tags=["halo"]
    )
    assert changes.label == "Reject 3 photos"
    assert set(changes.photos) == set(photos[:3])
    assert {found.tags for found in decisions(store).values()} == {("halo",)}
    undo(store, actor="Ada", at=moment(2))
    assert decisions(store) == {}


def test_a_mixed_selection_is_rejected_and_those_that_were_stay_as_they_were(
    store: Store, photos: list[str]
) -> None:
    decide(store, photo=photos[0], verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), tags=["halo"])
    decide(store, photo=photos[1], verdict=Verdict.APPROVE, reviewer="Bo", at=moment(2))
    reject(store, photos[:3], 3, tags=["halo"])
    found = decisions(store)
    assert {found[photo].verdict for photo in photos[:3]} == {Verdict.REJECT}
    assert found[photos[0]].at == moment(1), "the same decision again writes nothing"
    reject(store, photos[:3], 4, tags=["halo"])
    assert {found.at for found in decisions(store).values()} == {moment(1), moment(3)}


def test_what_single_photos_were_blamed_for_stays_and_the_new_reason_comes_on_top(
    store: Store, photos: list[str]
) -> None:
    toggle_tag(store, photo=photos[0], tag="banding", reviewer="Ada", at=moment(1))
    reject(store, photos[:2], 2, tags=["halo"])
    found = decisions(store)
    assert [found[photo].tags for photo in photos[:2]] == [("banding", "halo"), ("halo",)]


def test_a_reject_without_a_reason_for_one_of_them_is_taken_for_none(store: Store, photos: list[str]) -> None:
    toggle_tag(store, photo=photos[0], tag="banding", reviewer="Ada", at=moment(1))
    before = len(browse.history(store))
    with pytest.raises(Refused, match="reason"):
        reject(store, photos[:2], 2)
    assert len(browse.history(store)) == before


def test_an_unknown_photo_stops_all_of_it(store: Store, photos: list[str]) -> None:
    with pytest.raises(BadInput, match="no photo “nobody”"):
        reject(store, [photos[0], "nobody"], 1, tags=["halo"])
    assert decisions(store) == {}


def test_a_tag_goes_to_all_that_lack_it_and_off_where_all_have_it(store: Store, photos: list[str]) -> None:
    toggle_tag(store, photo=photos[0], tag="halo", reviewer="Ada", at=moment(1))
    assert tag_many(store, photos=photos[:2], tag="halo", reviewer="Ada", at=moment(2)).photos == (photos[1],)
    off = tag_many(store, photos=photos[:2], tag="halo", reviewer="Ada", at=moment(3))
    assert (off.label, decisions(store)) == ("Untag 2 photos “halo”", {})


def test_the_last_reasons_of_rejects_stay(store: Store, photos: list[str]) -> None:
    reject(store, photos[:2], 1, tags=["halo"])
    with pytest.raises(Refused, match="reason"):
        tag_many(store, photos=photos[:2], tag="halo", reviewer="Ada", at=moment(2))


def test_verdicts_are_cleared_together_and_reasons_stay_as_drafts(store: Store, photos: list[str]) -> None:
    reject(store, photos[:2], 1, tags=["halo"])
    clear_verdicts(store, photos=photos[:3], reviewer="Ada", at=moment(2))
    assert {(found.verdict, found.tags) for found in decisions(store).values()} == {(None, ("halo",))}
