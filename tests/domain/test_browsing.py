"""Moving through a batch under a filter."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.browsing import FILTERS, Filter, after, shown
from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.photo import Assignment, Photo

VERDICTS = st.none() | st.sampled_from(Verdict)
WANTED = st.sampled_from(FILTERS)


def batch(kinds: Sequence[tuple[Verdict | None, int | None]]) -> list[Photo]:
    """Photos p0, p1 … with these verdicts and levels."""
    return [photo(f"p{number}", number, *kind) for number, kind in enumerate(kinds)]


def photo(name: str, position: int, verdict: Verdict | None = None, level: int | None = None) -> Photo:
    made = Photo(name, "b", name, "", "", "", position)
    decision = Decision(name, verdict, 1) if verdict else None
    assignment = Assignment(level, "hybrid", "a-rule", ()) if level else None
    return replace(made, decision=decision, assignment=assignment)


BATCHES = st.lists(st.tuples(VERDICTS, st.none() | st.integers(1, 3)), max_size=9).map(batch)


def undecided(count: int) -> list[Photo]:
    return batch([(None, 2)] * count)


def decided(photos: list[Photo], *ids: str) -> list[Photo]:
    return [photo(p.id, p.position, Verdict.APPROVE, 2) if p.id in ids else p for p in photos]


@given(BATCHES, WANTED)
def test_a_filter_keeps_the_order_and_adds_nothing(photos: list[Photo], wanted: Filter) -> None:
    seen = shown(photos, wanted)
    assert [p for p in photos if p in seen] == seen


@given(BATCHES)
def test_the_filters_by_verdict_share_the_batch_out_among_them(photos: list[Photo]) -> None:
    kinds: list[Filter] = ["to do", "approve", "correct", "reject", "escalate"]
    assert sorted(p.id for kind in kinds for p in shown(photos, kind)) == sorted(p.id for p in photos)


@given(BATCHES)
def test_the_filters_by_level_share_the_ruled_photos_out_among_them(photos: list[Photo]) -> None:
    kinds: list[Filter] = ["level 1", "level 2", "level 3"]
    found = [p.id for kind in kinds for p in shown(photos, kind)]
    assert sorted(found) == sorted(p.id for p in photos if p.assignment)


@given(BATCHES, WANTED, st.integers(0, 12), st.integers(-4, 4))
def test_going_on_always_ends_on_a_photo_that_is_shown(
    photos: list[Photo], wanted: Filter, here: int, step: int
) -> None:
    current = f"p{here}"
    target, ids = after(photos, wanted, current, step=step), [p.id for p in shown(photos, wanted)]
    assert target in ids if ids else target is None


@given(BATCHES, WANTED)
def test_going_on_from_the_first_visits_every_shown_photo_once_in_order(
    photos: list[Photo], wanted: Filter
) -> None:
    ids = [p.id for p in shown(photos, wanted)]
    walked = ids[:1]
    while walked and (following := after(photos, wanted, walked[-1])) != walked[-1]:
        assert following is not None
        walked.append(following)
    assert walked == ids


@given(BATCHES, WANTED)
def test_a_step_back_undoes_a_step_on_in_the_middle(photos: list[Photo], wanted: Filter) -> None:
    ids = [p.id for p in shown(photos, wanted)]
    for here, following in pairwise(ids):
        assert after(photos, wanted, here) == following
        assert after(photos, wanted, following, step=-1) == here


@given(st.integers(1, 9), st.permutations(range(9)))
def test_deciding_what_is_on_screen_and_going_on_decides_every_photo_once(
    count: int, order: Sequence[int]
) -> None:
    """Auto-advance under “to do”, wherever one begins: each photo comes once, and none is left."""
    photos = undecided(count)
    current: str | None = f"p{order[0] % count}"
    judged = []
    while current is not None:
        judged.append(current)
        photos = decided(photos, current)
        current = after(photos, "to do", current)
    assert sorted(judged) == sorted(p.id for p in photos)


def test_the_photo_after_the_decided_one_follows_when_the_filter_hides_the_decided_one() -> None:
    photos = decided(undecided(4), "p1")
    assert after(photos, "to do", "p1") == "p2"
    assert after(photos, "to do", "p1", step=-1) == "p0"


def test_at_the_end_of_the_list_one_stays() -> None:
    photos = undecided(3)
    assert after(photos, "all", "p2") == "p2"
    assert after(photos, "all", "p0", step=-1) == "p0"


def test_at_the_end_the_last_hidden_photo_gives_way_to_the_last_that_is_left() -> None:
    assert after(decided(undecided(3), "p2"), "to do", "p2") == "p1"
    assert after(decided(undecided(3), "p0"), "to do", "p0", step=-1) == "p1"


def test_nothing_is_next_when_nothing_is_left() -> None:
    photos = decided(undecided(2), "p0", "p1")
    assert after(photos, "to do", "p1") is None
    assert after([], "all", "p1") is None


@pytest.mark.parametrize(("step", "target"), [(2, "p3"), (9, "p4"), (-1, "p0"), (-9, "p0")])
def test_several_steps_go_as_far_as_there_are_photos(step: int, target: str) -> None:
    assert after(undecided(5), "all", "p1", step=step) == target


def test_a_photo_that_left_the_batch_is_followed_by_one_that_is_there() -> None:
    assert after(undecided(3), "all", "gone") in {"p0", "p1"}
