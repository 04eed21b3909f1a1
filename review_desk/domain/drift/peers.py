"""Which photos one may be compared with: on each measure those that should look alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from review_desk.domain.drift.measure import Measure
from review_desk.domain.drift.subject import Subject

SMALLEST_GROUP = 8
"""Photos from which on a group has a spread of its own; the median of fewer says little."""

FEW = 3
"""Photos from which on there is a middle that one of them cannot move far."""

Key = tuple[str, ...]
_Keyed = Callable[[Subject], Key]


def whole(_: Subject) -> Key:
    """One group."""
    return ()


def _alike(subject: Subject) -> Key:
    """A photo without an SKU may show anything: it is like no other."""
    known = subject.sku or f"photo {subject.photo}"
    return subject.category, known, subject.colourway, subject.shot


def _coloured_shot(subject: Subject) -> Key:
    return subject.category, subject.colourway, subject.shot


def _colourway(subject: Subject) -> Key:
    return subject.category, subject.colourway


def _shot(subject: Subject) -> Key:
    return subject.category, subject.shot


def like(measure: Measure) -> _Keyed:
    """What two photos must have in common to be held against one another without more being known.

    A background is a background on every photo; a frame is filled alike by one kind of product; how light a
    product is belongs to its colourway, seen from one side.
    """
    if measure.of_shape:
        return _alike
    if measure.of_product:
        return _coloured_shot
    return whole if measure.family == "background" else _shot


def levels(measure: Measure) -> tuple[_Keyed, ...]:
    """Groups of a batch from the closest to the widest that still compares."""
    if measure.of_shape:
        return (_alike,)
    if measure.of_product:
        return _alike, _coloured_shot, _colourway
    return (whole,) if measure.family == "background" else (_alike, _coloured_shot, _shot)


def _of_shot(subject: Subject) -> Key:
    return subject.sku, subject.colourway, subject.shot


def siblings(measure: Measure) -> tuple[_Keyed, ...]:
    """What the other photos of an SKU must share, the closest first: the colourway, where it matters.

    A colour is that of all shots, but a ring is another grey from another side: where there are several
    photos of a shot they are held against each other. So is what goes by the outline: a dark shadow at its
    foot belongs to the outline of a black bag sooner than to that of a tan one.
    """
    if measure.scale == "colour":
        return _of_shot, lambda s: (s.sku, s.colourway)
    if measure.of_shape:
        return _of_shot, lambda s: (s.sku, s.shot)
    return (_of_shot,) if measure.of_product else (lambda s: (s.sku, s.shot),)


def groups(subjects: Sequence[Subject], measured: Sequence[int], key: _Keyed) -> dict[Key, list[int]]:
    """Indices of the measured photos by what they have in common."""
    found: dict[Key, list[int]] = {}
    for index in measured:
        found.setdefault(key(subjects[index]), []).append(index)
    return found


@dataclass(frozen=True)
class Group:
    """Photos to judge one another by: `members` make the middle and the spread, `own` are judged by them.

    `unlike`: it may hold different products, for which its spread has to allow.
    """

    members: list[int]
    own: list[int]
    unlike: bool


def batch_groups(subjects: Sequence[Subject], measured: Sequence[int], measure: Measure) -> list[Group]:
    """Groups of a batch: each photo in the closest with SMALLEST_GROUP photos or more, or in none.

    Photos that have a closer group still count for the wider one of others.
    """
    chosen: list[Group] = []
    placed: set[int] = set()
    for key in levels(measure):
        for members in groups(subjects, measured, key).values():
            own = [index for index in members if index not in placed]
            if len(members) >= SMALLEST_GROUP and own:
                chosen.append(Group(members, own, unlike=key not in (_alike, whole)))
        placed.update(index for group in chosen for index in group.own)
    return chosen


def beside(count: int, columns: int) -> Iterator[tuple[int, range]]:
    """Each place of a page of `columns` with the places of its row and of two rows above and below."""
    for place in range(count):
        top = place // columns * columns
        yield place, range(max(0, top - 2 * columns), min(count, top + 3 * columns))
