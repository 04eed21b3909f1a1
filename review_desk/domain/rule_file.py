"""Routing rules are data: a TOML table of who looks at what, each with its sentence, its source and its date.

    [[rule]]
    id = "jewellery"
    level = 3                      # 1 low, 2 medium, 3 high
    route = "human_led"            # ai_only, hybrid, human_led
    sentence = "Jewellery and watches are human-led."
    source = "brief A3"
    date = 2026-11-20
    [rule.when]                    # several fields: all of them; a list: any of it; "*": anything at all
    category = ["jewellery", "watches"]

``[[rule.when]]`` may stand several times: any one of them is enough. ``[rule.unless]`` has the same form and
keeps it silent. ``evidence = { metal = 10 }`` in a when asks for so many per cent or more of what is measured
in the pixels (`pixel_evidence`); not in an unless, for evidence may raise a level and never lower one.

``[synonyms.FIELD]`` lists further words for a value, ``[vocabulary]`` the values a field may have, so that a
slip in a rule is found when it is read and not when a photo goes the wrong way.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from review_desk.domain.pixel_evidence import BY_ID
from review_desk.domain.rule import FIELDS, ROUTES, AtLeast, Case, Condition, Rule
from review_desk.domain.rule_place import line_of
from review_desk.domain.rule_words import normal_word
from review_desk.domain.toml_table import (
    TableError,
    did_you_mean,
    id_in,
    only,
    read_toml,
    table_in,
    text_in,
    texts,
)
from review_desk.errors import BadInput

Synonyms = Mapping[str, Mapping[str, frozenset[str]]]
"""By field: a word and all the words it stands for, itself among them."""

_ANYTHING = "*"
_EVIDENCE = "evidence"
_KEYS = {"id", "level", "route", "sentence", "source", "date", "when", "unless"}


def parse_rules(text: str, *, name: str, synonyms: Sequence[Synonyms] = ()) -> tuple[Rule, ...]:
    """Read a rule file; `name` is the file's. `synonyms` of other files hold in it beside its own.

    Raises BadInput naming the file, the rule, the mistake and its line.
    """
    try:
        return read_toml(text, partial(_rules, synonyms=synonyms), name=name)
    except BadInput as error:
        line = line_of(text, str(error).removeprefix(name))
        if line is None or "(at line" in str(error):
            raise
        raise BadInput(f"{str(error).removesuffix('.')} (line {line}).") from None


def synonyms_in(text: str) -> Synonyms:
    """What each word of a sound rule file stands for: “jewellery” for rings too, “ring” for itself."""
    written = tomllib.loads(text).get("synonyms", {})
    return {
        name: {
            normal_word(head): frozenset(map(normal_word, (head, *others))) for head, others in groups.items()
        }
        for name, groups in written.items()
    }


# --- reading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lexicon:
    """By field: each word with all the words that mean the same; the words known at all (no entry: any)."""

    same: Synonyms
    known: Mapping[str, frozenset[str]]
    borrowed: Sequence[Synonyms] = ()

    def expand(self, name: str, word: str, where: str) -> frozenset[str]:
        normal = normal_word(word)
        alike = self.same.get(name, {}).get(normal, frozenset({normal}))
        known = self.known.get(name)
        if known is not None and not alike & known:
            hint = did_you_mean(normal, known)
            raise TableError(f"{where}: '{word}' is not in the vocabulary of {name}{hint}")
        return alike.union(*(other.get(name, {}).get(normal, ()) for other in self.borrowed))


def _rules(tables: dict[str, Any], synonyms: Sequence[Synonyms]) -> tuple[Rule, ...]:
    only(tables, {"rule", "synonyms", "vocabulary"}, "the file")
    lexicon = replace(_lexicon(tables), borrowed=synonyms)
    found = tables.get("rule", [])
    if not isinstance(found, list) or not found:
        raise TableError("there is no [[rule]] in it")
    rules = tuple(_rule(table, f"rule {number}", lexicon) for number, table in enumerate(found, start=1))
    for twin, times in Counter(rule.id for rule in rules).items():
        if times > 1:
            raise TableError(f"rule '{twin}': {times} rules have this id")
    return rules


def _lexicon(tables: Mapping[str, Any]) -> _Lexicon:
    synonyms = _by_field(tables.get("synonyms", {}), "[synonyms]")
    vocabulary = _by_field(tables.get("vocabulary", {}), "[vocabulary]")
    return _Lexicon(
        {name: _synonyms(groups, f"[synonyms.{name}]") for name, groups in synonyms.items()},
        {name: frozenset(_normal_words(told, f"[vocabulary] {name}")) for name, told in vocabulary.items()},
    )


def _synonyms(groups: Any, where: str) -> dict[str, frozenset[str]]:
    same: dict[str, frozenset[str]] = {}
    for word, others in table_in(groups, where).items():
        group = frozenset([normal_word(word), *_normal_words(others, f"{where} {word}")])
        for twice in sorted(group & same.keys()):
            raise TableError(f"{where}: '{twice}' stands for two values")
        same |= dict.fromkeys(group, group)
    return same


def _by_field(tables: Any, where: str) -> dict[str, Any]:
    found = table_in(tables, where)
    only(found, FIELDS, where)
    return found


def _rule(found: Any, where: str, lexicon: _Lexicon) -> Rule:
    table = table_in(found, where)
    name = id_in(table, where)
    where = f"rule '{name}'"
    only(table, _KEYS, where)
    read = Rule(
        id=name,
        level=_level(table, where),
        route=_route(table, where),
        sentence=text_in(table, "sentence", where),
        source=text_in(table, "source", where),
        date=_date(table, where),
        when=_cases(table.get("when"), f"{where} when", lexicon),
        unless=_cases(table["unless"], f"{where} unless", lexicon) if "unless" in table else (),
    )
    if read.level == 1 and all(any(isinstance(each, AtLeast) for each in case) for case in read.when):
        raise TableError(f"{where}: evidence raises a level, so a rule that needs it cannot have level 1")
    return read


def _cases(tables: Any, where: str, lexicon: _Lexicon) -> tuple[Case, ...]:
    """One table, or several of which any may hold."""
    many = tables if isinstance(tables, list) else [tables]
    if not many or many == [None]:
        raise TableError(f"{where} is missing")
    return tuple(_case(table_in(table, where), where, lexicon) for table in many)


def _case(table: Mapping[str, Any], where: str, lexicon: _Lexicon) -> Case:
    only(table, (*FIELDS, _EVIDENCE), where)
    if not table:
        raise TableError(f"{where} names no field")
    fields = [(name, told) for name, told in table.items() if name != _EVIDENCE]
    conditions = [Condition(name, _accepted(name, told, where, lexicon)) for name, told in fields]
    return (*conditions, *(_evidence(table[_EVIDENCE], where) if _EVIDENCE in table else ()))


def _evidence(told: Any, where: str) -> tuple[AtLeast, ...]:
    if where.endswith("unless"):
        raise TableError(f"{where}: evidence may raise a level and never lower one; it stands in 'when' only")
    measures = table_in(told, f"{where} evidence")
    only(measures, BY_ID, f"{where} evidence")
    if not measures:
        raise TableError(f"{where} evidence names no measure")
    return tuple(
        AtLeast(name, _per_cent(least, f"{where} evidence {name}")) for name, least in measures.items()
    )


def _per_cent(least: Any, where: str) -> float:
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 < least <= 100:
        raise TableError(f"{where} must be a number of per cent above 0, up to 100")
    return float(least)


def _accepted(name: str, told: Any, where: str, lexicon: _Lexicon) -> frozenset[str]:
    words = _normal_words(told, f"{where} {name}")
    if _ANYTHING in words:
        return frozenset()
    return frozenset().union(*(lexicon.expand(name, word, where) for word in words))


def _normal_words(told: Any, where: str) -> tuple[str, ...]:
    words = tuple(map(normal_word, texts(told, where)))
    if not words or not all(words):
        raise TableError(f"{where} must name at least one word")
    return words


def _level(table: Mapping[str, Any], where: str) -> int:
    level = table.get("level")
    if type(level) is not int or level not in {1, 2, 3}:  # True is an int too
        raise TableError(f"{where}: level must be 1, 2 or 3")
    return level


def _route(table: Mapping[str, Any], where: str) -> str:
    route = text_in(table, "route", where)
    if route not in ROUTES:
        raise TableError(f"{where}: unknown route '{route}'; it must be one of {', '.join(ROUTES)}")
    return route


def _date(table: Mapping[str, Any], where: str) -> str:
    day = table.get("date")
    if type(day) is not date:  # a datetime is a date too
        raise TableError(f"{where}: date must be a day such as 2026-11-20, without quotes")
    return day.isoformat()
