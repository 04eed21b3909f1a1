"""Words of a manifest as people write them, and the words of a rule found in them."""

import re
from collections.abc import Collection
from functools import lru_cache

_NOT = {"non", "no", "not", "without", "un"}


def words_of(value: str) -> frozenset[str]:
    """The values in one field, normalised; a studio may tell several: ``denim | sequins``."""
    return frozenset(filter(None, map(normal_word, re.split(r"[|;,]", value))))


def normal_word(text: str) -> str:
    """Case, spaces, hyphens, underscores, plurals do not make another value: ``T_Shirts`` is ``t-shirt``."""
    words = "-".join(re.findall(r"[^\W_]+|[*]", text.casefold()))
    if re.search(r"[^aeiou]ies$", words):
        return words[:-3] + "y"
    if re.search(r"(ss|sh|ch|x)es$", words):
        return words[:-2]
    return words[:-1] if re.search(r"[^su]s$", words) and len(words) > 3 else words


@lru_cache(maxsize=65_536)
def told_in(value: str, words: frozenset[str], *, inside: bool) -> bool:
    """Whether a field tells any of these normalised words; no words at all: whether it tells anything.

    `inside`: a word also counts within a longer name, as denim does in “women's denim jacket”, but not where
    it is denied: “non-hero”.
    """
    told = words_of(value)
    if not words:
        return bool(told)
    return not told.isdisjoint(words) or (inside and any(_holds(name, words) for name in told))


def _holds(name: str, words: Collection[str]) -> bool:
    parts = name.split("-")
    runs = ((first, last) for first in range(len(parts)) for last in range(first + 1, len(parts) + 1))
    return any(
        normal_word("-".join(parts[first:last])) in words and not _NOT & set(parts[:first][-1:])
        for first, last in runs
    )
