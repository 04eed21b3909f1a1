"""Each photo's deviation from the photos of its kind: what charts, causes and flicker are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from review_desk.domain.drift import peers
from review_desk.domain.drift.measure import BY_ID, MEASURES, Measure
from review_desk.domain.drift.subject import Subject


@dataclass(frozen=True)
class Kind:
    """Photos that should look alike on a measure, by place: the deviation of each from their median.

    `unlike`: they may be different products, of which the commonest must not make the limits.
    """

    middle: float
    amounts: dict[int, float]
    unlike: bool = False


def _axis(key: str, title: str, unit: str, above: str, below: str) -> Measure:
    colour = BY_ID["product"]
    return Measure(key, title, unit, colour.visible, colour.floor, "colour", above, below, of_product=True)


CHARTED: tuple[Measure, ...] = (
    *(measure for measure in MEASURES if measure.scale != "colour"),
    _axis("product_l", "Product lightness", "L*", "lighter", "darker"),
    _axis("product_a", "Product red-green", "a*", "redder", "greener"),
    _axis("product_b", "Product yellow-blue", "b*", "yellower", "bluer"),
)
"""The measures of one number, and the product's colour by its three: a ΔE says how far, not which way."""


def kinds(subjects: Sequence[Subject], measure: Measure) -> tuple[Kind, ...]:
    """The kinds that have enough photos; a photo is in the closest of them, or in none."""
    values = {n: v for n, s in enumerate(subjects) if (v := s.value(measure)) is not None}
    found = []
    for group in peers.batch_groups(subjects, list(values), measure):
        middle = median(values[n] for n in group.members)
        amounts = {n: away(measure, values[n], middle) for n in group.own}
        found.append(Kind(middle, amounts, group.unlike))
    return tuple(found)


def residuals(subjects: Sequence[Subject], measure: Measure) -> dict[int, float]:
    """The deviations of all photos that have a kind, by place."""
    return {n: amount for kind in kinds(subjects, measure) for n, amount in kind.amounts.items()}


def away(measure: Measure, value: float, expected: float) -> float:
    """How far a value is from what is expected, in the measure's unit of deviations."""
    if measure.scale == "ratio":
        return 100 * (value / expected - 1) if expected else 0.0
    return value - expected
