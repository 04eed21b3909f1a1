"""The page of passes: which one, with which parameters, on this photo first or on all that are chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QListWidget, QProgressBar, QVBoxLayout, QWidget

from review_desk.operations.fan_out import Progress
from review_desk.passes.catalogue import PASSES, Pass
from review_desk.ui import tokens
from review_desk.ui.passing.form import Fields
from review_desk.ui.passing.series import Series
from review_desk.ui.passing.trial import Trial, Wanted
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import button, clear, column, label, line, row, upright

_LIST_WIDTH, _LINE = 220, 32


class PassesPage(QDialog):
    """Passes on the left, the chosen one's fields on the right; Enter tries it on the photo on screen."""

    def __init__(
        self, parent: QWidget, session: Session, trial: Trial, wanted: Wanted, photos: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self._session, self._trial, self._wanted, self._photos = session, trial, wanted, tuple(photos)
        self._series = Series(session, self)
        self._fields = Fields(PASSES[0], {})
        self.setWindowTitle("Passes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 380)
        self._build()
        self._series.progressed.connect(self._on_series_progressed)
        self._series.ended.connect(self._on_series_ended)

    def _build(self) -> None:
        self.names = QListWidget()
        self.names.setAccessibleName("Pass")
        self.names.setFixedWidth(_LIST_WIDTH)
        self.names.addItems([known.title for known in PASSES])
        for number in range(self.names.count()):
            self.names.item(number).setSizeHint(QSize(0, _LINE))
        self._summary = label("", "second", wrap=True)
        self._place = QVBoxLayout()
        self.protect = QCheckBox("Leave the product as it is, bit for bit")
        self.protect.setToolTip(
            "By a clipping path on it, else its mask, else its transparency; the result is proven"
        )
        self.protect.setChecked(self._wanted.protect)
        right = column(
            self._summary, line(), self._place, tokens.GAP_S, self.protect, None,
            gap=tokens.GAP_M, margin=tokens.GAP_XL,
        )  # fmt: skip
        middle = row(self.names, upright(), gap=0)
        middle.addLayout(right, 1)
        whole = column(middle, line(), self._foot(), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.try_button.setDefault(True)  # once it is in the dialog: before, Qt takes the first button
        self.names.currentRowChanged.connect(self._on_names_current_row_changed)
        self.names.setCurrentRow([known.name for known in PASSES].index(self._wanted.name))
        self.names.setFocus()

    def _foot(self) -> QWidget:
        count = len(self._photos)
        self._told = label("", "second")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.hide()
        self.close_button = button("Close", self.reject, keys="Esc")
        self.all_button = button(f"Run on {count} chosen photos", self.run_on_all)
        self.all_button.setVisible(count > 1)
        self.try_button = button("Try on this photo", self.try_out, role="main", keys="Enter")
        self.try_button.setEnabled(self._session.current is not None)
        foot = row(self._told, self._bar, None, self.close_button, self.all_button, self.try_button)
        foot.setContentsMargins(tokens.GAP_L, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        made = QWidget()
        made.setLayout(foot)
        return made

    @property
    def chosen(self) -> Pass:
        """The pass that is chosen."""
        return PASSES[self.names.currentRow()]

    def _on_names_current_row_changed(self, _: int) -> None:
        self._fields = Fields(self.chosen, self._wanted.values.get(self.chosen.name, {}))
        clear(self._place)
        self._place.addWidget(self._fields)
        self.protect.setEnabled(not self.chosen.moves)
        self._summary.setText(f"{self.chosen.summary} {_by_what(self.chosen)}".rstrip())

    def _protects(self) -> bool:
        return self.protect.isChecked() and not self.chosen.moves

    def _remember(self) -> None:
        self._wanted.name, self._wanted.protect = self.chosen.name, self.protect.isChecked()
        self._wanted.values[self.chosen.name] = self._fields.values()

    def try_out(self) -> None:
        """Run it on the photo on screen and look at the result before it is kept."""
        self._remember()
        name, values, protect = self.chosen.name, self._fields.values(), self._protects()
        self.accept()
        self._trial.run(name, values, protect=protect)

    def run_on_all(self) -> None:
        """Run it on every chosen photo; each result is a new version."""
        self._remember()
        self.close_button.setText("Stop")
        for part in (self.all_button, self.try_button):
            part.setEnabled(False)
        self._bar.show()
        self._series.run(self._photos, self.chosen.name, self._fields.values(), protect=self._protects())

    def _on_series_progressed(self, progress: Progress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._told.setText(f"{progress.done:,} of {progress.total:,} photos")

    def _on_series_ended(self, words: str) -> None:
        self._session.told.emit(words)
        self.accept()

    def reject(self) -> None:
        """Stop what is running, or close."""
        if self._series.running:
            self._series.stop()
        else:
            self._remember()
            super().reject()


def _by_what(chosen: Pass) -> str:
    """How its mask comes about, as a sentence; “” for a pass that takes none."""
    if chosen.by_marks:
        found = f"; with nothing painted, {chosen.about} is found by its colour" if chosen.finds else ""
        return f"The selected mark is {chosen.about}; with none selected, all that is painted{found}."
    return f"A photo's mask, where it has one, marks {chosen.about}." if chosen.about else ""
