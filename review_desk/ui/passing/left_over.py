"""Runs that were stopped before their last photo: go on, or leave them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from review_desk.domain.pass_run import PassRun
from review_desk.ui import tokens
from review_desk.ui.passing.series import Series
from review_desk.ui.widgets.pieces import button, column, label, line, row

_MOST = 3
"""Runs shown at a time; the others come up as these are settled."""


class LeftOver(QWidget):
    """One row a run; hidden where there is none."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self._series = series
        self._rows = column(gap=tokens.GAP_XS)
        self._rows.setContentsMargins(tokens.GAP_L, tokens.GAP_S, tokens.GAP_XL, tokens.GAP_S)
        self.setLayout(column(self._rows, line(), gap=0))
        self.hide()

    def show_runs(self, runs: Sequence[PassRun]) -> None:
        """Show these, the newest first."""
        for run in list(reversed(runs))[:_MOST]:
            go_on = button("Go on", partial(self._on_go_on_clicked, run), tip=f"Go on with {run.title}")
            leave = button(
                "Cancel", partial(self._on_cancel_clicked, run), role="flat", tip="Leave its photos undone"
            )
            self._rows.addLayout(row(label(f"{run.words}, since {run.at[:10]}."), None, leave, go_on))
        self.setVisible(bool(runs))

    def _on_go_on_clicked(self, run: PassRun) -> None:
        self.hide()
        self._series.resume(run)

    def _on_cancel_clicked(self, run: PassRun) -> None:
        self.hide()
        self._series.cancel(run)
