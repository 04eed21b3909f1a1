"""What the actions of gates, samples and queues do."""

from typing import Literal

from review_desk.ui.actions.window import Window


def open_page(window: Window) -> None:
    window.pages.gates()


def tick(window: Window) -> None:
    window.session.tick()


def sign(window: Window) -> None:
    window.session.sign(window.chosen())


def inspect_or_leave(window: Window) -> None:
    if window.session.lot is None and window.workspace == "intake":
        window.show_workspace("review")
    window.session.inspect_or_leave()


def release(window: Window) -> None:
    """What has to be confirmed is confirmed on the page."""
    found = window.session.at_gates
    if found is None or found.place.gate.confirm:
        window.pages.gates()
    else:
        window.session.release(found.place.gate.number)


def ask_reason(what: Literal["override", "hold"], window: Window) -> None:
    if found := window.session.at_gates:
        window.questions.at_gate(found.place.gate, what)


def ask_file(window: Window) -> None:
    window.questions.gate_file()


def take_next(window: Window) -> None:
    if window.workspace == "intake":
        window.show_workspace("review")
    window.session.take_next()


def give_back(window: Window) -> None:
    window.session.give_back()
