"""The grid room: facets, the page, its drift, and the verdicts."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from review_desk.ui import tokens
from review_desk.ui.grid.bar import GridBar
from review_desk.ui.grid.facet_panel import FacetPanel
from review_desk.ui.grid.judging import Judging
from review_desk.ui.grid.page import Page
from review_desk.ui.grid.sheet import Sheet
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.pieces import Run, column, line, upright


class GridWorkspace(QWidget):
    """Puts the room together."""

    def __init__(self, page: Page, thumbnails: Thumbnails, run: Run) -> None:
        super().__init__()
        self.page = page
        self.panels_shown = True
        self.facets = FacetPanel(page, page.session.taxonomy, run)
        self.sheet = Sheet(page, thumbnails, main=True)
        self.bar = GridBar(page, run)
        self.judging = Judging(page, self.sheet)
        self._build()
        self.facets.left.connect(self.sheet.setFocus)

    def _build(self) -> None:
        self.setProperty("surface", "window")
        self._edge = upright()
        room = QHBoxLayout()
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.facets)
        room.addWidget(self._edge)
        room.addWidget(self.sheet, 1)
        whole = column(room, line(), self.bar, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colours that no style sheet can set."""
        self.bar.dress(scheme)

    def ask_search(self) -> None:
        """Go to where photos are searched."""
        self.show_panels(True)
        self.facets.search.setFocus()
        self.facets.search.selectAll()

    def show_panels(self, shown: bool) -> None:
        """Show the page with its panels, or alone."""
        self.panels_shown = shown
        for part in (self.facets, self._edge):
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
