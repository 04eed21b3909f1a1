"""Pieces that only the page of the display is put together from."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QScrollArea, QToolButton, QWidget

from review_desk.ui import tokens
from review_desk.ui.display.words import Line
from review_desk.ui.widgets.pieces import label, segment

T = TypeVar("T")


def scrolled(inside: QLayout, width: int = 0) -> QScrollArea:
    """A part of the page that scrolls by itself, `width` pixels wide or as wide as there is room."""
    made, holder = QScrollArea(), QWidget()
    holder.setProperty("surface", "panel")
    inside.setContentsMargins(tokens.GAP_XL, tokens.GAP_L, tokens.GAP_XL, tokens.GAP_L)
    holder.setLayout(inside)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(holder)
    if width:
        made.setFixedWidth(width)
    return made


def table(lines: Sequence[Line]) -> list[QGridLayout]:
    """Lines below each other: what, value, source."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(tokens.GAP_L)
    grid.setVerticalSpacing(tokens.GAP_XS)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 2)
    for index, (what, value, source) in enumerate(lines):
        told = label(value, wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(what, "second"), index, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(told, index, 1, Qt.AlignmentFlag.AlignTop)
        if source:
            grid.addWidget(label(source, "small", wrap=True), index, 2, Qt.AlignmentFlag.AlignTop)
    return [grid]


def choice(words: dict[T, str], chosen: Callable[[T], None]) -> dict[T, QToolButton]:
    """Segments beside each other, of which one is taken."""
    made: dict[T, QToolButton] = {}
    for value, text in words.items():
        made[value] = segment(text)
        made[value].setAutoExclusive(True)
        made[value].clicked.connect(partial(_pick, chosen, value))
    return made


def _pick(chosen: Callable[[T], None], value: T, _: bool = False) -> None:
    chosen(value)
