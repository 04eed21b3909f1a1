"""What holds a batch at a gate."""

from typing import Any

import pytest

from review_desk.domain.gate.gate import parse_gate
from review_desk.domain.gate.hold import Hold
from review_desk.domain.gate.holds import holds
from review_desk.domain.gate.known import Known
from review_desk.domain.gate.standing import queue_of, stand
from review_desk.domain.sampling.lot import Inspected, Lot
from review_desk.domain.sampling.plan import ClassPlan, Plan
from review_desk.domain.sampling.switching import Switch
from review_desk.errors import BadInput
from review_desk.operations.gate_files import laid_on_top
from tests.domain.gate.batch import GREEN, finding, known, photo, signed


def at(number: int, told: Known) -> dict[str, Hold]:
    """What holds a batch at a gate of the desk's, by title."""
    return {hold.title: hold for hold in holds(laid_on_top().gate(number), told)}


def lot(*sample: str, gate: int = 3, state: Any = "open", accept: int = 0) -> Lot:
    plan = Plan(len(sample), "", (ClassPlan("major", len(sample), accept),), 100.0)
    return Lot("lot", "batch", gate, plan, 1, "route", sample, state, "Ben", "")


def seen(photo: str, defect: Any = "", *, version: int = 2, display: str = GREEN) -> Inspected:
    return Inspected("lot", photo, version, defect, display=display)


def test_the_three_gates_stand_in_their_order() -> None:
    assert [(each.number, each.title) for each in laid_on_top().gates] == [
        (1, "AI output"), (2, "Retouch"), (3, "Pre-delivery"),
    ]  # fmt: skip


def test_an_empty_batch_passes_no_gate() -> None:
    assert list(at(1, known([]))) == ["Empty"]


def test_a_photo_that_nobody_checked_holds_the_batch() -> None:
    photos = [photo("a"), photo("b")]
    hold = at(1, known(photos, looked=frozenset({"a"})))["Not checked"]
    assert (hold.photos, hold.queue) == (("b",), None)
    assert hold.reason == "1 photo has not been checked: check the batch."


def test_a_check_that_may_not_fail_goes_back_to_the_ai_whatever_anybody_says() -> None:
    small = photo("a", verdict="approve")
    hold = at(1, known([small], finding("a", "size", 480)))["Size"]
    assert (hold.photos, hold.queue) == (("a",), "output")
    assert hold.reason == "Size fails on 1 photo, such as 480 px, at least 500 px."


def test_a_finding_waits_for_a_person_and_a_verdict_on_the_newest_version_lets_it_pass() -> None:
    off = finding("a", "frame-fill", 50.0)
    assert at(1, known([photo("a")], off))["Frame fill"].queue == "review"
    assert "Frame fill" in at(1, known([photo("a", verdict="approve", judged=1)], off))
    assert "Frame fill" not in at(1, known([photo("a", verdict="approve")], off))


def test_what_repeats_over_most_of_a_batch_is_mended_once_and_not_photo_by_photo() -> None:
    photos = [photo(str(number)) for number in range(8)]
    found = [finding(str(number), "profile", "untagged") for number in range(5)]
    hold = at(1, known(photos, *found))["Profile"]
    assert (hold.queue, hold.repeats, len(hold.photos)) == ("output", True, 5)
    assert hold.reason == (
        "Profile is flagged on 5 of 8 photos, such as untagged, sRGB. "
        "It repeats: mend the preset once, or the tolerance."
    )
    assert not at(1, known(photos, *found[:4]))["Profile"].repeats
    queues = queue_of(stand(list(laid_on_top().gates[:2]), known(photos, *found)))
    assert {queue for queue, _ in queues.values()} == {"review"}, "they wait for a verdict all the same"


def test_what_fails_goes_to_the_lead_and_what_is_flagged_to_review() -> None:
    photos = [photo("a"), photo("b")]
    found = list(
        holds(
            laid_on_top().gate(1), known(photos, finding("a", "margins", 0.1), finding("b", "margins", 1.0))
        )
    )
    assert [(hold.queue, hold.photos) for hold in found if hold.title == "Margins"] == [
        ("lead", ("a",)), ("review", ("b",)),
    ]  # fmt: skip


def test_every_photo_that_a_person_works_on_needs_a_verdict_and_commodities_do_not() -> None:
    told = known([photo("a", level=1), photo("b", level=2), photo("c", level=3)])
    assert at(2, told)["No verdict"].photos == ("b", "c")
    assert at(2, told)["Checklist"].photos == ("b", "c")


@pytest.mark.parametrize(
    ("verdict", "title", "queue"),
    [
        ("correct", "To correct", "retouch"),
        ("reject", "Rejected", "retouch"),
        ("escalate", "Escalated", "lead"),
    ],
)
def test_what_is_not_approved_goes_where_it_is_mended(verdict: str, title: str, queue: str) -> None:
    hold = at(2, known([photo("a", level=1, verdict=verdict)]))[title]
    assert (hold.photos, hold.queue) == (("a",), queue)


