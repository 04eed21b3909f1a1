"""Rule files: what they may say, and the sentence for each slip."""

import pytest

from review_desk.domain.rule import FIELDS, Rule
from review_desk.domain.rule_file import parse_rules
from review_desk.domain.rule_words import normal_word
from review_desk.errors import BadInput

ONE = """
[[rule]]
id = "jewellery"
level = 3
route = "human_led"
sentence = "Jewellery is human-led."
source = "brief A3"
date = 2026-11-20
[rule.when]
category = ["jewellery", "watches"]
"""


def one(*, when: str = 'category = "knit"', rest: str = "", more: str = "") -> Rule:
    """A rule with the given `when` table."""
    head, _, _ = ONE.partition("[rule.when]")
    [rule] = parse_rules(f"{head}[rule.when]\n{when}\n{rest}\n{more}", name="ours.toml")
    return rule


def test_a_rule_keeps_its_sentence_source_and_date() -> None:
    [rule] = parse_rules(ONE, name="ours.toml")
    assert (rule.id, rule.level, rule.route) == ("jewellery", 3, "human_led")
    assert (rule.sentence, rule.source, rule.date) == ("Jewellery is human-led.", "brief A3", "2026-11-20")


def test_a_list_means_any_of_it_and_several_fields_mean_all_of_them() -> None:
    rule = one(when='category = ["denim", "suiting"]\ncontent_type = "on-model"')
    assert rule.speaks({"category": "suiting", "content_type": "on-model"})
    assert not rule.speaks({"category": "suiting"})
    assert not rule.speaks({"category": "knit", "content_type": "on-model"})


def test_a_star_asks_only_that_something_is_told() -> None:
    rule = one(when='preset = "*"')
    assert rule.speaks({"preset": "knit-3"})
    assert not rule.speaks({"preset": " "})
    assert not rule.speaks({})


def test_several_when_tables_mean_any_of_them() -> None:
    rule = one(more='[[rule.unless]]\nuse = "hero"\n[[rule.unless]]\nshot = "hero"\ncategory = "knit"')
    assert rule.speaks({"category": "knit"})
    assert not rule.speaks({"category": "knit", "use": "hero"})
    assert not rule.speaks({"category": "knit", "shot": "hero"})
    [either] = parse_rules(
        ONE.replace("[rule.when]", "[[rule.when]]") + '[[rule.when]]\nuse = "hero"', name="x"
    )
    assert either.speaks({"use": "hero"})
    assert either.speaks({"category": "watch"})
    assert not either.speaks({"category": "knit", "use": "catalogue"})


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("T_Shirts", "t-shirt"),
        (" on  model ", "On-Model"),
        ("watches", "watch"),
        ("dresses", "dress"),
        ("accessories", "accessory"),
        ("boxes", "box"),
        ("3/4", "3-4"),
    ],
)
def test_spelling_case_and_plural_do_not_matter(told: str, meant: str) -> None:
    assert normal_word(told) == normal_word(meant)


@pytest.mark.parametrize(("told", "other"), [("pass", "pas"), ("bus", "bu"), ("ties", "ti"), ("gas", "ga")])
def test_a_word_that_merely_ends_in_s_keeps_it(told: str, other: str) -> None:
    assert normal_word(told) != normal_word(other)


def test_synonyms_speak_for_the_word_in_the_rule() -> None:
    [rule] = parse_rules(ONE + '[synonyms.category]\njewellery = ["jewelry", "ring"]', name="ours.toml")
    assert rule.speaks({"category": "Rings"})
    assert rule.speaks({"category": "jewellery"})
    assert not rule.speaks({"surface": "ring"})


def test_a_field_may_tell_several_values() -> None:
    rule = one(when='surface = "sequins"')
    for told in ("denim|sequins", "Sequin, denim", "mesh; sequins"):
        assert rule.speaks({"surface": told})
    assert not rule.speaks({"surface": "mesh; denim"})


