"""Signing, sampling and releasing a batch, as the desk stores it."""

from collections.abc import Mapping
from typing import Any

import pytest

from review_desk.domain.decision import Verdict
from review_desk.domain.gate.record import Release
from review_desk.domain.gate.standing import Standing
from review_desk.domain.sampling.lot import Lot
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse, keep
from review_desk.operations.annotate import add
from review_desk.operations.check import Checked, Look, checked
from review_desk.operations.decide import decide
from review_desk.operations.gate import known, standings
from review_desk.operations.inspect_sample import defect_of, inspect_sample
from review_desk.operations.release import hold, let_go, override, release
from review_desk.operations.sample import draw_sample, found_in, lots, resume
from review_desk.operations.sign import sign, tick
from review_desk.operations.taxonomy import failure_modes
from review_desk.operations.undo import redo, undo
from review_desk.store.desk import Store
from review_desk.store.projections import contents
from tests.builders import AT, moment, take_in_made_up
from tests.domain.gate.batch import GREEN

BATCH = "up"


@pytest.fixture
def photos(store: Store) -> list[str]:
    """The ids of the three photos of the desk."""
    return [photo.id for photo in browse.photos(store)]


def fine(store: Store) -> Checked:
    """Checks that found nothing, on every photo."""
    found = browse.photos(store)
    passes = checked(found, {photo.id: Look() for photo in found})
    return Checked(tuple(each for each in passes.findings if each.outcome == "pass"), looked=passes.looked)


def at(store: Store, number: int) -> Standing:
    return standings(store, batch_id(store), fine(store))[number - 1]


def batch_id(store: Store) -> str:
    return browse.batches(store)[0].id


def approve(store: Store, photo: str, who: str = "Ada", seconds: float = 0) -> None:
    decide(store, photo=photo, verdict=Verdict.APPROVE, reviewer=who, at=moment(seconds))


def drawn(store: Store, gate: int = 1, seed: int = 7, who: str = "Ben") -> Lot:
    return draw_sample(store, batch=batch_id(store), gate=gate, seed=seed, person=who, at=AT)[0]


def looked_at(store: Store, lot: Lot, photo: str, who: str = "Ben", **found: Any) -> None:
    inspect_sample(store, lot=lot.id, photo=photo, person=who, at=AT, display=GREEN, **found)


def renewed(store: Store, photo: str, role: str) -> None:
    """A third version comes."""
    with store.step("Mend", actor="Ada", at=AT) as step:
        row = step.get("version", photo_id=photo, number=2)
        assert row is not None
        step.put("version", {**row, "number": 3, "role": role, "sha256": "0" * 64})


def let_through(store: Store, gate: int, who: str = "Ben", **told: Any) -> None:
    own: Mapping[str, Any] = {"batch": batch_id(store), "gate": gate, "person": who, "checked": fine(store)}
    release(store, **own, **{"at": moment(60), **told})


# --- signing ----------------------------------------------------------------------------------------------


def test_the_first_person_signs_for_herself_and_another_second(store: Store, photos: list[str]) -> None:
    sign(store, photos=photos, person="Ada", at=AT, display=GREEN)
    assert not sign(store, photos=photos, person="ada", at=AT), (
        "she has signed already, however she writes it"
    )
    sign(store, photos=photos[:1], person="Ben", at=AT)
    told = known(store, batch_id(store))
    roles = {(photo, role): each.person for (photo, role), each in told.signatures.items()}
    assert roles == {**{(photo, "self"): "Ada" for photo in photos}, (photos[0], "peer"): "Ben"}
    assert told.signatures[photos[0], "self"].display == GREEN


