"""The studio's own rules, edited with an eye on what they would do; the old ones hold until then."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from review_desk.domain.changes import Changes
from review_desk.domain.rule import Rule
from review_desk.domain.rule_advice import Move, moved_words
from review_desk.errors import DeskError
from review_desk.operations import rules
from review_desk.operations.clock import now
from review_desk.operations.rules import Tried, try_rules
from review_desk.store.desk import Store
from review_desk.ui import tokens
from review_desk.ui.intake.rule_text import RuleText
from review_desk.ui.intake.sorting import Sorting
from review_desk.ui.session import Session
from review_desk.ui.widgets.panel import Panel
from review_desk.ui.widgets.pieces import Section, button, column, key_cap, label, line, row

_WAIT_MS = 150
_FEW = 12
_PANEL = 340

NEW = """# The studio's own rules. They lie on top of the starting set: one with
# the id of a starting rule replaces it, all others stand beside it, and the
# strictest that speaks decides. An example:
#
# [[rule]]
# id = "our-lamps"
# level = 2               # 1, 2 or 3
# route = "hybrid"        # ai_only, hybrid, human_led
# sentence = "Lamps are looked at by a person: AI moves their light."
# source = "the studio"
# date = 2026-11-21
# [rule.when]             # all of these; a list: any of its words
# category = ["lamps", "lanterns"]
# evidence = { metal = 10 }   # and so many per cent or more in the pixels
"""


class RulesEditor(QDialog):
    """The text on the left; its mistake, what it would move and what never decides on the right.

    `added` is text to put at the end, a rule proposed by the guided questions.
    """

    def __init__(self, parent: QWidget, session: Session, sorting: Sorting, *, added: str = "") -> None:
        super().__init__(parent)
        self._session, self._sorting, self._added = session, sorting, added
        self._in_force, self._tried = "", Tried()
        self._turn, self._left = 0, False
        self.setWindowTitle("The studio's rules")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(min(1120, parent.width() - 60), min(720, parent.height() - 60))
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_WAIT_MS)
        self._build()
        self._connect()
        session.tasks.read(rules.own_rules, self._take_text)

    # --- building ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.text = RuleText()
        self.text.setEnabled(False)
        self.state, self.rule = Section("This text"), Section("The rule at the cursor")
        self.moves, self.advice = Section("What it would change"), Section("Rules that never decide")
        middle = row(self.text, Panel(_PANEL, self.state, self.moves, self.rule, self.advice), gap=0)
        middle.setStretch(0, 1)
        self.use = button("Put in force", self.accept, role="main", keys="Ctrl+Enter")
        self.drop = button("Without own rules", self._drop)
        hint = label("Undo takes it back. Levels that a person set stay.", "second")
        bottom = row(hint, None, self.drop, button("Cancel", self.reject), self.use, key_cap("Ctrl ⏎"))
        head = row(label("The studio's rules", "large"), None)
        whole: QVBoxLayout = column(
            head, line(), middle, line(), bottom, gap=tokens.GAP_M, margin=tokens.GAP_L
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._show()

    def _connect(self) -> None:
        self.text.textChanged.connect(self._waiting.start)
        self.text.cursorPositionChanged.connect(self._on_cursor_moved)
        self._waiting.timeout.connect(self._on_waiting_timeout)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)

    def _take_text(self, text: str) -> None:
        if self._left:
            return
        self._in_force = text
        start = text or NEW
        self.text.setPlainText(f"{start.rstrip()}\n\n{self._added}" if self._added else start)
        self.text.setEnabled(True)
        if self._added:
            self.text.go_to_end()
        self.text.setFocus()
        self._on_waiting_timeout()

    # --- trying ------------------------------------------------------------------------------------------

    def _on_waiting_timeout(self) -> None:
        """Try what stands there now; an answer to an earlier text is dropped."""
        self._waiting.stop()
        self._turn += 1
        batch = self._session.batch
        ask = partial(try_rules, text=self._written(), batch_id=batch.id if batch else "",
                      evidence=dict(self._sorting.evidence))  # fmt: skip
        self._session.tasks.read(ask, partial(self._take, self._turn))

    def _written(self) -> str:
        """The text; nothing where there are only remarks in it."""
        text = self.text.toPlainText()
        told = any(each.strip() and not each.strip().startswith("#") for each in text.splitlines())
        return text if told else ""

    def _take(self, turn: int, tried: Tried) -> None:
        if turn == self._turn and not self._left:
            self._tried = tried
            self._show()

    def _show(self) -> None:
        tried, changed = self._tried, self._written() != self._in_force
        self.use.setEnabled(not tried.mistake and changed and bool(self._written()))
        self.drop.setEnabled(bool(self._in_force))
        self.text.mark(tried.line)
        self.state.fill(self._state(changed))
        self.moves.setVisible(not tried.mistake)
        self.moves.fill([label(moved_words(tried.moves), "strong", wrap=True), *self._moved(tried.moves)])
        self.advice.setVisible(bool(tried.advice))
        self.advice.set_heading("Rules that never decide", str(len(tried.advice)))
        self.advice.fill([label(said, "second", wrap=True) for said in tried.advice[:_FEW]])
        self._on_cursor_moved()

    def _state(self, changed: bool) -> list[QWidget]:
        tried = self._tried
        if tried.mistake:
            where = f"✕  Line {tried.line}" if tried.line else "✕  It cannot be read"
            return [label(where, "strong"), label(tried.mistake, wrap=True),
                    label("The rules that hold now stay in force.", "second", wrap=True)]  # fmt: skip
        count = len(tried.rules)
        said = f"✓  {count} rule{'s' if count != 1 else ''} of your own" if count else "No rules of your own"
        return [label(said, "strong"), label("Not in force yet." if changed else "In force.", "second")]

    def _moved(self, moves: tuple[Move, ...]) -> list[QWidget]:
        """By change of level, then the first photos of each."""
        counts = Counter((move.now.level, move.then.level) for move in moves)
        lines: list[QWidget] = []
        for (now_at, then_at), count in sorted(counts.items(), key=lambda each: -each[1]):
            change = f"{tokens.LEVEL_SHAPES[now_at]} {now_at} → {tokens.LEVEL_SHAPES[then_at]} {then_at}"
            lines.append(label(f"{change}   {count} photo{'s' if count > 1 else ''}", "small"))
            some = [m for m in moves if (m.now.level, m.then.level) == (now_at, then_at)][:_FEW]
            lines += [
                label(f"{self._title(move.photo)}  by {move.then.rule}", "second", wrap=True) for move in some
            ]
            if count > len(some):
                lines.append(label(f"and {count - len(some)} more", "second"))
        return lines

    def _title(self, photo: str) -> str:
        found = self._session.photo(photo)
        return " ".join(filter(None, (found.title, found.colourway, found.shot))) if found else photo

    def _on_cursor_moved(self) -> None:
        found = self._rule_here()
        self.rule.setVisible(found is not None)
        if found is None:
            return
        decides = self._tried.decides.get(found.id, 0)
        told = f"Level {found.level}, {found.route}. Since {found.date}, from {found.source}."
        here = f"Decides for {decides} photo{'s' if decides != 1 else ''} of this batch."
        self.rule.fill([label(f"“{found.sentence}”", wrap=True), label(told, "second", wrap=True),
                        label(here, "second", wrap=True)])  # fmt: skip

    def _rule_here(self) -> Rule | None:
        before = self.text.toPlainText().splitlines()[: self.text.line()]
        number = sum(each.strip().startswith("[[rule]]") for each in before)
        found = self._tried.rules
        return found[number - 1] if 0 < number <= len(found) else None

    # --- putting in force --------------------------------------------------------------------------------

    def accept(self) -> None:
        """Put the text in force and route the batch by it; a mistake keeps the dialog open."""
        if self._waiting.isActive():
            self._on_waiting_timeout()
        if self._written() == self._in_force or not self._written():
            return
        self._write(partial(rules.use_rules, text=self._written()), "The rules are in force.")

    def _drop(self) -> None:
        self._write(rules.drop_rules, "The studio's own rules are in force no longer.")

    def _write(self, operation: Callable[..., Changes], said: str) -> None:
        session, batch = self._session, self._session.batch
        options = {"actor": session.reviewer, "batch_id": batch.id if batch else "",
                   "evidence": dict(self._sorting.evidence)}  # fmt: skip

        def run(store: Store) -> Changes:
            return operation(store, at=now(), **options)

        session.write(run, partial(self._stored, said, self._tried.moves), self._refuse)

    def done(self, result: int) -> None:
        """Closed, however: answers that come later find nobody."""
        self._left = True
        super().done(result)

    def _stored(self, said: str, moves: tuple[Move, ...], _: Changes) -> None:
        if not self._left:
            super().accept()
        count = len(moves)
        self._session.told.emit(f"{said} {count} photo{'s' if count != 1 else ''} moved." if count else said)

    def _refuse(self, error: DeskError) -> None:
        self._session.refused.emit(str(error))
