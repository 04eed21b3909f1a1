"""The limits of a check as fields, under the histogram that shows what they would flag."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from review_desk.domain.check.spread import Spread
from review_desk.domain.check.table import Check
from review_desk.domain.check.tolerance import Limit, Tolerance
from review_desk.errors import BadInput
from review_desk.ui import tokens
from review_desk.ui.tolerances.histogram import Histogram
from review_desk.ui.widgets.pieces import column, label, row

_FIELD_PX = 72
_SIDES = ("flag", "fail")
_ENDS = {"least": "below", "most": "above"}
_UNDOES = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class LimitField(QLineEdit):
    """A number, or nothing for no limit. Undo is the page's where nothing was typed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText("any")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(_FIELD_PX)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._leaves(event):
            event.ignore()
            return False
        return super().event(event)

    def _leaves(self, event: QKeyEvent) -> bool:
        asks = event.type() == QEvent.Type.ShortcutOverride and not self.isUndoAvailable()
        return asks and any(map(event.matches, _UNDOES))

    def show_number(self, value: float | None) -> None:
        """What holds now, over what was typed."""
        self.setText("" if value is None else f"{value:.10g}")

    def number(self) -> float | None:
        """What stands there. Raises BadInput for words."""
        text = self.text().strip()
        try:
            return float(text.replace(",", ".")) if text else None
        except ValueError:
            raise BadInput(f"“{text}” is no number: leave it empty for no limit.") from None


class LimitForm(QWidget):
    """Two limits, each with two ends. What is typed is drawn and counted at once; Enter calls `entered`."""

    def __init__(self, check: Check, entered: Callable[[], None], scheme: tokens.Scheme) -> None:
        super().__init__()
        self._check = check
        self._values: Spread | None = None
        self._histogram, self._low, self._high = Histogram(scheme), label("", "small"), label("", "small")
        self.fields = {
            (side, end): LimitField(f"{check.title}: {side} {word}")
            for side in _SIDES
            for end, word in _ENDS.items()
        }
        self.would = {side: label("", "second") for side in _SIDES}
        for field in self.fields.values():
            field.textEdited.connect(self._on_field_edited)
            field.returnPressed.connect(entered)
        drawn = column(self._histogram, row(self._low, None, self._high), gap=2)
        self.setLayout(column(drawn, self._grid(), gap=tokens.GAP_XS))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.GAP_S)
        grid.setVerticalSpacing(tokens.GAP_XS)
        for line, side in enumerate(_SIDES):
            pieces: list[QWidget] = [label(side.capitalize())]
            for end, word in _ENDS.items():
                pieces += [label(word, "second"), self.fields[side, end]]
            pieces += [label(self._check.unit, "second"), self.would[side]]
            for place, piece in enumerate(pieces):
                grid.addWidget(piece, line, place)
        grid.setColumnStretch(6, 1)
        return grid

    def show_spread(self, spread: Spread) -> None:
        """These values with the limits that hold, over what was typed."""
        self._values = spread
        for (side, end), field in self.fields.items():
            limit = spread.tolerance.flag if side == "flag" else spread.tolerance.fail
            field.show_number(limit.least if end == "least" else limit.most)
        self._show_would(spread.tolerance)

    def typed(self) -> Tolerance:
        """The limits as they stand in the fields. Raises BadInput for words, or where they make no sense."""
        limits = self._limits()
        for limit in limits:
            if limit.least is not None and limit.most is not None and limit.least > limit.most:
                raise BadInput(f"Below {limit.least:g} and above {limit.most:g} would flag every photo.")
        if not any(limits):
            raise BadInput(f"{self._check.title} needs a limit; “Set back” takes the studio’s out.")
        return Tolerance(*limits)

    def _limits(self) -> list[Limit]:
        fields = self.fields
        return [Limit(fields[side, "least"].number(), fields[side, "most"].number()) for side in _SIDES]

    def _on_field_edited(self) -> None:
        try:
            self._show_would(Tolerance(*self._limits()))
        except BadInput:
            return  # half a number: said when it is to be set

    def _show_would(self, tolerance: Tolerance) -> None:
        assert self._values is not None
        outcomes = [tolerance.outcome(value) for value in self._values.values]
        for side, shown in self.would.items():
            count = sum(outcome == side for outcome in outcomes)
            shown.setText(f"would {side} {count:,} of {len(outcomes):,}")
        low, high = self._values.axis(tolerance)
        self._low.setText(self._check.shown(low))
        self._high.setText(self._check.shown(high) if high > low else "")
        self._histogram.show_spread(self._values, tolerance)
