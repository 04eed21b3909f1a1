"""The prompt that asks what is wrong: failure modes on 1-9, a word to search or a note, Enter."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from review_desk.domain.failure_mode import FailureMode
from review_desk.ui import tokens
from review_desk.ui.review.examples import ExampleView, tip
from review_desk.ui.session import Session
from review_desk.ui.widgets.pieces import RowButton, clear, column, key_cap, label, row

Answered = Callable[[list[str], str], None]
"""Called with the ids of the failure modes chosen and a note."""


class ReasonPrompt(QFrame):
    """Asks for a reason over the canvas. Esc leaves without one."""

    def __init__(self, parent: QWidget, session: Session, closed: Callable[[], None]) -> None:
        super().__init__(parent)
        self._over = parent
        self._session, self._closed = session, closed
        self._usual: Sequence[FailureMode] = ()
        self._offered: list[FailureMode] = []
        self._answered: Answered = lambda _tags, _note: None
        self._needs_answer, self._searching, self._on_left = True, False, False
        self.setProperty("surface", "popup")
        self.setFixedWidth(400)
        self._build()
        self.hide()

    def _build(self) -> None:
        self._title = label("", "strong")
        self._hint = label("", "second", wrap=True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # a click here is not one on the photo
        self.field = QLineEdit()
        self.field.setAccessibleName("Reason: a number, a failure mode, or words of your own")
        self.field.setPlaceholderText("1-9, a failure mode, or a note in your own words")
        self._rows = column(gap=1)
        self.example = ExampleView()
        keys = row(
            key_cap("Enter"),
            label("store", "second"),
            tokens.GAP_S,
            key_cap("Esc"),
            label("leave", "second"),
            None,
        )
        self.setLayout(
            column(
                self._title,
                self.field,
                self._rows,
                self.example,
                self._hint,
                keys,
                gap=tokens.GAP_S,
                margin=tokens.GAP_L,
            )
        )
        self.field.textChanged.connect(self._refill)
        self.field.returnPressed.connect(self._on_field_returned)
        self.field.installEventFilter(self)

    def ask(
        self,
        title: str,
        usual: Sequence[FailureMode],
        answered: Answered,
        *,
        needs_answer: bool,
        searching: bool = False,
        on_left: bool = False,
    ) -> None:
        """Open with a title; `usual` stand on the keys 1 to 9 as long as nothing is typed.

        When `searching`, Enter takes the best of what was found, and words of one's own are no answer.
        """
        self._usual, self._answered, self._needs_answer = usual, answered, needs_answer
        self._searching, self._on_left = searching, on_left
        self._title.setText(title)
        self._hint.hide()
        self.field.clear()
        self._refill()
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def place(self) -> None:
        """Stand in a lower corner of the parent, clear of what is talked about."""
        self.adjustSize()
        rim = tokens.GAP_M
        left = rim if self._on_left else max(rim, self._over.width() - self.width() - rim)
        self.move(left, max(rim, self._over.height() - self.height() - rim))

    def leave(self) -> None:
        """Close without an answer."""
        self.hide()
        self._closed()

    def _refill(self) -> None:
        text = self.field.text().strip()
        self._offered = self._found(text)[:9]
        clear(self._rows)
        for number, mode in enumerate(self._offered, 1):
            chosen = partial(self._choose, mode)
            made = RowButton(mode.name, chosen, right=key_cap(str(number)), tip=tip(mode))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._rows.addWidget(made)
            made.show()  # else it counts for the height only with the next turn of the loop
        self.example.show_mode(self._offered[0] if text and self._offered else None)
        if text and not self._offered:
            words = (
                "No failure mode is called so." if self._searching else f"Enter stores “{text}” as a note."
            )
            told = label(words, "second", wrap=True)
            self._rows.addWidget(told)
            told.show()
        if self.isVisible():
            self.place()

    def _found(self, text: str) -> list[FailureMode]:
        """What a text finds; before anything is typed in a search, what is noted here most often."""
        taxonomy, uses = self._session.taxonomy, self._session.mode_uses
        if text:
            return list(taxonomy.search(text, uses))
        first = taxonomy.most_used(uses) if self._searching else ()
        return list(dict.fromkeys((*first, *self._usual)))

    def _on_field_returned(self) -> None:
        text = self.field.text().strip()
        if not text and self._needs_answer:
            self._hint.setText("A reject needs a reason: press 1-9 or write a word.")
            self._hint.show()
            self.place()
            return
        chosen = [m for m in self._offered if text.lower() in (m.id, m.name.lower())]
        if self._searching and text:
            chosen += self._offered
        self._answer([m.id for m in chosen[:1]], "" if chosen else text)

    def _choose(self, mode: FailureMode, _pressed: bool = False) -> None:
        self._answer([mode.id], "")

    def _answer(self, tags: list[str], note: str) -> None:
        self.hide()
        self._closed()
        self._answered(tags, note)
        self._session.count_uses()  # for the next time: rows must not change under a hand

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Digits choose, Esc leaves; the window's shortcuts wait."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            number = event.key() - Qt.Key.Key_0
            on_pad = Qt.KeyboardModifier.KeypadModifier
            if 1 <= number <= len(self._offered) and not event.modifiers() & ~on_pad:
                self._choose(self._offered[number - 1])
                return True
        return False
