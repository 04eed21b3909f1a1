"""The order of the photos on the grid's page, and the rows they stand in."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from review_desk.domain.photo import Photo

Order = Literal["shop", "sku", "colourway", "time", "drift"]
Grouping = Literal["page", "colourways", "shots"]

ORDERS: Mapping[Order, str] = {
    "shop": "As the shop",
    "sku": "By SKU",
    "colourway": "By colourway",
    "time": "By shoot time",
    "drift": "Most drift first",
}
GROUPINGS: Mapping[Grouping, str] = {
    "page": "Listing page",
    "colourways": "Colourway strips",
    "shots": "SKU sheets",
}

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class PageRow:
    """One row of the page: photo ids from left to right.

    `headings` names the groups that begin in it, each with its first column.
    """

    photos: tuple[str, ...]
    headings: tuple[tuple[int, str], ...] = ()


def arranged(
    photos: Sequence[Photo],
    *,
    order: Order,
    grouping: Grouping,
    columns: int,
    drift: Mapping[str, float],
) -> tuple[PageRow, ...]:
    """The rows of the page. `drift` says how far a photo is off; one that is not named is not off.

    As the shop is the order of the manifest. Strips hold the colourways of a SKU in one shot, sheets all
    shots of a SKU; both keep the order among their groups by their first photo. Groups that fit stand beside
    each other; one that does not begins a row.
    """
    ordered = sorted(photos, key=_KEYS[order]) if order in _KEYS else list(photos)
    if order == "drift":
        ordered.sort(key=lambda photo: (-drift.get(photo.id, 0.0), photo.position))
    if grouping == "page":
        return tuple(map(PageRow, _batched([photo.id for photo in ordered], columns)))
    return tuple(_packed(_groups(ordered, grouping), columns))


def _batched(ids: Sequence[str], columns: int) -> Iterable[tuple[str, ...]]:
    return (tuple(ids[start : start + columns]) for start in range(0, len(ids), columns))


def _packed(groups: Iterable[tuple[str, list[str]]], columns: int) -> Iterable[PageRow]:
    """Rows of whole groups, as many as fit. A group of several rows has them to itself."""
    begun = PageRow(())
    for heading, ids in groups:
        if begun.photos and len(begun.photos) + len(ids) > columns:
            yield begun
            begun = PageRow(())
        if len(ids) > columns:
            first, *others = _batched(ids, columns)
            yield PageRow(first, ((0, heading),))
            yield from map(PageRow, others)
        else:
            begun = PageRow((*begun.photos, *ids), (*begun.headings, (len(begun.photos), heading)))
    if begun.photos:
        yield begun


def _groups(photos: Sequence[Photo], grouping: Grouping) -> Iterable[tuple[str, list[str]]]:
    first: dict[tuple[str, ...], int] = {}
    keys = [_group_of(photo, grouping) for photo in photos]
    for key in keys:
        first.setdefault(key, len(first))
    seats = sorted(zip(keys, photos, strict=True), key=lambda seat: first[seat[0]])
    for key, members in groupby(seats, key=lambda seat: seat[0]):
        yield " · ".join(filter(None, key)), [photo.id for _, photo in members]


def _group_of(photo: Photo, grouping: Grouping) -> tuple[str, ...]:
    return (photo.title, photo.shot) if grouping == "colourways" else (photo.title,)


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers in a name by their size: SKU-2 before SKU-10."""
    parts = filter(None, _DIGITS.split(text.casefold()))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _by_sku(photo: Photo) -> tuple[object, ...]:
    return _natural(photo.title), _natural(photo.colourway), photo.position


def _by_colourway(photo: Photo) -> tuple[object, ...]:
    return not photo.colourway, _natural(photo.colourway), _natural(photo.title), photo.position


def _by_time(photo: Photo) -> tuple[object, ...]:
    shot_at = str(photo.fields.get("shot_at") or "")
    return not shot_at, shot_at, photo.position


_KEYS: dict[Order, Callable[[Photo], tuple[object, ...]]] = {
    "sku": _by_sku,
    "colourway": _by_colourway,
    "time": _by_time,
}