def test_points_are_ticked_one_by_one_and_count_when_all_are(store: Store, photos: list[str]) -> None:
    one = browse.photos(store)[0]
    points = [point.id for point in known(store, batch_id(store)).checklist(one).points]
    for count, point in enumerate(points, 1):
        tick(store, photo=one.id, point=point, person="Ada", at=AT)
        signed = known(store, batch_id(store)).signed(one, "self")
        assert (signed is not None) == (count == len(points))
    tick(store, photo=one.id, point=points[0], person="Ada", at=AT)
    assert known(store, batch_id(store)).signed(one, "self") is None
    with pytest.raises(BadInput, match="no point “nose”"):
        tick(store, photo=one.id, point="nose", person="Ada", at=AT)


def test_a_begun_checklist_is_taken_over_from_the_start(store: Store, photos: list[str]) -> None:
    tick(store, photo=photos[0], point="edges", person="Ada", at=AT)
    tick(store, photo=photos[0], point="dust", person="Ben", at=AT)
    [found] = known(store, batch_id(store)).signatures.values()
    assert (found.role, found.person, found.points) == ("self", "Ben", ("dust",))


def test_the_last_tick_taken_off_leaves_nothing(store: Store, photos: list[str]) -> None:
    tick(store, photo=photos[0], point="edges", person="Ada", at=AT)
    tick(store, photo=photos[0], point="edges", person="Ada", at=AT)
    assert known(store, batch_id(store)).signatures == {}


# --- samples ----------------------------------------------------------------------------------------------


def test_a_sample_is_decided_by_the_last_photo_inspected(store: Store, photos: list[str]) -> None:
    lot = drawn(store)
    assert (lot.plan.size if lot.plan else 0, set(lot.photos)) == (3, set(photos))
    for photo in lot.photos[:2]:
        looked_at(store, lot, photo)
    assert lots(store)[0].state == "open"
    looked_at(store, lot, lot.photos[2])
    [closed] = lots(store)
    assert (closed.state, closed.closed_by, dict(closed.counts)) == (
        "accepted", "Ben", {"critical": 0, "major": 0},
    )  # fmt: skip
    undo(store, actor="Ben", at=AT)
    assert (lots(store)[0].state, len(found_in(store, lot))) == ("open", 2)


def test_a_refused_sample_is_mended_before_another_is_drawn(store: Store, photos: list[str]) -> None:
    lot = drawn(store)
    with pytest.raises(Refused, match="being inspected"):
        drawn(store)
    for number, photo in enumerate(lot.photos):
        tags = ["halo"] if number == 0 else []
        looked_at(store, lot, photo, tags=tags, defect=defect_of(failure_modes(), tags))
    assert lots(store)[0].state == "refused"
    assert at(store, 1).holds[-1].title == "Sample refused"
    with pytest.raises(Refused, match="Mend these first"):
        drawn(store)
    with pytest.raises(Refused, match="refused already"):
        looked_at(store, lot, photos[0])


def test_a_mended_photo_lets_the_next_sample_be_drawn(store: Store, photos: list[str]) -> None:
    lot = drawn(store)
    for number, photo in enumerate(lot.photos):
        looked_at(
            store, lot, photo, note="a hair" if number == 0 else "", defect="major" if number == 0 else ""
        )
    renewed(store, lot.photos[0], "human")
    again = drawn(store, seed=8)
    assert [each.state for each in lots(store)] == ["refused", "open"]
    assert again.seed == 8


def test_a_defect_needs_a_reason_and_its_gravest_mode_counts(store: Store) -> None:
    lot = drawn(store)
    with pytest.raises(Refused, match="needs a reason"):
        looked_at(store, lot, lot.photos[0], defect="major")
    assert defect_of(failure_modes(), []) == ""
    assert defect_of(failure_modes(), [], "a hair") == "major"
    assert defect_of(failure_modes(), ["facets-warped", "reflection-without-source"]) == "critical"


def test_a_sample_before_delivery_is_inspected_by_another_than_who_judged(
    store: Store, photos: list[str]
) -> None:
    approve(store, photos[0], "Ada")
    lot = drawn(store, gate=3)
    with pytest.raises(Refused, match="by another person"):
        looked_at(store, lot, photos[0], "ada")
    looked_at(store, lot, photos[0], "Ben")
    looked_at(store, drawn(store, gate=1), photos[0], "Ada")  # a look at what the AI made: anybody's


