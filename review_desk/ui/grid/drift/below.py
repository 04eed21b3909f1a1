"""What stands under the page: the measure and its facts, how measuring goes, the chart, the causes."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu

from review_desk.ui import tokens
from review_desk.ui.grid.drift.causes import Causes
from review_desk.ui.grid.drift.chart import ControlChart
from review_desk.ui.grid.drift.measuring import Measuring
from review_desk.ui.grid.drift.view import DriftView
from review_desk.ui.grid.drift.words import short
from review_desk.ui.widgets.pieces import (
    Bar,
    ElidedLabel,
    Run,
    button,
    column,
    menu_button,
    row,
    segment,
    upright,
)
from review_desk.ui.widgets.tabbing import TabsThrough

if TYPE_CHECKING:
    from review_desk.ui.grid.page import Page
    from review_desk.ui.grid.sheet import Sheet

HEIGHT = 138
_SIDE_PX = 14


class Below(TabsThrough):
    """The control chart with its heading, and the causes beside it."""

    def __init__(self, page: "Page", sheet: "Sheet", measuring: Measuring, view: DriftView, run: Run) -> None:
        super().__init__()
        self._measuring, self._view = measuring, view
        self.setFixedHeight(HEIGHT)
        self.setProperty("surface", "panel")
        self.chart = ControlChart(page, sheet, measuring, view)
        self.causes = Causes(page, sheet, measuring, view)
        self.measure = menu_button("Measure", "Another measure", self._fill_measures, role="flat")
        self.facts = ElidedLabel("", "second")
        self.progress = ElidedLabel("", "second")
        self.stop = button("Stop", partial(run, "grid.drift_measure"), role="flat")
        self.limits = button("Limits…", partial(run, "grid.drift_limits"), role="flat")
        self._build()
        view.changed.connect(self._refill)
        measuring.progressed.connect(self._refill)
        measuring.judged.connect(self._refill)
        self._refill()

    def _build(self) -> None:
        self.rows, self.map = segment("Rows"), segment("Map")
        group = QButtonGroup(self)
        for made, name, mapped in (
            (self.rows, "Drift beside the rows", False),
            (self.map, "Map of the page", True),
        ):
            made.setAccessibleName(name)
            made.setToolTip(f"{name} (Shift+M)")
            made.clicked.connect(partial(self._view.show_map, mapped))
            group.addButton(made)
        heading = Bar()
        heading.set_row(self._heading())
        inset = row(self.chart)
        inset.setContentsMargins(_SIDE_PX, 0, _SIDE_PX, 0)
        chart = column(heading, inset, gap=0)
        chart.setStretch(1, 1)
        chart.setContentsMargins(0, tokens.GAP_XS, 0, tokens.GAP_XS)
        whole = row(upright(), self.causes, gap=0)
        whole.insertLayout(0, chart, 1)
        self.setLayout(whole)

    def take_focus(self) -> None:
        """Put the keys on the first control."""
        first = self.measure if self.measure.isEnabled() else self.limits
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _heading(self) -> QHBoxLayout:
        switch = row(self.rows, self.map, gap=0)
        inside = row(self.measure, self.facts, self.progress, self.stop, self.limits)
        inside.addLayout(switch)
        for words in (self.facts, self.progress):
            inside.setStretchFactor(words, 1)
        inside.setContentsMargins(2, 0, tokens.GAP_S, 0)
        return inside

    def _refill(self) -> None:
        shown = self._view.series
        self.measure.setText(f"{short(shown.measure)} along the shoot ▾" if shown else "Along the shoot ▾")
        self.measure.setEnabled(bool(self._view.measures))
        self.facts.setText(shown.facts if shown else "")
        self.facts.setVisible(shown is not None)
        self.facts.setToolTip(f"{shown.words}\n{shown.facts}" if shown else "")
        self.progress.setText(self._measuring.words)
        self.progress.setToolTip(self._measuring.missing)
        self.stop.setVisible(self._measuring.stage in ("measuring", "stopped", "failed"))
        self.stop.setText("Stop" if self._measuring.stage == "measuring" else "Measure on")
        self.stop.setAccessibleName(
            "Stop measuring" if self._measuring.stage == "measuring" else "Measure on"
        )
        self.rows.setChecked(not self._view.mapped)
        self.map.setChecked(self._view.mapped)

    def _fill_measures(self, menu: QMenu) -> None:
        """Each measure with how many photos are outside its limits."""
        for each in self._measuring.series.values():
            measure = each.measure
            outside = f"   {len(each.outside)} outside" if each.outside else ""
            act = menu.addAction(f"{measure.title} ({measure.unit}){outside}")
            act.setCheckable(True)
            act.setChecked(measure.id == self._view.measure)
            act.triggered.connect(partial(self._view.choose, measure.id))
