"""How drift is judged: limits with their units, and which comparisons count."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Literal

from review_desk.domain.drift.measure import BY_ID, Measure
from review_desk.domain.drift.style import StyleGuide

Against = Literal["row", "siblings", "batch", "reference", "target"]
AGAINST: tuple[Against, ...] = ("row", "siblings", "batch", "reference", "target")


@dataclass(frozen=True)
class Settings:
    """What is asked of a batch.

    Attributes:
        visible: measure to the smallest difference that counts, in the measure's unit; others keep their own.
        outlier: modified z beyond which a photo is an outlier; 3.5 by Iglewicz and Hoaglin (1993).
        against: the comparisons that may flag.
        columns: photos in a row of the page.
        reference: id of the photo chosen as the one to match; "" for none.
        style: the style guide's targets.
    """

    visible: Mapping[str, float] = field(default_factory=dict)
    outlier: float = 3.5
    against: frozenset[Against] = frozenset(AGAINST)
    columns: int = 4
    reference: str = ""
    style: StyleGuide = field(default_factory=StyleGuide)

    def visible_of(self, measure: Measure) -> float:
        """The smallest difference that counts, in the measure's unit."""
        return self.visible.get(measure.id, measure.visible)


@dataclass(frozen=True)
class ChartSettings:
    """Limits of the control chart.

    EWMA with λ 0.2 and limits at 3 σ, CUSUM with k 0.5 σ and h 5 σ: NIST/SEMATECH e-Handbook, 6.3.2.3-4.
    """

    ewma_weight: float = 0.2
    ewma_limit: float = 3.0
    cusum_slack: float = 0.5
    cusum_limit: float = 5.0


LEAST_OUTLIER, MOST_OUTLIER = 2.0, 10.0
"""Modified z that can be asked for: below 2 one photo in twenty is an outlier of pure chance."""


def told_limits(settings: Settings) -> str:
    """What somebody changed of the limits, as `name=value` separated by spaces; "" where nothing."""
    usual, said = Settings(), [f"{name}={value:g}" for name, value in settings.visible.items()]
    if settings.outlier != usual.outlier:
        said.append(f"outlier={settings.outlier:g}")
    if settings.against != usual.against:
        said.append(f"against={','.join(name for name in AGAINST if name in settings.against)}")
    return " ".join(said)


def with_limits(settings: Settings, told: str) -> Settings:
    """The settings with the limits of such a line; what makes no sense is left out."""
    for part in told.split():
        name, _, value = part.partition("=")
        if name == "against":
            named = value.split(",")
            settings = replace(settings, against=frozenset(each for each in AGAINST if each in named))
            continue
        try:
            number = float(value)
        except ValueError:
            continue
        if name == "outlier" and LEAST_OUTLIER <= number <= MOST_OUTLIER:
            settings = replace(settings, outlier=number)
        elif name in BY_ID and number > 0 and isfinite(number):
            settings = replace(settings, visible={**settings.visible, name: number})
    return settings
