"""The panels of drift on the grid, put together, with the verbs that keys and palette ask for."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from review_desk.domain.drift.settings import told_limits
from review_desk.ui.grid.drift import row_strips
from review_desk.ui.grid.drift.below import Below
from review_desk.ui.grid.drift.heat import HeatMap
from review_desk.ui.grid.drift.limits import LimitsDialog
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.strips import Strips
from review_desk.ui.grid.drift.view import DriftView
from review_desk.ui.session import Session
from review_desk.ui.tokens import Scheme
from review_desk.ui.widgets.pieces import Run

if TYPE_CHECKING:
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.sheet import Sheet


class DriftPanels:
    """`beside` stands right of the sheet, as high as it; `below` under both."""

    def __init__(self, session: Session, page: "Page", sheet: "Sheet", run: Run, limits: str = "") -> None:
        self._session = session
        self.measuring = Measuring(session, page, limits)
        self.view = DriftView(self.measuring)
        self.strips = Strips(page, sheet, self.measuring)
        self.map = HeatMap(page, sheet, self.measuring, self.view)
        self.below = Below(page, sheet, self.measuring, self.view, run)
        self.beside = QStackedWidget()
        self.beside.setFixedWidth(row_strips.WIDTH)
        self.beside.addWidget(self.strips)
        self.beside.addWidget(self.map)
        self.view.changed.connect(self._on_view_changed)

    def dress(self, scheme: Scheme) -> None:
        """Put on a theme."""
        for part in (self.strips, self.map, self.below.chart):
            part.dress(scheme)

    @property
    def limits(self) -> str:
        """The limits that were chosen, to be kept for the next start."""
        return told_limits(self.measuring.settings)

    def measure_or_stop(self) -> None:
        """Stop measuring; measure on where it was stopped."""
        if self.measuring.stage == "measuring":
            self.measuring.stop()
        else:
            self.measuring.begin()

    def open_limits(self) -> None:
        """Ask for other limits."""
        LimitsDialog(self.below.window(), self._session, self.measuring).open()

    def _on_view_changed(self) -> None:
        self.beside.setCurrentWidget(self.map if self.view.mapped else self.strips)
