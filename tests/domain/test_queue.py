"""Whose turn is what, and until when a photo is promised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.deadline import clock, due, moment
from review_desk.domain.queue import Claim, Waiting, following, for_person, in_order
from tests.domain.gate.batch import photo

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def waiting(name: str, *, level: int = 2, due_h: float | None = None, age_h: float = 1) -> Waiting:
    due_at = None if due_h is None else NOON + due_h * HOUR
    return Waiting(name, name, "batch", "review", "No verdict", level, due_at, NOON - age_h * HOUR)


def held(photo: str, person: str, minutes: float = 5) -> dict[str, Claim]:
    return {photo: Claim(photo, person, NOON, NOON + timedelta(minutes=minutes))}


def names(found: list[Waiting]) -> list[str]:
    return [each.photo for each in found]


def test_level_comes_before_promise_and_promise_before_age() -> None:
    some = [
        waiting("old", age_h=9),
        waiting("young"),
        waiting("promised", due_h=3),
        waiting("late", due_h=-2),
        waiting("jewel", level=3, due_h=40),
    ]
    assert names(in_order(some)) == ["jewel", "late", "promised", "old", "young"]


def test_what_somebody_holds_is_not_given_to_another_until_the_lease_is_over() -> None:
    some = [waiting("a", level=3), waiting("b")]
    assert names(for_person(some, held("a", "Ada"), "Ben", NOON)) == ["b"]
    assert names(for_person(some, held("b", "Ada"), "Ada", NOON)) == ["b", "a"], "what she holds comes first"
    assert names(for_person(some, held("a", "Ada", 0), "Ben", NOON)) == ["a", "b"]


def test_who_judged_or_signed_a_photo_is_not_given_it_again() -> None:
    barred = replace(waiting("a"), barred=frozenset({"ada"}))
    assert names(for_person([barred], {}, "Ada", NOON)) == []
    assert names(for_person([barred], {}, "Ben", NOON)) == ["a"]


def test_only_one_queue_when_it_is_asked_for() -> None:
    some = [waiting("a"), replace(waiting("b"), queue="peer")]
    assert names(for_person(some, {}, "Ada", NOON, queues={"peer"})) == ["b"]


def test_what_only_the_ai_can_mend_is_given_to_who_asks_for_it() -> None:
    small = replace(waiting("a"), queue="output")
    assert names(for_person([small], {}, "Ada", NOON)) == []
    assert names(for_person([small], {}, "Ada", NOON, queues={"output"})) == ["a"]


def test_the_next_is_the_one_after_and_comes_around() -> None:
    some = [waiting("a"), waiting("b"), waiting("c")]
    assert names(following(some, "b")) == ["c", "a", "b"]
    assert names(following(some, "gone")) == ["a", "b", "c"]


@given(st.lists(st.builds(waiting, st.text(), level=st.integers(1, 3), due_h=st.none() | st.floats(-9, 9))))
def test_the_order_does_not_depend_on_how_it_came(some: list[Waiting]) -> None:
    assert in_order(reversed(some)) == in_order(some) or len(set(names(some))) < len(some)


def test_a_photo_is_due_so_many_hours_after_it_was_shot() -> None:
    shot = photo("a", shot_at="2026-11-21T08:00:00Z", sla_hours="24")
    assert due(shot, "2026-11-21T09:00:00.000Z") == datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert due(photo("a", sla_hours=2), "2026-11-21T09:00:00.000Z") == datetime(2026, 11, 21, 11, tzinfo=UTC)
    for odd in ({}, {"sla_hours": "soon"}, {"sla_hours": "1e300"}, {"sla_hours": "-3"}, {"sla_hours": "nan"}):
        assert due(photo("a", **odd), "2026-11-21T09:00:00.000Z") is None
    assert moment("21.11.2026") is None


def test_the_clock_of_a_batch_is_that_of_its_first_promise() -> None:
    assert clock([None, None], NOON) is None
    in_time = clock([NOON + 21 * HOUR, None, NOON + 30 * HOUR], NOON)
    assert in_time is not None
    assert (in_time.words(NOON), in_time.waiting) == ("SLA 21 h", 2)
    late = clock([NOON - 3 * HOUR, NOON - HOUR, NOON + HOUR], NOON)
    assert late is not None
    assert late.words(NOON) == "SLA 3 h over, 2 late"
    soon = clock([NOON + HOUR / 2], NOON)
    assert soon is not None
    assert soon.words(NOON) == "SLA 30 min"
