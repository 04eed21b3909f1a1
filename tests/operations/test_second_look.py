"""Asking that other eyes see a photo."""

import pytest

from review_desk.domain.browsing import shown
from review_desk.domain.grid.facets import Faceted
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.second_look import ask_or_settle
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment


@pytest.fixture
def photos(store: Store) -> list[str]:
    return [photo.id for photo in browse.photos(store)]


def asked(store: Store) -> dict[str, str]:
    return {each.id: each.second_look.asked_by for each in browse.photos(store) if each.second_look}


def test_a_second_look_is_asked_for_beside_the_verdict_and_settled_again(
    store: Store, photos: list[str]
) -> None:
    changes = ask_or_settle(store, photos=photos[:2], person="Ada", at=moment(1))
    assert changes.label == "Ask for a second look at 2 photos"
    assert asked(store) == dict.fromkeys(photos[:2], "Ada")
    assert all(each.verdict is None for each in browse.photos(store))
    assert ask_or_settle(store, photos=photos[:1], person="Grace", at=moment(2)).label.startswith("Settle")
    assert asked(store) == {photos[1]: "Ada"}


def test_where_some_were_asked_for_the_others_join_them_and_who_asked_first_stays(
    store: Store, photos: list[str]
) -> None:
    ask_or_settle(store, photos=photos[:1], person="Ada", at=moment(1))
    ask_or_settle(store, photos=photos[:2], person="Grace", at=moment(2))
    assert asked(store) == {photos[0]: "Ada", photos[1]: "Grace"}


def test_asking_is_one_step_to_undo(store: Store, photos: list[str]) -> None:
    ask_or_settle(store, photos=photos, person="Ada", at=moment(1))
    undo(store, actor="Ada", at=moment(2))
    assert asked(store) == {}


def test_those_asked_for_can_be_shown_alone_and_counted(store: Store, photos: list[str]) -> None:
    ask_or_settle(store, photos=photos[1:2], person="Ada", at=moment(1))
    found = browse.photos(store)
    assert [photo.id for photo in shown(found, "second look")] == photos[1:2]
    counts = {each.value: each.count for each in Faceted(found).counts({})["second look"]}
    assert counts["asked for"] == 1


def test_nobody_and_an_unknown_photo_are_refused(store: Store, photos: list[str]) -> None:
    with pytest.raises(Refused):
        ask_or_settle(store, photos=photos[:1], person=" ", at=moment(1))
    with pytest.raises(BadInput, match="no photo"):
        ask_or_settle(store, photos=["nothing"], person="Ada", at=moment(1))
