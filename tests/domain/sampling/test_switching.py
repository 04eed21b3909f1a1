"""Switching between normal and tightened, and when inspection stops."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.sampling.switching import Outcome, switch

A: Outcome = "accepted"
R: Outcome = "refused"


def test_inspection_starts_at_normal() -> None:
    assert switch([]).strictness == "normal"


def test_two_refused_of_five_tighten() -> None:
    assert switch([R, A, A, A]).strictness == "normal"
    assert switch([R, A, A, A, R]).strictness == "tightened"
    assert switch([R, R]).strictness == "tightened"
    assert "Two of the last five" in switch([R, R]).why


def test_two_refused_six_apart_do_not_tighten() -> None:
    assert switch([R, A, A, A, A, R]).strictness == "normal"


def test_five_accepted_in_a_row_lead_back_to_normal() -> None:
    assert switch([R, R, A, A, A, A]).strictness == "tightened"
    assert switch([R, R, A, A, R, A, A, A, A]).strictness == "tightened"
    assert switch([R, R, A, A, A, A, A]).strictness == "normal"


def test_after_going_back_the_count_begins_anew() -> None:
    assert switch([R, R, A, A, A, A, A, R]).strictness == "normal"


def test_five_refused_while_tightened_stop_until_somebody_resumes() -> None:
    stopped = switch([R, R, R, A, R, R, A, R, R])
    assert stopped.stopped
    assert switch([R, R, R, A, R, R, A, R, R, A]).stopped, "a lot inspected all the same changes nothing"
    resumed = switch([R, R, R, A, R, R, A, R, R, "resumed"])
    assert (resumed.stopped, resumed.strictness) == (False, "tightened")


def test_resuming_what_has_not_stopped_changes_nothing() -> None:
    assert switch(["resumed"]).strictness == "normal"


@given(st.lists(st.sampled_from([A, R])))
def test_it_only_stops_when_tightened_and_never_without_seven_refused(lots: list[Outcome]) -> None:
    found = switch(lots)
    if found.stopped:
        assert found.strictness == "tightened"
        assert lots.count(R) >= 7
    if lots[-5:] == [A] * 5 and not found.stopped:
        assert found.strictness == "normal"
