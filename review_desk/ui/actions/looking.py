"""What a person can do to see a photo nearer, barer, larger."""

from functools import partial

from review_desk.ui.actions.action import JUDGING, REVIEW, Action
from review_desk.ui.actions.window import Window


def _toggle_zoom(window: Window) -> None:
    window.review.canvas.toggle_zoom()


def _zoom_to(zoom: float | None, window: Window) -> None:
    window.review.canvas.zoom_to(zoom)


def _zoom_step(closer: bool, window: Window) -> None:
    window.review.canvas.zoom_step(closer=closer)


def _pan(across: int, down: int, window: Window) -> None:
    window.review.canvas.pan_step(across, down)


def _next_loupe(window: Window) -> None:
    window.review.canvas.next_loupe()


def _toggle_history(window: Window) -> None:
    window.review.inspector.history.toggle()


def _hold_bare(window: Window, held: bool) -> None:
    window.review.canvas.hide_overlays(held)


def _cycle_information(window: Window) -> None:
    canvas = window.review.canvas
    canvas.information = (canvas.information + 1) % 3
    canvas.update()


def _toggle_panels(window: Window) -> None:
    room = window.grid if window.workspace == "grid" else window.review
    room.show_panels(not room.panels_shown)


def _toggle_full_screen(window: Window) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


def _lights_out(window: Window) -> None:
    canvas = window.review.canvas
    canvas.set_surround(canvas.surround_step + 1)


def _next_theme(window: Window) -> None:
    window.next_theme()


LOOKING = (
    Action("view.toggle_zoom", "Fit or 100 % at the cursor", ("Z",), _toggle_zoom, where=REVIEW),
    Action("view.fit", "Fit", ("Ctrl+0",), partial(_zoom_to, None), where=REVIEW),
    Action("view.full", "100 %", ("Ctrl+1",), partial(_zoom_to, 1.0), where=REVIEW),
    Action(
        "view.closer",
        "Zoom in",
        ("Ctrl+=", "Ctrl++"),
        partial(_zoom_step, True),
        where=REVIEW,
        repeats=True,
    ),
    Action("view.further", "Zoom out", ("Ctrl+-",), partial(_zoom_step, False), where=REVIEW, repeats=True),
    Action("view.pan_left", "Pan left", ("Ctrl+Left",), partial(_pan, -1, 0), where=REVIEW, repeats=True),
    Action("view.pan_right", "Pan right", ("Ctrl+Right",), partial(_pan, 1, 0), where=REVIEW, repeats=True),
    Action("view.pan_up", "Pan up", ("Ctrl+Up",), partial(_pan, 0, -1), where=REVIEW, repeats=True),
    Action("view.pan_down", "Pan down", ("Ctrl+Down",), partial(_pan, 0, 1), where=REVIEW, repeats=True),
    Action("view.loupe", "Loupe: 100 %, 200 %, 400 %, off", ("M",), _next_loupe, where=REVIEW),
    Action("view.bare", "Hide every overlay while held", ("H",), held=_hold_bare, where=REVIEW),
    Action(
        "view.information",
        "Information on the photo: off, short, full",
        ("I",),
        _cycle_information,
        where=REVIEW,
    ),
    Action(
        "photo.history",
        "History: all steps of this photo, or the newest",
        ("Alt+H",),
        _toggle_history,
        where=REVIEW,
    ),
    Action("view.panels", "Show or hide the panels", ("Tab",), _toggle_panels, where=JUDGING),
    Action("view.full_screen", "Full screen", ("F",), _toggle_full_screen),
    Action("view.lights", "Lights out: darker surround", ("L",), _lights_out, where=REVIEW),
    Action("view.theme", "Theme: dark, light, as the system", (), _next_theme),
)
