"""Where a batch stands, and who may let it through."""

from dataclasses import replace

from review_desk.domain.gate.gate import Gate
from review_desk.domain.gate.record import Release
from review_desk.domain.gate.standing import place, queue_of, stand, titles_of
from tests.domain.gate.batch import GREEN, finding, known, photo, signed

LOOK = Gate(1, "One", "", "", "", look=("halo",))
JUDGE = Gate(2, "Two", "", "", "", decided=("hybrid",))
LAST = Gate(3, "Three", "", "", "", calibrated=True, release="another", confirm=("Compared.", "Drift."))
GATES = (LOOK, JUDGE, LAST)
PHOTO = photo("a", verdict="approve")
PASSED = Release("batch", 1, "release", "Ben", "2026-11-21T09:30:00.000Z")


def test_a_batch_stands_at_the_first_gate_that_it_has_not_passed() -> None:
    found = stand(GATES, known([PHOTO]))
    assert place(found).gate is LOOK
    assert [each.state for each in found] == ["ready to release", "held", "held"]
    assert found[1].holds[0].reason == "Gate 1, One has not let this batch through yet."
    later = stand(GATES, known([PHOTO], releases={1: PASSED}))
    assert [each.state for each in later] == ["released", "ready to release", "held"]
    assert place(later).gate is JUDGE


def test_what_was_let_through_is_held_by_nothing_until_it_changes() -> None:
    off = finding("a", "halo", 30.0)
    todo = photo("a")
    assert stand([LOOK], known([todo], off, releases={1: PASSED}))[0].passed
    [found] = stand([LOOK], known([todo], off, releases={1: PASSED}, changed={1: ("a",)}))
    assert not found.passed
    assert [hold.title for hold in found.holds] == ["Changed since", "Halo"]
    assert "1 photo is not as when the batch was released by Ben on 2026-11-21 at 09:30." in (
        found.holds[0].reason
    )


def test_an_override_lets_through_what_is_held() -> None:
    override = replace(PASSED, kind="override", reason="the shop waits")
    [found] = stand([LOOK], known([photo("a")], finding("a", "halo", 30.0), releases={1: override}))
    assert (found.passed, found.state) == (True, "overridden")
    assert override.words == "overridden by Ben on 2026-11-21 at 09:30: the shop waits"


def test_a_batch_held_by_hand_says_by_whom_and_why() -> None:
    by_hand = replace(PASSED, kind="hold", reason="a wrong label")
    [found] = stand([LOOK], known([PHOTO], releases={1: by_hand}))
    assert found.holds[0].reason == "The batch is held by Ben on 2026-11-21 at 09:30: a wrong label."


def test_the_last_gate_says_who_may_release_it() -> None:
    [found] = stand([LAST], known([PHOTO], signatures=signed(PHOTO, "Ada")))
    points = LAST.confirm
    assert found.open
    assert (
        "Anybody but Ada, who signed its checklists, may release it on a display in good state" in found.who
    )
    assert "another person" in found.objection("ada", display=GREEN, confirmed=points)
    assert "display in good state" in found.objection("Ben", display="DP-1 · sRGB · red", confirmed=points)
    assert found.objection("Ben", display=GREEN, confirmed=points[:1]) == "Confirm first: Drift."
    assert found.objection("Ben", display=GREEN, confirmed=points) == ""


def test_what_holds_a_batch_is_the_objection() -> None:
    [found] = stand([JUDGE], known([photo("a")]))
    assert found.objection("Ben", display=GREEN, confirmed=()) == (
        "Gate 2, Two is shut: 1 photo without a verdict."
    )


def test_a_held_photo_goes_to_the_queue_of_its_first_reason() -> None:
    photos = [photo("a"), photo("b", verdict="reject"), photo("c", verdict="approve")]
    found = stand(GATES, known(photos, finding("a", "halo", 50.0)))
    queues = {name: queue for name, (queue, _) in queue_of(found).items()}
    assert queues == {"a": "lead", "b": "retouch"}
    assert titles_of(found) == {"a": ("1 · Halo", "2 · No verdict"), "b": ("2 · Rejected",)}
