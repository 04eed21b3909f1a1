"""The grid room: facets, the page, its drift, and the verdicts."""

from dataclasses import replace

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from review_desk.ui import tokens
from review_desk.ui.grid.bar import GridBar
from review_desk.ui.grid.drift.panels import DriftPanels
from review_desk.ui.grid.facet_panel import FacetPanel
from review_desk.ui.grid.judging import Judging
from review_desk.ui.grid.page import Page
from review_desk.ui.grid.printing import Printing
from review_desk.ui.grid.sheet import Sheet
from review_desk.ui.saved_state import SavedState
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.pieces import Run, column, line, upright

_LATER_MS = 250
"""Counting the facets and drift begin so long after the page is shown: its photos come first."""


class GridWorkspace(QWidget):
    """Puts the room together. `limits` are those of drift, as somebody chose them."""

    def __init__(self, page: Page, thumbnails: Thumbnails, run: Run, limits: str = "") -> None:
        super().__init__()
        self.page = page
        self.panels_shown = True
        self.facets = FacetPanel(page, run)
        self.sheet = Sheet(page, thumbnails, main=True)
        self.drift = DriftPanels(page.session, page, self.sheet, run, limits)
        self.bar = GridBar(page, run)
        self.judging = Judging(page, self.sheet)
        self.printing = Printing(page, self)
        self._build()
        self.facets.left.connect(self._on_facets_left)

    def _build(self) -> None:
        self.setProperty("surface", "window")
        self._edge, self._far_edge, self._lower_edge = upright(), upright(), line()
        room = QHBoxLayout()
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.facets)
        room.addWidget(self._edge)
        room.addWidget(self.sheet, 1)
        room.addWidget(self._far_edge)
        room.addWidget(self.drift.beside)
        whole = column(room, self._lower_edge, self.drift.below, line(), self.bar, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colours that no style sheet can set."""
        self.bar.dress(scheme)
        self.drift.dress(scheme)

    def saved(self, state: SavedState) -> SavedState:
        """A state with the page and the limits of drift as they are now."""
        return replace(self.page.saved(state), drift_limits=self.drift.limits)

    def _go_on(self) -> None:
        """The first screen is there."""
        if self.isVisible():
            self.facets.refill_facets()
            self.drift.measuring.begin()

    def _on_facets_left(self) -> None:
        """Back to the photos: the first that was found is chosen, if none is."""
        self.sheet.setFocus()
        if not self.page.selection:
            self.page.select_one(self.page.current)

    def ask_search(self) -> None:
        """Go to where photos are searched."""
        self.show_panels(True)
        self.facets.search.setFocus()
        self.facets.search.selectAll()

    def next_panel(self) -> None:
        """Go to the facets, the page, the panel of drift; then again."""
        parts: tuple[QWidget, ...] = (self.facets, self.sheet, self.drift.below)
        here = next((n for n, part in enumerate(parts) if _has_focus(part)), 1)
        self.show_panels(True)
        stops = (self.facets.search.setFocus, self.sheet.setFocus, self.drift.below.take_focus)
        stops[(here + 1) % len(stops)]()

    def show_panels(self, shown: bool) -> None:
        """Show the page with its panels, or alone."""
        self.panels_shown = shown
        edges = (self._edge, self._far_edge, self._lower_edge)
        for part in (self.facets, self.drift.beside, self.drift.below, *edges):
            part.setVisible(shown)

    # --- going back --------------------------------------------------------------------------------------

    def step_back(self) -> bool:
        """Leave the nearest thing: prompt, wide selection, facets and search. Whether there was one."""
        page = self.page
        if self.judging.prompt.isVisible():
            self.judging.prompt.leave()
        elif len(page.selection) > 1:
            page.select_one(page.current)
        elif page.chosen or page.search:
            self.facets.search.clear()
            page.choose_nothing()
        elif not self.panels_shown:
            self.show_panels(True)
        else:
            return False
        return True

    # --- Qt ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Drift is measured when somebody looks at the page."""
        super().showEvent(event)
        self.page.session.tasks.later(_LATER_MS, self._go_on)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drift.measuring.look_away()


def _has_focus(part: QWidget) -> bool:
    return part.hasFocus() or (part.focusWidget() is not None and part.focusWidget().hasFocus())
