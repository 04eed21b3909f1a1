"""What a person can do to hold versions beside each other."""

from dataclasses import replace
from functools import partial
from typing import get_args

from review_desk.domain.viewplan import Difference, Mode, Side
from review_desk.ui.actions.action import JUDGING, REVIEW, Action
from review_desk.ui.actions.window import Window
from review_desk.ui.beside import REFERENCE


def _set_mode(mode: Mode, window: Window) -> None:
    """The key of a mode takes it up, and lays it down again for a single photo."""
    view = window.session.view
    window.session.set_view(replace(view, mode="single" if view.mode == mode else mode, showing="b"))


def _toggle_sides(window: Window) -> None:
    """Flip between before and after in place."""
    view = window.session.view
    flipped: Side = "a" if view.showing == "b" else "b"
    window.session.set_view(replace(view, mode="toggle", showing=flipped))


def _show_lineup(window: Window) -> None:
    window.session.show_lineup()


def _next_lineup(window: Window) -> None:
    """Side by side: versions, or colourways."""
    beside = window.session.beside
    window.session.show_lineup("colourways" if beside.kind == "versions" else "versions")


def _pin_reference(window: Window) -> None:
    if window.workspace == "grid":
        window.grid.page.pin_or_unpin()
    else:
        window.session.pin_or_unpin()


def _line_up(window: Window) -> None:
    window.session.line_up()


def _link_panes(window: Window) -> None:
    window.session.link()


def _turn_wipe(step: float, window: Window) -> None:
    """Lean the wipe's edge."""
    view = window.session.view
    window.session.set_view(replace(view, mode="wipe", angle=(view.angle + step) % 180))


def _change_opacity(step: float, window: Window) -> None:
    view = window.session.view
    if view.mode == "onion":
        window.session.set_view(replace(view, opacity=round(min(1.0, max(0.0, view.opacity + step)), 2)))


def _move_wipe(step: float, window: Window) -> None:
    view = window.session.view
    if window.review.canvas.brush_up:
        window.review.canvas.resize_tip(larger=step > 0)
    elif view.mode == "wipe":
        window.review.canvas.set_wipe(view.wipe + step)


def _change_gain(factor: float, window: Window) -> None:
    view = window.session.view
    if view.mode == "difference":
        window.session.set_view(replace(view, gain=min(64.0, max(1.0, view.gain * factor))))


_KINDS = get_args(Difference)


def _next_difference(window: Window) -> None:
    """All channels, one of them, or the map of ΔE2000."""
    view = window.session.view
    kind = (
        _KINDS[(_KINDS.index(view.difference) + 1) % len(_KINDS)]
        if view.mode == "difference"
        else view.difference
    )
    window.session.set_view(replace(view, mode="difference", difference=kind))


def _next_version(side: Side, window: Window) -> None:
    session = window.session
    if session.current and not (side == "b" and session.only_tried()):
        numbers = [version.number for version in session.current.versions]
        if side == "a" and session.beside.stands_on_a(session.current):
            numbers.append(REFERENCE)
        session.set_side(side, numbers[(numbers.index(session.sides[side]) + 1) % len(numbers)])


def _hold_before(window: Window, held: bool) -> None:
    if window.workspace == "grid":
        window.grid.page.look_with(before=held)
    else:
        window.review.canvas.hold_before(held)


COMPARING = (
    Action("view.single", "Single", (), partial(_set_mode, "single"), where=REVIEW),
    Action("view.side", "Side by side", ("S",), partial(_set_mode, "side"), where=REVIEW),
    Action("view.wipe", "Wipe", ("W",), partial(_set_mode, "wipe"), where=REVIEW),
    Action("view.toggle", "Toggle before and after in place", ("T",), _toggle_sides, where=REVIEW),
    Action(
        "view.difference_kind",
        "Difference: all channels, one, ΔE2000",
        ("Shift+D",),
        _next_difference,
        where=REVIEW,
    ),
    Action("view.onion", "Onion skin", ("O",), partial(_set_mode, "onion"), where=REVIEW),
    Action("view.stack", "Top and bottom", ("Alt+S",), partial(_set_mode, "stack"), where=REVIEW),
    Action("view.mirror", "Mirrored side by side", ("Alt+M",), partial(_set_mode, "mirror"), where=REVIEW),
    Action("view.nup", "N-up: versions or colourways", ("N",), _show_lineup, where=REVIEW),
    Action("view.nup_kind", "N-up: of the other kind", ("Shift+N",), _next_lineup, where=REVIEW),
    Action(
        "view.reference",
        "Pin this photo as the reference, or unpin it",
        ("Alt+R",),
        _pin_reference,
        where=JUDGING,
    ),
    Action("view.line_up", "Line B up with A by what both show", ("Alt+L",), _line_up, where=REVIEW),
    Action("view.link", "Link the panes again", ("Alt+0",), _link_panes, where=REVIEW),
    Action("view.wipe_turn", "Lean the wipe's edge", ("Shift+W",), partial(_turn_wipe, 15.0), where=REVIEW),
    Action(
        "view.opaquer",
        "Onion skin: more of B",
        ("Alt+Up",),
        partial(_change_opacity, 0.1),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "view.thinner",
        "Onion skin: less of B",
        ("Alt+Down",),
        partial(_change_opacity, -0.1),
        where=REVIEW,
        repeats=True,
    ),
    Action("view.difference", "Difference", ("D",), partial(_set_mode, "difference"), where=REVIEW),
    Action(
        "view.wipe_left",
        "Wipe edge to the left; brush smaller",
        ("[",),
        partial(_move_wipe, -0.05),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "view.wipe_right",
        "Wipe edge to the right; brush larger",
        ("]",),
        partial(_move_wipe, 0.05),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "view.gain_up",
        "Amplify the difference more",
        ("Shift+Up",),
        partial(_change_gain, 2.0),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "view.gain_down",
        "Amplify the difference less",
        ("Shift+Down",),
        partial(_change_gain, 0.5),
        where=REVIEW,
        repeats=True,
    ),
    Action("view.other_a", "Next version on side A", ("Alt+A",), partial(_next_version, "a"), where=REVIEW),
    Action("view.other_b", "Next version on side B", ("Alt+B",), partial(_next_version, "b"), where=REVIEW),
    Action("view.before", "Show the before while held", ("\\",), held=_hold_before, where=JUDGING),
)
