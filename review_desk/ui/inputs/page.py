"""The page of the originals: how the set was lit, how clean its shots are, and which are off."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QProgressBar, QWidget

from review_desk.domain.check.finding import Finding
from review_desk.domain.check.spread import Spread, spreads
from review_desk.ui import tokens
from review_desk.ui.session import Session
from review_desk.ui.tolerances.histogram import Histogram
from review_desk.ui.widgets.pieces import Run, button, clear, column, label, line, row
from review_desk.ui.widgets.undoing_page import UndoingPage

_WHY = "The originals, before anybody retouches them: what is off here, every version will have to mend."
_NAMED = 6

Show = Callable[[tuple[str, ...]], None]
"""Shows photos on the grid, selected."""


class InputsPage(UndoingPage):
    """One row for each check of shots. It begins to check when it opens; what was measured is remembered."""

    def __init__(
        self, parent: QWidget | None, session: Session, run: Run, show: Show, scheme: tokens.Scheme
    ) -> None:
        super().__init__(parent, "Originals", run)
        self._session, self._show, self._scheme = session, show, scheme
        self.resize(680, 720 if parent is None else min(720, parent.height() - 40))
        self._said_all = label("", "second", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Originals checked")
        self._stop = button("Stop", session.check_or_stop, role="flat")
        self._list = column(gap=tokens.GAP_M)
        running = row(self._bar, self._stop)
        running.setStretch(0, 1)
        head = column(row(label("The originals as shots", "large"), None), self._said_all, running)
        self.lay_out(head, self._list, row(None, button("Close", self.accept)))
        session.inputs_changed.connect(self.refill)
        session.findings_changed.connect(self._tell)
        session.refused.connect(self.say)
        session.check_inputs()
        self.refill()

    def refill(self) -> None:
        """Show what was found."""
        clear(self._list)
        found = self._session.inputs
        for number, spread in enumerate(_ordered(spreads(found.findings)) if found else ()):
            if number:
                self._list.addWidget(line())
            off = [each for each in found.off if each.check == spread.check] if found else []
            self._list.addWidget(self._row(spread, off))
        self._list.addStretch(1)
        self._tell()

    def _tell(self) -> None:
        progress, found = self._session.progress, self._session.inputs
        for piece in (self._bar, self._stop):
            piece.setVisible(progress is not None)
        if progress:
            self._bar.setMaximum(max(1, progress.total))
            self._bar.setValue(progress.done)
            self._said_all.setText(f"Checking {progress.done} of {progress.total} originals. {_WHY}")
        elif found is None:
            self._said_all.setText("The originals were not checked.")
        else:
            count = len({each.photo for each in found.off})
            self._said_all.setText(f"{count} of {len(found.looked)} originals have findings. {_WHY}")

    def _row(self, spread: Spread, off: list[Finding]) -> QWidget:
        made, check = QWidget(), spread.check
        counts = ", ".join(f"{count} {kind}" for kind, count in spread.outcomes.items() if count)
        top = row(label(check.title, "strong"), None, label(counts, "second"))
        pieces = column(top, label(check.sentence, "second", wrap=True), gap=tokens.GAP_XS)
        if spread.values and spread.values[0] < spread.values[-1]:
            drawn = Histogram(self._scheme)
            drawn.show_spread(spread, spread.tolerance)
            low, high = (check.shown(end) for end in spread.axis(spread.tolerance))
            pieces.addLayout(column(drawn, row(label(low, "small"), None, label(high, "small")), gap=2))
        if off:
            show = partial(self._on_show_clicked, tuple(each.photo for each in off))
            told = row(label("; ".join(self._named(off)), wrap=True),
                       button("Show", show, role="flat", tip="Select them on the grid"))  # fmt: skip
            told.setStretch(0, 1)
            pieces.addLayout(told)
        made.setLayout(pieces)
        return made

    def _named(self, off: list[Finding]) -> Iterator[str]:
        """The worst by name, with value and note."""
        worst = sorted(off, key=lambda each: (each.outcome != "fail", -_size(each)))
        for each in worst[:_NAMED]:
            photo = self._session.photo(each.photo)
            words = (photo.title, photo.colourway, photo.shot) if photo else (each.photo,)
            named = " ".join(filter(None, words))
            yield f"{tokens.OUTCOME_SHAPES[each.outcome]} {named} {each.check.shown(each.value)}"
        if len(worst) > _NAMED:
            yield f"and {len(worst) - _NAMED} more"

    def _on_show_clicked(self, photos: tuple[str, ...]) -> None:
        self.accept()
        self._show(photos)


def _size(finding: Finding) -> float:
    return 0.0 if isinstance(finding.value, str) else abs(finding.value)


def _ordered(found: tuple[Spread, ...]) -> list[Spread]:
    """What is off first, then the light of the set."""
    return sorted(found, key=lambda each: (not each.off, each.check.group != "input"))
