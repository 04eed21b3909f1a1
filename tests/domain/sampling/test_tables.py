"""The standard's tables, held against figures known from elsewhere and against their own pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.sampling.plan import by_percentage, by_standard, plan_in
from review_desk.domain.sampling.tables import AQLS, LETTERS, PLANS, entry, letter
from review_desk.errors import BadInput

LOTS = st.integers(1, 1_000_000)


@pytest.mark.parametrize(
    ("lot", "code"),
    [(2, "A"), (8, "A"), (9, "B"), (50, "D"), (51, "E"), (280, "G"), (281, "H"), (500, "H"), (501, "J"),
     (1200, "J"), (3200, "K"), (10_000, "L"), (10_001, "M"), (150_000, "N"), (500_000, "P"), (500_001, "Q")],
)  # fmt: skip
def test_a_lot_has_the_letter_of_the_standard(lot: int, code: str) -> None:
    assert letter(lot) == code


@pytest.mark.parametrize(
    ("lot", "aql", "strictness", "size", "accept"),
    [
        (300, 1.0, "normal", 50, 1), (600, 1.0, "normal", 80, 2), (600, 4.0, "normal", 80, 7),
        (2000, 2.5, "normal", 125, 7), (5000, 0.65, "normal", 200, 3), (20_000, 4.0, "normal", 315, 21),
        (300, 1.0, "tightened", 80, 1), (600, 1.0, "tightened", 80, 1), (600, 4.0, "tightened", 80, 5),
        (2000, 2.5, "tightened", 125, 5), (100, 1.5, "tightened", 50, 1), (20, 4.0, "tightened", 5, 0),
    ],
)  # fmt: skip
def test_a_plan_is_that_of_the_table(lot: int, aql: float, strictness: str, size: int, accept: int) -> None:
    assert entry(lot, aql, strictness) == (size, accept)  # type: ignore[arg-type]


def test_a_plan_as_large_as_the_lot_inspects_all_of_it() -> None:
    assert entry(10, 1.0, "normal") == (10, 0)


def test_acceptance_numbers_go_along_the_diagonal_of_the_table() -> None:
    """The standard's own pattern: the same number lies one letter down where the AQL is one step lower."""
    numbers = {"normal": {0, 1, 2, 3, 5, 7, 10, 14, 21}, "tightened": {0, 1, 2, 3, 5, 8, 12, 18}}
    for strictness, rows in PLANS.items():
        assert {accept for row in rows.values() for _, accept in row} == numbers[strictness]
        for column in range(len(AQLS)):
            accepts = [rows[code][column][1] for code in LETTERS]
            assert accepts == sorted(accepts), "a larger lot allows no fewer"
        for row in rows.values():
            shares = [accept / size for size, accept in row]
            assert shares == sorted(shares), "a looser AQL allows no smaller share"


@given(LOTS, st.sampled_from(AQLS))
def test_tightened_never_allows_a_larger_share_than_normal(lot: int, aql: float) -> None:
    (size, accept), (tight, fewer) = entry(lot, aql, "normal"), entry(lot, aql, "tightened")
    assert fewer * size <= accept * tight
    assert size <= lot


@given(LOTS)
def test_a_plan_comes_back_from_json_as_it_went_in(lot: int) -> None:
    plan = by_standard(lot, {"critical": 0, "major": 1.0, "minor": 4.0}, {"major": "tightened"})
    assert plan_in(plan.to_json()) == plan
    assert plan.strictness == "tightened"
    assert all(each.size <= plan.size <= lot for each in plan.classes)


def test_no_critical_defect_is_allowed_in_the_whole_sample() -> None:
    plan = by_standard(600, {"critical": 0, "major": 1.0})
    assert [(each.name, each.size, each.accept) for each in plan.classes] == [
        ("critical", 80, 0), ("major", 80, 2),
    ]  # fmt: skip
    assert plan.words == "80 of 600 photos (ISO 2859-1, letter J, normal)"


@given(st.integers(1, 5000), st.floats(0.1, 100))
def test_a_share_is_rounded_up_and_never_more_than_the_lot(lot: int, percent: float) -> None:
    size = by_percentage(lot, percent).size
    assert 1 <= size <= lot
    assert size >= min(lot, lot * percent / 100) - 1e-6


def test_a_small_share_says_that_it_was_made_larger() -> None:
    assert by_percentage(28, 5, least=3).words == "3 of 28 photos (5 %, and no fewer than 3)"


def test_what_is_no_plan_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="no plan for AQL 3: say one of"):
        by_standard(100, {"major": 3})
    with pytest.raises(BadInput, match="no photos"):
        by_standard(0, {"major": 1.0})
    with pytest.raises(BadInput, match="no share"):
        by_percentage(100, 0)
