"""The page of passes: which one, or which preset, on this photo first or on all that are chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QListWidget, QMenu, QProgressBar, QVBoxLayout, QWidget

from review_desk.domain.pass_run import PassRun
from review_desk.operations.fan_out import Progress
from review_desk.operations.passing.protecting import Protectors, protectors
from review_desk.operations.passing.runs import unfinished
from review_desk.operations.passing.seeing import Shelved, shelf
from review_desk.passes.catalogue import PASSES, Pass, Value
from review_desk.ui import tokens
from review_desk.ui.passing.by_what import ByWhat
from review_desk.ui.passing.form import Fields
from review_desk.ui.passing.left_over import LeftOver
from review_desk.ui.passing.series import Series
from review_desk.ui.passing.trial import Trial, Wanted
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import (
    Run,
    button,
    clear,
    column,
    label,
    line,
    menu_button,
    row,
    upright,
)
from review_desk.ui.widgets.while_open import while_open

_LIST_WIDTH, _LINE = 220, 30
_HEADINGS = 1
"""Lines between passes and presets that are none."""


class PassesPage(QDialog):
    """Passes and presets on the left, the chosen one on the right; Enter tries it on the photo on screen."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        trial: Trial,
        wanted: Wanted,
        photos: Sequence[str],
        *,
        run: Run,
    ) -> None:
        super().__init__(parent)
        self._session, self._trial, self._wanted, self._photos = session, trial, wanted, tuple(photos)
        self._run = run
        self._series = Series(session, self)
        self._fields: Fields | None = None
        self._shelf: tuple[Shelved, ...] = ()
        self.setWindowTitle("Passes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(800, min(640, parent.height() - 60))
        self._build()
        self._series.progressed.connect(self._on_series_progressed)
        self._series.ended.connect(self._on_series_ended)
        self._series.refused.connect(self._on_series_refused)
        session.tasks.read(shelf, while_open(self, self._show_presets))
        session.tasks.read(unfinished, while_open(self, self._show_left_over))
        photo, version = session.current, session.version("b")
        if photo and version:
            session.tasks.read(
                partial(protectors, photo=photo, version=version), while_open(self, self._offer)
            )

    # --- what is there -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.names = QListWidget()
        self.names.setAccessibleName("Pass or preset")
        self.names.setFixedWidth(_LIST_WIDTH)
        self.names.addItems([known.title for known in PASSES])
        self._summary, self._slips = label("", "second", wrap=True), label("", wrap=True)
        self._slips.hide()
        self._place = QVBoxLayout()
        self._place.setSpacing(tokens.GAP_S)
        self.protect = QCheckBox("Leave the product as it is, bit for bit")
        self.protect.setToolTip(
            "By a clipping path drawn on it, else its mask, else a path in its file, else its transparency; "
            "the result is proven"
        )
        self.protect.setChecked(bool(self._wanted.protect))
        self.by = ByWhat(self._wanted.protect)
        right = column(
            self._summary, line(), self._place, tokens.GAP_S, row(self.protect, self.by, None), None,
            self._slips,
            gap=tokens.GAP_M, margin=tokens.GAP_XL,
        )  # fmt: skip
        middle = row(self.names, upright(), gap=0)
        middle.addLayout(right, 1)
        self.left_over = LeftOver(self._series)
        whole = column(middle, line(), self.left_over, self._foot(), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.try_button.setDefault(True)  # once it is in the dialog: before, Qt takes the first button
        self.names.currentRowChanged.connect(self._on_names_current_row_changed)
        self._size_lines()
        self.choose(self._wanted.name)
        self.names.setFocus()

    def _foot(self) -> QWidget:
        count = len(self._photos)
        self._told = label("", "second", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.hide()
        self.close_button = button("Close", self.reject, keys="Esc")
        self.models_button = button(
            "Models…", self.show_models, role="flat", tip="The models that passes run"
        )
        self.compare_button = menu_button(
            "Compare with another preset", "On the photo on screen, side by side", self._fill_others
        )
        self.compare_button.setText("Compare with ▾")
        self.all_button = button(f"Run on {count} chosen photos", self.run_on_all)
        self.all_button.setVisible(count > 1)
        self.try_button = button("Try on this photo", self.try_out, role="main", keys="Enter")
        self.try_button.setEnabled(self._session.current is not None)
        foot = row(
            self.models_button, self._told, self._bar, self.close_button, self.all_button,
            self.compare_button, self.try_button,
        )  # fmt: skip
        foot.setStretch(1, 1)
        foot.setContentsMargins(tokens.GAP_L, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        made = QWidget()
        made.setLayout(foot)
        return made

    def _size_lines(self) -> None:
        for number in range(self.names.count()):
            self.names.item(number).setSizeHint(QSize(0, _LINE))

    def _show_presets(self, found: tuple[tuple[Shelved, ...], tuple[str, ...]]) -> None:
        self._shelf, slips = found
        self.names.addItem("PRESETS")
        heading = self.names.item(len(PASSES))
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setForeground(self.palette().placeholderText())
        self.names.addItems([each.preset.title for each in self._shelf])
        self._size_lines()
        self._slips.setText("\n".join(f"!  {slip}" for slip in slips))
        self._slips.setVisible(bool(slips))
        self.choose(self._wanted.name)

    def _offer(self, found: Protectors) -> None:
        self.by.offer(found)
        self.by.setVisible(self.preset is None and self.by.count() > 1)

    def _show_left_over(self, runs: list[PassRun]) -> None:
        self.left_over.show_runs(runs)

    # --- what is chosen ----------------------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Choose the pass, or the preset under its mark; nothing happens where it is not there."""
        names = [known.name for known in PASSES] + [""] + [each.preset.as_pass.name for each in self._shelf]
        if name in names:
            self.names.setCurrentRow(names.index(name))
        elif self.names.currentRow() < 0:
            self.names.setCurrentRow(0)

    @property
    def preset(self) -> Shelved | None:
        """The preset that is chosen, if one is."""
        number = self.names.currentRow() - len(PASSES) - _HEADINGS
        return self._shelf[number] if 0 <= number < len(self._shelf) else None

    @property
    def chosen(self) -> Pass:
        """The pass that is chosen, or what stands for the preset."""
        preset = self.preset
        return preset.preset.as_pass if preset else PASSES[max(0, self.names.currentRow())]

    def _on_names_current_row_changed(self, _: int) -> None:
        clear(self._place)
        self._fields, preset = None, self.preset
        self.protect.setVisible(preset is None)
        self.by.setVisible(preset is None and self.by.count() > 1)
        self.compare_button.setVisible(preset is not None)
        if preset:
            self._show_preset(preset)
            return
        self._fields = Fields(self.chosen, self._wanted.values.get(self.chosen.name, {}))
        self._place.addWidget(self._fields)
        self.protect.setEnabled(self.chosen.keeps)
        self.by.setEnabled(self.chosen.keeps)
        self._summary.setText(f"{self.chosen.summary} {_by_what(self.chosen)}".rstrip())

    def _show_preset(self, shelved: Shelved) -> None:
        preset = shelved.preset
        own = "The studio's own. " if preset.own else ""
        self._summary.setText(f"{own}{preset.summary} Version {preset.version}.")
        for number, stage in enumerate(preset.stages, 1):
            self._place.addWidget(label(f"{number}. {stage.words}", wrap=True))
        self._place.addWidget(label(f"{shelved.in_words}.", "second", wrap=True))

    def _fill_others(self, menu: QMenu) -> None:
        for each in self._shelf:
            if each != self.preset:
                entry = menu.addAction(each.preset.title)
                entry.triggered.connect(partial(self._on_other_triggered, each.preset.as_pass.name))

    def _on_other_triggered(self, other: str, _: bool = False) -> None:
        self.compare(other)

    # --- what is done ------------------------------------------------------------------------------------

    def _values(self) -> dict[str, Value]:
        """What is set; nothing for a preset, which says itself."""
        return self._fields.values() if self._fields else {}

    def _protects(self) -> str:
        """By what the product is left as it is; "" where it is not, or the preset says."""
        wanted = self.protect.isChecked() and self.preset is None and self.chosen.keeps
        return self.by.words() if wanted else ""

    def _remember(self) -> None:
        self._wanted.name = self.chosen.name
        self._wanted.protect = self.by.words() if self.protect.isChecked() else ""
        self._wanted.values[self.chosen.name] = self._values()

    def try_out(self) -> None:
        """Run it on the photo on screen and look at the result before it is kept."""
        self._remember()
        name, values, protect = self.chosen.name, self._values(), self._protects()
        self.accept()
        self._trial.run(name, values, protect=protect)

    def compare(self, other: str) -> None:
        """Run the chosen preset and another on the photo on screen and look at both."""
        self._remember()
        name = self.chosen.name
        self.accept()
        self._trial.compare((name, other))

    def show_models(self) -> None:
        """Go over to the page of models."""
        self.accept()
        self._run("pass.models")

    def run_on_all(self) -> None:
        """Run it on every chosen photo; each result is a new version."""
        self._remember()
        self._busy()
        self._series.run(self._photos, self.chosen.name, self._values(), protect=self._protects())

    def _busy(self) -> None:
        self.close_button.setText("Stop")
        for part in (self.all_button, self.try_button, self.compare_button, self.models_button):
            part.setEnabled(False)
        self.left_over.hide()
        self._bar.show()

    def _on_series_progressed(self, progress: Progress) -> None:
        self._busy()
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._told.setText(f"{progress.done:,} of {progress.total:,} photos")

    def _on_series_ended(self, words: str) -> None:
        self._session.told.emit(words)
        self.accept()

    def _on_series_refused(self, words: str) -> None:
        self.close_button.setText("Close")
        for part in (self.all_button, self.try_button, self.compare_button, self.models_button):
            part.setEnabled(True)
        self._bar.hide()
        self._told.setText("")
        self._slips.setText(f"!  {words}")
        self._slips.show()

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
    if chosen.beside:
        return f"The photo of the same SKU and colourway whose shot is “inside” shows {chosen.beside}."
    return f"A photo's mask, where it has one, marks {chosen.about}." if chosen.about else ""
