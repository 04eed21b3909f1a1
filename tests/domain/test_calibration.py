from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.calibration import CAVEAT, Calibration, judge
from review_desk.domain.calibration_rules import Limits, Viewing
from review_desk.domain.evidence import Evidence, Measured, read_colverify
from review_desk.domain.profile_facts import Panel, ProfileFacts, Tone, White

TODAY = date(2026, 11, 20)
GOOD = ProfileFacts(
    sha256="5a" * 32,
    size=37848,
    version="2.2",
    device_class="mntr",
    description="EIZO CG2420",
    kind="measured",
    tone=Tone(gamma=2.2, delta_l=0.5, target="gamma 2.2 curve", chroma=0.4),
    coverage=99.9,
    created=TODAY - timedelta(days=3),
    luminance=120,
    white=White(x=0.3127, y=0.329, cct=6504, duv=0.003, delta_e=0.3),
    contrast=900,
    panel=Panel("ENC", "CG2420", "0815"),
)
HERE = Viewing(screen="DP-1", panel=Panel("Eizo", "CG2420", "0815"))


def judged(facts: ProfileFacts | None = GOOD, **changes: Any) -> Calibration:
    settled: dict[str, Any] = {"today": TODAY, "limits": Limits(), "policy": "warn", "viewing": HERE}
    return judge(facts, **settled | changes)


def found(calibration: Calibration, words: str) -> tuple[str | None, str]:
    rule = next(rule for rule in calibration.rules if words in rule.text)
    return rule.colour, rule.text


def test_a_young_measured_profile_of_this_monitor_is_green() -> None:
    calibration = judged()
    assert calibration.colour == "green"
    assert calibration.short == "Calibrated 3 d"
    assert calibration.age_days == 3
    assert calibration.may_sign_off
    assert not calibration.asks_comment


def test_the_record_is_one_line_with_screen_profile_day_colour_and_conversion() -> None:
    assert judged().to_record() == "DP-1 · EIZO CG2420 2026-11-17 · green · relative+bpc"
    other = judged(None).to_record(intent="perceptual", bpc=False)
    assert other == "DP-1 · no profile · red · perceptual"


@pytest.mark.parametrize(
    ("days", "colour"), [(0, "green"), (14, "green"), (15, "amber"), (30, "amber"), (31, "red")]
)
def test_age_turns_amber_after_14_days_and_red_after_30(days: int, colour: str) -> None:
    calibration = judged(replace(GOOD, created=TODAY - timedelta(days=days)))
    assert calibration.colour == colour
    if colour != "green":
        assert calibration.short == f"Profile {days} d old"


def test_the_rule_of_age_says_value_and_limits() -> None:
    colour, text = found(judged(limits=Limits(amber_days=2, red_days=9)), "made")
    assert colour == "amber"
    assert text == "The profile was made 3 days ago, on 2026-11-17 (amber after 2 days, red after 9)."


@pytest.mark.parametrize(
    ("created", "short"),
    [(None, "Profile without a date"), (TODAY + timedelta(days=1), "Profile from the future")],
)
def test_a_day_that_cannot_be_believed_is_amber(created: date | None, short: str) -> None:
    calibration = judged(replace(GOOD, created=created))
    assert (calibration.colour, calibration.short) == ("amber", short)


@pytest.mark.parametrize(
    ("change", "colour", "words"),
    [
        ({"kind": "generic"}, "red", "made for no panel in particular"),
        ({"kind": "from EDID"}, "amber", "nobody measured it"),
        ({"kind": "unknown"}, "amber", "no trace of a measurement"),
        ({"device_class": "spac"}, "red", "its class is “spac”, not “mntr”"),
        ({"luminance": 79.0}, "amber", "White is 79 cd/m² (amber outside 80 to 160)."),
        ({"luminance": 161.0}, "amber", "White is 161 cd/m²"),
        ({"contrast": 299.0}, "amber", "Contrast is 299:1 (amber below 300:1)."),
        ({"coverage": 96.9}, "amber", "reaches 96.9 % of sRGB (amber below 97 %)"),
        (
            {"tone": Tone(2.4, 3.7, "gamma 2.2 curve", 0)},
            "amber",
            "within 3.7 ΔL*, fitted gamma 2.40 (amber above 2)",
        ),
        ({"tone": Tone(2.2, 0, "sRGB curve", 2.5)}, "amber", "Greys are neutral within C* 2.5"),
        ({"white": White(0.32, 0.34, 6000, 0.003, 2.1)}, "amber", "2.1 ΔE2000 from D65, at 6000 K"),
        ({"white": White(0.34, 0.35, 5000, 0.003, 4.1)}, "red", "(amber above 2, red above 4)"),
        ({"panel": Panel("ENC", "CG2420", "4711")}, "red", "serial number 4711, and this one is 0815"),
        ({"panel": Panel("ENC", "CX271", "")}, "red", "model CX271, and this one is CG2420"),
    ],
)
def test_one_fact_out_of_its_limit_decides_and_says_so(
    change: dict[str, Any], colour: str, words: str
) -> None:
    calibration = judged(replace(GOOD, **change))
    assert calibration.colour == colour
    assert found(calibration, words)[0] == colour


