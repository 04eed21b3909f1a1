"""Routing rules: who looks at what, each with its sentence, its source and its date. Read by `rule_file`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from review_desk.domain.pixel_evidence import BY_ID, NONE, Evidence, amount
from review_desk.domain.rule_words import told_in

ROUTES = ("ai_only", "hybrid", "human_led")  # from the loosest to the strictest
ROUTE_WORDS = {"ai_only": "AI only", "hybrid": "hybrid", "human_led": "human-led"}
"""What people read in place of a route's id."""
FIELDS = (
    "category",
    "surface",
    "content_type",
    "channel",
    "use",
    "shot",
    "lighting",
    "background",
    "studio",
    "preset",
    "model",
    "sku",
    "colourway",
)
_PROSE = frozenset(FIELDS) - {"studio", "preset", "model", "sku", "colourway"}
"""Fields in which people write: a word also counts inside a longer one. The others hold names of things."""


@dataclass(frozen=True)
class Condition:
    """One field and the normalised words that satisfy it; an empty set is satisfied by any word."""

    field: str
    words: frozenset[str]

    def holds(self, fields: Mapping[str, str], _: Evidence = NONE) -> bool:
        return told_in(fields.get(self.field, ""), self.words, inside=self.field in _PROSE)

    def __str__(self) -> str:
        return f"{self.field} is {' or '.join(sorted(self.words)) if self.words else 'told'}"


@dataclass(frozen=True)
class AtLeast:
    """So much of a measure, in per cent. There is no “at most”: evidence may only raise a level."""

    measure: str
    amount: float

    def holds(self, _: Mapping[str, str], evidence: Evidence = NONE) -> bool:
        return evidence.get(self.measure, 0.0) >= self.amount

    def __str__(self) -> str:
        return f"{BY_ID[self.measure].title} is {self.amount:g} % or more"


Case = tuple[Condition | AtLeast, ...]  # all of them


@dataclass(frozen=True)
class Rule:
    """`when` and `unless` hold cases: the rule speaks where any case of `when` holds and none of `unless`.

    Evidence stands in `when` alone, so that more of it never makes a rule fall silent.
    """

    id: str
    level: int
    route: str
    sentence: str
    source: str
    date: str  # ISO 8601
    when: tuple[Case, ...]
    unless: tuple[Case, ...] = ()

    def speaks(self, fields: Mapping[str, str], evidence: Evidence = NONE) -> bool:
        """Whether it speaks for a photo with these fields, and this measured of it."""
        return _any_holds(self.when, fields, evidence) and not _any_holds(self.unless, fields, NONE)

    def measured(self, fields: Mapping[str, str], evidence: Evidence) -> str:
        """What was measured that the rule speaks for, “metal 14 %”; "" where it needs no measure."""
        held = [case for case in self.when if all(each.holds(fields, evidence) for each in case)]
        needed = [[each.measure for each in case if isinstance(each, AtLeast)] for case in held]
        if not all(needed):
            return ""
        return ", ".join(
            amount(name, evidence[name]) for name in dict.fromkeys(n for case in needed for n in case)
        )

    @property
    def asks_evidence(self) -> bool:
        """Whether any of its cases needs something measured."""
        return any(isinstance(each, AtLeast) for case in self.when for each in case)

    @property
    def fields(self) -> frozenset[str]:
        """The fields it asks about."""
        cases = (*self.when, *self.unless)
        return frozenset(each.field for case in cases for each in case if isinstance(each, Condition))

    @property
    def strictness(self) -> tuple[int, int]:
        return self.level, ROUTES.index(self.route)


def _any_holds(cases: Iterable[Case], fields: Mapping[str, str], evidence: Evidence) -> bool:
    return any(all(condition.holds(fields, evidence) for condition in case) for case in cases)
