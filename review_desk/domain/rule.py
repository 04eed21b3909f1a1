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


Case = tuple[Condition, ...]  # all of them


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
