"""Facets: what a batch's photos have in common, counted, to show some of them only."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_desk.domain.photo import Photo

Chosen = Mapping[str, frozenset[str]]
"""By facet the values that are let through; a facet that is not named lets everything through."""

Extra = Mapping[str, Mapping[str, Collection[str]]]
"""What is known of photos beside their record: facet to photo id to values."""

NOTHING = "–"
"""The value of a photo that has none: it can be looked for as well."""


@dataclass(frozen=True)
class Facet:
    """A question that each photo answers with values."""

    id: str
    title: str
    values: Callable[[Photo], Collection[str]]


@dataclass(frozen=True)
class Counted:
    """A facet's value: photos that have it, among those the other facets and the search let through."""

    value: str
    count: int


def _level(photo: Photo) -> tuple[str, ...]:
    return (f"Level {photo.assignment.level}",) if photo.assignment else ()


def _route(photo: Photo) -> tuple[str, ...]:
    return (photo.assignment.route,) if photo.assignment else ()


def _verdict(photo: Photo) -> tuple[str, ...]:
    return (photo.verdict.past if photo.verdict else "to do",)


def _tags(photo: Photo) -> tuple[str, ...]:
    return photo.decision.tags if photo.decision else ()


def _second_look(photo: Photo) -> tuple[str, ...]:
    return ("asked for",) if photo.second_look else ()


def _day(photo: Photo) -> tuple[str, ...]:
    shot_at = photo.fields.get("shot_at")
    return (str(shot_at)[:10],) if shot_at else ()


def _colourway(photo: Photo) -> tuple[str, ...]:
    return (photo.colourway,) if photo.colourway else ()


def _of_field(name: str) -> Callable[[Photo], tuple[str, ...]]:
    def values(photo: Photo) -> tuple[str, ...]:
        value = photo.fields.get(name)
        return (str(value),) if value else ()

    return values


def _none(_: Photo) -> tuple[str, ...]:
    return ()


FACETS: tuple[Facet, ...] = (
    Facet("drift", "Drift", _none),
    Facet("level", "Level", _level),
    Facet("verdict", "Verdict", _verdict),
    Facet("second look", "Second look", _second_look),
    Facet("route", "Route", _route),
    Facet("finding", "Finding", _none),
    Facet("gate", "Held at", _none),
    Facet("tag", "Failure mode", _tags),
    Facet("category", "Category", _of_field("category")),
    Facet("studio", "Studio", _of_field("studio")),
    Facet("day", "Shoot day", _day),
    Facet("preset", "Preset", _of_field("preset")),
    Facet("model", "Model", _of_field("model")),
    Facet("colourway", "Colourway", _colourway),
)
"""In the order of the panel. Those whose photos all answer alike are not worth showing."""


class Faceted:
    """A batch's photos by their answers, worked out once for each photo.

    By facet and value the places of the photos that have it: what is let through is what several of these
    sets share, and ten thousand photos are counted in the time of a frame.
    """

    def __init__(self, photos: Sequence[Photo], extra: Extra | None = None) -> None:
        self._extra = extra or {}
        self._photos = list(photos)
        self._index = {photo.id: place for place, photo in enumerate(photos)}
        self._having: dict[str, dict[str, set[int]]] = {}
        for facet in FACETS:
            self._ask_all(facet)
        self._words: list[str] = []
        self._found: tuple[str, set[int]] = ("", set())

    def _ask_all(self, facet: Facet) -> None:
        having = self._having[facet.id] = _by_value(facet, self._photos)
        for photo, values in self._extra.get(facet.id, {}).items():
            place = self._index.get(photo)
            if place is not None and values:
                having.get(NOTHING, set()).discard(place)
                for value in values:
                    having.setdefault(value, set()).add(place)

    def _answer(self, facet: Facet, photo: Photo) -> Collection[str]:
        known = self._extra.get(facet.id, {}).get(photo.id, ())
        return (*facet.values(photo), *known) or (NOTHING,)

    def take(self, photo: Photo) -> None:
        """A photo has changed: it was decided, routed, or got a version."""
        place = self._index[photo.id]
        self._photos[place], self._words, self._found = photo, [], ("", set())
        for facet in FACETS:
            having = self._having[facet.id]
            for places in having.values():
                places.discard(place)
            for value in self._answer(facet, photo):
                having.setdefault(value, set()).add(place)

    def learn(self, facet: str, known: Mapping[str, Collection[str]]) -> None:
        """More is known of the photos beside their record: values by photo id."""
        self._extra = {**self._extra, facet: known}
        [asked] = [each for each in FACETS if each.id == facet]
        self._ask_all(asked)

    def shown(self, chosen: Chosen, search: str = "") -> list[Photo]:
        """The photos that have a chosen value of every facet, and every word of the search."""
        places = self._let_through(chosen, search)
        return list(self._photos) if places is None else [self._photos[place] for place in sorted(places)]

    def counts(self, chosen: Chosen, search: str = "") -> dict[str, list[Counted]]:
        """By facet its values, the commonest first; a chosen value is there even with none left."""
        through = self._let_through(chosen, search)
        return {facet.id: self._counted(facet.id, chosen, search, through) for facet in FACETS}

    def _counted(self, facet: str, chosen: Chosen, search: str, through: set[int] | None) -> list[Counted]:
        wanted = chosen.get(facet, frozenset())
        if wanted:  # of a facet's own values all stay in sight
            through = self._let_through({n: v for n, v in chosen.items() if n != facet}, search)
        having = self._having[facet]
        found = {
            value: len(places) if through is None else len(places & through)
            for value, places in having.items()
        }
        left = {value: count for value, count in found.items() if count}
        left.update({value: found.get(value, 0) for value in wanted})
        if set(left) <= {NOTHING}:
            return []
        return [Counted(value, left[value]) for value in sorted(left, key=lambda v: (-left[v], v))]

    def _let_through(self, chosen: Chosen, search: str) -> set[int] | None:
        """The places of the photos that pass; None for all."""
        parts = [self._with_any(facet, values) for facet, values in chosen.items() if values]
        if search.split():
            parts.append(self._with_words(search))
        return set.intersection(*parts) if parts else None

    def _with_any(self, facet: str, values: Iterable[str]) -> set[int]:
        having = self._having[facet]
        return set().union(*(having.get(value, ()) for value in values))

    def _with_words(self, search: str) -> set[int]:
        """The search is asked for once with the page and once with its counts: the last one is remembered."""
        if search != self._found[0]:
            words = search.casefold().split()
            self._words = self._words or [_searched(photo) for photo in self._photos]
            found = {n for n, told in enumerate(self._words) if all(word in told for word in words)}
            self._found = (search, found)
        return self._found[1]


def _by_value(facet: Facet, photos: Sequence[Photo]) -> dict[str, set[int]]:
    """The places of the photos by what they answer themselves."""
    if facet.values is _none:
        return {NOTHING: set(range(len(photos)))}
    having: dict[str, set[int]] = {}
    for place, photo in enumerate(photos):
        for value in facet.values(photo) or (NOTHING,):
            having.setdefault(value, set()).add(place)
    return having


def _searched(photo: Photo) -> str:
    told = (photo.sku, photo.name, photo.colourway, photo.shot, *map(str, photo.fields.values()))
    return " ".join(told).casefold()
