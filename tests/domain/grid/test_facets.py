"""Facets: counted over what the others let through."""

from dataclasses import replace

from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.grid.facets import NOTHING, Faceted
from tests.domain.grid.photos import photo_of

PHOTOS = [
    photo_of("ring-1", 0, level=3, studio="A", verdict=Verdict.REJECT, tags=("prong-lost",)),
    photo_of("ring-2", 1, level=3, studio="B"),
    photo_of("mug-1", 2, level=1, studio="A"),
    photo_of("mug-2", 3, level=1),
]


def shown(faceted: Faceted, search: str = "", **chosen: str) -> list[str]:
    picked = {facet: frozenset((value,)) for facet, value in chosen.items()}
    return [photo.title for photo in faceted.shown(picked, search)]


def counted(faceted: Faceted, facet: str, **chosen: str) -> dict[str, int]:
    picked = {name: frozenset((value,)) for name, value in chosen.items()}
    return {each.value: each.count for each in faceted.counts(picked)[facet]}


def test_facets_narrow_each_other_and_values_of_one_add_up() -> None:
    faceted = Faceted(PHOTOS)
    assert shown(faceted, level="Level 3") == ["ring-1", "ring-2"]
    assert shown(faceted, level="Level 3", studio="A") == ["ring-1"]
    both = {"studio": frozenset(("A", "B"))}
    assert [photo.title for photo in faceted.shown(both)] == ["ring-1", "ring-2", "mug-1"]


def test_a_facets_own_counts_do_not_shrink_by_what_is_chosen_in_it() -> None:
    faceted = Faceted(PHOTOS)
    assert counted(faceted, "studio", studio="A") == {"A": 2, "B": 1, NOTHING: 1}
    assert counted(faceted, "studio", level="Level 1") == {"A": 1, NOTHING: 1}


def test_a_chosen_value_stays_in_sight_when_nothing_is_left_of_it() -> None:
    assert counted(Faceted(PHOTOS), "studio", studio="B", level="Level 1") == {"A": 1, NOTHING: 1, "B": 0}


def test_a_facet_that_no_photo_answers_is_left_out() -> None:
    assert counted(Faceted(PHOTOS), "preset") == {}
    assert counted(Faceted(PHOTOS), "finding") == {}


def test_the_search_wants_every_word_anywhere_in_the_record() -> None:
    assert shown(Faceted(PHOTOS), "RING front") == ["ring-1", "ring-2"]
    assert shown(Faceted(PHOTOS), "ring back") == []


def test_a_verdict_is_counted_anew_without_asking_the_other_photos() -> None:
    faceted = Faceted(PHOTOS)
    faceted.take(replace(PHOTOS[1], decision=Decision(PHOTOS[1].id, Verdict.APPROVE, 1)))
    assert counted(faceted, "verdict") == {"to do": 2, "approved": 1, "rejected": 1}


def test_what_was_found_later_is_a_facet_too() -> None:
    faceted = Faceted(PHOTOS)
    faceted.learn("drift", {PHOTOS[2].id: ("flagged",)})
    assert shown(faceted, drift="flagged") == ["mug-1"]
    faceted.take(PHOTOS[2])
    assert shown(faceted, drift="flagged") == ["mug-1"]


def test_a_search_is_asked_anew_when_a_photo_has_changed() -> None:
    faceted = Faceted(PHOTOS)
    assert shown(faceted, "red") == []
    faceted.take(replace(PHOTOS[0], colourway="red"))
    assert shown(faceted, "red") == ["ring-1"]
