"""What a person can do with a photo in another program."""

from review_desk.ui.actions.action import REVIEW, Action
from review_desk.ui.actions.window import Window


def _edit(window: Window) -> None:
    window.outside.edit()


def _choose_editor(window: Window) -> None:
    window.questions.editor()


def _mark_changed(window: Window) -> None:
    window.session.mark_changed()


def _bring_in_marks(window: Window) -> None:
    window.questions.marks()


EDITING = (
    Action("edit.outside", "Edit this version in another program", ("Ctrl+E",), _edit, where=REVIEW),
    Action("edit.mark_changed", "Mark what was changed there", ("Alt+E",), _mark_changed, where=REVIEW),
    Action("edit.marks", "Bring in marks from Label Studio or COCO…", (), _bring_in_marks),
    Action("edit.editor", "Choose the program to edit in…", (), _choose_editor, where=REVIEW),
)
