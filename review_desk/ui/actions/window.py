"""What actions may ask of the window: the rooms and a few verbs, and nothing else of it."""

from typing import Protocol

from review_desk.ui.display.colours import Colours
from review_desk.ui.errands import Errands
from review_desk.ui.intake.workspace import IntakeWorkspace
from review_desk.ui.review.workspace import ReviewWorkspace
from review_desk.ui.session import Session
from review_desk.ui.top_bar import TopBar


class Window(Protocol):
    """The main window as the handlers of actions see it."""

    session: Session
    review: ReviewWorkspace
    intake: IntakeWorkspace
    top_bar: TopBar
    errands: Errands
    colours: Colours

    def show_workspace(self, name: str) -> None:
        """Go into a room."""

    def ask_reviewer(self) -> None:
        """Ask who sits here."""

    def ask_note(self) -> None:
        """Ask for a note."""

    def ask_overrule(self) -> None:
        """Ask for a level and a reason."""

    def open_palette(self) -> None:
        """Offer every action."""

    def ask_proof(self) -> None:
        """Ask for a profile to simulate."""

    def open_display(self) -> None:
        """Show what is known of the display."""

    def open_drift(self) -> None:
        """Measure the batch on screen for drift, and show what is off."""

    def open_sheet(self) -> None:
        """Show every key."""

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
