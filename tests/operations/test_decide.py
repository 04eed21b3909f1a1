"""Taking decisions: one transaction, the same twice is once, and a reject always says why."""

from functools import partial

import pytest

from review_desk.domain.decision import Decision, Verdict
from review_desk.domain.failure_mode import Taxonomy, parse_family
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import BadInput, Refused
from review_desk.operations import annotate, browse
from review_desk.operations.decide import clear_verdict, decide, known_tags, toggle_tag
from review_desk.store.desk import Store
from tests.builders import moment

FAMILY = """
id = "light"
name = "Light"
[[mode]]
id = "halo"
name = "Halo"
sentence = "A bright rim."
severity = "major"
aliases = ["glow"]
"""


@pytest.fixture
def photo(store: Store) -> str:
    return browse.photos(store)[0].id


def decision(store: Store, photo: str) -> Decision | None:
    return browse.photo(store, photo).decision


def events(store: Store) -> int:
    return len(browse.history(store))


def test_a_decision_holds_who_what_when_why_and_on_what(store: Store, photo: str) -> None:
    changes = decide(
        store, photo=photo, verdict=Verdict.CORRECT, reviewer=" Ada ", at=moment(5), tags=["halo", "halo"],
        note=" soft ", display="Eizo, calibrated 2026-11-18",
    )  # fmt: skip
    assert decision(store, photo) == Decision(
        photo, Verdict.CORRECT, 2, ("halo",), "soft", "Ada", moment(5), "Eizo, calibrated 2026-11-18"
    )
    assert (changes.label, set(changes.kinds), changes.photos) == ("Correct ring-00", {"decision"}, (photo,))


def test_the_newest_version_is_judged_and_those_before_it_are_locked(store: Store, photo: str) -> None:
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1), version=2)
    found = decision(store, photo)
    assert found
    assert found.version == 2
    with pytest.raises(Refused, match="“original” of ring-00 is locked: “ai” came after it"):
        decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), version=1)
    with pytest.raises(BadInput, match="has no version 7: it has 1, 2"):
        decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(2), version=7)


def test_the_same_decision_again_writes_nothing(store: Store, photo: str) -> None:
    told = {"photo": photo, "verdict": Verdict.APPROVE, "reviewer": "Ada"}
    assert decide(store, at=moment(1), **told)  # type: ignore[arg-type]
    before = events(store)
    assert not decide(store, at=moment(99), **told)  # type: ignore[arg-type]
    assert events(store) == before


def test_the_same_decision_by_another_person_is_another_decision(store: Store, photo: str) -> None:
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1))
    assert decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Grace", at=moment(2))


def test_a_reject_without_a_reason_is_refused_and_writes_nothing(store: Store, photo: str) -> None:
    before = events(store)
    with pytest.raises(Refused, match="A reject needs a reason"):
        decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), note="   ")
    assert events(store) == before
    assert decision(store, photo) is None


def test_what_was_noted_before_is_the_reason(store: Store, photo: str) -> None:
    toggle_tag(store, photo=photo, tag="halo", reviewer="Ada", at=moment(1))
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(2))
    found = decision(store, photo)
    assert found
    assert (found.verdict, found.tags) == (Verdict.REJECT, ("halo",))


def test_a_mark_on_the_photo_is_a_reason(store: Store, photo: str) -> None:
    annotate.add(
        store, photo=photo, version=2, shape=Rectangle(0, 0, 9, 9), author="Ada", at=moment(1), tags=["halo"]
    )
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(2))


def test_the_last_reason_of_a_reject_cannot_be_taken_away(store: Store, photo: str) -> None:
    box = Rectangle(0, 0, 9, 9)
    mark, _ = annotate.add(
        store, photo=photo, version=2, shape=box, author="Ada", at=moment(1), tags=["halo"]
    )
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(2))
    with pytest.raises(Refused, match="A reject needs a reason"):
        annotate.remove(store, annotation=mark, author="Ada", at=moment(3))
    with pytest.raises(Refused, match="A reject needs a reason"):
        annotate.change(store, annotation=mark, author="Ada", at=moment(3), tags=[])
    toggle_tag(store, photo=photo, tag="banding", reviewer="Ada", at=moment(4))
    annotate.remove(store, annotation=mark, author="Ada", at=moment(5))
    with pytest.raises(Refused, match="A reject needs a reason"):
        toggle_tag(store, photo=photo, tag="banding", reviewer="Ada", at=moment(6))


def test_a_photo_approved_after_all_loses_the_reasons_of_the_verdict_before(store: Store, photo: str) -> None:
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), tags=["halo"], note="no")
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(2))
    found = decision(store, photo)
    assert found
    assert (found.tags, found.note) == ((), "")


def test_a_reject_turned_into_a_correction_keeps_its_reasons(store: Store, photo: str) -> None:
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), tags=["halo"])
    decide(store, photo=photo, verdict=Verdict.CORRECT, reviewer="Ada", at=moment(2))
    found = decision(store, photo)
    assert found
    assert found.tags == ("halo",)


def test_a_tag_goes_on_and_off_and_an_empty_draft_leaves_no_row(store: Store, photo: str) -> None:
    toggle_tag(store, photo=photo, tag="halo", reviewer="Ada", at=moment(1))
    draft = decision(store, photo)
    assert draft
    assert (draft.verdict, draft.tags) == (None, ("halo",))
    toggle_tag(store, photo=photo, tag="halo", reviewer="Ada", at=moment(2))
    assert decision(store, photo) is None


def test_a_verdict_taken_back_leaves_its_tags_as_a_draft(store: Store, photo: str) -> None:
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), tags=["halo"])
    clear_verdict(store, photo=photo, reviewer="Ada", at=moment(2))
    draft = decision(store, photo)
    assert draft
    assert (draft.verdict, draft.tags) == (None, ("halo",))
    before = events(store)
    assert not clear_verdict(store, photo=photo, reviewer="Ada", at=moment(3))
    assert events(store) == before


def test_an_unknown_photo_is_refused_by_name(store: Store) -> None:
    who = {"photo": "ghost", "reviewer": "Ada", "at": moment(1)}
    for operation in (
        partial(decide, store, verdict=Verdict.APPROVE, **who),  # type: ignore[arg-type]
        partial(toggle_tag, store, tag="halo", **who),
        partial(clear_verdict, store, **who),
    ):
        with pytest.raises(BadInput, match="There is no photo “ghost” in this desk"):
            operation()


def test_a_decision_is_somebodys(store: Store, photo: str) -> None:
    with pytest.raises(Refused, match="say who you are"):
        decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer=" ", at=moment(1))


def test_half_a_character_in_a_note_is_kept_as_a_question_mark(store: Store, photo: str) -> None:
    """A torn paste or argument would else be a decision that cannot be stored."""
    decide(
        store, photo=photo, verdict=Verdict.REJECT, reviewer="A\udcffa", at=moment(1), tags=["h\ud800alo"],
        note="too \udcff warm",
    )  # fmt: skip
    found = decision(store, photo)
    assert found
    assert (found.reviewer, found.tags, found.note) == ("A?a", ("h?alo",), "too ? warm")


def test_tags_are_known_by_id_or_alias_once(store: Store) -> None:
    taxonomy = Taxonomy([parse_family(FAMILY, name="light.toml")])
    assert known_tags(taxonomy, ["glow", "halo", "Halo"]) == ["halo"]
    with pytest.raises(BadInput, match="There is no failure mode 'hallo'; did you mean 'halo'"):
        known_tags(taxonomy, ["hallo"])
