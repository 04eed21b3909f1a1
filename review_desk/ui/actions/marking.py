"""What a person can do with marks."""

from functools import partial

from review_desk.domain.annotation import SEVERITIES
from review_desk.operations.annotate import End
from review_desk.ui.actions.action import REVIEW, Action
from review_desk.ui.actions.window import Window
from review_desk.ui.review.marking.tools import ToolName


def _take_up(tool: ToolName, window: Window) -> None:
    """The key of a tool takes it up; the same key again begins anew."""
    window.review.canvas.setFocus()
    window.review.canvas.set_tool(tool)


def _carry_marks(window: Window) -> None:
    window.session.carry_marks()


def _harden_tip(harder: bool, window: Window) -> None:
    window.review.canvas.harden_tip(harder=harder)


def _select_next_mark(window: Window) -> None:
    session = window.session
    ids = [mark.id for mark in session.marks_seen]
    if ids:
        here = ids.index(session.selected_mark) if session.selected_mark in ids else -1
        session.select_mark(ids[(here + 1) % len(ids)])


def _remove_mark(window: Window) -> None:
    window.session.remove_mark()


def _hold_mark(window: Window) -> None:
    window.review.canvas.setFocus()
    window.review.canvas.hold_selected()


def _duplicate_mark(window: Window) -> None:
    window.session.duplicate_mark()


def _restack_mark(end: End, window: Window) -> None:
    window.session.restack_mark(end)


def _toggle_lock(window: Window) -> None:
    if mark := window.session.mark:
        window.session.change_mark(locked=not mark.locked)


def _toggle_resolved(window: Window) -> None:
    if mark := window.session.mark:
        window.session.change_mark(resolved=not mark.resolved)


def _next_severity(window: Window) -> None:
    if mark := window.session.mark:
        following = SEVERITIES[(SEVERITIES.index(mark.severity) + 1) % len(SEVERITIES)]
        window.session.change_mark(severity=following)


MARKING = (
    Action("mark.rectangle", "Mark a rectangle", ("R",), partial(_take_up, "rectangle"), where=REVIEW),
    Action("mark.ellipse", "Mark an ellipse", ("Shift+R",), partial(_take_up, "ellipse"), where=REVIEW),
    Action("mark.polygon", "Mark a polygon", ("Y",), partial(_take_up, "polygon"), where=REVIEW),
    Action("mark.freehand", "Mark freehand", ("Shift+A",), partial(_take_up, "freehand"), where=REVIEW),
    Action("mark.arrow", "Mark with an arrow", ("A",), partial(_take_up, "arrow"), where=REVIEW),
    Action("mark.pin", "Mark with a pin", ("F9",), partial(_take_up, "pin"), where=REVIEW),
    Action("mark.path", "Mark a clipping path", ("Alt+C",), partial(_take_up, "path"), where=REVIEW),
    Action(
        "mark.brush",
        "Paint a mark; again: erase, and paint",
        ("B",),
        partial(_take_up, "brush"),
        where=REVIEW,
    ),
    Action(
        "brush.softer",
        "Brush softer",
        ("Shift+[",),
        partial(_harden_tip, False),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "brush.harder",
        "Brush harder",
        ("Shift+]",),
        partial(_harden_tip, True),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "mark.hold",
        "Move the selected mark with the arrows",
        ("Ctrl+Shift+M",),
        _hold_mark,
        where=REVIEW,
    ),
    Action("mark.duplicate", "Duplicate the selected mark", ("Ctrl+D",), _duplicate_mark, where=REVIEW),
    Action(
        "mark.front",
        "Selected mark over all others",
        ("Ctrl+]",),
        partial(_restack_mark, "top"),
        where=REVIEW,
    ),
    Action(
        "mark.back",
        "Selected mark under all others",
        ("Ctrl+[",),
        partial(_restack_mark, "bottom"),
        where=REVIEW,
    ),
    Action("mark.lock", "Lock or unlock the selected mark", ("Ctrl+L",), _toggle_lock, where=REVIEW),
    Action(
        "mark.resolve",
        "Selected mark: resolved, or open again",
        ("Ctrl+R",),
        _toggle_resolved,
        where=REVIEW,
    ),
    Action(
        "mark.carry",
        "Bring marks of an older version along to the newest",
        ("Ctrl+Alt+M",),
        _carry_marks,
        where=REVIEW,
    ),
    Action("mark.next", "Select the next mark", ("Ctrl+M",), _select_next_mark, where=REVIEW),
    Action("mark.remove", "Remove the selected mark", ("Delete", "Backspace"), _remove_mark, where=REVIEW),
    Action(
        "mark.severity",
        "Severity of the selected mark: minor, major, critical",
        ("Shift+S",),
        _next_severity,
        where=REVIEW,
    ),
)
