"""The grid in a window of its own, on the other screen where there is one, in that screen's colours."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from review_desk.ui.actions.dispatch import Dispatch
from review_desk.ui.actions.window import Window
from review_desk.ui.display.colours import Colours
from review_desk.ui.display.seat import DisplaySeat
from review_desk.ui.grid.drift.panels import DriftPanels
from review_desk.ui.grid.judging import Judging
from review_desk.ui.grid.page import Page
from review_desk.ui.grid.printing import Printing
from review_desk.ui.grid.sheet import Sheet
from review_desk.ui.thumbnails import Thumbnails
from review_desk.ui.widgets.pieces import column


class SecondWindow(QWidget):
    """The same page once more: the same photos, selection and look, with as many columns as fit here.

    Signals:
        closed(): it is gone.
    """

    closed = Signal()

    def __init__(self, window: Window, page: Page, seat: DisplaySeat) -> None:
        super().__init__()
        session = page.session
        self.page, self._window = page, window
        self._seat, self._colours = seat, Colours()
        self.panels_shown = False
        self.setWindowTitle(f"Review Desk · {session.folder.name} · Grid")
        self._colours.set_conversion(intent=window.colours.intent, bpc=window.colours.bpc)
        self.thumbnails = Thumbnails(session.tasks, session.resolve, self._colours)
        self.sheet = Sheet(page, self.thumbnails, main=False)
        self.judging = Judging(page, self.sheet)
        self.printing = Printing(page, self)
        self.setLayout(column(self.sheet, gap=0))
        self._dispatch = Dispatch(_GridOnly(window, self), self)
        self._dispatch.enter("grid", typing=False)
        self.sheet.installEventFilter(self._dispatch)
        self._connect(window.compare)

    def _connect(self, compare: Callable[[str], None]) -> None:
        self._seat.profile_changed.connect(self._colours.take)
        self.judging.typing.connect(self._on_judging_typing)
        self.sheet.opened.connect(compare)

    def open_beside(self, other: QWidget) -> None:
        """Show it on another screen than this window's, filling that; on a single screen beside it."""
        here = other.screen()
        free = [screen for screen in here.virtualSiblings() if screen is not here]
        area = (free[0] if free else here).availableGeometry()
        self.setGeometry(area if free else area.adjusted(area.width() // 3, 60, -40, -60))
        self._seat.follow(self)
        self.show()
        self.sheet.setFocus()

    @property
    def drift(self) -> DriftPanels:
        """Those of the main window: there are none here."""
        return self._window.grid.drift

    def show_panels(self, _: bool) -> None:
        """There are none here."""

    def ask_search(self) -> None:
        """Photos are searched in the main window."""
        self._window.show_workspace("grid")
        self._window.grid.ask_search()
        self._window.widget().activateWindow()

    def next_panel(self) -> None:
        """The panels are in the main window."""
        self._window.widget().activateWindow()
        self._window.grid.next_panel()

    def _on_judging_typing(self, typing: bool) -> None:
        self._dispatch.enter("grid", typing=typing)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give back what was opened for this window."""
        self._seat.close()
        self._colours.close()
        super().closeEvent(event)
        self.closed.emit()


class _GridOnly:
    """The main window as the second's keys see it: always in the grid, and that grid is the second's."""

    workspace = "grid"

    def __init__(self, window: Window, grid: SecondWindow) -> None:
        self._window, self.grid = window, grid

    def chosen(self) -> list[str]:
        """What is chosen on the page."""
        return self.grid.page.selected_in_order

    def go_back(self) -> None:
        """Leave the prompt, then the wide selection, then the window."""
        if self.grid.judging.prompt.isVisible():
            self.grid.judging.prompt.leave()
        elif len(self.grid.page.selection) > 1:
            self.grid.page.select_one(self.grid.page.current)
        else:
            self.grid.close()

    def isFullScreen(self) -> bool:
        return self.grid.isFullScreen()

    def showFullScreen(self) -> None:
        self.grid.showFullScreen()

    def showNormal(self) -> None:
        self.grid.showNormal()

    def widget(self) -> QWidget:
        """What a dialog opens over."""
        return self.grid

    def __getattr__(self, name: str) -> Any:
        return getattr(self._window, name)
