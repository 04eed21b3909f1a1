"""What a person can do to go from photo to photo."""

from functools import partial

from review_desk.ui.actions.action import REVIEW, Action
from review_desk.ui.actions.window import Window


def _move(step: int, window: Window) -> None:
    window.session.move(step)


def _move_to_end(last: bool, window: Window) -> None:
    window.session.go_to_end(last=last)


def _toggle_to_do(window: Window) -> None:
    window.session.set_filter("all" if window.session.filter == "to do" else "to do")


MOVING = (
    Action("photo.next", "Next photo", ("Right",), partial(_move, 1), where=REVIEW, repeats=True),
    Action("photo.previous", "Previous photo", ("Left",), partial(_move, -1), where=REVIEW, repeats=True),
    Action("photo.first", "First photo", ("Home",), partial(_move_to_end, False), where=REVIEW),
    Action("photo.last", "Last photo", ("End",), partial(_move_to_end, True), where=REVIEW),
    Action(
        "photo.next_to_do",
        "Show only photos without a verdict, or all",
        ("Ctrl+Shift+F",),
        _toggle_to_do,
        where=REVIEW,
    ),
)
