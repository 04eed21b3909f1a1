"""The parameters of one pass as fields."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDoubleSpinBox, QGridLayout, QToolButton, QWidget

from review_desk.passes.catalogue import Choice, Parameter, Pass, Value
from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import label, row, segment

_SEGMENTS = 5
"""So many options stand side by side; more are a list."""

_STEPS = 50
"""Steps of a field from its lowest to its highest value."""


class Fields(QWidget):
    """One row a parameter: name, field, what it means."""

    def __init__(self, chosen: Pass, given: dict[str, Value]) -> None:
        super().__init__()
        self._numbers: dict[str, QDoubleSpinBox] = {}
        self._choices: dict[str, dict[str, QToolButton]] = {}
        self._lists: dict[str, QComboBox] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.GAP_L)
        grid.setVerticalSpacing(tokens.GAP_S)
        for number, parameter in enumerate(chosen.asked):
            value = given.get(parameter.name, parameter.default)
            grid.addWidget(label(parameter.name.capitalize(), "second"), 2 * number, 0)
            grid.addWidget(self._field(parameter, value), 2 * number, 1, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(parameter.meaning, "second", wrap=True), 2 * number + 1, 1)
        grid.setColumnStretch(1, 1)
        self.setLayout(grid)

    def values(self) -> dict[str, Value]:
        """What is set, by name."""
        numbers: dict[str, Value] = {name: field.value() for name, field in self._numbers.items()}
        words: dict[str, Value] = {name: _checked(options) for name, options in self._choices.items()}
        listed: dict[str, Value] = {name: field.currentText() for name, field in self._lists.items()}
        return {**numbers, **words, **listed}

    def _field(self, parameter: Parameter | Choice, value: Value) -> QWidget:
        if isinstance(parameter, Parameter):
            return self._number(parameter, float(value))
        short = len(parameter.options) <= _SEGMENTS
        return self._choice(parameter, str(value)) if short else self._list(parameter, str(value))

    def _number(self, parameter: Parameter, value: float) -> QWidget:
        made = self._numbers[parameter.name] = QDoubleSpinBox()
        span = parameter.high - parameter.low
        made.setRange(parameter.low, parameter.high)
        made.setDecimals(0 if parameter.whole else 2 if span < 20 else 1)
        made.setSingleStep(1 if parameter.whole else span / _STEPS)
        made.setValue(value)
        made.setAccessibleName(parameter.name)
        made.setFixedWidth(110)
        return made

    def _list(self, parameter: Choice, value: str) -> QWidget:
        made = self._lists[parameter.name] = QComboBox()
        made.addItems(parameter.options)
        made.setCurrentText(value)
        made.setAccessibleName(parameter.name)
        made.setFixedWidth(160)
        return made

    def _choice(self, parameter: Choice, value: str) -> QWidget:
        group, options = QButtonGroup(self), self._choices.setdefault(parameter.name, {})
        made = QWidget()
        pieces = row(gap=0)
        for option in parameter.options:
            button = options[option] = segment(option)
            button.setAccessibleName(f"{parameter.name}: {option}")
            button.setChecked(option == value)
            group.addButton(button)
            pieces.addWidget(button)
        pieces.addStretch(1)
        made.setLayout(pieces)
        return made


def _checked(options: dict[str, QToolButton]) -> str:
    return next(name for name, button in options.items() if button.isChecked())
