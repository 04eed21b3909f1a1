"""How the values of a check lie over a batch, to set its tolerance by; and tolerances that tell nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from review_desk.domain.check.finding import Finding
from review_desk.domain.check.table import BY_ID, Check
from review_desk.domain.check.tolerance import OUTCOMES, Limit, Outcome, Tolerance

_NEARLY_ALL = 0.8
_FEWEST = 5
_WANTED = 0.1
"""The share of photos that a proposed limit flags: as many as a person can look at."""

_FAR = 3.0
"""How many times the spread of the values a limit may lie beyond them, and still be drawn."""

BINS = 16


@dataclass(frozen=True)
class Bin:
    """How many values lie from `low` to `high`; the last one holds its end too."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Spread:
    """The values of one check over a batch, sorted, and what they came to.

    `tolerance` is that of most of the photos: channels may differ. Of a check that finds words, `words` says
    how many photos have each. `others` are the photos that are held to another tolerance.
    """

    check: Check
    values: tuple[float, ...]
    outcomes: Mapping[Outcome, int]
    tolerance: Tolerance
    words: Mapping[str, int] = field(default_factory=dict)
    others: int = 0

    @property
    def count(self) -> int:
        """How many photos were measured."""
        return sum(self.outcomes.values())

    @property
    def off(self) -> int:
        """How many are flagged or failed."""
        return self.count - self.outcomes["pass"]

    @property
    def tells_nothing(self) -> bool:
        """Whether the tolerance flags almost everything: then nobody looks any more."""
        return self.count >= _FEWEST and self.off >= _NEARLY_ALL * self.count

    def bins(self, count: int = BINS) -> tuple[Bin, ...]:
        """The values in so many even bins; one for values that are all the same, none without numbers."""
        if not self.values:
            return ()
        low, high = self.values[0], self.values[-1]
        if low == high:
            return (Bin(low, high, len(self.values)),)
        step = (high - low) / count
        counts = [0] * count
        for value in self.values:
            counts[min(count - 1, int((value - low) / step))] += 1
        return tuple(Bin(low + n * step, low + (n + 1) * step, each) for n, each in enumerate(counts))

    def judged(self, tolerance: Tolerance) -> tuple[tuple[Bin, Mapping[Outcome, int]], ...]:
        """The bins with what their values would come to by a tolerance."""
        found, taken = [], 0
        for each in self.bins():
            outcomes = [tolerance.outcome(value) for value in self.values[taken : taken + each.count]]
            found.append((each, Counter(outcomes)))
            taken += each.count
        return tuple(found)

    def axis(self, tolerance: Tolerance) -> tuple[float, float]:
        """From where to where to draw the values, so that the limits to flag by are in sight.

        A limit much further out than the values lie apart is left out, or the values would be one stroke.
        """
        low, high = self.values[0], self.values[-1]
        ends = [end for end in (tolerance.flag.least, tolerance.flag.most) if end is not None]
        room = _FAR * (high - low) or max((abs(end - low) for end in ends), default=0.0)
        near = [end for end in ends if low - room <= end <= high + room]
        return min(low, *near, low), max(high, *near, high)

    def at(self, share: float) -> float:
        """The value below which this share, 0-1, of the photos lie. ValueError without numbers."""
        if not self.values:
            raise ValueError(f"{self.check.id} has no numbers")
        return self.values[min(len(self.values) - 1, int(share * len(self.values)))]

    @property
    def proposed(self) -> Limit | None:
        """A limit to flag by that leaves the tenth of the photos that is furthest off; None for words."""
        if not self.values:
            return None
        flag = self.tolerance.flag or self.tolerance.fail
        least = self.at(_WANTED) if flag.least is not None else None
        most = self.at(1 - _WANTED) if flag.most is not None else None
        return Limit(least, most)

    @property
    def advice(self) -> str:
        """A sentence where the tolerance flags almost everything; else nothing."""
        if not self.tells_nothing:
            return ""
        said = f"{self.check.title} flags {self.off} of {self.count} photos: so it tells nothing."
        proposed = self.proposed
        if not proposed:
            return said
        low, high = self.at(0.25), self.at(0.75)
        middle = f"Half of them lie from {low:,g} to {high:,g}" if low < high else f"Most are at {low:,g}"
        flagged = sum(not proposed.holds(value) for value in self.values)
        return f"{said} {middle}; “{proposed.in_words(self.check.unit)}” would flag {flagged}."


def spreads(findings: Iterable[Finding]) -> tuple[Spread, ...]:
    """One for each check that measured anything, in the order of the table."""
    by_check: dict[str, list[Finding]] = {}
    for each in findings:
        by_check.setdefault(each.check.id, []).append(each)
    return tuple(_spread(check, by_check[check.id]) for check in BY_ID.values() if check.id in by_check)


def _spread(check: Check, found: Sequence[Finding]) -> Spread:
    outcomes = [each.outcome for each in found]
    numbers = sorted(each.value for each in found if not isinstance(each.value, str))
    tolerances = [each.tolerance for each in found]
    usual = max(dict.fromkeys(tolerances), key=tolerances.count)
    counts = {kind: outcomes.count(kind) for kind in OUTCOMES}
    words = Counter(each.value for each in found if isinstance(each.value, str))
    others = len(found) - tolerances.count(usual)
    return Spread(check, tuple(numbers), counts, usual, dict(words.most_common()), others)
