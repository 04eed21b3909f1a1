"""The limits of drift: from when on a difference counts, with what other limits would flag."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDoubleSpinBox, QGridLayout, QVBoxLayout, QWidget

from review_desk.domain.drift.measure import MEASURES, Measure
from review_desk.domain.drift.settings import (
    AGAINST,
    LEAST_OUTLIER,
    MOST_OUTLIER,
    Against,
    Settings,
    told_limits,
)
from review_desk.ui import tokens
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.review.latest import Latest
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import button, column, label, line, row

if TYPE_CHECKING:
    from review_desk.domain.drift.flag import Count

_AGAINST: dict[Against, tuple[str, str]] = {
    "row": ("Its row", "The photos around it on the page"),
    "siblings": ("Its siblings", "Other photos of the same SKU"),
    "batch": ("The batch", "All photos of its kind"),
    "reference": ("The reference", "The photo that is pinned, if there is one"),
    "target": ("The style guide", "What the studio asks for, whatever the other photos are"),
}
_KEPT = "Kept for every batch on this desk."
_ALL = "Nearly every photo: a limit, or the style guide, does not fit this batch."
_BOX_PX = 104
_MOST = 20
"""A limit goes up to so many times what it came with."""


class LimitsDialog(QDialog):
    """A field for each limit, in its unit; nothing changes before “Keep these limits”."""

    def __init__(self, parent: QWidget, session: Session, measuring: Measuring) -> None:
        super().__init__(parent)
        self._measuring, self._shown = measuring, False
        self._preview: Latest[Count] = Latest(session.tasks, self._refresh)
        self.setWindowTitle("Limits of drift")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.boxes: dict[str, QDoubleSpinBox] = {each.id: self._measure_box(each) for each in MEASURES}
        self.outlier = self._box("Out of the ordinary: modified z", LEAST_OUTLIER, MOST_OUTLIER, decimals=1)
        self.checks: dict[Against, QCheckBox] = {name: self._check(name) for name in AGAINST}
        self.words = label("", "strong")
        self.note = label(_KEPT, "second")
        self.setLayout(self._laid_out())
        self._show(measuring.settings)
        self._shown = True
        self._refresh()

    # --- building ----------------------------------------------------------------------------------------

    def _laid_out(self) -> QVBoxLayout:
        half = (len(MEASURES) + 1) // 2
        columns = row(gap=tokens.GAP_XL)
        for part in (MEASURES[:half], MEASURES[half:]):
            columns.addLayout(self._grid(part))
        beyond = row(label("Out of the ordinary, beyond a modified z of", wrap=False), None, self.outlier)
        against = row(label("Held against"), *self.checks.values(), None, gap=tokens.GAP_L)
        keep = button("Keep these limits", self.accept, role="main")
        keep.setDefault(True)
        bottom = row(
            self.words, None, button("As they came", self.reset), button("Cancel", self.reject), keep
        )
        rule = "A photo is flagged when it is out of the ordinary and a difference can be seen. Seen from:"
        return column(
            label("Limits of drift", "large"), label(rule, "second"), columns, line(), beyond, against,
            self.note, line(), bottom,
            gap=tokens.GAP_M, margin=tokens.GAP_XL,
        )  # fmt: skip

    def _grid(self, measures: tuple[Measure, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.GAP_M)
        grid.setVerticalSpacing(tokens.GAP_XS)
        grid.setColumnStretch(0, 1)
        for turn, measure in enumerate(measures):
            grid.addWidget(label(measure.title), turn, 0)
            grid.addWidget(self.boxes[measure.id], turn, 1)
        grid.setRowStretch(len(measures), 1)
        return grid

    def _measure_box(self, measure: Measure) -> QDoubleSpinBox:
        decimals = max(1, measure.decimals)
        name = f"{measure.title}, from so many {measure.unit}"
        made = self._box(name, 10.0**-decimals, measure.visible * _MOST, decimals=decimals)
        made.setSuffix(f" {measure.unit}")
        return made

    def _box(self, name: str, least: float, most: float, *, decimals: int) -> QDoubleSpinBox:
        made = QDoubleSpinBox()
        made.setDecimals(decimals)
        made.setRange(least, most)
        made.setSingleStep(10.0**-decimals)
        made.setAccessibleName(name)
        made.setFixedWidth(_BOX_PX)
        made.valueChanged.connect(self._on_changed)
        return made

    def _check(self, name: Against) -> QCheckBox:
        title, tip = _AGAINST[name]
        made = QCheckBox(title)
        made.setToolTip(tip)
        made.toggled.connect(self._on_changed)
        return made

    # --- settings ----------------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The limits as they stand in the fields."""
        visible = {
            each.id: self.boxes[each.id].value()
            for each in MEASURES
            if abs(self.boxes[each.id].value() - each.visible) > 1e-9
        }
        against = frozenset(name for name in AGAINST if self.checks[name].isChecked())
        return replace(
            self._measuring.settings, visible=visible, outlier=self.outlier.value(), against=against
        )

    def _show(self, settings: Settings) -> None:
        for measure in MEASURES:
            self.boxes[measure.id].setValue(settings.visible_of(measure))
        self.outlier.setValue(settings.outlier)
        for name in AGAINST:
            self.checks[name].setChecked(name in settings.against)

    def reset(self) -> None:
        """The limits as they came with the desk."""
        self._show(Settings())

    def done(self, result: int) -> None:
        """A count that is still on its way has nowhere to stand."""
        self._shown = False
        super().done(result)

    def accept(self) -> None:
        """Judge by these from now on."""
        self._measuring.set_limits(self.settings)
        super().accept()

    def _on_changed(self, _: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        if not self._shown:
            return
        found, asked = self._measuring.drift, self.settings
        if found is None:
            self.words.setText("The batch is not measured yet.")
            return
        key = (told_limits(asked), id(found))
        count = self._preview.of(key, partial(found.would_flag, asked))
        self.words.setText(count.words.capitalize() if count else "Counting …")
        self.note.setText(_ALL if count and count.nearly_all else _KEPT)
