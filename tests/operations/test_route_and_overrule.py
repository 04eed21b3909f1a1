"""Levels and routes: by the rules, and over them with a reason."""

import pytest

from review_desk.domain.photo import Assignment
from review_desk.domain.rule_file import parse_rules
from review_desk.errors import BadInput, Refused
from review_desk.operations import browse
from review_desk.operations.overrule import overrule
from review_desk.operations.route import route
from review_desk.operations.rules import starting_rules
from review_desk.store.desk import Store
from tests.builders import moment, take_in_made_up

RULES = parse_rules(
    """
[[rule]]
id = "rings"
level = 3
route = "human_led"
sentence = "Rings are for people."
source = "a test"
date = 2026-11-20
[rule.when]
category = "ring"
""",
    name="rules.toml",
)


def assignment(store: Store, photo: str) -> Assignment:
    found = browse.photo(store, photo).assignment
    assert found
    return found


def test_the_rules_that_ship_can_be_read() -> None:
    assert len({rule.id for rule in starting_rules()}) == len(starting_rules()) > 5


def test_every_photo_of_a_batch_is_asked_about_again(store: Store) -> None:
    take_in_made_up(store, ["x"], batch="new", fields={"category": "ring"})
    batch = browse.batch(store, "new")
    assert assignment(store, "x").level == 2, "nobody had ruled yet"
    changes = route(store, batch_id=batch.id, rules=RULES, actor="Ada", at=moment(1))
    assert (assignment(store, "x").level, assignment(store, "x").rule) == (3, "rings")
    assert assignment(store, "x").reasons[0].sentence == "Rings are for people."
    assert changes
    assert not route(store, batch_id=batch.id, rules=RULES, actor="Ada", at=moment(2)), "nothing is new"


def test_a_level_is_overruled_with_a_reason_and_the_rules_reasons_stay_on_record(store: Store) -> None:
    photo = browse.photos(store)[0].id
    before = assignment(store, photo)
    changes = overrule(store, photos=[photo], level=3, reason=" a hero shot ", actor="Grace", at=moment(1))
    now = assignment(store, photo)
    assert (now.level, now.route) == (3, "human_led")
    assert (now.overruled_by, now.overrule_reason) == ("Grace", "a hero shot")
    assert (now.rule, now.reasons) == (before.rule, before.reasons)
    assert changes.label == "Level 3 for ring-00"


def test_several_photos_are_overruled_in_one_step(store: Store) -> None:
    photos = [photo.id for photo in browse.photos(store)]
    changes = overrule(store, photos=photos, level=1, reason="plain", actor="Grace", at=moment(1))
    assert changes.label == "Level 1 for 3 photos"
    assert {assignment(store, photo).route for photo in photos} == {"ai_only"}


def test_what_a_person_overruled_stays_when_the_rules_are_asked_again(store: Store) -> None:
    first, second, _ = browse.photos(store)
    overrule(store, photos=[first.id], level=1, reason="plain", actor="Grace", at=moment(1))
    everything = parse_rules(
        '[[rule]]\nid = "all"\nlevel = 3\nroute = "human_led"\nsentence = "All."\nsource = "a test"\n'
        'date = 2026-11-20\n[rule.when]\nsku = "*"\n',
        name="all.toml",
    )
    route(store, batch_id=first.batch, rules=everything, actor="Ada", at=moment(2))
    assert assignment(store, first.id).level == 1
    assert assignment(store, second.id).level == 2, "these photos have no SKU: nobody ruled on them"


@pytest.mark.parametrize(
    ("told", "error", "says"),
    [
        ({"level": 4, "reason": "x"}, BadInput, "There is no level 4: say 1, 2 or 3"),
        ({"level": 3, "reason": "  "}, Refused, "Overruling a level needs a reason"),
        ({"level": 3, "reason": "x", "actor": " "}, Refused, "say who you are"),
        ({"level": 3, "reason": "x", "photos": ["ghost"]}, BadInput, "There is no photo “ghost”"),
    ],
)
def test_an_overrule_that_cannot_be_is_refused(
    store: Store, told: dict[str, object], error: type[Exception], says: str
) -> None:
    photo = browse.photos(store)[0].id
    with pytest.raises(error, match=says):
        overrule(store, **{"photos": [photo], "actor": "Grace", "at": moment(1), **told})  # type: ignore[arg-type]
    assert assignment(store, photo).overruled_by is None


def test_one_unknown_photo_among_several_changes_none(store: Store) -> None:
    photo = browse.photos(store)[0].id
    with pytest.raises(BadInput, match="There is no photo “ghost”"):
        overrule(store, photos=[photo, "ghost"], level=3, reason="x", actor="Grace", at=moment(1))
    assert assignment(store, photo).overruled_by is None
