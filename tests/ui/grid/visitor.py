"""Somebody in the grid room."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from review_desk.ui.grid.page import Page
from review_desk.ui.grid.sheet import Sheet
from tests.ui.person import LEFT, Person

NO_KEY, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Visitor(Person):
    """Clicks on cards and reads what is chosen."""

    @property
    def page(self) -> Page:
        return self.window.grid.page

    @property
    def sheet(self) -> Sheet:
        return self.window.grid.sheet

    def chosen(self) -> list[str]:
        """What the chosen photos are called, in the order of the page."""
        return [photo.title for photo in map(self.page.photo, self.page.selected_in_order) if photo]

    def shows(self) -> list[str]:
        """Every photo of the page, in its order."""
        return [photo.title for photo in map(self.page.photo, self.page.ordered) if photo]

    def id_of(self, title: str) -> str:
        return next(photo.id for photo in self.session.photos if photo.title == title)

    def middle(self, title: str) -> QPoint:
        """The middle of a card in the viewport."""
        return self.sheet.card_box(self.id_of(title)).center()

    def clicks_card(self, title: str, held: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mouseClick(self.sheet.viewport(), LEFT, held, self.middle(title))
        self.settle()

    def draws_band(self, start: QPoint, end: QPoint) -> None:
        """Drag over the sheet."""
        viewport = self.sheet.viewport()
        QTest.mousePress(viewport, LEFT, pos=start)
        for point in ((start + end) / 2, end):
            QTest.mouseMove(viewport, point)
            QApplication.processEvents()
        QTest.mouseRelease(viewport, LEFT, pos=end)
        self.settle()

    def colour_of(self, title: str) -> QColor:
        """The colour in the middle of a card, as it is painted."""
        return self.sheet.viewport().grab().toImage().pixelColor(self.middle(title))
