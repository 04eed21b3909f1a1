"""One measure of the batch along the shoot, as the chart and the map of the page show it."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from review_desk.domain.drift.measure import Measure
from review_desk.ui.grid.drift.words import figure

if TYPE_CHECKING:
    from review_desk.domain.drift.chart import Chart
    from review_desk.operations.drift import Drift


@dataclass(frozen=True)
class Series:
    """Photos in the order of the shoot. All numbers are deviations from the photos of a kind.

    `limit` is how far a photo may be off: the larger of what can be seen and what is out of the ordinary.
    `wanders` marks where a mean or a sum is out of control; `middle` is the median of the values themselves.
    """

    measure: Measure
    photos: tuple[str, ...]
    titles: tuple[str, ...]
    amounts: "array[float]"
    means: "array[float]"
    wanders: tuple[bool, ...]
    limit: float
    middle: float | None
    of: int
    words: str

    @cached_property
    def outside(self) -> tuple[int, ...]:
        """The turns whose photo is beyond the limit."""
        return tuple(turn for turn, amount in enumerate(self.amounts) if abs(amount) > self.limit)

    @cached_property
    def turns(self) -> Mapping[str, int]:
        """The turn of each photo."""
        return {photo: turn for turn, photo in enumerate(self.photos)}

    @property
    def facts(self) -> str:
        """“median 0.2 · limits ±1.0 · 12 of 480 outside”."""
        decimals = self.measure.decimals
        middle = "" if self.middle is None else f"median {self.middle:.{decimals}f} · ".replace("-", "−")
        limits = f"limits ±{figure(self.measure, self.limit, sign=False)}"
        return f"{middle}{limits} · {len(self.outside)} of {self.of} outside"

    def says(self, turn: int) -> str:
        """One point in words: “SKU-12: +2.4 b*, outside”."""
        where = ", outside the limits" if abs(self.amounts[turn]) > self.limit else ""
        return f"{self.titles[turn]}: {figure(self.measure, self.amounts[turn])}{where}"


def all_series(found: "Drift") -> dict[str, Series]:
    """The series of every measure of which enough photos are alike, by its id."""
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    return {chart.measure.id: _series(found, chart, shared) for chart in found.charts()}


def _series(found: "Drift", chart: "Chart", shared: dict[tuple[str, ...], tuple[str, ...]]) -> Series:
    """Most measures are of the same photos, whose names are `shared`."""
    shown, points = chart.measure, chart.points
    photos = tuple(point.photo for point in points)
    titles = tuple(found.subjects[point.place].title for point in points)
    usual = found.settings.outlier * chart.sigma  # a modified z is in units of σ, the MAD over 0.6745
    return Series(
        shown,
        shared.setdefault(photos, photos),
        shared.setdefault(titles, titles),
        array("d", (point.amount for point in points)),
        array("d", (point.ewma for point in points)),
        tuple(point.out for point in points),
        max(found.settings.visible_of(shown), usual),
        _middle(found, shown),
        len(found.subjects),
        chart.words,
    )


def _middle(found: "Drift", measure: Measure) -> float | None:
    """What all photos share where all are held against one median; kinds have one each."""
    if measure.family != "background":
        return None
    from statistics import median

    return median(value for subject in found.subjects if (value := subject.value(measure)) is not None)
