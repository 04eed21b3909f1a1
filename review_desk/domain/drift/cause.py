"""What photos that drift have in common: a measure split by studio, day, lighting, preset and model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from statistics import median

from review_desk.domain.drift.kind import CHARTED, Kind, kinds
from review_desk.domain.drift.measure import Measure, parts, way_of
from review_desk.domain.drift.settings import Settings
from review_desk.domain.drift.subject import CAUSES, Subject

_LARGE = 0.474
"""Cliff's delta from which an effect is called large (Romano et al. 2006); 0.33 medium, 0.147 small."""
_BY_CHANCE_Z = 3.0
_COVERS = 0.8
"""Share of a group that must be off together before it is the group's fault and not the file's."""
_FEWEST = 3
_PART, _HARDLY_ANY = 1 / 3, 0.05
"""Shares of the group, and of all others, that are off where only some of a group are."""
_MINORITY = 0.4


@dataclass(frozen=True)
class Cause:
    """One value of one field against all other photos, on one measure.

    Attributes:
        by, value: such as "preset" and "texture-1.1".
        shift: median of these photos less that of the others, in the measure's unit.
        effect: Cliff's delta, −1 to 1: how much more often these are above the others than below.
        eta: share of the measure's rank variance that the whole split by this field explains, 0-1 (ε²).
        count, off: how many photos have the value, and how many of those are visibly off the same way.
        likely: large, not by chance, and a difference that can be seen.
        in_part: likely, though only some of the photos are off: hardly any others are. `shift` is theirs.
        covers: the fault is on nearly all of them: the preset, not the file.
        photos: all that have the value.
        offenders: those to look at: all where the group is at fault, else the ones that are visibly off.
        same_photos: other fields' values that name the very same photos, as “day 2026-11-12”.
    """

    measure: Measure
    by: str
    value: str
    shift: float
    effect: float
    eta: float
    count: int
    off: int
    others: int
    likely: bool
    covers: bool
    photos: tuple[str, ...]
    offenders: tuple[str, ...]
    words: str = ""
    same_photos: tuple[str, ...] = ()
    in_part: bool = False


@dataclass(frozen=True)
class _Split:
    """One measure's deviations by one field: value to place to amount, of kinds that have both.

    All are ranked once, not once for each value: of ten thousand photos on twenty days that is a second.
    """

    measure: Measure
    by: str
    values: dict[str, dict[int, float]]

    @cached_property
    def ranks(self) -> dict[int, float]:
        """The rank of each place among all, from 1."""
        places = [place for amounts in self.values.values() for place in amounts]
        amounts = [amount for amounts in self.values.values() for amount in amounts.values()]
        return dict(zip(places, _ranks(amounts), strict=True))

    @cached_property
    def ordered(self) -> list[tuple[float, int]]:
        """All amounts with their places, the smallest first."""
        return sorted((x, place) for amounts in self.values.values() for place, x in amounts.items())

    def others(self, value: str) -> list[float]:
        """The amounts of all other values, the smallest first."""
        own = self.values[value]
        return [x for x, place in self.ordered if place not in own]

    def delta(self, value: str) -> float:
        """Cliff's delta of one value against the others."""
        own = self.values[value]
        return _delta(sum(self.ranks[place] for place in own), len(own), len(self.ranks) - len(own))

    @cached_property
    def eta(self) -> float:
        """The share of the rank variance that this field explains."""
        return _explained([[self.ranks[place] for place in amounts] for amounts in self.values.values()])


def causes(subjects: Sequence[Subject], settings: Settings) -> tuple[Cause, ...]:
    """All splits of all measures, the likely ones first, the largest effect first.

    What cannot be seen on a page comes after what can: a warm white is also no pure white any more.

    A photo is taken by its deviation from the photos of its kind, and only kinds that come with several
    values of the field count: a preset that only ever saw black bags is not blamed for their being black.
    """
    found = [cause for measure in CHARTED for cause in _of_measure(subjects, measure, settings)]
    found.sort(
        key=lambda c: (not c.likely, not c.covers, not c.measure.seen, -abs(c.effect) * _seen(c, settings))
    )
    return tuple(found)


def off_as_a_whole(subjects: Sequence[Subject], measure: Measure, settings: Settings) -> frozenset[int]:
    """Places of the photos whose preset, or day, is the likely cause of a drift and is not most of the batch.

    Half of its photos must be off among their like, and not four fifths: of a product that was mostly made
    with it the others seem to be.
    """
    axes = [m for m in CHARTED if m.id == measure.id or m.id in parts(measure)]
    guilty = {
        photo
        for axis in axes
        for cause in _of_measure(subjects, axis, settings)
        if cause.likely
        and not cause.in_part
        and 2 * cause.off >= cause.count
        and cause.count <= _MINORITY * (cause.count + cause.others)
        for photo in cause.photos
    }
    return frozenset(place for place, subject in enumerate(subjects) if subject.photo in guilty)


def _seen(cause: Cause, settings: Settings) -> float:
    return abs(cause.shift) / settings.visible_of(cause.measure)


def _of_measure(subjects: Sequence[Subject], measure: Measure, settings: Settings) -> list[Cause]:
    alike = kinds(subjects, measure)
    found: list[Cause] = []
    for by in CAUSES:
        split = _split(subjects, measure, alike, by)
        found += [cause for value in split.values if (cause := _cause(subjects, split, value, settings))]
    return _with_same_photos(found)


