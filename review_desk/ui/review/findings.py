"""The findings of the photo on screen: what is off, by how much, and where."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLayout, QProgressBar, QWidget

from review_desk.domain.check.finding import Finding
from review_desk.domain.photo import Photo
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import RowButton, Run, Section, button, label, row


class FindingsSection(Section):
    """Each finding with its value and its limit; a click shows where it is. Before a check: how to check."""

    def __init__(self, session: Session, run: Run) -> None:
        super().__init__("Findings")
        self._session, self._run = session, run
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refill)
        for signal in (session.findings_changed, session.current_changed, session.photos_changed):
            signal.connect(self._refill_soon)
        self.refill()

    def _refill_soon(self, *_: object) -> None:
        self._soon.start(0)

    def refill(self) -> None:
        """Show what holds now."""
        photo = self._session.current
        found = self._session.findings(photo) if photo else None
        self.set_heading("Findings", f"{len(found)}   Shift+F  next" if found else "")
        self.fill(self._pieces(photo, found))

    def _pieces(self, photo: Photo | None, found: tuple[Finding, ...] | None) -> Iterator[QWidget | QLayout]:
        if self._session.progress is not None:
            yield from self._progress()
        if photo is None:
            yield label("No photo is open.", "second", wrap=True)
        elif found is None:
            if self._session.progress is None:
                yield label("Nobody has checked this photo yet.", "second", wrap=True)
                yield row(self._button("Check this batch"), None)
        else:
            for each in found:
                yield self._row(each)
                limit = label(self._told(photo, each), "second", wrap=True)
                limit.setContentsMargins(tokens.GAP_S, 0, 0, tokens.GAP_XS)
                yield limit
            yield from self._rest(photo, found)

    def _progress(self) -> Iterator[QWidget | QLayout]:
        progress = self._session.progress
        assert progress is not None
        left = progress.seconds_left
        rest = f", {left:.0f} s left" if left is not None else ""
        yield label(f"Checking: {progress.done} of {progress.total} photos{rest}", "second", wrap=True)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMaximum(max(1, progress.total))
        bar.setValue(progress.done)
        bar.setAccessibleName("Photos checked")
        stop = row(bar, self._button("Stop"))
        stop.setStretch(0, 1)
        yield stop

    def _button(self, text: str) -> QWidget:
        made = button(text, partial(self._run, "desk.check"), role="flat", keys="Ctrl+Shift+C")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _row(self, finding: Finding) -> QWidget:
        check = finding.check
        words = f"{tokens.OUTCOME_SHAPES[finding.outcome]}  {check.title}"
        shown = partial(self._session.select_finding, check.id)
        made = RowButton(words, shown, right=label(check.shown(finding.value), "strong"), tip=check.sentence)
        made.setAccessibleName(f"{finding.outcome}: {finding.words}")
        made.setChecked(check.id == self._session.selected_finding)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _told(self, photo: Photo, finding: Finding) -> str:
        note = self._session.note_on(photo, finding)
        return f"{_limit(finding)}. {note.words}" if note else _limit(finding)

    def _rest(self, photo: Photo, found: tuple[Finding, ...]) -> Iterator[QWidget]:
        passed, missing = self._session.passed(photo), self._session.unmeasured(photo)
        said = f"✓  {'The other ' if found else ''}{passed} checks pass."
        if missing:
            said += f" {len(missing)} had nothing to measure."
        made = label(said, "second", wrap=True)
        made.setToolTip("\n".join(f"{each.check.title}: {each.reason}" for each in missing))
        yield made


def _limit(finding: Finding) -> str:
    """The outcome in a word, with the limit that was broken, whose it is, and what is known besides."""
    limit = finding.tolerance.in_words(finding.check.unit, finding.outcome)
    said = " · ".join(filter(None, (f"{finding.outcome}: {limit}", finding.standard)))
    return f"{said}. {finding.note}" if finding.note else said
