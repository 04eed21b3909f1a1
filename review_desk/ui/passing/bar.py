"""The bar that stands in for the verdicts while a pass is only tried: nothing is judged on a try."""

from review_desk.ui import tokens
from review_desk.ui.passing.trial import Trial
from review_desk.ui.widgets.pieces import Bar, ElidedLabel, Run, button, label, row


class TrialBar(Bar):
    """What is tried, what it changed, keep and drop."""

    def __init__(self, trial: Trial, run: Run) -> None:
        super().__init__()
        self._trial = trial
        self.setProperty("surface", "window")
        self.setFixedHeight(54)
        self._name, self._told = label("", "strong"), ElidedLabel("")
        drop = button("Drop", lambda: run("desk.back"), keys="Esc", tip="Throw the result away")
        self._keep = button(
            trial.keeps, lambda: run("pass.keep"), role="main", keys="Return", tip="Store the result"
        )
        pieces = row(self._name, tokens.GAP_M, self._told, drop, self._keep)
        pieces.setStretch(2, 1)
        pieces.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_L, tokens.GAP_S)
        self.set_row(pieces)
        trial.changed.connect(self._on_trial_changed)
        self.hide()

    def _on_trial_changed(self) -> None:
        self.setVisible(bool(self._trial.results))
        if self._trial.results:
            self._name.setText(self._trial.title)
            self._keep.setText(self._trial.keeps)
            self._keep.setAccessibleName(self._trial.keeps)
            self._told.setText(self._trial.words)
            self._told.setToolTip(self._trial.words)
