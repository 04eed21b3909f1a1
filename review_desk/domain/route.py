"""Risk level and route of one photo: what the rules say about its fields, the strictest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from review_desk.domain.pixel_evidence import EVERYTHING, NONE, Evidence
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
        self._spoken: dict[tuple[str, ...], _Spoken] = {}

    def route(self, fields: Mapping[str, str], evidence: Evidence = NONE) -> Route:
        """The strictest rule that speaks decides, and among equals the first in the file.

        Strictest: the highest level, then human_led over hybrid over ai_only. No rule speaks: `NOBODY_RULED`.
        What only evidence makes speak decides where it is stricter than all that is said without it: evidence
        raises a level and never lowers one, not even that of a photo nobody has ruled on.
        """
        spoken = self._speaking(fields)
        moved = [rule for rule in spoken.waiting if rule.speaks(fields, evidence)] if evidence else []
        return _raised(spoken.route, moved, fields, evidence) if moved else spoken.route

    def _speaking(self, fields: Mapping[str, str]) -> "_Spoken":
        key = tuple(fields.get(name, "") for name in self._asked)
        if key not in self._spoken:
            plain = _by_strictness(rule for rule in self._rules if rule.speaks(fields))
            waiting = _by_strictness(
                rule for rule in self._by_evidence if rule not in plain and rule.speaks(fields, EVERYTHING)
            )
            self._spoken[key] = _Spoken(_plainly(plain), tuple(waiting))
        return self._spoken[key]


@dataclass(frozen=True)
class _Spoken:
    """What rules say of fields alone, and those that would speak with evidence, the strictest first."""

    route: Route
    waiting: tuple[Rule, ...]


def _plainly(rules: Sequence[Rule]) -> Route:
    if not rules:
        return NOBODY_RULED
    return _led(rules[0], tuple(Reason(rule.id, rule.sentence) for rule in rules))


def _raised(plain: Route, moved: Sequence[Rule], fields: Mapping[str, str], evidence: Evidence) -> Route:
    """What is said without evidence, with the rules that evidence makes speak before and after it."""
    floor = strictness(plain)
    said = [(rule, Reason(rule.id, rule.sentence, rule.measured(fields, evidence))) for rule in moved]
    higher = tuple(reason for rule, reason in said if rule.strictness > floor)
    lower = tuple(reason for rule, reason in said if rule.strictness <= floor)
    reasons = (*higher, *plain.reasons, *lower)
    return _led(moved[0], reasons) if higher else replace(plain, reasons=reasons)


def _led(rule: Rule, reasons: tuple[Reason, ...]) -> Route:
    return Route(rule.level, rule.route, rule.id, reasons)


def _by_strictness(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: rule.strictness, reverse=True)  # stable


def strictness(found: Route) -> tuple[int, int]:
    """By what routes are compared: the level, then the route."""
    return found.level, ROUTES.index(found.route)


def told_of(photo: Mapping[str, Any]) -> dict[str, str]:
    """What rules may ask of a photo: its fields with SKU, colourway and shot."""
    told = {**photo["fields"], **{name: photo[name] for name in ("sku", "colourway", "shot")}}
    return {name: str(value) for name, value in told.items()}
