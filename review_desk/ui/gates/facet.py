"""Tells the grid's page which gate holds which photo, and why."""

from PySide6.QtCore import QObject

from review_desk.domain.gate.standing import titles_of
from review_desk.ui.grid.page import Page


class GateFacet(QObject):
    """The facet “Gate” of a page."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        page.session.gates_changed.connect(self._on_session_gates_changed)
        page.session.list_changed.connect(self._on_session_gates_changed)
        self._on_session_gates_changed()

    def _on_session_gates_changed(self) -> None:
        found = self._page.session.at_gates
        of_others = self._page.session.lot is not None  # they say what others found
        self._page.learn("gate", titles_of(found.standings) if found and not of_others else {})
