"""Evidence from pixels in rules: it raises levels, is named in the reason, and never lowers anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.pixel_evidence import MEASURES, EvidenceMeasure, telling
from review_desk.domain.route import NOBODY_RULED, route, strictness
from review_desk.domain.rule import FIELDS, Rule
from review_desk.domain.rule_advice import nearly_spoke, turns
from review_desk.domain.rule_file import parse_rules
from review_desk.errors import BadInput
from review_desk.operations.rules import starting_rules

WAYS = {1: "ai_only", 2: "hybrid", 3: "human_led"}


def rule(name: str, level: int, when: str, more: str = "") -> str:
    return (
        f'[[rule]]\nid = "{name}"\nlevel = {level}\nroute = "{WAYS[level]}"\nsentence = "Because."\n'
        f'source = "test"\ndate = 2026-11-21\n[rule.when]\n{when}\n{more}\n'
    )


def rules(*texts: str) -> tuple[Rule, ...]:
    return parse_rules("".join(texts), name="test.toml")


PACKSHOT = rule("packshot", 1, 'content_type = "packshot"')
METAL = rule("metal", 2, "evidence = { metal = 10 }")
WORN_DENIM = rule("worn-denim", 3, 'category = "denim"\nevidence = { person = 5 }')


def test_evidence_raises_a_level_and_is_named_in_the_reason() -> None:
    found = route({"content_type": "packshot"}, rules(PACKSHOT, METAL), {"metal": 14.2})
    assert (found.level, found.rule) == (2, "metal")
    assert found.reasons[0].to_json() == {"rule": "metal", "sentence": "Because.", "measured": "metal 14 %"}
    assert found.reasons[1].to_json() == {"rule": "packshot", "sentence": "Because."}


def test_too_little_of_a_measure_and_one_not_measured_say_nothing() -> None:
    for seen in ({"metal": 9.9}, {"skin": 50.0}, {}):
        assert route({"content_type": "packshot"}, rules(PACKSHOT, METAL), seen).rule == "packshot"


def test_a_condition_may_join_a_field_with_evidence() -> None:
    asked = rules(PACKSHOT, WORN_DENIM)
    assert route({"category": "denim"}, asked, {"person": 20.0}).level == 3
    assert route({"category": "knit"}, asked, {"person": 20.0}).rule == "nobody-ruled"


def test_a_photo_nobody_has_ruled_on_is_not_lowered_by_what_was_measured() -> None:
    found = route({}, rules(METAL), {"metal": 50.0})
    assert (found.level, found.rule) == (NOBODY_RULED.level, "nobody-ruled")
    assert [reason.rule for reason in found.reasons] == ["nobody-ruled", "metal"]


def test_evidence_cannot_silence_a_rule_or_ask_for_a_low_level() -> None:
    with pytest.raises(BadInput, match="evidence may raise a level and never lower one"):
        rules(rule("x", 2, 'category = "denim"', "[rule.unless]\nevidence = { metal = 1 }"))
    with pytest.raises(BadInput, match="cannot have level 1"):
        rules(rule("x", 1, "evidence = { metal = 10 }"))


def test_slips_in_evidence_are_named() -> None:
    for when, said in (
        ("evidence = { mettal = 3 }", "unknown field 'mettal'; did you mean 'metal'"),
        ("evidence = { metal = 0 }", "above 0, up to 100"),
        ('evidence = { metal = "much" }', "above 0, up to 100"),
        ("evidence = { }", "names no measure"),
        ("evidence = 3", "must be a table"),
    ):
        with pytest.raises(BadInput, match=said):
            rules(rule("x", 2, when))


def test_a_rule_that_needs_a_little_more_of_a_measure_is_near() -> None:
    [near] = nearly_spoke({}, rules(METAL), {"metal": 6.0})
    assert near.missing == "metal is 10 % or more (measured: metal 6 %)"
    assert not nearly_spoke({}, rules(METAL), {"metal": 4.0})


def test_what_would_change_the_outcome_counts_what_was_measured() -> None:
    asked = rules(PACKSHOT, METAL)
    stricter = rules(PACKSHOT, rule("m", 3, "evidence = { metal = 10 }"))
    up = turns({"content_type": "packshot"}, stricter, {"metal": 8.0})[0]
    assert (up.then.level, up.change) == (3, "if metal is 10 % or more (measured: metal 8 %)")
    [down] = turns({"content_type": "packshot"}, asked, {"metal": 14.0})
    assert (down.then.level, down.change) == (1, "without the rule metal")


def test_only_what_tells_something_is_told_and_skin_not_twice() -> None:
    assert telling({"metal": 3.0, "skin": 22.0, "person": 22.0, "busy_background": 40.0}) == (
        "person 22 %",
        "busy ground 40 %",
    )
    assert telling({"skin": 22.0}) == ("skin 22 %",)


# --- never lower --------------------------------------------------------------------------------------------

NAMES = [m.id for m in MEASURES]
SEEN = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 100), max_size=6)
FIELD = st.sampled_from(FIELDS[:6])
WORDS = ("denim", "knit", "hero", "packshot", "on-model", "catalogue", "suiting", "footwear", "angled")
TOLD = st.dictionaries(FIELD, st.sampled_from(WORDS), max_size=4)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A rule that asks for a field, for evidence, or for both."""
    level, number = draw(st.integers(1, 3)), draw(st.integers(0, 10**6))
    when = f'{draw(FIELD)} = "{draw(st.sampled_from(WORDS))}"\n' if draw(st.booleans()) or level == 1 else ""
    if level > 1 and (not when or draw(st.booleans())):
        when += f"evidence = {{ {draw(st.sampled_from(NAMES))} = {draw(st.integers(1, 100))} }}\n"
    unless = f'[rule.unless]\n{draw(FIELD)} = "{draw(st.sampled_from(WORDS))}"' if draw(st.booleans()) else ""
    return rule(f"r{number}", level, when, unless)


@given(
    st.lists(written(), min_size=1, max_size=6, unique_by=lambda text: text.split('"')[1]), TOLD, SEEN, SEEN
)
def test_more_evidence_never_lowers_a_level(
    texts: list[str], told: dict[str, str], seen: dict[str, float], more: dict[str, float]
) -> None:
    asked = rules(*texts)
    grown = {name: max(seen.get(name, 0.0), more.get(name, 0.0)) for name in {*seen, *more}}
    without, some, all_of_it = (strictness(route(told, asked, each)) for each in ({}, seen, grown))
    assert without <= some <= all_of_it


@given(TOLD, SEEN)
def test_the_starting_rules_are_never_lowered_by_evidence(
    told: dict[str, str], seen: dict[str, float]
) -> None:
    assert strictness(route(told, starting_rules(), seen)) >= strictness(route(told, starting_rules()))


@pytest.mark.parametrize("measure", [m for m in MEASURES if m.id != "skin"], ids=lambda m: m.id)
def test_the_starting_set_raises_a_packshot_for_each_measure(measure: EvidenceMeasure) -> None:
    found = route({"content_type": "packshot"}, starting_rules(), {measure.id: measure.tells_from})
    assert found.level == 2
    assert found.reasons[0].measured
