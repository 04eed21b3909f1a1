"""One judgement of the batch on the page: what it is made of, and how it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from review_desk.domain.drift.settings import Settings
from review_desk.domain.photo import Photo
from review_desk.operations.measure import Measured
from review_desk.ui.grid.drift.series import Series, all_series

if TYPE_CHECKING:
    from review_desk.operations.drift import Drift


@dataclass(frozen=True)
class Asked:
    """What a judgement is made of; another one is asked for when any of it changes but a verdict."""

    photos: tuple[Photo, ...] = field(compare=False)
    order: tuple[str, ...]
    settings: Settings
    measured: int

    def is_page_of(self, other: "Asked | None") -> bool:
        """Whether the two differ in their limits alone, which need no new comparison."""
        if other is None:
            return False
        columns, reference = self.settings.columns, self.settings.reference
        limits = replace(other.settings, columns=columns, reference=reference)
        return other == replace(self, settings=limits)


def judgement(
    asked: Asked, measured: Mapping[str, Measured], before: "Drift | None", desk: Path
) -> "tuple[Drift, Mapping[str, Series]]":
    """Judge off the main thread, by the style guide of a desk; what judges is loaded with the first batch.

    `before` is an earlier judgement of the same page, of which other limits need no new comparison.
    """
    from review_desk.operations.drift import drift, judged, style_of

    settings = replace(asked.settings, style=style_of(desk))
    found = judged(before.comparison, settings) if before else drift(asked.photos, measured, settings)
    _ = found.causes, found.flicker, found.places, found.partly  # worked out here, not where they are drawn
    return found, all_series(found)
