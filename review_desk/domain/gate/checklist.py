"""Checklists: what a person has looked at before signing, by the kind of product. One TOML file each.

id = "jewellery"
title = "Jewellery and watches"
for = ["jewellery", "watch"]       # words of category, surface or content type; "*" is for every photo
source = "brief A3"
date = 2026-11-21
[[point]]
id = "prongs"
text = "Every prong and setting is there."
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from review_desk.domain.photo import Photo
from review_desk.domain.rule_words import normal_word, told_in
from review_desk.domain.toml_table import TableError, id_in, only, read_toml, table_in, text_in, texts

_KEYS = {"id", "title", "for", "source", "date", "point"}
_FIELDS = ("content_type", "surface", "category")
"""The narrowest first: how a product is shown and what it is made of say more than what it is."""
EVERY = "*"


@dataclass(frozen=True)
class Point:
    """One thing to have looked at."""

    id: str
    text: str


@dataclass(frozen=True)
class Checklist:
    """Points for photos whose fields tell one of `words` (normalised)."""

    id: str
    title: str
    words: frozenset[str]
    points: tuple[Point, ...]
    source: str
    date: str


def parse_checklist(text: str, *, name: str) -> Checklist:
    """Read a checklist's file. Raises BadInput that begins with `name` for any slip."""
    return read_toml(text, _checklist, name=name)


def checklist_for(photo: Photo, known: Sequence[Checklist]) -> Checklist:
    """What is to be looked at on a photo: the points for every photo, then those of its own kind.

    Its kind is told by content type, else by surface, else by category; the first list that knows it counts.
    """
    common = [each for each in known if EVERY in each.words]
    own = next((each for field in _FIELDS for each in known if _knows(each, photo, field)), None)
    lists = [*common, *([own] if own else [])]
    title = own.title if own else (common[0].title if common else "")
    return Checklist(
        id="+".join(each.id for each in lists),
        title=title,
        words=frozenset(),
        points=tuple(point for each in lists for point in each.points),
        source="",
        date=max((each.date for each in lists), default=""),
    )


def _knows(each: Checklist, photo: Photo, field: str) -> bool:
    told = str(photo.fields.get(field, ""))
    return EVERY not in each.words and bool(told) and told_in(told, each.words, inside=True)


def _checklist(tables: dict[str, Any]) -> Checklist:
    only(tables, _KEYS, "the file")
    own = id_in(tables, "the file")
    rows = tables.get("point")
    if not isinstance(rows, list) or not rows:
        raise TableError("there is no [[point]] in it")
    points = tuple(_point(each, number) for number, each in enumerate(rows, 1))
    if len({point.id for point in points}) < len(points):
        raise TableError("two points have one id")
    words = texts(tables.get("for"), "for")
    return Checklist(
        id=own,
        title=text_in(tables, "title", "the file"),
        words=frozenset(word if word == EVERY else normal_word(word) for word in words),
        points=points,
        source=text_in(tables, "source", "the file"),
        date=day_in(tables, "the file"),
    )


def _point(found: Any, number: int) -> Point:
    where = f"point {number}"
    table = table_in(found, where)
    only(table, {"id", "text"}, where)
    return Point(id_in(table, where), text_in(table, "text", where))


def day_in(table: dict[str, Any], where: str) -> str:
    """A day, ISO 8601. Raises TableError where it is no TOML date."""
    day = table.get("date")
    if type(day) is not date:
        raise TableError(f"{where}: date must be a day such as 2026-11-21, without quotes")
    return day.isoformat()
