"""Numbers of views, kept as a line of text."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.view_values import told_values, with_values
from review_desk.domain.viewplan import View

NAMES = st.sampled_from(["banding.gain", "banding.flat", "high_frequency.radius"])


@given(st.integers(1, 64), st.integers(0, 64), st.dictionaries(NAMES, st.integers(0, 400)))
def test_what_was_chosen_is_the_same_on_the_next_start(
    gain: int, threshold: int, chosen: dict[str, int]
) -> None:
    view = replace(View(), gain=gain, threshold=threshold)
    for name, value in chosen.items():
        view = view.with_value(*name.split("."), value)
    assert with_values(View(), told_values(view)) == view


@given(st.text())
def test_a_line_that_makes_no_sense_changes_nothing_it_should_not(told: str) -> None:
    view = with_values(View(), told)
    assert 0 <= view.gain <= 64
    assert all(math.isfinite(value) for _, value in view.values)


def test_a_number_set_back_is_no_longer_told() -> None:
    view = View().with_value("banding", "gain", 8)
    assert view.values_of("banding") == {"gain": 8}
    assert view.values_of("band") == {}
    assert view.with_value("banding", "gain", None) == View()


@pytest.mark.parametrize(
    "told", ["difference.gain=900", "difference.gain=x", "banding", "=4", "banding.gain=nan"]
)
def test_nonsense_is_left_out(told: str) -> None:
    assert with_values(View(), told) == View()
