"""The bar above the canvas: modes, the two versions, the zoom."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton

from review_desk.domain.photo import TRIED, said_beside, version_names
from review_desk.domain.viewplan import Side
from review_desk.ui import tokens
from review_desk.ui.beside import REFERENCE
from review_desk.ui.review.canvas import Canvas
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Bar, Run, label, menu_button, row, segment

if TYPE_CHECKING:
    from review_desk.imaging.views.table import ViewKind

_MODES = (
    ("single", "Single", ""),
    ("side", "Side by side", "S"),
    ("wipe", "Wipe", "W"),
    ("toggle", "Toggle", "T"),
    ("onion", "Onion", "O"),
    ("difference", "Difference", "D"),
    ("nup", "N-up", "N"),
)


_SEGMENT = {"stack": "side", "mirror": "side"}
"""Modes that are another way of laying two photos side by side."""

_ANALYSIS_WIDTH = 152
"""Logical pixels: as wide as the longest title, so that the bar stays still."""

_SHORT = {"side": "Side", "difference": "Diff"}
_ROOMY, _ENOUGH = 1020, 840
"""Logical pixels from which on the modes are written out, and the analysis menu is shown."""


class ViewBar(Bar):
    """Shows the view in force, and changes it."""

    def __init__(self, session: Session, canvas: Canvas, run: Run) -> None:
        super().__init__()
        self._session, self._canvas, self._run = session, canvas, run
        self.setProperty("surface", "window")
        self.setFixedHeight(44)
        self._build()
        self._connect()
        self.refill()

    def _build(self) -> None:
        self._group = QButtonGroup(self)
        segments = []
        for mode, title, key in _MODES:
            made = segment(title)
            made.setProperty("mode", mode)
            made.setProperty("tight", False)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setToolTip(f"{title} ({key})" if key else title)
            made.clicked.connect(partial(self._on_segment_clicked, mode))
            self._group.addButton(made)
            segments.append(made)
        self._sides: dict[Side, QToolButton] = {"a": self._side_menu("a"), "b": self._side_menu("b")}
        self._analysis = self._analysis_menu()
        self._zoom = label("", "strong")
        self._zoom.setMinimumWidth(56)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zoom.setToolTip("Zoom: device pixels to one pixel of B (Z, Ctrl+0, Ctrl+1)")
        layout = row(
            *segments,
            None,
            self._analysis,
            tokens.GAP_S,
            self._sides["a"],
            tokens.GAP_S,
            self._sides["b"],
            tokens.GAP_S,
            self._zoom,
            gap=0,
        )
        layout.setContentsMargins(tokens.GAP_M, 0, tokens.GAP_M, 0)
        self.set_row(layout)

    def _side_menu(self, side: Side) -> QToolButton:
        name = f"Version on side {side.upper()}"
        return menu_button(name, f"{name} (Alt+{side.upper()}: next)", partial(self._fill_menu, side))

    def _analysis_menu(self) -> QToolButton:
        tip = "Analysis view (V: next, Shift+V: the photo)"
        made = menu_button("Analysis view", tip, self._fill_analysis)
        made.setFixedWidth(_ANALYSIS_WIDTH)
        return made

    def _fill_analysis(self, menu: QMenu) -> None:
        for kind in _views():
            entry = menu.addAction(kind.title)
            entry.setToolTip(kind.shows)
            entry.setCheckable(True)
            entry.setChecked(kind.id == self._session.view.analysis)
            entry.triggered.connect(partial(self._on_analysis_triggered, kind.id))

    def _view_title(self) -> str:
        chosen = self._session.view.analysis
        if chosen == "normal":  # the window opens without loading the views
            return "View: normal"
        return next(kind.title for kind in _views() if kind.id == chosen)

    def _on_analysis_triggered(self, name: str) -> None:
        self._session.set_view(replace(self._session.view, analysis=name))

    def _connect(self) -> None:
        for signal in (
            self._session.view_changed,
            self._session.current_changed,
            self._session.photos_changed,
        ):
            signal.connect(self.refill)

    def _fill_menu(self, side: Side, menu: QMenu) -> None:
        photo = self._session.current
        if photo is None:
            return
        names = version_names(photo.versions)
        for version in photo.versions:
            name = names[version.number]
            label = said_beside(name, version.label)
            words = f"{name}   {version.width} × {version.height}   {label}".rstrip()
            chosen = menu.addAction(words)
            chosen.setCheckable(True)
            chosen.setChecked(version.number == self._session.sides[side])
            chosen.triggered.connect(partial(self._on_menu_triggered, side, version.number))
        reference = self._session.beside.reference
        if side == "a" and reference and self._session.beside.stands_on_a(photo):
            pinned = menu.addAction(reference.name)
            pinned.setCheckable(True)
            pinned.setChecked(self._session.sides["a"] == REFERENCE)
            pinned.triggered.connect(partial(self._on_menu_triggered, side, REFERENCE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        self._analysis.setVisible(self.width() >= _ENOUGH)
        for made in self._group.buttons():
            mode = made.property("mode")
            full = next(title for name, title, _ in _MODES if name == mode)
            made.setText(full if roomy else _SHORT.get(mode, full))
            if made.property("tight") == roomy:
                made.setProperty("tight", not roomy)
                made.style().unpolish(made)
                made.style().polish(made)

    def refill(self, *_: object) -> None:
        """Show the view in force."""
        mode = self._session.view.mode
        for made in self._group.buttons():
            made.setChecked(made.property("mode") == _SEGMENT.get(mode, mode))
        photo = self._session.current
        names = version_names(photo.versions) if photo else {}
        for side, menu in self._sides.items():
            name = {REFERENCE: "reference", TRIED: "try"}.get(self._session.sides[side])
            menu.setText(f"{side.upper()}   {name or names.get(self._session.sides[side], '–')}   ▾")
            menu.setEnabled(photo is not None and (len(photo.versions) > 1 or name is not None))
        self._analysis.setText(f"{self._view_title()}   ▾")
        percent = self._canvas.zoom_percent()
        self._zoom.setText(f"{percent:.0f} %" if percent else "")

    def _on_segment_clicked(self, mode: str) -> None:
        self._run(f"view.{mode}")
        self.refill()

    def _on_menu_triggered(self, side: Side, number: int) -> None:
        self._session.set_side(side, number)


def _views() -> "list[ViewKind]":
    from review_desk.ui.review.analysing import offered

    return offered()
