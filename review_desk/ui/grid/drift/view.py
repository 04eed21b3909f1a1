"""What a person chose to see of the drift: a measure for chart and map, a cause, the map or the rows."""

from PySide6.QtCore import QObject, Signal

from review_desk.domain.drift.measure import Measure
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.series import Series

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
        self._wanted = ""
        measuring.judged.connect(self._on_measuring_judged)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What can be chosen: the measures of which enough photos are alike."""
        return tuple(each.measure for each in self._measuring.series.values())

    @property
    def series(self) -> Series | None:
        """The measure along the shoot; nothing where too few photos are alike."""
        return self._measuring.series.get(self.measure)

    def choose(self, measure: str) -> None:
        """Look at another measure."""
        self.measure = self._wanted = measure
        self.changed.emit()

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
        self.measure, self.cause = self._telling(), 0
        self.changed.emit()

    def _telling(self) -> str:
        """What somebody chose; else the paper's cast where it wanders, else what most photos are off on."""
        offered = self._measuring.series
        if self._wanted in offered or not offered:
            return self._wanted or USUAL
        if USUAL in offered and offered[USUAL].outside:
            return USUAL
        off = max(offered.values(), key=lambda each: len(each.outside))
        return USUAL if USUAL in offered and not off.outside else off.measure.id
