"""The page of the display: what its profile says, how it is judged, and by which limits."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QWidget,
)

from review_desk.domain.calibration import CAVEAT, POLICIES, Policy
from review_desk.domain.calibration_rules import Colour, Limits
from review_desk.domain.evidence import Evidence, Measured
from review_desk.errors import DeskError
from review_desk.ui import tokens
from review_desk.ui.display.limits_form import LimitsForm
from review_desk.ui.display.page_parts import choice, scrolled, table
from review_desk.ui.display.seat import DisplaySeat
from review_desk.ui.display.words import SHAPES, TOKENS, fact_lines, path_lines, report_words
from review_desk.ui.display.x11 import Prefer
from review_desk.ui.widgets.ask import AskLine
from review_desk.ui.widgets.pieces import (
    ElidedLabel,
    Section,
    button,
    column,
    label,
    line,
    row,
    upright,
)

_VERDICTS: dict[Colour, str] = {
    "green": "May be judged on",
    "amber": "Judge with care",
    "red": "Not to be judged on",
}
_POLICY_WORDS: dict[Policy, str] = {"warn": "Warn", "comment": "Ask for a comment", "block": "Block sign-off"}
_PREFER_WORDS: dict[Prefer, str] = {"colord": "colord", "X11 atom": "the X server"}
_SIDE_PX = 404
_NO_REPORTS = (
    "Nothing attached. The output of Argyll’s colverify is read; of any other report, you type the figures."
)
_REPORTS = "Reports (*.txt *.log *.html *.htm *.pdf *.csv *.xml *.json);;All files (*)"


class DisplayPage(QDialog):
    """Shows a seat, follows it while it is open, and settles what is changed on it."""

    def __init__(self, parent: QWidget | None, seat: DisplaySeat, scheme: tokens.Scheme) -> None:
        super().__init__(parent)
        self._seat, self._scheme = seat, scheme
        self.setWindowTitle("Display")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1100, 780 if parent is None else min(780, parent.height() - 40))
        self._build()
        seat.calibration_changed.connect(self.refill)
        self.refill()

    def _build(self) -> None:
        self._shape, self._headline = label("", "large"), label("", "large")
        self._subject, self._trouble = ElidedLabel("", "second"), label("", wrap=True)
        self._trouble.hide()
        self._rules, self._path, self._facts = Section("Rules"), Section("Path"), Section("Profile")
        self._reports = Section("Evidence")
        top = row(self._shape, self._headline, self._subject, gap=tokens.GAP_M)
        top.setStretch(2, 1)
        head = column(top, self._trouble, gap=tokens.GAP_S)
        head.setContentsMargins(tokens.GAP_XL, tokens.GAP_L, tokens.GAP_XL, tokens.GAP_L)
        close = button("Close", self.accept)
        close.setDefault(True)
        close.setFocus()
        bottom = row(label(CAVEAT, "small", wrap=True), close, gap=tokens.GAP_XL)
        bottom.setStretch(0, 1)
        bottom.setContentsMargins(tokens.GAP_XL, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        left = column(self._rules, line(), self._path, line(), self._facts, None, gap=tokens.GAP_L)
        right = column(*self._build_settings(), None, gap=tokens.GAP_L)
        middle = row(scrolled(left), upright(), scrolled(right, _SIDE_PX), gap=0)
        middle.setStretch(0, 1)
        self.setLayout(column(head, line(), middle, line(), bottom, gap=0))

    def _build_settings(self) -> list[QWidget]:
        settings = self._seat.settings
        policy = Section("Policy")
        self._policy_words = label("", "second", wrap=True)
        self._policies = choice(_POLICY_WORDS, self._on_policy)
        policy.fill([row(*self._policies.values(), None, gap=0), self._policy_words])
        self._prefer_section = Section("If colord and X disagree, believe")
        self._prefers = choice(_PREFER_WORDS, self._on_prefer)
        self._prefer_section.fill([row(*self._prefers.values(), None, gap=0)])
        limits = Section("Limits")
        self._form = LimitsForm(settings.limits, self._on_limits_edited)
        self._store = button("Store limits", self._on_store, role="main")
        self._reset = button("Defaults", self._on_defaults)
        limits.fill([self._form, row(None, self._reset, self._store)])
        self._attach = button("Attach a report…", self._on_attach)
        foot = QWidget()
        foot.setLayout(row(self._attach, None))
        return [policy, self._prefer_section, line(), limits, line(), self._reports, foot]

    def dress(self, scheme: tokens.Scheme) -> None:
        """Colour the shapes for a scheme."""
        self._scheme = scheme
        self.refill()

    def refill(self, *_: object) -> None:
        """Show the seat as it is now."""
        seat, calibration = self._seat, self._seat.calibration
        self._shape.setText(SHAPES[calibration.colour])
        self._shape.setStyleSheet(f"color: {self._hue(calibration.colour)}; font-size: 20px;")
        self._headline.setText(_VERDICTS[calibration.colour])
        subject = f"{calibration.short} · {calibration.to_record()}"
        self._subject.setText(subject)
        self._subject.setToolTip(subject)
        self._rules.fill([self._rule(rule.colour, rule.text) for rule in calibration.rules])
        nothing = label("There is no profile to read.", "second")
        self._path.fill(table(path_lines(seat.profile)) if seat.profile else [])
        self._facts.fill(table(fact_lines(seat.facts)) if seat.facts else [nothing])
        self._show_settings()

    def _show_settings(self) -> None:
        settings = self._seat.settings
        self._policies[settings.policy].setChecked(True)
        self._policy_words.setText(POLICIES[settings.policy])
        self._prefers[settings.prefer].setChecked(True)
        source = self._seat.profile.source if self._seat.profile else "none"
        self._prefer_section.setVisible(source in {"colord", "X11 atom"})
        reports = [self._report(report) for report in reversed(settings.evidence)]
        self._reports.fill(reports or [label(_NO_REPORTS, "second", wrap=True)])
        self._on_limits_edited()
        if settings.trouble:
            self._say(settings.trouble)

    def _rule(self, colour: Colour | None, text: str) -> QWidget:
        shape = label(SHAPES[colour], "strong")
        shape.setFixedWidth(tokens.GAP_L)
        shape.setStyleSheet(f"color: {self._hue(colour)};")
        shape.setAccessibleName(colour or "not judged")
        words = label(text, "" if colour else "second", wrap=True)
        made = QWidget()
        inside = row(shape, words)
        inside.setStretch(1, 1)
        inside.setAlignment(shape, Qt.AlignmentFlag.AlignTop)
        made.setLayout(inside)
        return made

    def _hue(self, colour: Colour | None) -> str:
        return str(getattr(self._scheme, TOKENS[colour])) if colour else self._scheme.second

    def _report(self, report: Evidence) -> QWidget:
        made = QWidget()
        name = label(report.name, wrap=True)
        name.setToolTip(f"Kept as {report.file}\nSHA-256 {report.sha256}")
        made.setLayout(column(name, label(report_words(report), "small", wrap=True), gap=0))
        return made

    def _on_policy(self, policy: Policy) -> None:
        self._settle(policy=policy)

    def _on_prefer(self, prefer: Prefer) -> None:
        self._settle(prefer=prefer)

    def _on_store(self) -> None:
        try:
            limits = self._form.limits()
        except DeskError as error:
            self._say(str(error))
            return
        self._settle(limits=limits)

    def _on_defaults(self) -> None:
        self._form.show_limits(Limits())
        self._on_limits_edited()

    def _on_limits_edited(self, *_: object) -> None:
        try:
            wanted: Limits | None = self._form.limits()
        except DeskError:
            wanted = None
        self._store.setEnabled(wanted != self._seat.settings.limits)
        self._reset.setEnabled(wanted != Limits())

    def _settle(self, **changes: Any) -> None:
        self._say("")
        try:
            self._seat.settle(replace(self._seat.settings, trouble="", **changes))
        except DeskError as error:
            self._say(str(error))
            self._show_settings()

    def _on_attach(self) -> None:
        chooser = QFileDialog(self, "Attach a report", "", _REPORTS)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._on_report_selected)
        chooser.open()

    def _on_report_selected(self, file: str) -> None:
        self.attach(Path(file))

    def attach(self, report: Path, measured: Measured | None = None) -> None:
        """Attach a report; one without figures that can be read is asked about."""
        self._say("")
        try:
            self._seat.attach(report, measured)
        except DeskError as error:
            self._say(str(error))
            return
        if self._seat.settings.evidence[-1].measured is None:
            self._ask_figures(report)

    def _ask_figures(self, report: Path) -> None:
        AskLine(
            self,
            f"Mean and largest ΔE2000 in {report.name}",
            placeholder="0.8 2.4",
            answered=partial(self._on_figures_answered, report),
        ).open()

    def _on_figures_answered(self, report: Path, text: str, _: int | None) -> None:
        try:
            mean, maximum = sorted(float(word.replace(",", ".")) for word in text.split())
        except ValueError:
            self._say(f"{report.name} is attached without figures: “{text}” is not two numbers.")
            return
        self.attach(report, Measured(mean, maximum))

    def _say(self, sentence: str) -> None:
        self._trouble.setText(f"! {sentence}" if sentence else "")
        self._trouble.setVisible(bool(sentence))
