"""What a person can do to decide: verdicts, notes, undo."""

from functools import partial

from review_desk.domain.decision import Verdict
from review_desk.ui.actions.action import JUDGING, REVIEW, Action
from review_desk.ui.actions.window import Window

_KEYS = ((Verdict.APPROVE, "P"), (Verdict.CORRECT, "C"), (Verdict.REJECT, "X"), (Verdict.ESCALATE, "E"))


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
    *(
        Action(f"decision.{verdict}", verdict.capitalize(), (key,), partial(_decide, verdict), where=JUDGING)
        for verdict, key in _KEYS
    ),
    Action("decision.clear", "Clear the verdict", ("U",), _clear_verdict, where=JUDGING),
    *(
        Action(
            f"decision.{verdict}_stay",
            f"{verdict.capitalize()} and stay",
            (f"Shift+{key}",),
            partial(_decide_and_stay, verdict),
            where=REVIEW,
        )
        for verdict, key in _KEYS
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
