"""Verdicts, their reasons, and who gives them."""

import pytest

from review_desk.domain.decision import Verdict, require_reason, require_reviewer, written
from review_desk.errors import BadInput, Refused


@pytest.mark.parametrize("said", ["approve", "Approve", "  APPROVE "])
def test_a_verdict_is_read_in_any_case(said: str) -> None:
    assert Verdict.read(said) is Verdict.APPROVE


def test_an_unknown_verdict_names_the_four() -> None:
    with pytest.raises(BadInput, match="“ok” is not a verdict: say approve, correct, reject, escalate"):
        Verdict.read("ok")


def test_every_verdict_has_a_word_for_the_photo_that_has_it() -> None:
    assert [verdict.past for verdict in Verdict] == ["approved", "to correct", "rejected", "escalated"]


def test_a_reject_without_a_reason_is_refused() -> None:
    with pytest.raises(Refused, match="A reject needs a reason"):
        require_reason(Verdict.REJECT, [], "  ")


@pytest.mark.parametrize(("tags", "note"), [(["halo"], ""), ([], "too warm")])
def test_a_tag_or_a_note_is_a_reason(tags: list[str], note: str) -> None:
    require_reason(Verdict.REJECT, tags, note)


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.CORRECT, Verdict.ESCALATE])
def test_only_a_reject_needs_a_reason(verdict: Verdict) -> None:
    require_reason(verdict, [], "")


def test_a_reviewer_is_somebody() -> None:
    assert require_reviewer("  Ada\n Lovelace ") == "Ada Lovelace"
    with pytest.raises(Refused, match="say who you are"):
        require_reviewer(" \t ")


def test_half_a_character_is_replaced_before_it_is_kept() -> None:
    assert written(" torn \ud83d ") == "torn ?"
