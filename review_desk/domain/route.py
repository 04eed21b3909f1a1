"""Risk level and route of one photo: what the rules say about its fields, the strictest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from review_desk.domain.rule import Rule

_NOBODY = "Nobody has ruled on photos like this one yet, so AI goes first and a person looks second."


@dataclass(frozen=True)
class Reason:
    """A rule that speaks for a photo, with the sentence that can be read aloud."""

    rule: str
    sentence: str


@dataclass(frozen=True)
class Route:
    """Where a photo goes. `rule` decided; `reasons` holds every rule that spoke, the deciding one first."""

    level: int
    route: str
    rule: str
    reasons: tuple[Reason, ...]


NOBODY_RULED = Route(2, "hybrid", "nobody-ruled", (Reason("nobody-ruled", _NOBODY),))


def route(fields: Mapping[str, str], rules: Iterable[Rule]) -> Route:
    """Ask every rule about a photo's fields; the strictest decides, and among equals the first in the file.

    Strictest: the highest level, then human_led over hybrid over ai_only. No rule speaks: `NOBODY_RULED`.
    """
    speaking = [rule for rule in rules if rule.speaks(fields)]
    if not speaking:
        return NOBODY_RULED
    strictest, *_ = ordered = sorted(speaking, key=lambda rule: rule.strictness, reverse=True)  # stable
    reasons = tuple(Reason(rule.id, rule.sentence) for rule in ordered)
    return Route(strictest.level, strictest.route, strictest.id, reasons)


def told_of(photo: Mapping[str, Any]) -> dict[str, str]:
    """What rules may ask of a photo: its fields with SKU, colourway and shot."""
    told = {**photo["fields"], **{name: photo[name] for name in ("sku", "colourway", "shot")}}
    return {name: str(value) for name, value in told.items()}
