"""Values held against tolerances, and tolerances read from files."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.channel.standard import parse_standard, standard_named
from review_desk.domain.check.finding import Measured, judge
from review_desk.domain.check.table import BY_ID, CHECKS, GROUPS
from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.domain.check.tolerance_file import parse_overrides, together
from review_desk.errors import BadInput

NUMBERS = st.floats(-1e6, 1e6)

STANDARD = """
[page]
columns = 4
[standard]
title = "Corner shop"
names = ["the shop"]
source = "a letter"
date = 2026-11-20
[standard.tolerance]
halo = { flag.most = 3 }
size = { flag.least = 900, fail.least = 300 }
"""


def test_every_check_has_a_sentence_a_group_and_a_name_of_its_own() -> None:
    assert len({check.id for check in CHECKS}) == len({check.title for check in CHECKS}) == len(CHECKS)
    assert {check.group for check in CHECKS} == set(GROUPS)
    assert all(check.sentence.endswith(".") for check in CHECKS)


@given(value=NUMBERS, low=NUMBERS, high=NUMBERS)
def test_a_failing_value_is_outside_its_limit_and_a_passing_one_inside_both(
    value: float, low: float, high: float
) -> None:
    least, most = sorted((low, high))
    tolerance = Tolerance(Limit(least, most), Limit(least - 1, most + 1))
    inside = {"flag": least <= value <= most, "fail": least - 1 <= value <= most + 1}
    said = {"pass": inside["flag"], "flag": inside["fail"] and not inside["flag"], "fail": not inside["fail"]}
    assert said[tolerance.outcome(value)]


def test_a_word_is_held_against_words() -> None:
    tolerance = Tolerance(flag=Limit(one_of=("sRGB",)))
    assert tolerance.outcome("sRGB") == "pass"
    assert tolerance.outcome("Display P3") == "flag"
    assert tolerance.in_words("") == "sRGB"


def test_findings_say_the_limit_they_broke_and_what_could_not_be_measured_why() -> None:
    measured = {
        "halo": Measured(12.34, (1, 2, 3, 4)),
        "size": Measured(1200),
        "tilt": Measured(None, note="No upright."),
    }
    findings, missing = judge("ring", 2, measured, {"halo": Tolerance(Limit(most=6), Limit(most=10))})
    size, halo = findings
    assert (size.outcome, halo.outcome) == ("pass", "fail")
    assert halo.words == "Halo 12.3 codes, at most 10 codes"
    assert halo.to_json()["tolerance"] == {"flag": {"most": 6}, "fail": {"most": 10}}
    assert halo.to_json()["region"] == [1, 2, 3, 4]
    assert [(each.check.id, each.reason) for each in missing] == [("tilt", "No upright.")]


def test_a_channel_is_found_by_any_of_its_names_and_its_other_tables_are_left_alone() -> None:
    standard = parse_standard(STANDARD, name="corner-shop.toml", channel="corner-shop")
    assert standard.date == "2026-11-20"
    assert standard.tolerances["halo"] == Tolerance(flag=Limit(most=3))
    for word in ("corner-shop", "Corner Shop", "the shop"):
        assert standard_named([standard], word) is standard
    assert standard_named([standard], "") is None
    assert standard_named([standard], "museum") is None


def test_the_studio_speaks_over_the_channel_and_for_one_channel_over_itself() -> None:
    first = parse_overrides("[tolerance]\nhalo = { flag.most = 10 }", name="a.toml")
    second = parse_overrides("[channel.zalando]\nhalo = { flag.most = 12 }", name="b.toml")
    own, channel = together([first, second]), {"halo": Tolerance(Limit(most=3)), "size": Tolerance()}
    assert own.over(channel, "marketplace")["halo"].flag.most == 10
    assert own.over(channel, "zalando")["halo"].flag.most == 12
    assert own.over(channel, "zalando")["size"] == Tolerance()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tolerance]\nhallo = { flag.most = 1 }", "there is no check 'hallo'; did you mean 'halo'?"),
        ("[tolerance]\nhalo = { most = 1 }", "unknown field 'most'"),
        ("[tolerance]\nhalo = { flag.most = '1' }", "most must be a number"),
        ("[tolerance]\nhalo = { flag.most = nan }", "most must be a number"),
        ("[tolerance]\nhalo = { flag.least = 2, flag.most = 1 }", "least 2 is more than most 1"),
        ("[tolerance]\nhalo = {}", "limits nothing"),
        ("[tolerances]\nhalo = 1", "unknown field 'tolerances'; did you mean 'tolerance'?"),
        ("", "there is no tolerance in it"),
        ("[tolerance", "is not TOML"),
    ],
)
def test_a_slip_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_overrides(text, name="own.toml")
    assert str(refused.value).startswith("own.toml")
    assert said in str(refused.value)


def test_a_standard_without_its_date_is_refused() -> None:
    with pytest.raises(BadInput, match="date must be a day"):
        parse_standard(STANDARD.replace("date = 2026-11-20", ""), name="x.toml", channel="x")


def test_no_number_is_not_a_tolerance_of_the_table() -> None:
    limits = [side for check in BY_ID.values() for side in (check.tolerance.flag, check.tolerance.fail)]
    assert not any(math.isnan(n) for limit in limits for n in (limit.least, limit.most) if n is not None)