@pytest.mark.parametrize("name", ["luminance", "white", "contrast", "panel"])
def test_what_the_profile_does_not_say_is_told_and_not_held_against_it(name: str) -> None:
    calibration = judged(replace(GOOD, **{name: None}))
    assert calibration.colour == "green"
    assert [rule.text for rule in calibration.rules if rule.colour is None]


@pytest.mark.parametrize(
    ("curves", "table", "colour"),
    [
        ("none", "linear", "green"),
        ("identity", "linear", "green"),
        ("curves", "loaded", "green"),
        ("curves", "linear", "red"),
        ("curves", "unknown", None),
    ],
)
def test_curves_that_are_not_loaded_are_red(curves: Any, table: Any, colour: str | None) -> None:
    calibration = judged(replace(GOOD, video_curves=curves), viewing=replace(HERE, video_table=table))
    assert found(calibration, "urves")[0] == colour


def test_no_profile_is_red_and_says_that_srgb_is_assumed() -> None:
    calibration = judged(None, viewing=Viewing("DP-1", note="colord is not running."))
    assert (calibration.colour, calibration.short) == ("red", "No display profile")
    assert calibration.sentences[0].endswith("sRGB is assumed. colord is not running.")


def test_a_screen_that_the_system_manages_is_amber_as_nobody_can_see_what_it_does() -> None:
    viewing = Viewing(
        "DP-1", profile="sRGB, converted by the compositor", managed_by="system", verifiable=False
    )
    calibration = judged(None, viewing=viewing)
    assert (calibration.colour, calibration.short) == ("amber", "Not verifiable")
    assert "sRGB, converted by the compositor" in calibration.to_record()


def test_hdr_is_red() -> None:
    viewing = Viewing("1", managed_by="system", verifiable=False, hdr=True)
    assert judged(None, viewing=viewing).short == "HDR is on"


def test_a_profile_in_doubt_is_never_green() -> None:
    assert judged(viewing=replace(HERE, verifiable=False)).short == "Profile in doubt"


@pytest.mark.parametrize(
    ("policy", "age", "may_sign_off", "asks_comment"),
    [
        ("warn", 99, True, False),
        ("comment", 3, True, False),
        ("comment", 20, True, True),
        ("comment", 99, True, True),
        ("block", 3, True, False),
        ("block", 20, True, True),
        ("block", 99, False, True),
    ],
)
def test_the_policy_decides_what_follows(
    policy: Any, age: int, may_sign_off: bool, asks_comment: bool
) -> None:
    calibration = judged(replace(GOOD, created=TODAY - timedelta(days=age)), policy=policy)
    assert (calibration.may_sign_off, calibration.asks_comment) == (may_sign_off, asks_comment)


REPORT = Evidence(
    name="verify.txt",
    sha256="ab" * 32,
    file="files/ab/x.txt",
    attached=TODAY,
    screen="DP-1",
    profile=GOOD.sha256,
    measured=Measured(mean=0.8, maximum=2.4),
)


@pytest.mark.parametrize(
    ("change", "colour"),
    [
        ({}, "green"),
        ({"measured": Measured(2.1, 2.4)}, "red"),
        ({"measured": Measured(0.8, 4.1)}, "red"),
        ({"measured": None}, None),
        ({"profile": "other"}, None),
        ({"attached": TODAY - timedelta(days=31)}, None),
    ],
)
def test_a_report_counts_for_its_profile_and_while_it_is_young(
    change: dict[str, Any], colour: str | None
) -> None:
    assert found(judged(evidence=replace(REPORT, **change)), "verify.txt")[0] == colour


def test_a_report_that_passes_does_not_make_an_old_profile_young() -> None:
    assert judged(replace(GOOD, created=TODAY - timedelta(days=99)), evidence=REPORT).colour == "red"


def test_it_says_that_it_describes_the_profile_and_not_the_panel() -> None:
    assert CAVEAT.startswith("All of this describes the profile, not the panel.")


@given(days=st.integers(-5, 4000), amber=st.integers(1, 100), more=st.integers(0, 100))
def test_a_profile_never_gets_better_with_age(days: int, amber: int, more: int) -> None:
    order = ("green", "amber", "red")
    limits = Limits(amber_days=amber, red_days=amber + more)
    ages = (max(0, days), max(0, days) + 1)
    colours = [
        judged(replace(GOOD, created=TODAY - timedelta(days=age)), limits=limits).colour for age in ages
    ]
    assert order.index(colours[0]) <= order.index(colours[1])


COLVERIFY = """No of test patches = 4
L*a*b* white reference = XYZ 0.964203 1.000000 0.824905
Verify results:
  Total errors{formula}:     peak = 1.120304, avg = 0.422871
  Worst 10% errors{formula}: peak = 9.000000, avg = 9.000000
"""


@pytest.mark.parametrize(
    ("formula", "named"), [(" (CIEDE2000)", "ΔE2000"), (" (CIE94)", "ΔE94"), ("", "ΔE76")]
)
def test_colverify_is_read_with_the_formula_it_used(formula: str, named: str) -> None:
    assert read_colverify(COLVERIFY.format(formula=formula)) == Measured(0.422871, 1.120304, named)


def test_any_other_report_has_no_figures_to_be_read() -> None:
    assert read_colverify("Average dE: 0.8") is None
