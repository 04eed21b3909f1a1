"""What a person can do to decide: verdicts, notes, undo."""

from functools import partial

from review_desk.domain.decision import Verdict
from review_desk.ui.actions.action import JUDGING, REVIEW, Action
from review_desk.ui.actions.window import Window


def _decide(verdict: Verdict, window: Window) -> None:
    if window.workspace == "grid":
        window.grid.judging.decide(verdict)
    else:
        window.session.decide(verdict)


def _decide_and_stay(verdict: Verdict, window: Window) -> None:
    window.session.decide(verdict, stay=True)


def _clear_verdict(window: Window) -> None:
    if window.workspace == "grid":
        window.grid.judging.clear()
    else:
        window.session.clear_verdict()


def _ask_note(window: Window) -> None:
    window.questions.note()


def _toggle_auto_advance(window: Window) -> None:
    session = window.session
    session.auto_advance = not session.auto_advance
    session.told.emit(f"Going on after a verdict is {'on' if session.auto_advance else 'off'}.")


def _undo(window: Window) -> None:
    window.session.undo()


def _redo(window: Window) -> None:
    window.session.redo()


def _ask_second_look(window: Window) -> None:
    window.session.ask_second_look(window.chosen())


DECIDING = (
    Action("decision.approve", "Approve", ("P",), partial(_decide, Verdict.APPROVE), where=JUDGING),
    Action("decision.correct", "Correct", ("C",), partial(_decide, Verdict.CORRECT), where=JUDGING),
    Action("decision.reject", "Reject", ("X",), partial(_decide, Verdict.REJECT), where=JUDGING),
    Action("decision.escalate", "Escalate", ("E",), partial(_decide, Verdict.ESCALATE), where=JUDGING),
    Action("decision.clear", "Clear the verdict", ("U",), _clear_verdict, where=JUDGING),
    Action(
        "decision.approve_stay",
        "Approve and stay",
        ("Shift+P",),
        partial(_decide_and_stay, Verdict.APPROVE),
        where=REVIEW,
    ),
    Action(
        "decision.correct_stay",
        "Correct and stay",
        ("Shift+C",),
        partial(_decide_and_stay, Verdict.CORRECT),
        where=REVIEW,
    ),
    Action(
        "decision.reject_stay",
        "Reject and stay",
        ("Shift+X",),
        partial(_decide_and_stay, Verdict.REJECT),
        where=REVIEW,
    ),
    Action(
        "decision.escalate_stay",
        "Escalate and stay",
        ("Shift+E",),
        partial(_decide_and_stay, Verdict.ESCALATE),
        where=REVIEW,
    ),
    Action(
        "decision.second_look",
        "Ask for a second look, or settle it",
        ("Shift+B",),
        _ask_second_look,
        where=JUDGING,
    ),
    Action("decision.note", "Write a note…", ("Ctrl+N",), _ask_note, where=REVIEW),
    Action("decision.auto_advance", "Go on after a verdict: on or off", (), _toggle_auto_advance),
    Action("edit.undo", "Undo", ("Ctrl+Z",), _undo),
    Action("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), _redo),
)
