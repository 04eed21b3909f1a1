"""Which way a photo goes: the strictest rule decides, and the starting set says what the brief says."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.route import NOBODY_RULED, Reason, route
from review_desk.domain.rule import ROUTES, Rule
from review_desk.domain.rule_file import parse_rules

STARTING = Path(__file__).parents[2] / "assets" / "rules" / "starting.toml"


@pytest.fixture(scope="module")
def starting() -> tuple[Rule, ...]:
    return parse_rules(STARTING.read_text(encoding="utf-8"), name=STARTING.name)


def rules(*rows: tuple[str, int, str]) -> tuple[Rule, ...]:
    """Rules that all speak for knit, in the order given."""
    text = "".join(
        f'[[rule]]\nid = "{name}"\nlevel = {level}\nroute = "{way}"\nsentence = "Because {name}."\n'
        f'source = "test"\ndate = 2026-11-20\n[rule.when]\ncategory = "knit"\n'
        for name, level, way in rows
    )
    return parse_rules(text, name="test.toml")


# --- the brief, line by line ------------------------------------------------------------------------------

ON_MODEL, GHOST = {"content_type": "on-model"}, {"content_type": "ghost-mannequin"}
LOW, MEDIUM, HIGH = (1, "ai_only"), (2, "hybrid"), (3, "human_led")

BRIEF: list[tuple[str, dict[str, str], tuple[int, str], str]] = [
    ("A2 commodity packshots", {"content_type": "packshot", "category": "mugs"}, LOW, "commodity-packshot"),
    ("A2 non-hero catalogue", {"use": "catalogue"}, LOW, "non-hero-catalogue"),
    ("A2 standard on-model", ON_MODEL, MEDIUM, "standard-on-model"),
    ("A2 standard on-model in the catalogue", ON_MODEL | {"use": "catalogue"}, MEDIUM, "standard-on-model"),
    ("A2 basic ghost mannequin", GHOST, MEDIUM, "basic-ghost-mannequin"),
    ("A2 hero by content type", {"content_type": "hero"}, HIGH, "hero"),
    ("A2 hero by use", {"use": "hero", "content_type": "packshot"}, HIGH, "hero"),
    ("A2 hero by shot", {"shot": "hero", "content_type": "packshot"}, HIGH, "hero"),
    ("A2 campaign", {"use": "campaign"}, HIGH, "shop-window"),
    ("A2 jewellery", {"category": "jewellery", "content_type": "packshot"}, HIGH, "jewellery"),
    ("A2 complex texture", {"surface": "complex texture"}, HIGH, "complex-texture"),
    ("A3 denim on-model", {"category": "denim"} | ON_MODEL, HIGH, "tailored-human-finishing"),
    ("A3 denim ghost mannequin", {"category": "jeans"} | GHOST, HIGH, "tailored-human-finishing"),
    ("A3 suiting on-model", {"category": "suiting"} | ON_MODEL, HIGH, "tailored-human-finishing"),
    ("A3 suiting ghost mannequin", {"category": "suiting"} | GHOST, HIGH, "tailored-human-finishing"),
    ("A3 tailoring on-model", {"category": "tailoring"} | ON_MODEL, HIGH, "tailored-human-finishing"),
    ("A3 tailoring ghost mannequin", {"category": "tailoring"} | GHOST, HIGH, "tailored-human-finishing"),
    ("A3 suiting else", {"category": "suiting", "shot": "flat"}, MEDIUM, "tailored-background-and-mechanics"),
    ("A3 basics", {"category": "basics", "content_type": "packshot"}, MEDIUM, "basics"),
    ("A3 underwear", {"category": "underwear", "content_type": "packshot"}, MEDIUM, "basics"),
    ("A3 basics, heroes flagged", {"category": "basics", "use": "hero"}, HIGH, "hero"),
    ("A3 footwear hero", {"category": "footwear", "content_type": "hero"}, HIGH, "hero"),
    ("A3 footwear angled", {"category": "Shoes", "shot": "3/4"}, HIGH, "footwear-hero-or-angled"),
    ("A3 footwear from the side", {"category": "shoes", "shot": "side"}, MEDIUM, "nobody-ruled"),
    ("A3 watches", {"category": "watches"}, HIGH, "jewellery"),
    ("A3 swim", {"category": "swim", "content_type": "packshot"}, MEDIUM, "swim-and-denim-pass"),
    (
        "A3 denim packshot",
        {"category": "denim", "content_type": "packshot"},
        MEDIUM,
        "tailored-background-and-mechanics",
    ),
    *[
        (f"A3 {surface}", {"surface": surface, "content_type": "packshot"}, HIGH, "complex-texture")
        for surface in ("sheer", "sequins", "patent", "PVC", "technical outerwear", "knit", "cashmere")
    ],
    *[
        (f"A3 category {category}", {"category": category, "use": "catalogue"}, HIGH, "complex-texture")
        for category in ("technical outerwear", "knitwear", "cashmere", "Sweaters")
    ],
    *[
        (
            f"A3 {surface}",
            {"surface": surface, "content_type": "packshot"},
            MEDIUM,
            "hands-hair-accessories-pass",
        )
        for surface in ("hands", "hair")
    ],
    *[
        (
            f"A3 {category}",
            {"category": category, "content_type": "packshot"},
            MEDIUM,
            "hands-hair-accessories-pass",
        )
        for category in ("bags", "hats", "scarves", "scarf", "belts", "intimates")
    ],
    *[
        (f"A3 ghost mannequin, {join}", GHOST | {"surface": join}, HIGH, "complex-ghost-mannequin")
        for join in (
            "asymmetric neckline",
            "structured fabric",
            "seam at the join",
            "label at the join",
            "print across the join",
        )
    ],
    (
        "A3 complex ghost mannequin",
        {"content_type": "complex ghost mannequin"},
        HIGH,
        "complex-ghost-mannequin",
    ),
    *[
        (f"A3 {field} {place}", {field: place, "content_type": "packshot"}, HIGH, "shop-window")
        for field in ("channel", "use")
        for place in ("homepage", "campaign", "PLP top row", "signage", "editorial")
    ],
]


@pytest.mark.parametrize(
    ("fields", "expected", "rule"), [row[1:] for row in BRIEF], ids=[row[0] for row in BRIEF]
)
def test_the_starting_set_says_what_the_brief_says(
    fields: dict[str, str], expected: tuple[int, str], rule: str, starting: tuple[Rule, ...]
) -> None:
    found = route(fields, starting)
    assert (found.level, found.route, found.rule) == (*expected, rule)


def test_every_starting_rule_on_fields_is_told_by_some_line_of_the_brief(starting: tuple[Rule, ...]) -> None:
    spoken = {reason.rule for _, fields, _, _ in BRIEF for reason in route(fields, starting).reasons}
    assert {rule.id for rule in starting if not rule.asks_evidence} == spoken - {"nobody-ruled"}


def test_no_starting_rule_calls_a_hero_no_hero(starting: tuple[Rule, ...]) -> None:
    for field in ("content_type", "use", "shot"):
        told = route(
            {"category": "basics", "content_type": "packshot", "use": "catalogue"} | {field: "hero"}, starting
        )
        assert told.reasons[0].rule == "hero"
        assert "basics-hero" in [reason.rule for reason in told.reasons]
        assert {"commodity-packshot", "non-hero-catalogue"}.isdisjoint(reason.rule for reason in told.reasons)


def test_every_starting_rule_names_the_brief_and_a_day(starting: tuple[Rule, ...]) -> None:
    plain = {rule.source for rule in starting if not rule.asks_evidence}
    assert plain == {"brief A2", "brief A3", "brief A2, A3"}
    assert all(rule.source.startswith("brief A5, A") for rule in starting if rule.asks_evidence)
    assert {rule.date for rule in starting} == {"2026-11-20", "2026-11-21"}


# --- who decides ------------------------------------------------------------------------------------------


def test_what_nobody_ruled_on_is_medium_and_says_so(starting: tuple[Rule, ...]) -> None:
    for fields in ({}, {"category": "candles"}):
        found = route(fields, starting)
        assert found == NOBODY_RULED
        assert found.reasons[0].sentence.startswith("Nobody has ruled on photos like this one yet")


def test_the_highest_level_decides_and_every_rule_that_spoke_is_a_reason() -> None:
    found = route(
        {"category": "knit"}, rules(("low", 1, "human_led"), ("high", 3, "ai_only"), ("mid", 2, "hybrid"))
    )
    assert (found.level, found.route, found.rule) == (3, "ai_only", "high")
    assert found.reasons == tuple(Reason(name, f"Because {name}.") for name in ("high", "mid", "low"))


def test_at_one_level_the_stricter_route_decides_and_then_the_order_in_the_file() -> None:
    rows = (("a", 2, "ai_only"), ("b", 2, "hybrid"), ("c", 2, "human_led"), ("d", 2, "human_led"))
    assert [reason.rule for reason in route({"category": "knit"}, rules(*rows)).reasons] == [
        "c",
        "d",
        "b",
        "a",
    ]


@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(ROUTES)), min_size=1, max_size=6),
    st.tuples(st.integers(1, 3), st.sampled_from(ROUTES)),
)
def test_one_more_rule_never_makes_a_route_looser(
    rows: list[tuple[int, str]], extra: tuple[int, str]
) -> None:
    some = rules(*((f"r{i}", *row) for i, row in enumerate(rows)))
    more = rules(*((f"r{i}", *row) for i, row in enumerate([*rows, extra])))
    before, after = route({"category": "knit"}, some), route({"category": "knit"}, more)
    assert (after.level, ROUTES.index(after.route)) >= (before.level, ROUTES.index(before.route))
    assert len(after.reasons) == len(before.reasons) + 1
