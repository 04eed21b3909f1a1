"""Samplers are kept with a photo, undone, exported, and no more than twenty."""

import pytest

from review_desk.domain.sampler import MOST, Spot
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.pin_samplers import pin, unpin
from review_desk.operations.records import show_json
from review_desk.operations.undo import redo, undo
from review_desk.store.desk import Store
from tests.builders import moment


@pytest.fixture
def photo(store: Store) -> str:
    return browse.photos(store)[0].id


def numbers(store: Store, photo: str) -> list[int]:
    return [sampler.number for sampler in browse.samplers(store, photo)]


def test_a_sampler_is_kept_undone_and_done_again(store: Store, photo: str) -> None:
    changes = pin(store, photo=photo, spot=Spot(0.25, 0.5), author="Ada", at=moment(1))
    assert changes.label == "Pin sampler 1 on ring-00"
    [sampler] = browse.samplers(store, photo)
    assert (sampler.spot, sampler.author, sampler.photo) == (Spot(0.25, 0.5), "Ada", photo)
    undo(store, actor="Ada", at=moment(2))
    assert numbers(store, photo) == []
    redo(store, actor="Ada", at=moment(3))
    assert numbers(store, photo) == [1]


def test_the_number_of_one_that_was_taken_off_is_given_again(store: Store, photo: str) -> None:
    for _ in range(3):
        pin(store, photo=photo, spot=Spot(0.1, 0.1), author="Ada", at=moment(1))
    unpin(store, photo=photo, numbers=[2], author="Ada", at=moment(2))
    assert numbers(store, photo) == [1, 3]
    pin(store, photo=photo, spot=Spot(0.2, 0.2), author="Ada", at=moment(3))
    assert numbers(store, photo) == [1, 2, 3]
    changes = unpin(store, photo=photo, numbers=None, author="Ada", at=moment(4))
    assert changes.label == "Take 3 samplers off ring-00"
    assert numbers(store, photo) == []
    undo(store, actor="Ada", at=moment(5))
    assert numbers(store, photo) == [1, 2, 3]


def test_a_twenty_first_is_refused(store: Store, photo: str) -> None:
    for _ in range(MOST):
        pin(store, photo=photo, spot=Spot(0.1, 0.1), author="Ada", at=moment(1))
    with pytest.raises(Refused, match="There are 20 samplers on ring-00 already; take one off first"):
        pin(store, photo=photo, spot=Spot(0.1, 0.1), author="Ada", at=moment(2))
    assert len(numbers(store, photo)) == MOST


def test_a_spot_beside_the_photo_and_a_sampler_that_is_not_there_are_refused(
    store: Store, photo: str
) -> None:
    with pytest.raises(BadInput, match="A sampler lies on the photo"):
        pin(store, photo=photo, spot=Spot(1.0, 0.5), author="Ada", at=moment(1))
    with pytest.raises(BadInput, match="There is no such sampler on ring-00"):
        unpin(store, photo=photo, numbers=None, author="Ada", at=moment(1))
    with pytest.raises(BadInput, match="There is no photo"):
        pin(store, photo="ghost", spot=Spot(0.5, 0.5), author="Ada", at=moment(1))


def test_a_sampler_is_shown_and_exported(store: Store, photo: str) -> None:
    pin(store, photo=photo, spot=Spot(0.5, 0.5, 0.1, 0.2), author="Ada", at=moment(1))
    [told] = show_json(store, browse.photo(store, photo), "rings")["samplers"]
    assert (told["number"], told["x"], told["width"], told["author"]) == (1, 0.5, 0.1, "Ada")
