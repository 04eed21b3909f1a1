"""What a person can do with others in mind: the same again, a question to somebody, comments."""

from review_desk.ui.actions.action import JUDGING, REVIEW, Action
from review_desk.ui.actions.window import Window


def _decide_as_last(window: Window) -> None:
    window.session.decide_as_last(window.chosen() if window.workspace == "grid" else ())


def _ask_escalation(window: Window) -> None:
    window.questions.escalation()


def _comment(window: Window) -> None:
    window.questions.comment()


def _answer(window: Window) -> None:
    window.questions.answer()


def _settle(window: Window) -> None:
    if thread := window.session.spoken_of:
        window.session.settle(thread)


TALKING = (
    Action("decision.same", "The same as last: verdict, tags, note", (",",), _decide_as_last, where=JUDGING),
    Action(
        "decision.escalate_ask",
        "Escalate to somebody, with a question…",
        ("Ctrl+Alt+E",),
        _ask_escalation,
        where=JUDGING,
    ),
    Action("thread.say", "Comment on the photo, or the selected mark…", ("Alt+N",), _comment, where=REVIEW),
    Action("thread.answer", "Answer the last comment…", ("Alt+Shift+N",), _answer, where=REVIEW),
    Action("thread.resolve", "Comment: resolved, or open again", ("Ctrl+Alt+N",), _settle, where=REVIEW),
)
