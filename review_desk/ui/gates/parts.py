"""Pieces that only the page of gates is put together from."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from review_desk.domain.gate.hold import QUEUES, Hold, photos_in_words
from review_desk.domain.gate.standing import Standing
from review_desk.ui import tokens
from review_desk.ui.gates.words import shape
from review_desk.ui.widgets.pieces import RichButton, button, column, label, row


class GateCard(RichButton):
    """One of the three gates: its name, how the batch stands there, and how many things hold it."""

    def __init__(self, standing: Standing, chosen: Callable[[], None], scheme: tokens.Scheme) -> None:
        mark = label(shape(standing), "strong")
        hue = scheme.approve if standing.passed else scheme.correct if standing.holds else scheme.text
        mark.setStyleSheet(f"color: {hue};")
        name = row(mark, label(f"{standing.gate.number}  {standing.gate.title}", "strong"), None)
        inside = column(name, label(_state_words(standing), "second"), gap=2)
        inside.setContentsMargins(tokens.GAP_M, tokens.GAP_S, tokens.GAP_M, tokens.GAP_S)
        super().__init__(inside)
        self.setProperty("role", "row")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{standing.gate.name}: {_state_words(standing)}")
        self.clicked.connect(chosen)


def _state_words(standing: Standing) -> str:
    if not standing.holds or standing.passed:
        return standing.state.capitalize()
    count = len(standing.holds)
    return f"Held by {count} {'reason' if count == 1 else 'reasons'}"


class HoldRow(QWidget):
    """One reason, with the queue its photos go to, and a way to look at them."""

    def __init__(self, hold: Hold, shown: Callable[[Hold], None]) -> None:
        super().__init__()
        title = label(hold.title, "strong")
        queue = label(f"to {QUEUES[hold.queue]}" if hold.queue else "", "second")
        top = row(title, None, queue)
        if hold.photos:
            words = f"Show {photos_in_words(len(hold.photos))}"
            show = button(words, partial(shown, hold), role="flat")
            show.setAccessibleName(f"{words}: {hold.title}")
            show.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            top.addWidget(show)
        self.setLayout(column(top, label(hold.reason.replace(" %", "\u00a0%"), "second", wrap=True), gap=2))
