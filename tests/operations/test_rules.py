"""The studio's own rules: on top of the starting ones, kept as events, refused when they hold a slip."""

import pytest

from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.route import route
from review_desk.operations.rules import (
    drop_rules,
    on_top,
    rules_in_force,
    starting_rules,
    use_rules,
    would_move,
)
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment, take_in_made_up

OURS = """
[[rule]]
id = "our-rings"
level = 1
route = "ai_only"
sentence = "Our test rings are for AI."
source = "studio"
date = 2026-11-21
[rule.when]
sku = "*"
[[rule]]
id = "jewellery"
level = 2
route = "hybrid"
sentence = "Our jewellery is costume jewellery."
source = "studio"
date = 2026-11-21
[rule.when]
category = "jewellery"
"""


def test_a_studio_rule_of_the_same_id_replaces_the_one_that_ships() -> None:
    rules = on_top({"studio.toml": OURS})
    assert [rule.level for rule in rules if rule.id == "jewellery"] == [2]
    assert len(rules) == len(starting_rules()) + 1


def test_the_other_words_of_the_starting_set_hold_in_a_studio_file() -> None:
    [jewellery] = [rule for rule in on_top({"studio.toml": OURS}) if rule.id == "jewellery"]
    assert jewellery.speaks({"category": "earrings"})


def test_a_narrow_word_stays_narrow_in_a_studio_file() -> None:
    narrow = OURS.replace('category = "jewellery"', 'category = "ring"')
    [rule] = [r for r in on_top({"studio.toml": narrow}) if r.id == "jewellery"]
    assert rule.speaks({"category": "rings"})
    assert not rule.speaks({"category": "necklace"})


def test_rules_are_used_and_dropped_by_steps_that_can_be_undone(store: Store) -> None:
    starting = rules_in_force(store)
    changes = use_rules(store, text=OURS, actor="Ada", at=moment(1))
    assert changes.label == "Rules of studio.toml"
    assert "our-rings" in {rule.id for rule in rules_in_force(store)}
    drop_rules(store, actor="Ada", at=moment(2))
    assert rules_in_force(store) == starting
    undo(store, actor="Ada", at=moment(3))
    assert "our-rings" in {rule.id for rule in rules_in_force(store)}
    undo(store, actor="Ada", at=moment(4))
    assert rules_in_force(store) == starting


def test_a_file_with_a_slip_is_refused_and_the_old_one_stays_in_force(store: Store) -> None:
    use_rules(store, text=OURS, actor="Ada", at=moment(1))
    before = rules_in_force(store)
    with pytest.raises(BadInput, match=r"studio\.toml: rule 'our-rings': level must be 1, 2 or 3"):
        use_rules(store, text=OURS.replace("level = 1", "level = 7"), actor="Ada", at=moment(2))
    with pytest.raises(BadInput, match=r"studio\.toml is not TOML: .*line 4"):
        use_rules(store, text=OURS.replace("level = 1", "level 1"), actor="Ada", at=moment(2))
    assert rules_in_force(store) == before


def test_one_id_in_two_of_the_studios_files_is_refused(store: Store) -> None:
    use_rules(store, text=OURS, actor="Ada", at=moment(1))
    with pytest.raises(BadInput, match="another of the studio's files has this id"):
        use_rules(store, text=OURS, actor="Ada", at=moment(2), name="more.toml")


def test_the_same_text_again_writes_nothing(store: Store) -> None:
    use_rules(store, text=OURS, actor="Ada", at=moment(1))
    assert not use_rules(store, text=OURS, actor="Grace", at=moment(2))


def test_what_would_move_does_when_the_batch_is_routed_again(store: Store) -> None:
    take_in_made_up(store, ["x", "y"], batch="new", fields={"category": "ring"})
    batch = browse.batch(store, "new").id
    route(store, batch_id=batch, rules=rules_in_force(store), actor="Ada", at=moment(1))
    rules = on_top({"studio.toml": OURS})
    expected = would_move(store, batch_id=batch, rules=rules)
    assert [(move.now.level, move.then.level) for move in expected] == [(3, 2), (3, 2)]
    route(store, batch_id=batch, rules=rules, actor="Ada", at=moment(2))
    assert {p.assignment.level for p in browse.photos(store, batch_id=batch) if p.assignment} == {2}


def test_dropping_what_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match=r"There is no rule file “studio\.toml”"):
        drop_rules(store, actor="Ada", at=moment(1))
