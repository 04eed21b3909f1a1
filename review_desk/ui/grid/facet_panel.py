"""The left panel of the grid: what it shows and how, and the facets."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QLineEdit, QMenu, QToolButton, QWidget

from review_desk.domain.channel.page import MOST_COLUMNS
from review_desk.domain.grid.arrangement import GROUPINGS, ORDERS
from review_desk.domain.grid.facets import FACETS, NOTHING, Counted
from review_desk.domain.rule import ROUTE_WORDS
from review_desk.ui import tokens
from review_desk.ui.grid.look import SHOWN
from review_desk.ui.grid.page import Page
from review_desk.ui.widgets.panel import Panel
from review_desk.ui.widgets.pieces import RowButton, Run, Section, column, key_cap, label, menu_button, row
from review_desk.ui.widgets.tabbing import TabsThrough, focused, follow

WIDTH = 244

_FEW = 6
"""Values of a facet that are listed; the rest on request."""

_VERDICT_WORDS = {"approved": "✓ Approved", "to correct": "↻ To correct", "rejected": "✕ Rejected",
                  "escalated": "↑ Escalated", "to do": "No verdict"}  # fmt: skip


class FacetPanel(TabsThrough):
    """Show, search, facets, look.

    Signals:
        left(): the search field was left by Esc or Enter.
    """

    left = Signal()

    def __init__(self, page: Page, run: Run) -> None:
        super().__init__()
        self._page, self._run = page, run
        self._opened: set[str] = set()
        self._switches: list[QWidget] = []
        self._values: list[QWidget] = []
        self.setFixedWidth(WIDTH)
        self.setProperty("surface", "panel")
        self._build()
        self._connect()
        self._refill_show()

    def _build(self) -> None:
        self._menus = {
            name: menu_button(name, f"{name}: choose", partial(self._fill_menu, name), role="second")
            for name in ("Channel", "Order", "Rows", "Columns", "Version")
        }
        show, self._look, self._facets = Section("Show"), Section("Look"), Section("Facets")
        show.fill([_choice(name, made) for name, made in self._menus.items()])
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search (Ctrl+F)")
        self.search.setAccessibleName("Search photos by SKU, name, colourway or any field")
        self.search.setClearButtonEnabled(True)
        for clear_search in self.search.findChildren(QToolButton):  # Qt's own, which it leaves unnamed
            clear_search.setAccessibleName("Clear the search")
        self.search.installEventFilter(self)
        inside = Panel(WIDTH, show, self._look, self._facets)
        whole = column(column(self.search, margin=10), inside, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._page.find)
        self._page.arranged.connect(self._refill_show)
        self._page.looked.connect(self._refill_show)
        self._page.counted.connect(self.refill_facets)
        self._page.session.view_changed.connect(self._refill_show)

    # --- show and look -----------------------------------------------------------------------------------

    def _choices(self, name: str) -> tuple[Mapping[Any, str], Any]:
        """What can be chosen from a menu, and what is."""
        page = self._page
        if name == "Channel":
            return {key: each.title for key, each in page.templates.items()}, page.template.id
        if name == "Columns":
            return {0: "as the page"} | {n: str(n) for n in range(1, MOST_COLUMNS + 1)}, page.columns_wanted
        found: dict[str, tuple[Mapping[Any, str], Any]] = {
            "Order": (ORDERS, page.order),
            "Rows": (GROUPINGS, page.grouping),
            "Version": (SHOWN, page.look.shown),
        }
        return found[name]

    def _fill_menu(self, name: str, menu: QMenu) -> None:
        choices, chosen = self._choices(name)
        for value, words in choices.items():
            entry = menu.addAction(words)
            entry.setCheckable(True)
            entry.setChecked(value == chosen)
            entry.triggered.connect(partial(self._on_menu_triggered, name, value))

    def _on_menu_triggered(self, name: str, value: Any) -> None:
        page = self._page
        take: dict[str, Callable[[Any], None]] = {
            "Channel": page.show_channel,
            "Order": page.set_order,
            "Rows": page.set_grouping,
            "Columns": page.want_columns,
            "Version": page.show_version,
        }
        take[name](value)

    def _refill_show(self) -> None:
        for name, made in self._menus.items():
            choices, chosen = self._choices(name)
            room = WIDTH - 104
            made.setText(
                made.fontMetrics().elidedText(choices[chosen], Qt.TextElideMode.ElideRight, room) + "  ▾"
            )
        look, reference = self._page.look, self._page.session.beside.reference
        place = focused(self._switches)
        self._switches = [
            self._switch("Squint", look.squint, "grid.squint", "V"),
            self._switch("Luminance only", look.luminance, "grid.luminance", "Shift+V"),
            self._switch("Margins and baseline", look.guides, "grid.guides", "M"),
            self._switch("Captions and marks", look.captions, "grid.captions", "I"),
            self._switch("Pinned reference", reference is not None, "view.reference", "Alt+R"),
        ]
        self._look.fill(self._switches)
        follow(self._menus["Version"], self._switches, place)

    def _switch(self, words: str, on: bool, action: str, keys: str) -> QWidget:
        made = RowButton(words, partial(self._run, action), right=key_cap(keys), tip=f"{words} ({keys})")
        made.setChecked(on)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    # --- facets ------------------------------------------------------------------------------------------

    def refill_facets(self) -> None:
        """Count anew."""
        counts = self._page.counts()
        shown, total = len(self._page.photos), len(self._page.session.photos)
        self._facets.set_heading("Facets", f"{shown} of {total}" if shown != total else str(total))
        place = focused(self._values)
        pieces = [piece for facet in FACETS for piece in self._pieces(facet.id, facet.title, counts)]
        self._values = [piece for piece in pieces if isinstance(piece, RowButton)]
        self._facets.fill(pieces)
        follow(self._switches[-1], self._values, place)

    def _pieces(
        self, facet: str, title: str, counts: Mapping[str, list[Counted]]
    ) -> Iterable[QWidget | QLayout]:
        found, chosen = counts.get(facet, []), self._page.chosen.get(facet, frozenset())
        if not chosen and len(found) < 2:
            return
        yield label(title, "small")
        few = found if facet in self._opened or len(found) <= _FEW + 1 else found[:_FEW]
        for each in (*few, *(e for e in found if e.value in chosen and e not in few)):
            yield self._value(facet, each, each.value in chosen)
        if len(few) < len(found):
            more = RowButton(f"{len(found) - len(few)} more …", partial(self._open, facet))
            more.setCheckable(False)
            yield more

    def _value(self, facet: str, each: Counted, chosen: bool) -> QWidget:
        words = self._words(facet, each.value)
        made = RowButton(
            words, partial(self._on_value_clicked, facet, each.value), right=label(str(each.count), "second")
        )
        made.setAccessibleName(f"{words}, {each.count} {'photo' if each.count == 1 else 'photos'}")
        made.setChecked(chosen)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _words(self, facet: str, value: str) -> str:
        """A facet's value as people read it."""
        if facet == "level" and value[-1].isdigit():
            return f"{tokens.LEVEL_SHAPES[int(value[-1])]} {value}"
        if facet == "tag":
            return self._page.session.taxonomy.name_of(value)
        if facet == "drift" and value == NOTHING:
            return "Steady"
        words = {"verdict": _VERDICT_WORDS, "route": ROUTE_WORDS}.get(facet, {}).get(value, value)
        return words[:1].upper() + words[1:]

    def _open(self, facet: str, _pressed: bool = False) -> None:
        self._opened.add(facet)
        self.refill_facets()

    def _on_value_clicked(self, facet: str, value: str, _pressed: bool = False) -> None:
        self._page.choose(facet, value)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Esc and Enter leave the search for the photos it found."""
        if isinstance(event, QKeyEvent) and event.key() in _LEAVES:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self.search.clear()
                self.left.emit()
                return True
        return False


_LEAVES = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _choice(name: str, made: QToolButton) -> QLayout:
    made.setProperty("role", "flat")
    return row(label(name, "second"), None, made)