def test_what_is_not_in_a_sample_is_not_inspected(store: Store, photos: list[str]) -> None:
    lot = drawn(store)
    with pytest.raises(BadInput, match="no sample “x”"):
        inspect_sample(store, lot="x", photo=photos[0], person="Ben", at=AT)
    take_in_made_up(store, ["late"], batch="another", at=AT)
    late = browse.photo(store, "late").id
    with pytest.raises(BadInput, match="not in this sample"):
        looked_at(store, lot, late)


def test_refused_lots_tighten_the_next_plan_and_stop_sampling_in_the_end(store: Store) -> None:
    for number in range(7):
        take_in_made_up(store, [f"b{number}-{n}" for n in range(4)], batch=f"batch {number}", at=AT)
        found = browse.batch(store, f"batch {number}")
        lot, _ = draw_sample(store, batch=found.id, gate=3, seed=number, person="Ben", at=moment(number))
        assert lot.plan is not None
        assert lot.plan.strictness == ("normal" if number < 2 else "tightened")
        for photo in lot.photos:
            looked_at(store, lot, photo, note="all wrong", defect="major")
    own: Mapping[str, Any] = {"batch": batch_id(store), "gate": 3, "person": "Ben"}
    with pytest.raises(Refused, match="Five lots were refused"):
        draw_sample(store, **own, seed=1, at=moment(20))
    with pytest.raises(Refused, match="Say what was mended"):
        resume(store, **own, reason=" ", at=moment(21))
    resume(store, **own, reason="the preset was set back", at=moment(22))
    with pytest.raises(Refused, match="has not stopped"):
        resume(store, **own, reason="again", at=moment(23))


def test_a_batch_that_grew_or_shrank_wants_a_new_sample(store: Store, photos: list[str]) -> None:
    lot = drawn(store)
    for photo in lot.photos:
        looked_at(store, lot, photo)
    take_in_made_up(store, ["late"], batch="up", at=AT)
    assert at(store, 1).holds[-1].reason == (
        "The sample was drawn of 3 photos, and these are others: draw a new one."
    )
    again = drawn(store, seed=8)
    assert again.plan is not None
    assert again.plan.lot == 4


def test_a_photo_that_came_from_another_batch_holds_a_released_one(store: Store, photos: list[str]) -> None:
    take_in_made_up(store, ["stray"], batch="another", at=AT)
    own = browse.batch(store, "up").id
    override(store, batch=own, gate=1, person="Ben", reason="in haste", at=AT, checked=fine(store))
    stray = browse.photo(store, "stray").id
    with store.step("Move", actor="Ada", at=AT) as step:
        step.put("photo", {**(step.get("photo", id=stray) or {}), "batch_id": own})
    [first, *_] = standings(store, own, fine(store))
    assert first.holds[0].photos == (stray,)


# --- releasing --------------------------------------------------------------------------------------------


def through_the_first(store: Store) -> None:
    lot = drawn(store)
    for photo in lot.photos:
        looked_at(store, lot, photo)
    let_through(store, 1)


def test_a_batch_goes_through_all_three_gates(store: Store, photos: list[str]) -> None:
    through_the_first(store)
    with pytest.raises(Refused, match="without a verdict"):
        let_through(store, 2)
    for photo in photos:
        approve(store, photo)
    sign(store, photos=photos, person="Ada", at=AT)
    let_through(store, 2, "Ada")
    lot = drawn(store, gate=3)
    for photo in lot.photos:
        looked_at(store, lot, photo, "Ben")
    points = at(store, 3).gate.confirm
    with pytest.raises(Refused, match="released by another person"):
        let_through(store, 3, "Ada", confirmed=points, display=GREEN)
    with pytest.raises(Refused, match="display in good state"):
        let_through(store, 3, "Ben", confirmed=points)
    with pytest.raises(Refused, match="Confirm first"):
        let_through(store, 3, "Ben", display=GREEN)
    let_through(store, 3, "Ben", confirmed=points, display=GREEN)
    assert [at(store, number).state for number in (1, 2, 3)] == ["released"] * 3
    with pytest.raises(Refused, match="already"):
        let_through(store, 3, "Ben", confirmed=points, display=GREEN)


