"""Risk level and route of one photo: what the rules say about its fields, the strictest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from review_desk.domain.pixel_evidence import NONE, Evidence
from review_desk.domain.rule import ROUTES, Rule

_NOBODY = "Nobody has ruled on photos like this one yet, so AI goes first and a person looks second."


@dataclass(frozen=True)
class Reason:
    """A rule that speaks for a photo, with the sentence that can be read aloud.

    `measured` is the evidence it speaks for, “metal 14 %”; "" where it needs none.
    """

    rule: str
    sentence: str
    measured: str = ""

    def to_json(self) -> dict[str, str]:
        """Its fields; `measured` only where there is anything."""
        return {name: value for name, value in vars(self).items() if name != "measured" or value}


@dataclass(frozen=True)
class Route:
    """Where a photo goes. `rule` decided; `reasons` holds every rule that spoke, the deciding one first."""

    level: int
    route: str
    rule: str
    reasons: tuple[Reason, ...]


NOBODY_RULED = Route(2, "hybrid", "nobody-ruled", (Reason("nobody-ruled", _NOBODY),))


def route(fields: Mapping[str, str], rules: Iterable[Rule], evidence: Evidence = NONE) -> Route:
    """Ask every rule about one photo: see `Router`."""
    return Router(rules).route(fields, evidence)


class Router:
    """Asks the same rules about many photos: what they say of the same fields is worked out once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = list(rules)
        self._by_evidence = [rule for rule in self._rules if rule.asks_evidence]
        self._asked = sorted({name for rule in self._rules for name in rule.fields})
        self._plain: dict[tuple[str, ...], list[Rule]] = {}

    def route(self, fields: Mapping[str, str], evidence: Evidence = NONE) -> Route:
        """The strictest rule that speaks decides, and among equals the first in the file.

        Strictest: the highest level, then human_led over hybrid over ai_only. No rule speaks: `NOBODY_RULED`.
        What only evidence makes speak decides where it is stricter than all that is said without it: evidence
        raises a level and never lowers one, not even that of a photo nobody has ruled on.
        """
        plain = self._speaking(fields)
        moved = (
            [r for r in self._by_evidence if r not in plain and r.speaks(fields, evidence)]
            if evidence
            else []
        )
        if not (plain or moved):
            return NOBODY_RULED
        return _decided(fields, evidence, plain, _by_strictness(moved))

    def _speaking(self, fields: Mapping[str, str]) -> list[Rule]:
        """The rules that speak without evidence, the strictest first."""
        key = tuple(fields.get(name, "") for name in self._asked)
        if key not in self._plain:
            self._plain[key] = _by_strictness(rule for rule in self._rules if rule.speaks(fields))
        return self._plain[key]


def _decided(
    fields: Mapping[str, str], evidence: Evidence, plain: Sequence[Rule], moved: Sequence[Rule]
) -> Route:
    floor = plain[0].strictness if plain else strictness(NOBODY_RULED)
    higher = [rule for rule in moved if rule.strictness > floor]
    lower = [rule for rule in moved if rule.strictness <= floor]
    said = [(rule, rule.measured(fields, evidence)) for rule in (*higher, *plain, *lower)]
    reasons = [Reason(rule.id, rule.sentence, measured) for rule, measured in said]
    if not plain:
        reasons.insert(len(higher), *NOBODY_RULED.reasons)
    if not (higher or plain):
        return Route(NOBODY_RULED.level, NOBODY_RULED.route, NOBODY_RULED.rule, tuple(reasons))
    first = (higher or plain)[0]
    return Route(first.level, first.route, first.id, tuple(reasons))


def _by_strictness(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: rule.strictness, reverse=True)  # stable


def strictness(found: Route) -> tuple[int, int]:
    """By what routes are compared: the level, then the route."""
    return found.level, ROUTES.index(found.route)


def told_of(photo: Mapping[str, Any]) -> dict[str, str]:
    """What rules may ask of a photo: its fields with SKU, colourway and shot."""
    told = {**photo["fields"], **{name: photo[name] for name in ("sku", "colourway", "shot")}}
    return {name: str(value) for name, value in told.items()}
