"""The limits, as fields that can be written in."""

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from review_desk.domain.calibration_rules import Limits
from review_desk.errors import BadInput
from review_desk.ui import tokens
from review_desk.ui.widgets.pieces import label, row

_ROWS = (
    ("Amber when older than", ("amber_days",), "days"),
    ("Red when older than", ("red_days",), "days"),
    ("White’s luminance", ("luminance_low", "luminance_high"), "cd/m²"),
    ("Contrast at least", ("contrast",), ": 1"),
    ("White off D65: amber, red", ("white_amber", "white_red"), "ΔE2000"),
    ("Greys off the curve at most", ("tone",), "ΔL*"),
    ("Greys off neutral at most", ("grey_chroma",), "C*"),
    ("sRGB reached at least", ("coverage",), "%"),
    ("Measured: mean, maximum", ("measured_mean", "measured_maximum"), "ΔE"),
)
_FIELD_PX = 48


class LimitsForm(QWidget):
    """Each limit beside its words and its unit. `edited` is called with every key."""

    def __init__(self, limits: Limits, edited: Callable[[], None]) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.GAP_S)
        grid.setVerticalSpacing(tokens.GAP_XS)
        grid.setColumnStretch(0, 1)
        for index, (words, names, unit) in enumerate(_ROWS):
            grid.addWidget(label(words), index, 0)
            made = [self._field(name, f"{words} ({unit})", edited) for name in names]
            grid.addLayout(row(None, *made, gap=tokens.GAP_XS), index, 1)
            grid.addWidget(label(unit, "second"), index, 2)
        self.show_limits(limits)

    def _field(self, name: str, words: str, edited: Callable[[], None]) -> QLineEdit:
        made = QLineEdit()
        made.setFixedWidth(_FIELD_PX)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setAccessibleName(words)
        made.textEdited.connect(edited)
        self.fields[name] = made
        return made

    def show_limits(self, limits: Limits) -> None:
        """Put these into the fields."""
        for name, value in asdict(limits).items():
            self.fields[name].setText(f"{value:g}")

    def limits(self) -> Limits:
        """What stands in the fields. Raises BadInput where that is no number."""
        return Limits(**{name: _number(made) for name, made in self.fields.items()})


def _number(field: QLineEdit) -> float:
    try:
        return float(field.text().strip().replace(",", "."))
    except ValueError as error:
        raise BadInput(f"“{field.text()}” is not a number: {field.accessibleName()}.") from error
