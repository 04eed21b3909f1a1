"""The guided questions: two answers, a level with its reason, and a rule out of it."""

import pytest

from review_desk.domain.guided import alike, answered, proposed_rule
from review_desk.domain.photo import Photo
from review_desk.domain.route import told_of
from review_desk.domain.rule_file import parse_rules


def photo(shot: str = "front", **fields: str) -> Photo:
    return Photo("p", "b", "photo one", "SKU-1", "", shot, 0, fields)


@pytest.mark.parametrize(
    ("noticed", "sells", "level"), [(False, False, 1), (True, False, 2), (False, True, 3), (True, True, 3)]
)
def test_the_level_follows_from_the_answers(noticed: bool, sells: bool, level: int) -> None:
    found = answered(noticed=noticed, sells=sells)
    assert found.level == level
    assert found.sentence.endswith(".")


def test_photos_are_alike_by_what_rules_ask_of_a_kind_whatever_its_spelling() -> None:
    assert alike(photo(category="Side Tables"), photo(category="side table"))
    assert not alike(photo(category="lamps"), photo(category="lamps", use="hero"))
    assert not alike(photo(), photo(shot="back"))


def test_an_answer_becomes_a_rule_that_speaks_for_all_like_it() -> None:
    asked = photo(category='6" "lamps"', surface="glass")
    text = proposed_rule(asked, answered(noticed=True, sells=False), source="Ada's answers", day="2026-11-21")
    [rule] = parse_rules(text, name="studio.toml")
    assert (rule.id, rule.level, rule.route) == ("answered-6-lamps-glass-front", 2, "hybrid")
    assert rule.speaks(told_of(vars(asked)))
    assert not rule.speaks(told_of(vars(photo(category="mugs"))))


def test_a_photo_nothing_is_told_of_is_proposed_by_its_sku() -> None:
    text = proposed_rule(photo(shot=""), answered(noticed=False, sells=False), source="us", day="2026-11-21")
    [rule] = parse_rules(text, name="studio.toml")
    assert rule.speaks({"sku": "sku-1"})
