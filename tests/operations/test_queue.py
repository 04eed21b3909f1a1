"""Claims: one photo is one person's, until the lease is over."""

import threading
from pathlib import Path

import pytest

from review_desk.domain.decision import Verdict
from review_desk.domain.queue import LEASE_MINUTES, Waiting
from review_desk.errors import Refused
from review_desk.operations import browse, keep
from review_desk.operations.decide import decide
from review_desk.operations.queue import claim_next, claims, give_back, renew, waiting_in
from review_desk.operations.undo import undo
from review_desk.store.cache import Cache
from review_desk.store.desk import Store
from tests.builders import AT, moment, open_store

LATER = LEASE_MINUTES * 60 + 1


@pytest.fixture
def offered(store: Store) -> list[Waiting]:
    """What waits in the desk's only batch."""
    cache = Cache(store.folder)
    try:
        return waiting_in(store, browse.batches(store)[0], cache)
    finally:
        cache.close()


def take(store: Store, offered: list[Waiting], who: str, seconds: float = 0, **how: str) -> str | None:
    found, _ = claim_next(store, offered=offered, person=who, at=moment(seconds), **how)  # type: ignore[arg-type]
    return found.title if found else None


def test_every_photo_without_a_verdict_waits_for_review(offered: list[Waiting]) -> None:
    assert [(each.title, each.queue, each.why) for each in offered] == [
        (f"ring-{number:02}", "review", "No verdict") for number in range(3)
    ]


def test_two_people_never_take_the_same_photo(store: Store, offered: list[Waiting]) -> None:
    assert [take(store, offered, who) for who in ("Ada", "Ben", "Cleo", "Dan")] == [
        "ring-00", "ring-01", "ring-02", None,
    ]  # fmt: skip


def test_who_asks_again_is_given_the_same_and_the_next_one_when_she_says_so(
    store: Store, offered: list[Waiting]
) -> None:
    assert take(store, offered, "Ada") == take(store, offered, "Ada") == "ring-00"
    first = offered[0].photo
    assert take(store, offered, "Ada", instead_of=first) == "ring-01"
    assert take(store, offered, "Ben") == "ring-00", "it was given back"


def test_a_lease_that_is_over_frees_the_photo_and_renewing_keeps_it(
    store: Store, offered: list[Waiting]
) -> None:
    take(store, offered, "Ada")
    assert take(store, offered, "Ben", LATER) == "ring-00"
    renew(store, photo=offered[0].photo, person="Ada", at=moment(LATER + 5))
    assert claims(store)[offered[0].photo].person == "Ben", "hers is over: there is nothing to renew"
    renew(store, photo=offered[0].photo, person="Ben", at=moment(LATER + 600))
    assert take(store, offered, "Ada", 2 * LATER) == "ring-01"


def test_a_photo_is_given_back_by_who_has_it(store: Store, offered: list[Waiting]) -> None:
    take(store, offered, "Ada")
    with pytest.raises(Refused, match="Ben does not hold"):
        give_back(store, photo=offered[0].photo, person="Ben", at=AT)
    give_back(store, photo=offered[0].photo, person="Ada", at=AT)
    assert claims(store) == {}


def test_claims_stand_beside_undo_and_are_rebuilt_with_the_rest(store: Store, offered: list[Waiting]) -> None:
    decide(store, photo=offered[0].photo, verdict=Verdict.APPROVE, reviewer="Ada", at=AT)
    undo(store, actor="Ada", at=AT)
    take(store, offered, "Ada")
    assert browse.next_undo(store)[1] == "Approve ring-00", "what was undone can still be redone"
    held = claims(store)
    store.rebuild()
    assert claims(store) == held
    assert keep.verify(store).problems == ()
    assert browse.history(store)[-1].kind == "claim"


def test_a_batch_that_is_undone_leaves_its_claims_behind_without_harm(
    store: Store, offered: list[Waiting]
) -> None:
    take(store, offered, "Ada")
    undo(store, actor="Ada", at=AT)
    assert browse.photos(store) == []
    store.rebuild()
    assert keep.verify(store).problems == ()


def test_programs_that_ask_at_the_same_moment_share_the_photos_out(desk: Path) -> None:
    """Whoever holds the desk claims in one transaction; the others wait for it, as a script would."""
    with open_store(desk) as store:
        cache = Cache(desk)
        offered = waiting_in(store, browse.batches(store)[0], cache)
        cache.close()
    taken: list[str | None] = []

    def ask(who: str) -> None:
        while True:
            try:
                with open_store(desk) as mine:
                    taken.append(take(mine, offered, who))
                    return
            except Refused:
                continue

    people = [threading.Thread(target=ask, args=(f"person {number}",)) for number in range(3)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(map(str, taken)) == ["ring-00", "ring-01", "ring-02"]


def test_what_is_escalated_to_a_person_is_theirs_alone_and_to_a_role_that_roles(store: Store) -> None:
    first, second, third = browse.photos(store)
    asked = {"verdict": Verdict.ESCALATE, "reviewer": "Ada", "at": moment(1), "question": "Is it straight?"}
    decide(store, photo=first.id, to="Lea", **asked)  # type: ignore[arg-type]
    decide(store, photo=second.id, to="Retouch", **asked)  # type: ignore[arg-type]
    cache = Cache(store.folder)
    found = {each.photo: each for each in waiting_in(store, browse.batches(store)[0], cache)}
    cache.close()
    assert (found[first.id].queue, found[first.id].only) == ("lead", "Lea")
    assert (found[second.id].queue, found[second.id].only, found[second.id].question) == (
        "retouch", "", "Is it straight?",
    )  # fmt: skip
    assert take(store, list(found.values()), "lea") == first.title, "what she is asked by name comes first"
    others = [take(store, list(found.values()), name) for name in ("Bo", "Cy", "Dan")]
    assert others == [second.title, third.title, None]


def test_only_an_escalation_asks_and_who_is_named_is_asked_something(store: Store) -> None:
    photo = browse.photos(store)[0].id
    with pytest.raises(Refused, match="What is Lea asked"):
        decide(store, photo=photo, verdict=Verdict.ESCALATE, reviewer="Ada", at=moment(1), to="Lea")
    with pytest.raises(Refused, match="Only an escalation"):
        decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(1), question="Hm?")
    decide(
        store, photo=photo, verdict=Verdict.ESCALATE, reviewer="Ada", at=moment(1), to="lead", question="?"
    )
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer="Lea", at=moment(2))
    decided = browse.photos(store)[0].decision
    assert decided is not None
    assert (decided.escalated_to, decided.question) == ("", ""), "the answer is a verdict like any other"
