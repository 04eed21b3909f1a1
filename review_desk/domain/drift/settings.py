"""How drift is judged: limits with their units, and which comparisons count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from review_desk.domain.drift.measure import Measure
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
