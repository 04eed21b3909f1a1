"""The page of a batch's gates: where it stands, what holds it, who can release it, and its sample."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLayout, QPushButton, QWidget

from review_desk.domain.gate.hold import NOT_CHECKED, QUEUES, Hold
from review_desk.domain.gate.standing import Standing
from review_desk.ui import tokens
from review_desk.ui.display.page_parts import scrolled
from review_desk.ui.gates.gating import AtGates
from review_desk.ui.gates.parts import GateCard, HoldRow
from review_desk.ui.gates.sampling import SampleSection
from review_desk.ui.gates.words import clock_words, place_words
from review_desk.ui.seals.section import SealSection
from review_desk.ui.session import Session
from review_desk.ui.undo_button import UndoButton
from review_desk.ui.widgets.ask import AskLine
from review_desk.ui.widgets.check_row import CheckRow
from review_desk.ui.widgets.pieces import Run, Section, button, clear, column, label, line, row, upright

_LEFT_PX, _RIGHT_PX, _CONFIRM_PX = 232, 372, 420


class GatesPage(QDialog):
    """Follows the batch on screen while it is open. Keys 1, 2 and 3 choose a gate.

    `show_photos` is told the value of the grid's facet by which the photos of a hold are found.
    """

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        run: Run,
        scheme: tokens.Scheme,
        show_photos: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._session, self._run, self._scheme, self._show_photos = session, run, scheme, show_photos
        self.gate = 0
        self.setWindowTitle("Gates")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 780 if parent is None else min(780, parent.height() - 40))
        self._build()
        session.gates_changed.connect(self.refill)
        session.findings_changed.connect(self._on_session_findings_changed)
        session.refused.connect(self._say)
        session.stand_again()
        self.refill()

    def _build(self) -> None:
        self._headline, self._promise = label("", "large"), label("", "second")
        self._trouble = label("", wrap=True)
        self._trouble.hide()
        self._cards = column(gap=tokens.GAP_XS, margin=tokens.GAP_M)
        cards = QWidget()
        cards.setLayout(self._cards)
        cards.setFixedWidth(_LEFT_PX)
        self._held, self._let = Section("What holds it"), Section("Release")
        self.sample = SampleSection(self._session, self._scheme, partial(self.accept))
        self._queues, self.seal = Section("Queues"), SealSection(self._session)
        head = column(row(self._headline, None, self._promise), self._trouble, gap=tokens.GAP_S)
        head.setContentsMargins(tokens.GAP_XL, tokens.GAP_L, tokens.GAP_XL, tokens.GAP_L)
        let = column(self._let)
        let.setContentsMargins(tokens.GAP_XL, tokens.GAP_L, tokens.GAP_XL, tokens.GAP_L)
        middle = column(scrolled(column(self._held, None)), line(), let, gap=0)
        middle.setStretch(0, 1)
        beside = column(self.sample, line(), self.seal, line(), self._queues, None, gap=tokens.GAP_L)
        right = scrolled(beside, _RIGHT_PX)
        room = row(cards, upright(), gap=0)
        room.addLayout(middle, 1)
        room.addWidget(upright())
        room.addWidget(right)
        close = button("Close", self.accept)
        close.setDefault(True)
        close.setFocus()
        bottom = row(UndoButton(self._session, self._run), None, close)
        bottom.setContentsMargins(tokens.GAP_XL, tokens.GAP_M, tokens.GAP_XL, tokens.GAP_M)
        whole = column(head, line(), room, line(), bottom, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._build_keys()

    def _build_keys(self) -> None:
        for keys, action in (("Undo", "edit.undo"), ("Redo", "edit.redo")):
            standard = QKeySequence(getattr(QKeySequence.StandardKey, keys))
            QShortcut(standard, self, partial(self._run, action))
        for number in (1, 2, 3):
            QShortcut(QKeySequence(str(number)), self, partial(self.choose, number))

    # --- what is shown -----------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Show one gate."""
        self.gate = number
        self._trouble.hide()
        self.refill()

    def refill(self) -> None:
        """Show how the batch stands now."""
        found, batch = self._session.at_gates, self._session.batch
        if found is None or batch is None:
            words = "Working out where the batch stands …" if batch else "There is no batch yet."
            self._headline.setText(words)
            return
        self._headline.setText(f"{batch.name}:  {place_words(found)}")
        self._promise.setText(clock_words(found))
        chosen = self._session.standing(self.gate) or found.place
        self.gate = chosen.gate.number
        self._fill_cards(found)
        self._fill_held(chosen)
        self._let.fill(self._release_pieces(chosen))
        self.sample.show_standing(chosen, found.known)
        self._queues.fill(self._queue_pieces(found))

    def _fill_cards(self, found: AtGates) -> None:
        focused = self.focusWidget()
        had_focus = isinstance(focused, GateCard)
        clear(self._cards)
        for standing in found.standings:
            number = standing.gate.number
            card = GateCard(standing, partial(self.choose, number), self._scheme)
            card.setChecked(number == self.gate)
            self._cards.addWidget(card)
            if had_focus and number == self.gate:
                card.setFocus()
        self._cards.addStretch(1)

    def _fill_held(self, chosen: Standing) -> None:
        pieces: list[QWidget | QLayout] = [label(chosen.gate.sentence, "second", wrap=True)]
        shown = partial(self._on_shown, chosen.gate.number)
        for hold in chosen.holds:
            pieces += [line(), HoldRow(hold, shown)]
            if hold.title == NOT_CHECKED:
                pieces.append(row(self._check_button(), None))
        if not chosen.holds:
            pieces.append(label("✓  Nothing holds the batch here.", wrap=True))
        self._held.set_heading(f"Gate {chosen.gate.number}, {chosen.gate.title}", chosen.state)
        self._held.fill(pieces)

    def _check_button(self) -> QPushButton:
        progress = self._session.progress
        words = f"Stop checking: {progress.done} of {progress.total}" if progress else "Check the batch now"
        return button(words, partial(self._run, "desk.check"), keys="Ctrl+Shift+C")

    def _release_pieces(self, chosen: Standing) -> Iterator[QWidget | QLayout]:
        number, session = chosen.gate.number, self._session
        release = chosen.release
        if release is not None:
            yield label(f"{release.words[:1].upper()}{release.words[1:]}.", wrap=True)
        for reason in release.holds if release else ():
            yield label(f"·  {reason}", "second", wrap=True)
        if not chosen.passed:
            yield label(chosen.who, "second", wrap=True)
            for point in chosen.gate.confirm:
                on = point in session.confirmed.get(number, ())
                turned = partial(self._on_confirmed, number, point, not on)
                yield CheckRow(point, on, turned, width=_CONFIRM_PX)
        yield row(*self._buttons(chosen), None)

    def _buttons(self, chosen: Standing) -> Iterator[QWidget]:
        number = chosen.gate.number
        held_by_hand = chosen.release is not None and chosen.release.kind == "hold"
        if not chosen.passed:
            release = button("Release", partial(self._session.release, number), role="main")
            release.setEnabled(chosen.open or held_by_hand)
            yield release
            yield button("Override…", partial(self._ask, "Override what holds it?", "override"))
        if held_by_hand:
            yield button("Hold no longer", partial(self._session.let_go, number))
        else:
            yield button("Hold by hand…", partial(self._ask, "Why hold it?", "hold"))

    def _queue_pieces(self, found: AtGates) -> Iterator[QWidget | QLayout]:
        counts = {name: sum(each.queue == name for each in found.waiting) for name in QUEUES}
        for name, title in QUEUES.items():
            if counts[name]:
                yield row(label(title), None, label(str(counts[name]), "strong"))
        if not found.waiting:
            yield label("No photo waits.", "second", wrap=True)
        if following := self._session.next_up():
            words = f"Next for {self._session.reviewer}: {following.title}, level {following.level}"
            due = f", due {following.due:%Y-%m-%d %H:%M} UTC" if following.due else ""
            yield label(f"{words}, {following.why.lower()}{due}.", "second", wrap=True)
            yield row(button("Take the next", self._on_next, keys="Q"), None)

    # --- what is done ------------------------------------------------------------------------------------

    def _ask(self, title: str, what: str) -> None:
        act = partial(getattr(self._session, what), self.gate)
        AskLine(self, title, placeholder="Why?", answered=lambda why, _: act(why)).open()

    def _on_confirmed(self, number: int, point: str, on: bool) -> None:
        self._session.confirm(number, point, on=on)

    def _on_shown(self, number: int, hold: Hold) -> None:
        self.accept()
        self._show_photos(f"{number} · {hold.title}")

    def _on_session_findings_changed(self) -> None:
        """While the batch is checked, how far that is."""
        if self._session.progress is not None:
            self.refill()

    def _on_next(self) -> None:
        self.accept()
        self._run("queue.next")

    def _say(self, sentence: str) -> None:
        self._trouble.setText(f"!  {sentence}")
        self._trouble.show()
