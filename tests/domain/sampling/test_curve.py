"""Operating characteristic: exact, and as the standard's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.sampling.curve import chance_to_pass, curve
from review_desk.domain.sampling.plan import ClassPlan

PLANS = st.builds(ClassPlan, st.just("major"), st.integers(1, 60), st.integers(0, 5))


@pytest.mark.parametrize(("share", "chance"), [(0.01, 0.9626), (0.053, 0.0973)])
def test_a_plan_of_125_with_3_allowed_passes_as_published(share: float, chance: float) -> None:
    """In a lot so large that it is as good as endless, where the binomial figures are known."""
    lot = 2_000_000
    found = chance_to_pass(ClassPlan("major", 125, 3), lot=lot, defective=round(lot * share))
    assert found == pytest.approx(chance, abs=5e-4)


def test_a_lot_of_ten_with_one_defective_passes_three_of_ten_times_when_seven_are_looked_at() -> None:
    assert chance_to_pass(ClassPlan("major", 7, 0), lot=10, defective=1) == pytest.approx(0.3)


@given(PLANS, st.integers(60, 300))
def test_a_worse_lot_never_passes_more_often(plan: ClassPlan, lot: int) -> None:
    chances = [chance for _, chance in curve(plan, lot=lot).points]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances[0] == 1


@given(PLANS, st.integers(60, 300))
def test_the_two_shares_that_are_told_are_where_the_curve_says(plan: ClassPlan, lot: int) -> None:
    found = curve(plan, lot=lot)
    assert chance_to_pass(plan, lot=lot, defective=round(found.sure * lot)) >= 0.95
    if found.unlikely is not None:
        assert chance_to_pass(plan, lot=lot, defective=round(found.unlikely * lot)) < 0.10
        assert chance_to_pass(plan, lot=lot, defective=round(found.unlikely * lot) - 1) >= 0.10


def test_the_curve_is_said_in_a_sentence() -> None:
    assert curve(ClassPlan("major", 80, 2), lot=600).words == (
        "Major: a lot with 1.0 % of such photos passes in 95 of 100; "
        "one with 6.3 % still passes in 10 of 100."
    )
    assert "only a lot without any" in curve(ClassPlan("critical", 80, 0), lot=600).words
    assert "every lot pass" in curve(ClassPlan("minor", 3, 3), lot=600).words
