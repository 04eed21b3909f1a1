"""Limits as a line of text, and back."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.drift.measure import BY_ID
from review_desk.domain.drift.settings import AGAINST, Settings, told_limits, with_limits

limits = st.builds(
    Settings,
    visible=st.dictionaries(st.sampled_from(sorted(BY_ID)), st.integers(1, 400).map(lambda n: n / 20)),
    outlier=st.integers(20, 100).map(lambda n: n / 10),
    against=st.frozensets(st.sampled_from(AGAINST)),
)


@given(limits)
def test_what_is_told_is_read_again(settings: Settings) -> None:
    assert with_limits(Settings(), told_limits(settings)) == settings


def test_nothing_is_told_of_limits_nobody_changed() -> None:
    assert told_limits(Settings()) == ""


def test_what_makes_no_sense_is_left_out() -> None:
    told = "background_b=nan outlier=0 tilt=-1 colour=2 background_l=wide exposure_ev=0.3"
    assert with_limits(Settings(), told).visible == {"exposure_ev": 0.3}
    assert with_limits(Settings(), told).outlier == Settings().outlier
