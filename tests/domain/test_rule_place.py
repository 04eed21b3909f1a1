"""A mistake in a rule file is told with its line."""

import re

import pytest

from review_desk.domain.rule_file import parse_rules
from review_desk.errors import BadInput
from review_desk.operations.rules import starting_texts

SOUND = """# ours
[[rule]]
id = "one"
level = 2
route = "hybrid"
sentence = "One."
source = "us"
date = 2026-11-21
[rule.when]
category = "denim"

[[rule]]
id = "two"
level = 3
route = "human_led"
sentence = "Two."
source = "us"
date = 2026-11-21
[[rule.when]]
category = "knit"
[rule.unless]
use = "hero"

[synonyms.category]
denim = ["jeans"]

[vocabulary]
category = ["denim", "knit"]
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('id = "two"', 'id = "two', 13),
        ("level = 3", "level = 4", 14),
        ('route = "human_led"', 'route = "humans"', 15),
        ('sentence = "Two."', 'sentense = "Two."', 16),
        ('sentence = "Two."', "", 12),
        ("date = 2026-11-21\n[[rule", 'date = "2026"\n[[rule', 18),
        ('category = "knit"', 'category = "nit"', 20),
        ('category = "knit"', 'kategory = "knit"', 20),
        ('category = "knit"', "evidence = { metal = 0 }", 20),
        ('use = "hero"', "evidence = { metal = 5 }", 22),
        ('id = "two"', 'id = "one"', 13),
        ('id = "two"', 'id = "Two!"', 13),
        ('denim = ["jeans"]', 'denim = ["jeans"]\nknit = ["jeans"]', 24),
        ("[vocabulary]", "[vocabulry]", 27),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse_rules(SOUND.replace(old, new, 1), name="studio.toml")
    told = re.findall(r"line (\d+)", str(refused.value))
    assert told == [str(line)], refused.value
    assert str(refused.value).startswith("studio.toml")


def test_the_sound_file_and_the_starting_set_are_read() -> None:
    assert len(parse_rules(SOUND, name="studio.toml")) == 2
    assert all(parse_rules(text, name=name) for name, text in starting_texts().items())
