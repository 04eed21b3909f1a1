"""What the eye sees when it runs down a column of the page: how far one photo jumps from that above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from review_desk.domain.drift.kind import CHARTED, residuals
from review_desk.domain.drift.measure import Measure
from review_desk.domain.drift.subject import Subject


@dataclass(frozen=True)
class Flicker:
    """The jumps of one measure down each column: root mean square, in the measure's unit of deviations.

    None for a column where no two measured photos stand above one another.
    """

    measure: Measure
    columns: tuple[float | None, ...]


def flicker(subjects: Sequence[Subject], columns: int) -> tuple[Flicker, ...]:
    """Every measure down every column of a page of `columns`, of the deviations from photos of a kind.

    The mean square of successive differences is von Neumann's (1941): a slow drift leaves it small, an
    alternation makes it large.
    """
    return tuple(
        Flicker(measure, tuple(_down(left, len(subjects), columns, column) for column in range(columns)))
        for measure in CHARTED
        for left in [residuals(subjects, measure)]
    )


def _down(left: dict[int, float], count: int, columns: int, column: int) -> float | None:
    places = [place for place in range(column, count, columns) if place in left]
    jumps = [(left[below] - left[above]) ** 2 for above, below in pairwise(places)]
    return sqrt(sum(jumps) / len(jumps)) if jumps else None