def test_a_version_that_is_newer_than_the_verdict_is_to_be_judged_again() -> None:
    told = known([photo("a", verdict="reject", judged=2, versions=3)])
    assert at(2, told)["New version"].queue == "review"
    assert "Rejected" not in at(2, told)


def test_a_checklist_counts_when_it_is_whole_and_of_the_newest_version() -> None:
    one = photo("a", verdict="approve", category="ring")
    assert "Checklist" not in at(2, known([one], signatures=signed(one)))
    assert "Checklist" in at(2, known([one], signatures=signed(one, short=1)))
    newer = photo("a", verdict="approve", category="ring", versions=3)
    assert "Checklist" in at(2, known([newer], signatures=signed(one)))


def test_high_risk_and_heroes_need_a_second_person() -> None:
    jewel, hero = photo("a", level=3), photo("b", use="hero")
    plain, denied = photo("c"), photo("d", use="non-hero")
    photos = [jewel, hero, plain, denied]
    own = {key: each for one in photos for key, each in signed(one).items()}
    hold = at(2, known(photos, signatures=own))["Second person"]
    assert (hold.photos, hold.queue) == (("a", "b"), "peer")
    both = {**own, **signed(jewel, "Ben", "peer"), **signed(hero, "ada", "peer")}
    assert at(2, known(photos, signatures=both))["Second person"].photos == ("b",), (
        "Ada is not a second person"
    )


def test_without_a_sample_the_gate_says_which_plan_it_wants() -> None:
    hold = at(3, known([photo(str(number)) for number in range(600)]))["No sample"]
    assert hold.reason == "No sample has been drawn: 80 of 600 photos (ISO 2859-1, letter J, normal)."


def test_photos_of_the_sample_wait_to_be_inspected() -> None:
    photos = [photo("a"), photo("b")]
    told = known(photos, lots=[lot("a", "b")], inspected={"lot": {"a": seen("a")}})
    assert (at(3, told)["Sample"].photos, at(3, told)["Sample"].queue) == (("b",), "sample")


def test_a_sampled_photo_that_has_a_newer_version_is_inspected_again() -> None:
    photos = [photo("a", versions=3)]
    told = known(photos, lots=[lot("a", state="accepted")], inspected={"lot": {"a": seen("a")}})
    assert at(3, told)["Sample"].photos == ("a",)


def test_a_refused_sample_sends_its_defects_to_retouch() -> None:
    photos = [photo("a"), photo("b")]
    inspected = {"lot": {"a": seen("a", "major"), "b": seen("b")}}
    hold = at(3, known(photos, lots=[lot("a", "b", state="refused")], inspected=inspected))["Sample refused"]
    assert (hold.photos, hold.queue) == (("a",), "retouch")
    assert "1 major where 0 may be" in hold.reason


def test_an_accepted_sample_holds_nothing_when_it_was_seen_on_a_display_in_good_state() -> None:
    told = known([photo("a")], lots=[lot("a", state="accepted")], inspected={"lot": {"a": seen("a")}})
    assert not {"Sample", "Display", "No sample"} & set(at(3, told))
    dim = known(
        [photo("a")],
        lots=[lot("a", state="accepted")],
        inspected={"lot": {"a": seen("a", display="screen · sRGB · amber · relative")}},
    )
    assert at(3, dim)["Display"].photos == ("a",)


def test_sampling_that_stopped_holds_every_batch() -> None:
    told = known([photo("a")], switches={3: {"major": Switch("tightened", True, "Five lots were refused.")}})
    assert at(3, told)["Sampling stopped"].reason == "Five lots were refused."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("number = 0", "number must be 1, 2, 3"),
        ('must = ["siez"]', "there is no 'siez'; did you mean 'size'"),
        ('release = "nobody"', "release must be"),
        ("calibrated = 1", "calibrated must be true or false"),
        ("[sample]\npercent = 5\naql = { major = 1.0 }", "say either aql or percent"),
        ("[sample]\naql = { major = 3 }", "aql.major must be 0 or one of"),
        ("[sample]\naql = { huge = 1 }", "unknown field 'huge'"),
        ("peer = { level = 3, who = 'x' }", "unknown field 'who'"),
    ],
)
def test_a_gate_with_a_slip_is_refused_with_its_line_and_reason(text: str, says: str) -> None:
    head = 'number = 1\ntitle = "T"\nsentence = "S."\nsource = "here"\ndate = 2026-11-21\n'
    with pytest.raises(BadInput, match="mine") as refusal:
        parse_gate(
            (head if "number" not in text else head.replace("number = 1\n", "")) + text, name="mine.toml"
        )
    assert says in str(refusal.value)
