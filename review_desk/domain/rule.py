"""Routing rules: who looks at what, each with its sentence, its source and its date. Read by `rule_file`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from review_desk.domain.rule_words import told_in

ROUTES = ("ai_only", "hybrid", "human_led")  # from the loosest to the strictest
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
EVIDENCE = ("metallic", "sheer", "skin", "fine_texture", "busy_background", "person")
"""What is measured in the pixels, each from 0 to 100 percent; see `imaging/evidence`."""

_PROSE = frozenset(FIELDS) - {"studio", "preset", "model", "sku", "colourway"}
"""Fields in which people write: a word also counts inside a longer one. The others hold names of things."""


@dataclass(frozen=True)
class Condition:
    """One field and the normalised words that satisfy it; an empty set is satisfied by any word."""

    field: str
    words: frozenset[str]

    def holds(self, fields: Mapping[str, str]) -> bool:
        return told_in(fields.get(self.field, ""), self.words, inside=self.field in _PROSE)

    def __str__(self) -> str:
        return f"{self.field} is {' or '.join(sorted(self.words)) if self.words else 'told'}"


@dataclass(frozen=True)
class AtLeast:
    """One measure of the pixels and the percentage from which it counts; what was not measured does not."""

    field: str
    percent: float

    def holds(self, fields: Mapping[str, str]) -> bool:
        return measured(fields, self.field) >= self.percent

    def __str__(self) -> str:
        return f"{self.field.replace('_', ' ')} is at least {self.percent:g} %"


def evidence_key(name: str) -> str:
    """Under which a measure stands among a photo's fields: no manifest column is named so."""
    return f"evidence:{name}"


def measured(fields: Mapping[str, str], name: str) -> float:
    """A measure in percent, −1 where it was not taken."""
    return float(fields.get(evidence_key(name), -1))


Case = tuple[Condition | AtLeast, ...]  # all of them


@dataclass(frozen=True)
class Rule:
    """`when` and `unless` hold cases: the rule speaks where any case of `when` holds and none of `unless`."""

    id: str
    level: int
    route: str
    sentence: str
    source: str
    date: str  # ISO 8601
    when: tuple[Case, ...]
    unless: tuple[Case, ...] = ()

    def speaks(self, fields: Mapping[str, str]) -> bool:
        return _any_holds(self.when, fields) and not _any_holds(self.unless, fields)

    @property
    def strictness(self) -> tuple[int, int]:
        return self.level, ROUTES.index(self.route)


def _any_holds(cases: Iterable[Case], fields: Mapping[str, str]) -> bool:
    return any(all(condition.holds(fields) for condition in case) for case in cases)
