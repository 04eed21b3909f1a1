"""What a person chose to see of the drift: a measure for chart and map, a cause, the map or the rows."""

from PySide6.QtCore import QObject, Signal

from review_desk.domain.drift.measure import Measure
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.series import Series, measures_of, series

USUAL = "background_b"
"""The cast of the paper is what the eye sees first on a page."""


class DriftView(QObject):
    """Chart, map and causes look at the same thing.

    Signals:
        changed(): the measure, its series, or whether the map is shown.
    """

    changed = Signal()

    def __init__(self, measuring: Measuring) -> None:
        super().__init__()
        self._measuring = measuring
        self.mapped = False
        self.measure, self.cause = USUAL, 0
        self.series: Series | None = None
        measuring.judged.connect(self._on_measuring_judged)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What can be chosen: the measures of which enough photos are alike."""
        found = self._measuring.drift
        return measures_of(found) if found else ()

    def choose(self, measure: str) -> None:
        """Look at another measure."""
        self.measure = measure
        self._read()

    def choose_cause(self, place: int, measure: str) -> None:
        """Look at one of the causes, and at its measure."""
        self.cause = place
        self.choose(measure)

    def step(self, way: int) -> None:
        """The next measure, or the one before; after the last comes the first."""
        offered = [measure.id for measure in self.measures]
        if offered:
            here = offered.index(self.measure) if self.measure in offered else -way
            self.choose(offered[(here + way) % len(offered)])

    def show_map(self, mapped: bool) -> None:
        """Show the map of the page beside it, or the rows."""
        self.mapped = mapped
        self.changed.emit()

    def _on_measuring_judged(self) -> None:
        offered = [measure.id for measure in self.measures]
        if offered and self.measure not in offered:
            self.measure = offered[0]
        self.cause = 0
        self._read()

    def _read(self) -> None:
        found = self._measuring.drift
        self.series = series(found, self.measure) if found else None
        self.changed.emit()
