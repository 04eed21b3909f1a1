"""The bar over the table: search, a menu for each facet, and what is selected."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from review_desk.domain.route import NOBODY_RULED
from review_desk.ui import tokens
from review_desk.ui.intake.photo_table import NONE, PhotoTable, answers
from review_desk.ui.widgets.pieces import Bar, Run, button, label, menu_button, row

FACETS = ("Level", "Category", "Rule", "Evidence")
_MOST = 30


class IntakeBar(Bar):
    """Narrows the table.

    Signals:
        left(): the search was left by Enter.
    """

    left = Signal()

    def __init__(self, model: PhotoTable, run: Run) -> None:
        super().__init__()
        self._model = model
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search SKU, name, category …")
        self.search.setAccessibleName("Search photos")
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(210)
        self.search.textChanged.connect(model.search)
        self.search.returnPressed.connect(self.left)
        self._menus = {name: self._menu(name) for name in FACETS}
        self.selected = label("", "second")
        levels = [
            button(f"{n}", partial(run, f"intake.level_{n}"), tip=f"Level {n}", keys=f"{n}")
            for n in (1, 2, 3)
        ]
        for number, each in enumerate(levels, start=1):
            each.setAccessibleName(f"Level {number} for the selected photos")
            each.setFixedWidth(34)
            each.setProperty("tight", "true")
        alike = button("All like this", partial(run, "intake.alike"), keys="A")
        pieces = row(
            self.search, *self._menus.values(), None, self.selected, tokens.GAP_S, label("Level", "second")
        )
        for piece in (*levels, alike):
            pieces.addWidget(piece)
        pieces.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_M, tokens.GAP_S)
        self.set_row(pieces)
        self.refill()

    def _menu(self, name: str) -> QToolButton:
        fill: Callable[[QMenu], None] = partial(self._fill_menu, name)
        return menu_button(f"{name} shown", f"Show only some photos, by {name.lower()}", fill, role="second")

    def refill(self) -> None:
        """Say what each menu lets through."""
        for name, menu in self._menus.items():
            chosen = self._model.chosen.get(name)
            menu.setText(f"{name}: {_short(chosen)}  ▾" if chosen else f"{name}  ▾")

    def show_only(self, name: str, value: str) -> None:
        """Let only photos with this value through, or all again."""
        self._model.choose(name, None if self._model.chosen.get(name) == value else value)
        self.refill()

    def _fill_menu(self, name: str, menu: QMenu) -> None:
        model = self._model
        counts = Counter(value for photo in model.within(name) for value in answers(name, photo, model))
        chosen = self._model.chosen.get(name)
        whole = menu.addAction("All")
        whole.setCheckable(True)
        whole.setChecked(chosen is None)
        whole.triggered.connect(partial(self._on_triggered, name, None))
        menu.addSeparator()
        for value, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_MOST]:
            entry = menu.addAction(f"{value}   {count}")
            entry.setCheckable(True)
            entry.setChecked(value == chosen)
            entry.triggered.connect(partial(self._on_triggered, name, value))

    def _on_triggered(self, name: str, value: str | None, _checked: bool = False) -> None:
        self._model.choose(name, value)
        self.refill()


NOBODY = ("Rule", NOBODY_RULED.rule)
"""The facet's value of photos that no rule covers."""


def _short(value: str) -> str:
    return "none" if value == NONE else value
