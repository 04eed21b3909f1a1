"""What goes wrong in retouched photos: families of failure modes, read from TOML, one file a family.

id = "jewellery"
name = "Jewellery"
[[mode]]                       # in the order of the keys 1-9
id = "prong-lost"
name = "Prong lost"
sentence = "A prong has melted into the stone or is gone."
severity = "critical"          # minor, major, critical: what it usually is, the person decides
aliases = ["missing claw"]     # other words it is searched and recorded by
usual_for = ["jewellery"]      # categories or content types; "*" means any

A picture of what it looks like may lie beside the files, as `pictures/ID.webp`: how it should be,
and the fault.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from review_desk.domain.rule_words import normal_word, words_of
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

SEVERITIES = ("minor", "major", "critical")
_MOST = 9  # the keys 1-9
_FAMILY_KEYS = {"id", "name", "mode"}
_MODE_KEYS = {"id", "name", "sentence", "severity", "aliases", "usual_for"}


@dataclass(frozen=True)
class FailureMode:
    """One way a photo goes wrong. `severity` is the usual one; `usual_for` is normalised, "*" meaning any."""

    id: str
    family: str
    name: str
    sentence: str
    severity: str
    aliases: tuple[str, ...] = ()
    usual_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """Modes that are looked for together; the first nine are on the keys 1 to 9."""

    id: str
    name: str
    modes: tuple[FailureMode, ...]


class Taxonomy:
    """All families of a desk. Raises BadInput where one id or alias would name two modes."""

    def __init__(self, families: Iterable[Family]) -> None:
        self.families = tuple(families)
        self._modes: dict[str, FailureMode] = {}
        for mode in self.modes:
            for word in dict.fromkeys(map(_plain, (mode.id, mode.name, *mode.aliases))):
                other = self._modes.setdefault(word, mode)
                if other is not mode:
                    raise BadInput(f"'{word}' names two failure modes: {other.id} and {mode.id}.")
        self._refuse_twin_families()

    @property
    def modes(self) -> tuple[FailureMode, ...]:
        return tuple(mode for family in self.families for mode in family.modes)

    def mode(self, id_or_alias: str) -> FailureMode:
        """The mode of that id, name or alias, in any spelling; BadInput names the closest."""
        found = self._modes.get(_plain(id_or_alias))
        if found is None:
            hint = did_you_mean(_plain(id_or_alias), self._modes) or "."
            raise BadInput(f"There is no failure mode '{id_or_alias}'{hint}")
        return found

    def name_of(self, tag: str) -> str:
        """What people read for a tag: a mode's name, or the tag itself where no mode is called so.

        Marks of other tools bring tags of their own, and a studio's mode may have gone since.
        """
        found = self._modes.get(_plain(tag))
        return found.name if found else tag

    def most_used(self, uses: Mapping[str, int]) -> tuple[FailureMode, ...]:
        """The modes that were named at all, those named most often first."""
        named = [mode for mode in self.modes if uses.get(mode.id)]
        return tuple(sorted(named, key=lambda mode: -uses[mode.id]))

    def search(self, text: str, uses: Mapping[str, int] = MappingProxyType({})) -> tuple[FailureMode, ...]:
        """Modes that hold every word of `text` in name, alias, family or sentence, best first.

        Of those that hold it equally well, the one that was named most often.
        """
        wanted = _plain(text).split()
        if not wanted:
            return ()
        ranked = [(max(_rank(mode, word) for word in wanted), mode) for mode in self.modes]
        hits = [(rank, mode) for rank, mode in ranked if rank < _NOWHERE]
        best = sorted(hits, key=lambda hit: (hit[0], -uses.get(hit[1].id, 0)))  # stable: the families' order
        return tuple(mode for _, mode in best)

    def with_own(self, own: Iterable[Family]) -> "Taxonomy":
        """With a studio's families on top: a family joins the one of its id, a mode replaces that of its id.

        Raises BadInput where a word would name two modes.
        """
        families = {family.id: family for family in self.families}
        for each in own:
            there = families.get(each.id)
            modes = {mode.id: mode for mode in (*(there.modes if there else ()), *each.modes)}
            families[each.id] = Family(each.id, each.name, tuple(modes.values()))
        return Taxonomy(families.values())

    def families_for(self, category: str) -> tuple[Family, ...]:
        """Every family, those most usual for a category or content type first; ties keep the desk's order."""
        words = words_of(category)
        return tuple(sorted(self.families, key=lambda family: -_usual_share(family, words)))

    def _refuse_twin_families(self) -> None:
        ids = [family.id for family in self.families]
        for name in ids:
            if ids.count(name) > 1:
                raise BadInput(f"There are two families of failure modes with the id '{name}'.")


_NOWHERE = 6


def _usual_share(family: Family, words: frozenset[str]) -> float:
    """How much of a family is usual for a kind of photo, 0 to 1; a mode usual for any counts a quarter."""
    named = sum(bool(words & set(mode.usual_for)) for mode in family.modes)
    general = sum("*" in mode.usual_for for mode in family.modes)
    return (named + general / 4) / len(family.modes)


def _rank(mode: FailureMode, word: str) -> int:
    """0 where the name begins with `word`, up to `_NOWHERE` where the mode does not hold it."""
    name, aliases = _plain(mode.name), [_plain(alias) for alias in (mode.id, *mode.aliases)]
    places = (
        name.startswith(word),
        any(alias.startswith(word) for alias in aliases),
        any(part.startswith(word) for part in name.split()),
        any(word in text for text in (name, *aliases)),
        word in _plain(mode.family),
        len(word) > 2 and any(part.startswith(word) for part in _plain(mode.sentence).split()),
    )
    return next((rank for rank, found in enumerate(places) if found), _NOWHERE)


def _plain(text: str) -> str:
    """Words without case, hyphens and punctuation: the form they are searched and compared in."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def parse_family(text: str, *, name: str) -> Family:
    """Read one family; `name` is the file's.

    Raises BadInput naming the file, the mode (or the line, where it is no TOML) and the mistake.
    """
    return read_toml(text, _family, name=name)


def _family(table: dict[str, Any]) -> Family:
    only(table, _FAMILY_KEYS, "the family")
    family = id_in(table, "the family")
    tables = table.get("mode")
    if not isinstance(tables, list) or not 1 <= len(tables) <= _MOST:
        raise TableError(f"a family holds 1 to {_MOST} [[mode]], one for each key")
    modes = tuple(_mode(each, family, f"mode {key}") for key, each in enumerate(tables, start=1))
    return Family(family, text_in(table, "name", "the family"), modes)


def _mode(found: Any, family: str, where: str) -> FailureMode:
    table = table_in(found, where)
    name = id_in(table, where)
    where = f"mode '{name}'"
    only(table, _MODE_KEYS, where)
    return FailureMode(
        id=name,
        family=family,
        name=text_in(table, "name", where),
        sentence=text_in(table, "sentence", where),
        severity=_severity(table, where),
        aliases=texts(table.get("aliases", []), f"{where} aliases"),
        usual_for=tuple(map(normal_word, texts(table.get("usual_for", []), f"{where} usual_for"))),
    )


def _severity(table: Mapping[str, Any], where: str) -> str:
    severity = text_in(table, "severity", where)
    if severity not in SEVERITIES:
        raise TableError(f"{where}: severity is '{severity}'; it must be one of {', '.join(SEVERITIES)}")
    return severity