def _split(subjects: Sequence[Subject], measure: Measure, alike: Sequence[Kind], by: str) -> _Split:
    values: dict[str, dict[int, float]] = {}
    for kind in alike:
        named = {n: subjects[n].groups[by] for n in kind.amounts if by in subjects[n].groups}
        if len(set(named.values())) > 1:
            for n, value in named.items():
                values.setdefault(value, {})[n] = kind.amounts[n]
    return _Split(measure, by, values)


def _cause(subjects: Sequence[Subject], split: _Split, value: str, settings: Settings) -> Cause | None:
    own, rest = list(split.values[value].values()), split.others(value)
    if len(own) < _FEWEST or len(rest) < _FEWEST:
        return None
    middle, visible = median(rest), settings.visible_of(split.measure)
    shift, effect = median(own) - middle, split.delta(value)
    by_chance = abs(_rank_z(effect, len(own), len(rest))) < _BY_CHANCE_Z
    as_usual = abs(median(own)) < abs(middle)  # it is the others that are off
    whole = abs(effect) >= _LARGE and abs(shift) >= visible and not by_chance and not as_usual
    way = _way(own, middle, visible)
    off = {n: x - middle for n, x in split.values[value].items() if (x - middle) * way >= visible}
    in_part = (
        split.measure.seen
        and not whole
        and _some_alone(len(off), len(own), sum(1 for x in rest if (x - middle) * way >= visible), len(rest))
    )
    covers = whole and len(off) >= _COVERS * len(own)
    found = Cause(
        split.measure, split.by, value, median(off.values()) if in_part else shift, effect, split.eta,
        len(own), len(off), len(rest), whole or in_part, covers=covers,
        photos=tuple(subjects[n].photo for n in split.values[value]),
        offenders=tuple(subjects[n].photo for n in (split.values[value] if covers else off)), in_part=in_part,
    )  # fmt: skip
    return replace(found, words=_words(found))


def _way(amounts: Sequence[float], middle: float, visible: float) -> int:
    """1 where more amounts are visibly above than below, else −1."""
    above = sum(1 for x in amounts if x - middle >= visible)
    below = sum(1 for x in amounts if middle - x >= visible)
    return 1 if above > below or (above == below and median(amounts) > middle) else -1


def _some_alone(off: int, count: int, others_off: int, others: int) -> bool:
    """Whether a good part of a group is off and hardly anything else is, and that not by chance.

    The normal approximation of a difference of two shares, by the share of both together.
    """
    if off < _FEWEST or off < _PART * count or others_off > _HARDLY_ANY * others:
        return False
    share = (off + others_off) / (count + others)
    spread = sqrt(share * (1 - share) * (1 / count + 1 / others))
    return spread > 0 and (off / count - others_off / others) / spread >= _BY_CHANCE_Z


def _words(cause: Cause) -> str:
    measure = cause.measure
    size = f"{abs(cause.shift):.{measure.decimals}f}{'' if measure.unit == '°' else ' '}{measure.unit}"
    said = f"{measure.title} is {size} {way_of(measure, cause.shift)} on {cause.by} {cause.value}"
    end = f" This is the {cause.by}, not the file." if cause.covers else ""
    return f"{said}: {cause.off} of {cause.count} photos.{end}"


def _with_same_photos(found: Sequence[Cause]) -> list[Cause]:
    named: dict[tuple[str, ...], list[str]] = {}
    for cause in found:
        named.setdefault(cause.photos, []).append(f"{cause.by} {cause.value}")
    return [
        replace(cause, same_photos=tuple(n for n in named[cause.photos] if n != f"{cause.by} {cause.value}"))
        for cause in found
    ]


def cliffs_delta(one: Sequence[float], other: Sequence[float]) -> float:
    """P(x > y) − P(x < y) for x of `one` and y of `other` (Cliff 1993, Psychol. Bull. 114)."""
    return _delta(sum(_ranks([*one, *other])[: len(one)]), len(one), len(other))


def _delta(ranks: float, count: int, others: int) -> float:
    """The same from the sum of ranks among all."""
    return 2 * (ranks - count * (count + 1) / 2) / (count * others) - 1


def _rank_z(effect: float, n: int, m: int) -> float:
    """The normal approximation of Mann and Whitney's U (1947), by way of the delta."""
    return effect * sqrt(3 * n * m / (n + m + 1))


def epsilon_squared(groups: Sequence[Sequence[float]]) -> float:
    """ε² = H / (n − 1), H of Kruskal and Wallis 1952: η² of ranks, 0-1 (Tomczak and Tomczak 2014)."""
    ranks = iter(_ranks([value for group in groups for value in group]))
    return _explained([[next(ranks) for _ in group] for group in groups])


def _explained(groups: Sequence[Sequence[float]]) -> float:
    """The same of ranks among all."""
    joined = [rank for group in groups for rank in group]
    mean = (len(joined) + 1) / 2
    total = sum((rank - mean) ** 2 for rank in joined)
    between = sum(len(group) * (sum(group) / len(group) - mean) ** 2 for group in groups if group)
    return between / total if total else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, equal values sharing their mean rank."""
    order = sorted(range(len(values)), key=lambda n: values[n])
    ranks, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2 + 1
        start = end + 1
    return ranks
