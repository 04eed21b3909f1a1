"""What the parts around the window may ask of it: the rooms and a few verbs, and nothing else of it."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from review_desk.ui.display.colours import Colours
from review_desk.ui.errands import Errands
from review_desk.ui.intake.workspace import IntakeWorkspace
from review_desk.ui.review.workspace import ReviewWorkspace
from review_desk.ui.session import Session
from review_desk.ui.top_bar import TopBar

if TYPE_CHECKING:
    from review_desk.ui.display.seat import DisplaySeat
    from review_desk.ui.editing.outside import Outside
    from review_desk.ui.grid.drift.panels import DriftPanels
    from review_desk.ui.grid.judging import Judging
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.printing import Printing
    from review_desk.ui.grid.sheet import Sheet
    from review_desk.ui.sheet import Shortcut
    from review_desk.ui.tokens import Scheme


class Runs(Protocol):
    """Where every action passes through."""

    def run(self, action_id: str, _checked: bool = False) -> None:
        """Run an action by its id."""

    def shortcuts(self) -> "list[Shortcut]":
        """Every action that has keys, in the order of the table."""


class Grid(Protocol):
    """The grid in the main window, or in the second."""

    page: "Page"
    sheet: "Sheet"
    judging: "Judging"
    printing: "Printing"
    panels_shown: bool

    @property
    def drift(self) -> "DriftPanels":
        """Drift beside and below the page of the main window."""

    def show_panels(self, shown: bool) -> None:
        """Show the page with its panels, or alone."""

    def ask_search(self) -> None:
        """Go to where photos are searched."""

    def next_panel(self) -> None:
        """Go to the facets, the page, the panel of drift; then again."""


class Host(Protocol):
    """The main window as its pages and questions see it."""

    session: Session
    review: ReviewWorkspace
    intake: IntakeWorkspace
    outside: "Outside"
    seat: "DisplaySeat"
    workspace: str
    top_bar: TopBar
    errands: Errands
    colours: Colours

    @property
    def dispatch(self) -> Runs:
        """What runs actions by their ids."""

    def show_workspace(self, name: str) -> None:
        """Go into a room."""

    @property
    def grid(self) -> "Grid":
        """The grid room; made with the first call."""

    def compare(self, photo: str) -> None:
        """Open a photo of the grid in Review; Esc comes back to the grid."""

    def toggle_second(self) -> None:
        """Show the grid in a window of its own, or close that."""

    def chosen(self) -> list[str]:
        """The photos that are chosen in this room, or the one on screen."""

    def widget(self) -> QWidget:
        """What a dialog opens over."""

    def open_palette(self) -> None:
        """Offer every action."""

    @property
    def scheme(self) -> "Scheme":
        """The colours of the theme that is on."""

    def next_theme(self) -> None:
        """Put on the next theme."""

    def go_back(self) -> None:
        """Leave the nearest thing."""

    def isFullScreen(self) -> bool:
        """Qt's own."""

    def showFullScreen(self) -> None:
        """Qt's own."""

    def showNormal(self) -> None:
        """Qt's own."""

    def close(self) -> bool:
        """Qt's own."""
