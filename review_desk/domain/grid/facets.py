"""Facets: what a batch's photos have in common, counted, to show some of them only."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
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


def _day(photo: Photo) -> tuple[str, ...]:
    return tuple(filter(None, (str(photo.fields.get("shot_at") or "")[:10],)))


def _colourway(photo: Photo) -> tuple[str, ...]:
    return tuple(filter(None, (photo.colourway,)))


def _of_field(name: str) -> Callable[[Photo], tuple[str, ...]]:
    def values(photo: Photo) -> tuple[str, ...]:
        return tuple(filter(None, (str(photo.fields.get(name) or ""),)))

    return values


def _none(_: Photo) -> tuple[str, ...]:
    return ()


FACETS: tuple[Facet, ...] = (
    Facet("drift", "Drift", _none),
    Facet("level", "Level", _level),
    Facet("verdict", "Verdict", _verdict),
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
    """A batch's photos with their answers, worked out once for each photo."""

    def __init__(self, photos: Sequence[Photo], extra: Extra | None = None) -> None:
        self._extra = extra or {}
        self._photos = list(photos)
        self._index = {photo.id: place for place, photo in enumerate(photos)}
        self._answers = {facet.id: [self._answer(facet, photo) for photo in photos] for facet in FACETS}
        self._words = [_searched(photo) for photo in photos]

    def _answer(self, facet: Facet, photo: Photo) -> frozenset[str]:
        known = self._extra.get(facet.id, {}).get(photo.id, ())
        return frozenset((*facet.values(photo), *known)) or frozenset((NOTHING,))

    def take(self, photo: Photo) -> None:
        """A photo has changed: it was decided, routed, or got a version."""
        place = self._index[photo.id]
        self._photos[place], self._words[place] = photo, _searched(photo)
        for facet in FACETS:
            self._answers[facet.id][place] = self._answer(facet, photo)

    def learn(self, facet: str, known: Mapping[str, Collection[str]]) -> None:
        """More is known of the photos beside their record: values by photo id."""
        self._extra = {**self._extra, facet: known}
        [asked] = [each for each in FACETS if each.id == facet]
        self._answers[facet] = [self._answer(asked, photo) for photo in self._photos]

    def shown(self, chosen: Chosen, search: str = "") -> list[Photo]:
        """The photos that have a chosen value of every facet, and every word of the search."""
        return [self._photos[place] for place in self._places(chosen, search)]

    def counts(self, chosen: Chosen, search: str = "") -> dict[str, list[Counted]]:
        """By facet its values, the commonest first; a chosen value is there even with none left."""
        return {facet.id: self._counted(facet.id, chosen, search) for facet in FACETS}

    def _counted(self, facet: str, chosen: Chosen, search: str) -> list[Counted]:
        others = {name: values for name, values in chosen.items() if name != facet}
        answers = self._answers[facet]
        found = Counter(value for place in self._places(others, search) for value in answers[place])
        for value in chosen.get(facet, ()):
            found.setdefault(value, 0)
        if set(found) <= {NOTHING}:
            return []
        return [Counted(value, found[value]) for value in sorted(found, key=lambda v: (-found[v], v))]

    def _places(self, chosen: Chosen, search: str) -> list[int]:
        asked = [(self._answers[facet], values) for facet, values in chosen.items() if values]
        words = search.casefold().split()
        return [
            place
            for place in range(len(self._photos))
            if all(answers[place] & values for answers, values in asked)
            and all(word in self._words[place] for word in words)
        ]


def _searched(photo: Photo) -> str:
    told = (photo.sku, photo.name, photo.colourway, photo.shot, *map(str, photo.fields.values()))
    return " ".join(told).casefold()
