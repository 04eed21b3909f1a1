"""The sheet of shortcuts, made from the action table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import column, key_cap, label, row


@dataclass(frozen=True)
class Shortcut:
    """What an action is called, and the keys that run it."""

    group: str
    title: str
    keys: tuple[str, ...]


class ShortcutSheet(QDialog):
    """Every key, by group, in two columns."""

    def __init__(self, parent: QWidget, shortcuts: Iterable[Shortcut]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, min(760, parent.height() - 60))
        groups = [self._group(name, list(its)) for name, its in groupby(shortcuts, lambda each: each.group)]
        half = (len(groups) + 1) // 2
        inside = QWidget()
        inside.setProperty("surface", "panel")
        columns = row(gap=tokens.GAP_XL * 2)
        for part in (groups[:half], groups[half:]):
            columns.addLayout(column(*part, None, gap=tokens.GAP_L))
        columns.setContentsMargins(tokens.GAP_XL, tokens.GAP_L, tokens.GAP_XL, tokens.GAP_L)
        inside.setLayout(columns)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        self.setLayout(column(scroll))

    @staticmethod
    def _group(name: str, shortcuts: Sequence[Shortcut]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.GAP_L)
        grid.setVerticalSpacing(tokens.GAP_XS)
        for index, each in enumerate(shortcuts):
            caps = [
                key_cap(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText)) for k in each.keys
            ]
            grid.addWidget(label(each.title, wrap=True), index, 0)
            grid.addLayout(row(None, *caps, gap=tokens.GAP_XS), index, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        made = QWidget()
        made.setLayout(column(label(name.upper(), "heading"), grid, gap=tokens.GAP_S))
        return made
