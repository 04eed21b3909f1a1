"""Every photo held against its row, its siblings, its batch, a reference and the style guide."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from statistics import median

from review_desk.domain.drift import peers
from review_desk.domain.drift.cause import off_as_a_whole
from review_desk.domain.drift.column import Column, Draft
from review_desk.domain.drift.kind import away
from review_desk.domain.drift.measure import MEASURES, Measure
from review_desk.domain.drift.settings import AGAINST, Against, Settings
from review_desk.domain.drift.spread import mad, modified_z, wide_spread
from review_desk.domain.drift.subject import Lab, Subject

Apart = Callable[[Sequence[Lab], Sequence[Lab]], Sequence[float]]
"""Differences between colours, pair by pair: CIEDE2000. The domain has no arrays, so it is handed in."""


@dataclass(frozen=True)
class Comparison:
    """All columns of a batch; thresholds come later, so that they can be tried without comparing anew."""

    subjects: tuple[Subject, ...]
    columns: Mapping[tuple[str, Against], Column]
    settings: Settings


def compare(subjects: Sequence[Subject], settings: Settings, *, apart: Apart) -> Comparison:
    """Hold all photos, in the order of the page, against what `settings` names.

    Photos of a preset, or a day, that is off as a whole do not make the middle of a kind where there are
    others: a product that was mostly developed with the dark preset is not dark for that.
    """
    columns: dict[tuple[str, Against], Column] = {}
    for measure in MEASURES:
        off = off_as_a_whole(subjects, measure, settings) if measure.seen else frozenset()
        work = _Work(tuple(subjects), measure, settings, apart, off)
        for against, column in work.all():
            columns[measure.id, against] = column.packed(len(subjects))
    return Comparison(tuple(subjects), columns, settings)


class _Work:
    """The columns of one measure."""

    def __init__(
        self,
        subjects: tuple[Subject, ...],
        measure: Measure,
        settings: Settings,
        apart: Apart,
        off: frozenset[int],
    ) -> None:
        self.subjects, self.measure, self.settings, self.apart = subjects, measure, settings, apart
        self.off = off
        read = Subject.lab if measure.scale == "colour" else Subject.value
        found = ((place, read(subject, measure)) for place, subject in enumerate(subjects))
        self.values: dict[int, float | Lab] = {place: value for place, value in found if value is not None}

    def all(self) -> list[tuple[Against, Draft]]:
        if not self.measure.seen:
            return [*((name, Draft()) for name in AGAINST if name != "target"), ("target", self.target())]
        batch = self.batch()
        return [
            ("row", self.row(batch)),
            ("siblings", self.siblings()),
            ("batch", batch),
            ("reference", self.reference()),
            ("target", self.target()),
        ]

    def row(self, batch: Draft) -> Draft:
        """Against those around it, itself left out: by how far each is from the middle of its own kind.

        So a mug may stand between bags. A colour is held against the same colourway only, as its way from
        the middle is no single number; so is a photo without enough of its kind to have a middle.
        """
        column, key = Draft(), peers.like(self.measure)
        if self.measure.scale == "colour" or not batch.expected:
            return self._plain_row(column, {place: key(self.subjects[place]) for place in self.values})
        for place, around in peers.beside(len(self.subjects), self.settings.columns):
            others = [
                batch.amount[n] for n in self._usual(n for n in around if n != place) if n in batch.amount
            ]
            if place in batch.amount and len(others) >= peers.FEW:
                column.expected[place] = self._at(batch.expected[place], median(others))
                column.count[place] = len(others)
        self._judged(column)
        for place in column.z:  # a kind of unlike products is as uneven beside its neighbours as in itself
            spread = max(column.spread[place], batch.spread[place])
            column.z[place] = modified_z(column.amount[place], spread, self.measure.floor)
        return column

    def _plain_row(self, column: Draft, keys: Mapping[int, peers.Key]) -> Draft:
        for place, around in peers.beside(len(self.subjects), self.settings.columns):
            if place in keys:
                others = [n for n in around if n != place and keys.get(n) == keys[place]]
                self._expect(column, [place], others)
        return self._judged(column)

    def _at(self, middle: float | Lab, amount: float) -> float:
        """The value that lies `amount` from a middle."""
        assert not isinstance(middle, tuple)
        return middle * (1 + amount / 100) if self.measure.scale == "ratio" else middle + amount

    def siblings(self) -> Draft:
        """Against the median of the SKU's photos, itself included: of three, one cannot move it."""
        column = Draft()
        named = [place for place in self.values if self.subjects[place].sku]
        for key in peers.siblings(self.measure):
            for members in peers.groups(self.subjects, named, key).values():
                self._expect(column, [n for n in members if n not in column.expected], members)
        return self._judged(column)

    def batch(self) -> Draft:
        """Against the median of the photos of its kind, by their own spread."""
        column, found = Draft(), peers.batch_groups(self.subjects, list(self.values), self.measure)
        for group in found:
            self._expect(column, group.own, group.members)
        self._amounts(column)
        for group, amounts in zip(found, self._from_middles(found), strict=True):
            self._score(column, group.own, amounts, wide=group.unlike)
        return column

    def _from_middles(self, groups: Sequence[peers.Group]) -> list[list[float]]:
        """By group how far all members are from its middle, its own and those judged elsewhere."""
        values = [[self.values[n] for n in self._usual(group.members)] for group in groups]
        middles = [middle for held in values for middle in [self._middle(held)] * len(held)]
        turn = iter(self._away(list(chain.from_iterable(values)), middles))
        return [list(islice(turn, len(held))) for held in values]

    def reference(self) -> Draft:
        """Against the chosen photo. One photo has no spread: a difference is held against the floor."""
        column = Draft()
        chosen = next((n for n, s in enumerate(self.subjects) if s.photo == self.settings.reference), None)
        if chosen is None or chosen not in self.values:
            return column
        key = peers.like(self.measure)
        own = key(self.subjects[chosen])
        alike = [n for n in self.values if n != chosen and key(self.subjects[n]) == own]
        for place in alike:
            column.expected[place], column.count[place] = self.values[chosen], 1
        self._amounts(column)
        self._score(column, alike, [])
        return column

    def target(self) -> Draft:
        """Against the style guide, which has no spread either."""
        column = Draft()
        for place, value in self.values.items():
            target = self.settings.style.target(self.measure, self.subjects[place].category)
            if target is None or isinstance(value, tuple):
                continue
            missed = target.miss(value)
            column.expected[place], column.count[place] = value - missed, 0
        self._amounts(column)
        self._score(column, list(column.expected), [])
        return column

    def _expect(self, column: Draft, places: Sequence[int], others: Sequence[int]) -> None:
        others = self._usual(others)
        if len(others) < peers.FEW:
            return
        expected = self._middle([self.values[n] for n in others])
        for place in places:
            column.expected[place], column.count[place] = expected, len(others)

    def _usual(self, places: Iterable[int]) -> list[int]:
        """Of some places those that are not off for a known cause, where enough are left."""
        found = list(places)
        usual = [n for n in found if n not in self.off]
        return usual if len(usual) >= peers.FEW else found

    def _middle(self, values: Sequence[float | Lab]) -> float | Lab:
        if self.measure.scale != "colour":
            return median(_numbers(values))
        lightness, a, b = (median(part) for part in zip(*_labs(values), strict=True))
        return lightness, a, b

    def _judged(self, column: Draft) -> Draft:
        """By the spread of all deviations of this comparison, where there are enough of them."""
        self._amounts(column)
        if len(column.amount) >= peers.SMALLEST_GROUP:
            # The one in the middle of a small group is at zero by construction and says nothing of spread.
            telling = [amount for amount in column.amount.values() if amount]
            self._score(column, list(column.amount), telling, wide=True)
        return column

    def _amounts(self, column: Draft) -> None:
        places = list(column.expected)
        found = self._away([self.values[n] for n in places], [column.expected[n] for n in places])
        column.amount.update(zip(places, found, strict=True))

    def _away(self, values: Sequence[float | Lab], expected: Sequence[float | Lab]) -> Sequence[float]:
        """Pair by pair how far values are from what is expected."""
        if self.measure.scale == "colour":
            return self.apart(_labs(values), _labs(expected))
        pairs = zip(_numbers(values), _numbers(expected), strict=True)
        return [away(self.measure, value, other) for value, other in pairs]

    def _score(
        self, column: Draft, places: Sequence[int], amounts: Sequence[float], *, wide: bool = False
    ) -> None:
        """Modified z of `places` by the spread of `amounts`; by the floor alone where there are none.

        A difference of colours has no sign: only those farther off than usual are outliers.
        """
        usual = median(amounts) if amounts and self.measure.scale == "colour" else 0.0
        spread = (wide_spread if wide else mad)(amounts, usual) if amounts else 0.0
        for place in places:
            column.spread[place] = spread
            column.z[place] = modified_z(column.amount[place] - usual, spread, self.measure.floor)


def _labs(values: Sequence[float | Lab]) -> list[Lab]:
    return [value for value in values if isinstance(value, tuple)]


def _numbers(values: Sequence[float | Lab]) -> list[float]:
    return [value for value in values if not isinstance(value, tuple)]
