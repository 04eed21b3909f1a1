"""Advice on rules: what nearly spoke, what would change a photo's way, what never decides."""

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.pixel_evidence import NONE
from review_desk.domain.route import route
from review_desk.domain.rule import Rule
from review_desk.domain.rule_advice import moved_words, moves, nearly_spoke, never_decide, turns
from review_desk.domain.rule_file import parse_rules
from review_desk.operations.rules import starting_rules

WAYS = {1: "ai_only", 2: "hybrid", 3: "human_led"}


def rule(name: str, level: int, when: str, more: str = "") -> str:
    return (
        f'[[rule]]\nid = "{name}"\nlevel = {level}\nroute = "{WAYS[level]}"\nsentence = "Because."\n'
        f'source = "test"\ndate = 2026-11-20\n[rule.when]\n{when}\n{more}\n'
    )


def rules(*texts: str) -> tuple[Rule, ...]:
    return parse_rules("".join(texts), name="test.toml")


DENIM_ON_MODEL = rule("denim-on-model", 3, 'category = "denim"\ncontent_type = "on-model"')


def test_a_rule_of_which_one_condition_is_missing_nearly_spoke() -> None:
    [near] = nearly_spoke({"category": "denim"}, rules(DENIM_ON_MODEL))
    assert str(near) == "denim-on-model (level 3, human-led) would speak if content_type is on-model"


def test_a_rule_that_speaks_or_of_which_nothing_holds_did_not_nearly_speak() -> None:
    assert not nearly_spoke({"category": "denim", "content_type": "on-model"}, rules(DENIM_ON_MODEL))
    assert not nearly_spoke({"category": "knit"}, rules(DENIM_ON_MODEL))


def test_what_would_change_the_outcome_is_named_both_ways() -> None:
    asked = rules(rule("packshot", 1, 'use = "catalogue"'), DENIM_ON_MODEL)
    up, down = turns({"category": "denim", "use": "catalogue"}, asked)
    assert (up.change, up.then.level) == ("if content_type is on-model", 3)
    assert (down.change, down.then.level) == ("without the rule packshot", 2)


def test_a_rule_that_a_stricter_one_always_outspeaks_never_decides() -> None:
    asked = rules(rule("wide", 3, 'category = ["denim", "knit"]'), rule("narrow", 2, 'category = "denim"'))
    [found] = never_decide(asked)
    assert (found.rule, found.because_of, found.conflict) == ("narrow", "wide", False)


def test_two_rules_for_the_same_photos_that_want_different_things_are_a_conflict() -> None:
    [found] = never_decide(rules(rule("a", 2, 'category = "denim"'), rule("b", 3, 'category = "Denims"')))
    assert found.conflict
    assert str(found).endswith("want different things: “b” always decides")


def test_a_rule_that_is_sometimes_silent_lets_others_decide() -> None:
    silent = rule("wide", 3, 'category = "denim"', '[rule.unless]\nuse = "hero"')
    assert not never_decide(rules(silent, rule("narrow", 2, 'category = "denim"')))


def test_the_starting_rules_hold_no_conflict() -> None:
    assert not [str(found) for found in never_decide(starting_rules()) if found.conflict]


def test_other_rules_are_tried_without_changing_anything() -> None:
    asked = [("a", {"category": "denim"}, NONE), ("b", {"category": "knit"}, NONE),
             ("c", {"category": "denim"}, NONE)]  # fmt: skip
    found = moves(asked, rules(rule("x", 2, 'category = "knit"')), rules(rule("y", 3, 'category = "denim"')))
    assert [(move.photo, move.now.level, move.then.level) for move in found] == [("a", 2, 3), ("c", 2, 3)]
    assert moved_words(found) == "This would move 2 photos: 2 to level 3."
    assert moved_words([]) == "This would move no photo."


WORDS = st.sampled_from(["denim", "knit", "bag"])
TEXTS = st.lists(
    st.tuples(st.integers(1, 3), st.lists(WORDS, min_size=1, max_size=2), st.none() | WORDS),
    min_size=1,
    max_size=5,
)


@given(TEXTS, st.fixed_dictionaries({}, optional={"category": WORDS, "surface": WORDS}))
def test_what_never_decides_decides_for_no_photo(
    made: list[tuple[int, list[str], str | None]], told: dict[str, str]
) -> None:
    asked = rules(
        *(
            rule(f"r{n}", level, f"category = {words}" + (f'\nsurface = "{surface}"' if surface else ""))
            for n, (level, words, surface) in enumerate(made)
        )
    )
    assert route(told, asked).rule not in {found.rule for found in never_decide(asked)}
