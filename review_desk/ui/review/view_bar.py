"""The bar above the canvas: modes, the two versions, the zoom."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from review_desk.domain.photo import version_names
from review_desk.domain.viewplan import Side
from review_desk.ui import tokens
from review_desk.ui.review.canvas import Canvas
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import Run, label, row, segment

_MODES = (
    ("single", "Single", ""),
    ("side", "Side by side", "S"),
    ("wipe", "Wipe", "W"),
    ("toggle", "Toggle", "T"),
    ("difference", "Difference", "D"),
)


class ViewBar(QWidget):
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
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setToolTip(f"{title} ({key})" if key else title)
            made.clicked.connect(partial(self._on_segment_clicked, mode))
            self._group.addButton(made)
            segments.append(made)
        self._sides: dict[Side, QToolButton] = {"a": self._side_menu("a"), "b": self._side_menu("b")}
        self._zoom = label("", "strong")
        self._zoom.setMinimumWidth(56)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zoom.setToolTip("Zoom: device pixels to one pixel of B (Z, Ctrl+0, Ctrl+1)")
        layout = row(
            *segments, None, self._sides["a"], tokens.GAP_S, self._sides["b"], tokens.GAP_S, self._zoom, gap=0
        )
        layout.setContentsMargins(tokens.GAP_M, 0, tokens.GAP_M, 0)
        self.setLayout(layout)

    def _side_menu(self, side: Side) -> QToolButton:
        made = QToolButton()
        made.setProperty("menu", "true")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(f"Version on side {side.upper()}")
        made.setToolTip(f"Version on side {side.upper()} (Alt+{side.upper()}: next)")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        menu.aboutToShow.connect(partial(self._fill_menu, side, menu))
        made.setMenu(menu)
        return made

    def _connect(self) -> None:
        for signal in (
            self._session.view_changed,
            self._session.current_changed,
            self._session.photos_changed,
        ):
            signal.connect(self.refill)

    def _fill_menu(self, side: Side, menu: QMenu) -> None:
        menu.clear()
        photo = self._session.current
        if photo is None:
            return
        names = version_names(photo.versions)
        for version in photo.versions:
            words = f"{names[version.number]}   {version.width} × {version.height}   {version.label}".rstrip()
            chosen = menu.addAction(words)
            chosen.setCheckable(True)
            chosen.setChecked(version.number == self._session.sides[side])
            chosen.triggered.connect(partial(self._on_menu_triggered, side, version.number))

    def refill(self, *_: object) -> None:
        """Show the view in force."""
        for made in self._group.buttons():
            made.setChecked(made.property("mode") == self._session.view.mode)
        photo = self._session.current
        names = version_names(photo.versions) if photo else {}
        for side, menu in self._sides.items():
            menu.setText(f"{side.upper()}   {names.get(self._session.sides[side], '–')}   ▾")
            menu.setEnabled(photo is not None and len(photo.versions) > 1)
        percent = self._canvas.zoom_percent()
        self._zoom.setText(f"{percent:.0f} %" if percent else "")

    def _on_segment_clicked(self, mode: str) -> None:
        self._run(f"view.{mode}")
        self.refill()

    def _on_menu_triggered(self, side: Side, number: int) -> None:
        self._session.set_side(side, number)
