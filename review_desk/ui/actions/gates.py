"""Everything a person can do about gates, samples and queues."""

from functools import partial
from typing import Literal

from review_desk.ui.actions.action import JUDGING, REVIEW, Action
from review_desk.ui.actions.window import Window


def _open_page(window: Window) -> None:
    window.pages.gates()


def _tick(window: Window) -> None:
    window.session.tick()


def _sign(window: Window) -> None:
    window.session.sign(window.chosen())


def _inspect_or_leave(window: Window) -> None:
    if window.session.lot is None and window.workspace == "intake":
        window.show_workspace("review")
    window.session.inspect_or_leave()


def _release(window: Window) -> None:
    """What has to be confirmed is confirmed on the page."""
    found = window.session.at_gates
    if found is None or found.place.gate.confirm:
        window.pages.gates()
    else:
        window.session.release(found.place.gate.number)


def _ask_reason(what: Literal["override", "hold"], window: Window) -> None:
    if found := window.session.at_gates:
        window.questions.at_gate(found.place.gate, what)


def _ask_file(window: Window) -> None:
    window.questions.gate_file()


def _take_next(window: Window) -> None:
    if window.workspace == "intake":
        window.show_workspace("review")
    window.session.take_next()


def _give_back(window: Window) -> None:
    window.session.give_back()


GATES = (
    Action("gate.page", "Gates of this batch…", ("Ctrl+Shift+G",), _open_page),
    Action("gate.tick", "Tick the next point of the checklist", (".",), _tick, where=REVIEW),
    Action("gate.sign", "Sign the checklist whole", ("Ctrl+.",), _sign, where=JUDGING),
    Action("gate.sample", "Inspect the sample, or leave it", ("Ctrl+Alt+S",), _inspect_or_leave),
    Action("gate.release", "Release this batch at its gate", (), _release),
    Action("gate.override", "Override what holds this batch…", (), partial(_ask_reason, "override")),
    Action("gate.hold", "Hold this batch by hand…", (), partial(_ask_reason, "hold")),
    Action("gate.file", "Lay a gate or checklist of the studio's on top…", (), _ask_file),
    Action("queue.next", "Mine next: take the photo that is next for me", ("Q",), _take_next, where=JUDGING),
    Action("queue.give_back", "Give this photo back to the others", ("Shift+Q",), _give_back, where=JUDGING),
)
