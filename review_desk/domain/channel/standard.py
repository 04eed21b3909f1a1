"""What a channel asks of a photo, as dated data: the `[standard]` table of `assets/channels/<id>.toml`.

[standard]
title = "Marketplace"
names = ["amazon"]                 # other words for the channel in manifests
source = "seller pages, second hand"
date = 2026-11-20
note = "Pure white and 85 % fill."
[standard.tolerance]
frame-fill = { flag.least = 85 }
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from review_desk.domain.check.tolerance import Tolerance
from review_desk.domain.check.tolerance_file import tolerances_in
from review_desk.domain.rule_words import normal_word
from review_desk.domain.toml_table import TableError, only, read_toml, table_in, text_in, texts

_KEYS = {"title", "names", "source", "date", "note", "tolerance"}


@dataclass(frozen=True)
class Standard:
    """What a channel asks, by check; `names` are the words by which manifests call it, normalised."""

    id: str
    title: str
    source: str
    date: str
    note: str
    tolerances: Mapping[str, Tolerance]
    names: frozenset[str] = frozenset()


def parse_standard(text: str, *, name: str, channel: str) -> Standard:
    """The standard in a channel's file, whose other tables are others'. Raises BadInput for a slip."""
    return read_toml(text, partial(_standard, channel=channel), name=name)


def standard_named(standards: Iterable[Standard], word: str) -> Standard | None:
    """The standard that a manifest's channel means, by its id, title or another name; None for an unknown."""
    wanted = normal_word(word) if word.strip() else ""
    return next((each for each in standards if wanted and wanted in each.names), None)


def _standard(tables: dict[str, Any], channel: str) -> Standard:
    if "standard" not in tables:
        raise TableError("there is no [standard] in it")
    table = table_in(tables["standard"], "[standard]")
    only(table, _KEYS, "[standard]")
    day = table.get("date")
    if type(day) is not date:
        raise TableError("[standard]: date must be a day such as 2026-11-20, without quotes")
    title = text_in(table, "title", "[standard]")
    words = (channel, title, *texts(table.get("names", []), "[standard] names"))
    return Standard(
        id=channel,
        title=title,
        source=text_in(table, "source", "[standard]"),
        date=day.isoformat(),
        note=str(table.get("note", "")),
        tolerances=tolerances_in(table.get("tolerance", {}), "[standard.tolerance]"),
        names=frozenset(map(normal_word, words)),
    )
