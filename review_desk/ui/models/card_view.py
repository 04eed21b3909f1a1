"""What a model's card says, to be read; and how two models did on the same photos."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from review_desk.operations.models import Compared
from review_desk.passes.card import ModelCard
from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import clear, column, label

_FEW = 24
"""Measured numbers shown of a card; the others are in the file."""

Words = tuple[str, list[tuple[str, str]], list[str]]
"""A heading, pairs of names and values, and sentences."""


class CardView(QWidget):
    """A heading, pairs of names and values, sentences."""

    def __init__(self) -> None:
        super().__init__()
        self._place = column(gap=tokens.GAP_M, margin=tokens.GAP_XL)
        self.setLayout(self._place)

    def show_card(self, card: ModelCard, *, own: bool, active: bool) -> None:
        """Show a model."""
        low, high = card.value_range
        state = "runs for its task" if active else "does not run unless it is named"
        where = "the studio's own" if own else "came with the desk"
        pairs = [
            ("Task", f"{card.task}, {state}"), ("Version", f"{card.version}, {where}"),
            ("Licence", card.licence), ("Trained on", card.training_data),
            ("Input", f"{card.layout}, {low:g} to {high:g}, {card.colour_space}"),
            ("Tile", f"{card.tile} pixels, overlap {card.overlap}"),
            ("File", f"{card.size / 1000:,.1f} kB, SHA-256 {card.sha256[:16]}…"),
        ]  # fmt: skip
        measured = _flat(card.quality)
        self.show_words((card.name, [("", card.summary), *pairs], []), measured, list(card.known_failures))

    def show_damaged(self, why: str) -> None:
        """Show why one cannot be used."""
        self.show_words(("Damaged", [], [why]))

    def show_words(self, words: Words, measured: list[tuple[str, str]] | None = None,
                   failures: list[str] | None = None) -> None:  # fmt: skip
        """Show these instead."""
        clear(self._place)
        heading, pairs, sentences = words
        self._place.addWidget(label(heading, "large"))
        self._place.addWidget(_grid(pairs))
        for sentence in sentences:
            self._place.addWidget(label(sentence, wrap=True))
        if failures:
            self._place.addWidget(label("KNOWN FAILURES", "heading"))
            for sentence in failures:
                self._place.addWidget(label(sentence, wrap=True))
        if measured:
            self._place.addWidget(label("MEASURED", "heading"))
            self._place.addWidget(_grid(measured[:_FEW]))
        self._place.addStretch(1)


def comparison(found: Compared) -> Words:
    """Two models on the same photos, as a table."""
    one, other = found.models
    rows = [(f"{name}, {which}", f"{a:.4g}  |  {b:.4g}")
            for name, both in found.measures.items() for which, (a, b) in both.items()]  # fmt: skip
    left = f"{len(found.left_out)} photos were left out: {next(iter(found.left_out.values()))}"
    said = [f"On {found.photos} photos; better: {found.better or 'neither'}."]
    return f"{one}  |  {other}", rows, [*said, *([left] if found.left_out else [])]


def _flat(table: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        words = f"{above}{name.replace('_', ' ')}"
        found += _flat(value, f"{words}: ") if isinstance(value, Mapping) else [(words, str(value))]
    return found


def _grid(pairs: list[tuple[str, str]]) -> QWidget:
    made, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.GAP_L)
    grid.setVerticalSpacing(tokens.GAP_XS)
    for number, (name, value) in enumerate(pairs):
        if name:
            grid.addWidget(label(name, "second"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True), number, 1)
        else:
            grid.addWidget(label(value, "second", wrap=True), number, 0, 1, 2)
    grid.setColumnStretch(1, 1)
    made.setLayout(grid)
    return made
