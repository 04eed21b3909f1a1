"""Small pieces that panels are put together from."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from review_desk.ui import tokens

Run = Callable[..., None]
"""Runs an action by its id: what buttons are wired to (Qt may add whether they are checked)."""


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text in one of the roles of the theme."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(growing(QSizePolicy.Policy.Minimum))
    return made


def growing(vertical: QSizePolicy.Policy) -> QSizePolicy:
    """A policy whose height follows the width, as wrapped words need it."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
    policy.setHeightForWidth(True)
    return policy


class ElidedLabel(QLabel):
    """A label that gives way: words that do not fit are cut with an ellipsis, and told in full in the tip."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(painter, self.rect(), flags, self.palette(), self.isEnabled(), shown)


def key_cap(keys: str) -> QLabel:
    """A key as it is printed on the keyboard."""
    return label(keys, "key")


def line() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def upright() -> QFrame:
    """A hairline down."""
    made = QFrame()
    made.setProperty("role", "upright")
    return made


def row(*pieces: QWidget | int | None, gap: int = tokens.GAP_S) -> QHBoxLayout:
    """Pieces side by side; a number is a space, None a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for piece in pieces:
        if piece is None:
            made.addStretch(1)
        elif isinstance(piece, int):
            made.addSpacing(piece)
        else:
            made.addWidget(piece)
    return made


def column(*pieces: QWidget | QLayout | int | None, gap: int = tokens.GAP_S, margin: int = 0) -> QVBoxLayout:
    """Pieces below each other; a number is a space, None a stretch."""
    made = QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    for piece in pieces:
        if piece is None:
            made.addStretch(1)
        elif isinstance(piece, int):
            made.addSpacing(piece)
        elif isinstance(piece, QLayout):
            made.addLayout(piece)
        else:
            made.addWidget(piece)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (entry := layout.takeAt(0)) is not None:
        if widget := entry.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := entry.layout():
            clear(inner)


def button(
    text: str, clicked: Callable[[], None], *, role: str = "", keys: str = "", tip: str = ""
) -> QPushButton:
    """A push button; its keys are told in the tip."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setToolTip(" ".join(filter(None, (tip or text, f"({keys})" if keys else ""))))
    made.setAccessibleName(text)
    made.clicked.connect(clicked)
    return made


def segment(text: str, role: str = "segment") -> QToolButton:
    """One of several choices beside each other, of which one is taken."""
    made = QToolButton()
    made.setText(text)
    made.setCheckable(True)
    made.setProperty("role", role)
    return made


def menu_button(name: str, tip: str, fill: Callable[[QMenu], None], *, role: str = "") -> QToolButton:
    """A button that drops a menu, filled anew each time it opens."""
    made = QToolButton()
    made.setProperty("role", role)
    made.setProperty("menu", "true")
    made.setAccessibleName(name)
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(made)
    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(partial(_fill, menu, fill))
    made.setMenu(menu)
    return made


def _fill(menu: QMenu, fill: Callable[[QMenu], None]) -> None:
    menu.clear()
    fill(menu)


class Bar(QWidget):
    """A bar across a room: in a small window it is cut before it makes the window wider."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def set_row(self, pieces: QHBoxLayout) -> None:
        """Show these pieces side by side."""
        pieces.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(pieces)


class RichButton(QPushButton):
    """A button made of several pieces, as large as they are together."""

    def __init__(self, inside: QLayout) -> None:
        super().__init__()
        self._inside = inside
        self.setLayout(inside)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inside.minimumSize()


class RowButton(RichButton):
    """A row of a panel that can be pressed: words on the left, something small on the right."""

    def __init__(
        self, text: str, clicked: Callable[[], None], *, right: QWidget | None = None, tip: str = ""
    ) -> None:
        words = ElidedLabel(text)
        inside = row(words, *([right] if right else []))
        inside.setStretch(0, 1)
        inside.setContentsMargins(tokens.GAP_S, 3, tokens.GAP_S, 3)
        super().__init__(inside)
        self.setProperty("role", "row")
        self.setAccessibleName(text)
        self.setToolTip(tip or text)
        self.setCheckable(True)
        self.clicked.connect(clicked)
        self.setMinimumHeight(26)


class Section(QWidget):
    """A part of a panel: a heading with something on its right, then a column to fill."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.heading = ElidedLabel(heading.upper(), "heading")
        self.aside = label("", "heading")
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.GAP_XS)
        top = row(self.heading, self.aside)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.body, gap=tokens.GAP_S))
        self.setSizePolicy(growing(QSizePolicy.Policy.Preferred))

    def set_heading(self, heading: str, aside: str = "") -> None:
        """Change what the part is called, and what stands on its right."""
        self.heading.setText(heading.upper())
        self.aside.setText(aside)

    def fill(self, pieces: Iterable[QWidget | QLayout]) -> None:
        """Show these pieces and nothing else."""
        clear(self.body)
        for piece in pieces:
            if isinstance(piece, QLayout):
                self.body.addLayout(piece)
            else:
                self.body.addWidget(piece)
