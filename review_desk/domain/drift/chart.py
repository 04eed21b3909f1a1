"""The control chart of a measure along the shoot: EWMA and CUSUM, which see small shifts that last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from review_desk.domain.drift import peers
from review_desk.domain.drift.kind import CHARTED, kinds
from review_desk.domain.drift.measure import Measure
from review_desk.domain.drift.settings import ChartSettings, Settings
from review_desk.domain.drift.spread import sigma
from review_desk.domain.drift.subject import Subject, shoot_order


@dataclass(frozen=True, slots=True)
class Point:
    """One photo on the chart; all but `place` in the measure's unit of deviations.

    `amount` is its deviation from the photos of its kind, `ewma` the weighted mean up to here and `limit`
    how far that may be from 0. `cusum_up` and `cusum_down` add up what lies beyond the slack, 0 or more.
    """

    place: int
    photo: str
    amount: float
    ewma: float
    limit: float
    cusum_up: float
    cusum_down: float
    out: bool


@dataclass(frozen=True)
class Chart:
    """One measure along the shoot. `sigma` and `cusum_limit` are in its unit of deviations.

    `out` marks points where a sum or a mean is out of control and the shift is one that can be seen.
    """

    measure: Measure
    points: tuple[Point, ...]
    sigma: float
    cusum_limit: float
    words: str

    @property
    def out(self) -> tuple[Point, ...]:
        """The points out of control."""
        return tuple(point for point in self.points if point.out)


def charts(
    subjects: Sequence[Subject], settings: Settings, limits: ChartSettings | None = None
) -> Iterator[Chart]:
    """The charts of all measures with SMALLEST_GROUP photos or more; each is large, so one after another."""
    made = (chart(subjects, measure, settings, limits or ChartSettings()) for measure in CHARTED)
    return (found for found in made if len(found.points) >= peers.SMALLEST_GROUP)


def chart(subjects: Sequence[Subject], measure: Measure, settings: Settings, limits: ChartSettings) -> Chart:
    """The chart of one measure; empty where no photo has enough of its kind."""
    alike = kinds(subjects, measure)
    left = {place: amount for kind in alike for place, amount in kind.amounts.items()}
    order = [place for place in shoot_order(list(subjects)) if place in left]
    if not order:
        return Chart(measure, (), measure.floor, 0.0, "")
    wide = any(kind.unlike for kind in alike)
    spread = sigma(list(left.values()), 0.0, measure.floor, wide=wide)
    points = _points([(place, subjects[place].photo, left[place]) for place in order], spread, limits,
                     settings.visible_of(measure))  # fmt: skip
    return Chart(measure, points, spread, limits.cusum_limit * spread, _words(measure, points, subjects))


def _points(
    series: Sequence[tuple[int, str, float]], spread: float, limits: ChartSettings, visible: float
) -> tuple[Point, ...]:
    """EWMA: z ← λx + (1 − λ)z within L σ √(λ/(2 − λ) (1 − (1 − λ)^2t)); Roberts 1959, NIST 6.3.2.4.

    CUSUM: S ← max(0, S ± x − k), out beyond h; Page 1954, NIST 6.3.2.3.
    """
    weight, slack = limits.ewma_weight, limits.cusum_slack * spread
    mean = up = down = 0.0
    points = []
    for turn, (place, photo, amount) in enumerate(series, start=1):
        mean = weight * amount + (1 - weight) * mean
        up, down = max(0.0, up + amount - slack), max(0.0, down - amount - slack)
        settled = weight / (2 - weight) * (1 - (1 - weight) ** (2 * turn))
        limit = limits.ewma_limit * spread * settled**0.5
        beyond = abs(mean) > limit or max(up, down) > limits.cusum_limit * spread
        out = beyond and abs(mean) >= visible
        points.append(Point(place, photo, amount, mean, limit, up, down, out))
    return tuple(points)


def _words(measure: Measure, points: Sequence[Point], subjects: Sequence[Subject]) -> str:
    out = [point for point in points if point.out]
    if not out:
        return f"{measure.title} is steady along the shoot."
    first = subjects[out[0].place]
    way = measure.above if out[0].ewma > 0 else measure.below
    return f"{measure.title} runs {way} from {first.title or first.photo} on: {len(out)} photos."
