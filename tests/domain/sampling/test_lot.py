"""What was found in a sample, and what that says of the lot."""

from dataclasses import replace

from review_desk.domain.sampling.lot import Inspected, Lot, class_outcomes, counted, state_of, worst
from review_desk.domain.sampling.plan import ClassPlan, Plan, by_standard

PLAN = Plan(40, "D", (ClassPlan("critical", 4, 0), ClassPlan("major", 2, 0), ClassPlan("minor", 4, 1)))
SAMPLE = ("a", "b", "c", "d")


def found(**defects: str) -> dict[str, Inspected]:
    return {photo: Inspected("lot", photo, 2, defect) for photo, defect in defects.items()}  # type: ignore[arg-type]


def test_a_lot_is_open_until_the_whole_sample_was_inspected() -> None:
    assert state_of(PLAN, SAMPLE, found(a="", b="", c="")) == "open"
    assert state_of(PLAN, SAMPLE, found(a="", b="", c="", d="minor")) == "accepted"


def test_each_class_is_judged_on_its_own_first_photos() -> None:
    late = found(a="", b="", c="major", d="")
    assert counted(PLAN, SAMPLE, late) == {"critical": 0, "major": 0, "minor": 0}
    assert state_of(PLAN, SAMPLE, late) == "accepted"
    assert state_of(PLAN, SAMPLE, found(a="major", b="", c="", d="")) == "refused"
    assert state_of(PLAN, SAMPLE, found(a="", b="", c="", d="critical")) == "refused"
    assert state_of(PLAN, SAMPLE, found(a="minor", b="minor", c="", d="")) == "refused"


def test_the_worst_of_some_defects_counts() -> None:
    assert worst(["minor", "critical", "major"]) == "critical"
    assert worst([]) == ""


def test_a_batch_offered_again_does_not_count_for_switching() -> None:
    plan = by_standard(40, {"major": 4.0})
    first = Lot("1", "one", 3, plan, 1, "route", SAMPLE, "refused", "Ada", "", counts={"major": 2})
    again = replace(first, id="2", state="accepted", counts={"major": 0})
    other = replace(first, id="3", batch="two", state="accepted", counts={"major": 1})
    open_ = replace(first, id="4", batch="three", state="open", counts={})
    assert class_outcomes([first, again, other, open_], "major") == ["refused", "accepted"]
    assert class_outcomes([first], "minor") == []
    assert class_outcomes([replace(first, plan=None, state="resumed")], "major") == ["resumed"]


def test_a_share_is_no_lot_of_the_standard_and_does_not_count() -> None:
    share = Plan(40, "", (ClassPlan("major", 2, 0),), 5.0)
    lot = Lot("1", "one", 1, share, 1, "route", SAMPLE, "refused", "Ada", "", counts={"major": 2})
    assert class_outcomes([lot], "major") == []