def test_what_changes_after_a_release_holds_the_batch_again_and_undo_lets_it_go(
    store: Store, photos: list[str]
) -> None:
    through_the_first(store)
    approve(store, photos[1], seconds=90)
    assert at(store, 1).passed, "verdicts are the business of the next gate"
    renewed(store, photos[1], "ai")
    assert at(store, 1).holds[0].photos == (photos[1],)
    undo(store, actor="Ada", at=AT)
    assert at(store, 1).passed
    renewed(store, photos[1], "human")
    assert at(store, 1).passed, "what a person mends is not what the AI made"


def test_another_verdict_after_the_second_gate_holds_the_batch_again(store: Store, photos: list[str]) -> None:
    override(
        store, batch=batch_id(store), gate=2, person="Ben", reason="in haste", at=AT, checked=fine(store)
    )
    assert at(store, 2).passed
    decide(store, photo=photos[0], verdict=Verdict.REJECT, reviewer="Ada", at=AT, tags=["halo"])
    assert at(store, 2).holds[-1].photos
    assert not at(store, 2).passed


def test_a_mark_or_a_note_changes_nothing_that_was_released(store: Store, photos: list[str]) -> None:
    from review_desk.domain.shapes.pin import Pin
    from review_desk.operations.decide import set_note

    through_the_first(store)
    add(store, photo=photos[0], version=2, shape=Pin(3, 3), author="Ada", at=AT, note="here")
    set_note(store, photo=photos[0], note="to see", reviewer="Ada", at=AT)
    assert at(store, 1).passed


def test_an_override_needs_a_reason_and_keeps_what_held_the_batch(store: Store) -> None:
    own: Mapping[str, Any] = {"batch": batch_id(store), "gate": 1, "person": "Ben", "checked": None}
    with pytest.raises(Refused, match="needs a reason"):
        override(store, **own, reason=" ", at=AT)
    override(store, **own, reason="the shop waits", at=AT)
    found = at(store, 1)
    assert (found.passed, found.state) == (True, "overridden")
    assert isinstance(found.release, Release)
    assert "3 photos have not been checked: check the batch." in found.release.holds
    event = browse.history(store)[-1]
    assert (event.kind, event.actor, event.payload["label"]) == ("release", "Ben", "Override “up” at gate 1")


def test_a_batch_is_held_by_hand_until_somebody_lets_it_go(store: Store) -> None:
    own: Mapping[str, Any] = {"batch": batch_id(store), "gate": 1, "person": "Ben", "at": AT}
    through_the_first(store)
    hold(store, **own, reason="a wrong label")
    assert at(store, 1).holds[0].title == "Held by hand"
    with pytest.raises(Refused, match="a wrong label"):
        let_through(store, 1)
    let_go(store, **own)
    let_through(store, 1)
    with pytest.raises(Refused, match="Nobody holds"):
        let_go(store, **own)


def test_everything_at_the_gates_is_undone_redone_and_rebuilt(store: Store, photos: list[str]) -> None:
    before = contents(store.db)
    sign(store, photos=photos, person="Ada", at=AT)
    through_the_first(store)
    after = contents(store.db)
    for _ in range(6):
        undo(store, actor="Ada", at=AT)
    assert {t: r for t, r in contents(store.db).items() if t != "step"} == {
        t: r for t, r in before.items() if t != "step"
    }
    for _ in range(6):
        redo(store, actor="Ada", at=AT)
    assert contents(store.db) == after
    store.rebuild()
    assert contents(store.db) == after
    assert keep.verify(store).problems == ()
