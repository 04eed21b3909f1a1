"""How values lie over a batch, and tolerances that flag almost everything."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.check.finding import Finding
from review_desk.domain.check.spread import Spread, spreads
from review_desk.domain.check.table import BY_ID
from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.domain.check.tolerance_file import Overrides, parse_overrides, with_tolerance, written


def spread(values: Sequence[float], tolerance: Tolerance, check: str = "halo") -> Spread:
    found = [
        Finding(f"p{n}", 2, BY_ID[check], value, tolerance, tolerance.outcome(value))
        for n, value in enumerate(values)
    ]
    return spreads(found)[0]


def test_a_tolerance_that_flags_almost_all_says_so_and_what_would_flag_a_tenth() -> None:
    found = spread(range(7, 27), Tolerance(Limit(most=6)))
    assert found.tells_nothing
    assert found.advice == (
        "Halo flags 20 of 20 photos: so it tells nothing. Half of them lie from 12 to 22; “at most 25 codes” "
        "would flag 1."
    )
    assert spread(range(7, 27), Tolerance(found.proposed or Limit())).off <= 2


def test_a_tolerance_that_flags_some_or_too_few_photos_gives_no_advice() -> None:
    assert spread([*range(20), 30], Tolerance(Limit(most=20))).advice == ""
    assert spread([9, 9, 9], Tolerance(Limit(most=6))).advice == ""


def test_words_have_no_histogram_and_no_proposal() -> None:
    tolerance = Tolerance(Limit(one_of=("sRGB",)))
    found = [Finding(f"p{n}", 1, BY_ID["profile"], "untagged", tolerance, "flag") for n in range(6)]
    (words,) = spreads(found)
    assert words.bins() == ()
    assert words.proposed is None
    assert words.advice == "Profile flags 6 of 6 photos: so it tells nothing."


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.integers(1, 20))
def test_every_value_lies_in_one_bin(values: list[float], count: int) -> None:
    bins = spread(values, Tolerance()).bins(count)
    assert sum(each.count for each in bins) == len(values)
    assert bins[0].low == min(values)


def test_limits_near_the_values_are_in_sight_and_far_ones_are_left_out() -> None:
    near, far = Tolerance(Limit(most=20)), Tolerance(Limit(most=500))
    assert spread(range(10), near).axis(near) == (0, 20)
    assert spread(range(10), far).axis(far) == (0, 9)
    assert spread([5, 5], far).axis(far) == (5, 500), "where all are one, the limit is the only measure"
    assert spread([5, 5], Tolerance()).axis(Tolerance()) == (5, 5)


def test_a_value_on_its_limit_is_judged_by_itself_and_not_by_its_bin() -> None:
    found = spread([0, 0, 0, 1, 2], Tolerance(Limit(most=0), Limit(most=1)))
    judged = [dict(outcomes) for each, outcomes in found.judged(found.tolerance) if each.count]
    assert judged == [{"pass": 3}, {"flag": 1}, {"fail": 1}]


LIMITS = st.builds(Limit, st.none() | st.floats(-100, 0), st.none() | st.floats(0, 100))
TOLERANCES = st.builds(Tolerance, LIMITS, LIMITS).filter(lambda each: bool(each.to_json()))


@given(
    st.dictionaries(st.sampled_from(sorted(BY_ID)), TOLERANCES, min_size=1), st.sampled_from(["", "zalando"])
)
def test_what_is_written_is_read_again_as_it_was(tolerances: dict[str, Tolerance], channel: str) -> None:
    held = Overrides()
    for check, tolerance in tolerances.items():
        held = with_tolerance(held, check, tolerance, channel)
    assert parse_overrides(written(held), name="own.toml") == held