@pytest.mark.parametrize(
    "told", ["women's denim jacket", "Denim jackets (raw)", "stretch-denim", "navy, dark denim"]
)
def test_a_word_counts_inside_a_longer_name_that_people_write(told: str) -> None:
    assert one(when='category = "denim"').speaks({"category": told})


@pytest.mark.parametrize("told", ["non-hero", "not hero", "no hero shot", "heroic", "super heroine"])
def test_a_word_that_is_denied_or_part_of_another_does_not_count(told: str) -> None:
    assert not one(when='use = "hero"').speaks({"use": told})


def test_names_of_things_are_compared_whole() -> None:
    rule = one(when='preset = "knit"')
    assert rule.speaks({"preset": "Knit"})
    assert not rule.speaks({"preset": "knit-3"})


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("level = 3", "level = 4", "rule 'jewellery': level must be 1, 2 or 3"),
        ("level = 3", "level = true", "rule 'jewellery': level must be 1, 2 or 3"),
        ("level = 3", "", "rule 'jewellery': level must be 1, 2 or 3"),
        ('"human_led"', '"robot"', "unknown route 'robot'; it must be one of ai_only, hybrid, human_led"),
        ('sentence = "Jewellery is human-led."', "", "rule 'jewellery': sentence is missing"),
        ('"Jewellery is human-led."', '" "', "rule 'jewellery': sentence is missing"),
        ('source = "brief A3"', "", "rule 'jewellery': source is missing"),
        ("date = 2026-11-20", 'date = "20.11.26"', "rule 'jewellery': date must be a day such as 2026-11-20"),
        ("date = 2026-11-20", "date = 2026-11-20T10:00:00Z", "date must be a day such as 2026-11-20"),
        ('id = "jewellery"', "", "rule 1: id is missing"),
        ('id = "jewellery"', 'id = "My Rule"', "the id 'My Rule' is not lower-case words joined by hyphens"),
        ("level = 3", 'level = 3\nlevle = "x"', "unknown field 'levle'; did you mean 'level'?"),
        (
            "category =",
            "catgory =",
            "rule 'jewellery' when: unknown field 'catgory'; did you mean 'category'?",
        ),
        ('["jewellery", "watches"]', "[]", "when category must name at least one word"),
        ('["jewellery", "watches"]', "[1]", "when category must be a list of words"),
        ('category = ["jewellery", "watches"]', "", "rule 'jewellery' when names no field"),
        ('[rule.when]\ncategory = ["jewellery", "watches"]', "", "rule 'jewellery' when is missing"),
        ("[rule.when]\ncategory =", "when =", "rule 'jewellery' when must be a table"),
        ("[[rule]]", "[[rules]]", "the file: unknown field 'rules'; did you mean 'rule'?"),
        ("level = 3", "level 3", "is not TOML: .*line 4"),
    ],
)
def test_a_slip_is_refused_with_the_file_the_rule_and_the_reason(old: str, new: str, sentence: str) -> None:
    assert old in ONE
    with pytest.raises(BadInput, match=r"^ours\.toml") as refused:
        parse_rules(ONE.replace(old, new), name="ours.toml")
    assert refused.match(sentence.replace("?", r"\?"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (ONE + ONE, "rule 'jewellery': 2 rules have this id"),
        ("", "there is no [[rule]] in it"),
        (
            ONE + '[vocabulary]\ncategory = ["jewelry"]',
            "'jewellery' is not in the vocabulary of category; did you",
        ),
        (
            ONE + '[vocabulary]\ncolour = ["red"]',
            "[vocabulary]: unknown field 'colour'; did you mean 'colourway'?",
        ),
        (ONE + '[synonyms]\ncategory = ["ring"]', "[synonyms.category] must be a table"),
        (ONE + '[synonyms.category]\na = ["x"]\nb = ["x"]', "[synonyms.category]: 'x' stands for two values"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_rules(text, name="ours.toml")
    assert sentence in str(refused.value)


def test_every_field_may_be_ruled_on() -> None:
    for name in FIELDS:
        assert one(when=f'{name} = "x"').speaks({name: "X"})
