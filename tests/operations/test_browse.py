"""Finding photos and batches by what people call them."""

import pytest

from review_desk.domain.decision import Verdict
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.decide import decide
from review_desk.store.desk import Store
from tests.builders import moment, take_in_made_up


def test_a_batch_is_found_by_name_or_id_with_its_counts(store: Store) -> None:
    decide(store, photo=browse.photos(store)[0].id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))
    batch = browse.batch(store, "up")
    assert (batch.photos, batch.decided) == (3, 1)
    assert browse.batch(store, batch.id) == batch


def test_batches_come_newest_first(store: Store) -> None:
    take_in_made_up(store, ["a"], batch="second", at=moment(1))
    take_in_made_up(store, ["b"], batch="third", at=moment(2))
    assert [batch.name for batch in browse.batches(store)] == ["third", "second", "up"]


def test_an_unknown_batch_names_those_there_are_and_the_closest(store: Store) -> None:
    with pytest.raises(BadInput) as caught:
        browse.batch(store, "upp")
    assert str(caught.value) == "There is no batch “upp” in this desk; did you mean “up”? There is: “up”."


def test_of_many_batches_a_few_are_named(store: Store) -> None:
    for number in range(8):
        take_in_made_up(store, [f"n{number}"], batch=f"batch {number}", at=moment(number + 1))
    with pytest.raises(BadInput, match=r"“batch 7”, .* and 4 more"):
        browse.batch(store, "zzz")


def test_a_photo_is_found_by_name_and_by_the_start_of_its_id(store: Store) -> None:
    photo = browse.photos(store)[1]
    assert browse.photo(store, "RING-01") == photo
    assert browse.photo(store, photo.id[:12]) == photo


def test_an_unknown_photo_names_the_closest(store: Store) -> None:
    with pytest.raises(BadInput, match="There is no photo “rnig-01” in this desk; did you mean “ring-01”"):
        browse.photo(store, "rnig-01")
    with pytest.raises(BadInput, match=r"There is no photo “zzzz” in this desk\."):
        browse.photo(store, "zzzz")


def test_a_word_that_means_several_photos_names_them(store: Store) -> None:
    with pytest.raises(BadInput, match="“ring” could be 3 photos: ring-00-"):
        browse.photo(store, "ring")
    take_in_made_up(store, [f"ring-x{number}" for number in range(9)], batch="more")
    with pytest.raises(BadInput, match=r"could be 12 photos: .* …"):
        browse.photo(store, "ring")


def test_photos_come_in_batch_order(store: Store) -> None:
    take_in_made_up(store, ["a", "b"], batch="second", at=moment(1))
    assert [photo.name for photo in browse.photos(store)] == ["ring-00", "ring-01", "ring-02", "a", "b"]
    wanted = tuple(photo.id for photo in browse.photos(store)[3:0:-2])
    assert {photo.id for photo in browse.photos(store, ids=wanted)} == set(wanted)


def test_a_photo_has_a_history_of_its_own(store: Store) -> None:
    first, second, _ = browse.photos(store)
    decide(store, photo=first.id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))
    assert [event.kind for event in browse.history(store, first.id)][-1] == "decision"
    assert "decision" not in {event.kind for event in browse.history(store, second.id)}
