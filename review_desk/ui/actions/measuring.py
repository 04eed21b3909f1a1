"""What a person can do to measure what is seen: views, probe, samplers, findings."""

from functools import partial

from review_desk.ui.actions.action import REVIEW, Action
from review_desk.ui.actions.window import Window
from review_desk.ui.review.tuning import stepped, with_defaults


def _next_analysis(step: int, window: Window) -> None:
    """Step through the analysis views; 0 goes back to the photo."""
    window.review.step_analysis(step)


def _step_spot(step: int, window: Window) -> None:
    window.review.step_spot(step)


def _pin_sampler(window: Window) -> None:
    """Keep the area that is averaged, or the pixel under the cursor."""
    spot = window.review.canvas.spot()
    if spot is None:
        window.session.refused.emit("Point at the photo first, or drag an area with Ctrl.")
    else:
        window.session.pin_sampler(spot)
        window.review.canvas.set_area(None)


def _unpin_samplers(window: Window) -> None:
    window.session.unpin_sampler(None)


def _unpin_newest(window: Window) -> None:
    """Take the last sampler off."""
    if samplers := window.session.samplers:
        window.session.unpin_sampler(samplers[-1].number)


def _toggle_averaging(window: Window) -> None:
    """The tool that averages an area, up or down."""
    canvas = window.review.canvas
    canvas.set_averaging(not canvas.averaging)
    if not canvas.averaging:
        canvas.set_area(None)


def _toggle_histogram(window: Window) -> None:
    window.session.toggle_histogram()


def _tune(which: int, step: int, window: Window) -> None:
    """A step of the first or second number of the difference or the analysis view in force."""
    window.session.set_view(stepped(window.session.view, which, step))


def _untune(window: Window) -> None:
    window.session.set_view(with_defaults(window.session.view))


def _measure_skin(window: Window) -> None:
    window.review.skin.measure()


def _step_finding(step: int, window: Window) -> None:
    """The next finding of this photo, or of the next photo that has any."""
    window.session.step_finding(step)


MEASURING = (
    Action("view.analysis", "Next analysis view", ("V",), partial(_next_analysis, 1), where=REVIEW),
    Action(
        "view.analysis_back",
        "Previous analysis view",
        ("Alt+V",),
        partial(_next_analysis, -1),
        where=REVIEW,
    ),
    Action("view.analysis_off", "Back to the photo", ("Shift+V",), partial(_next_analysis, 0), where=REVIEW),
    Action("probe.area", "Average an area by dragging", ("J",), _toggle_averaging, where=REVIEW),
    Action("probe.pin", "Pin a sampler at the cursor, or on the area", ("K",), _pin_sampler, where=REVIEW),
    Action("probe.unpin", "Take the last sampler off", ("Alt+K",), _unpin_newest, where=REVIEW),
    Action("probe.unpin_all", "Take all samplers off", ("Shift+K",), _unpin_samplers, where=REVIEW),
    Action("view.histogram", "Histogram: on or off", ("Shift+H",), _toggle_histogram, where=REVIEW),
    Action(
        "view.tune_up",
        "First number of the view: up",
        ("Alt+]",),
        partial(_tune, 0, 1),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "view.tune_down",
        "First number of the view: down",
        ("Alt+[",),
        partial(_tune, 0, -1),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "view.tune_second_up",
        "Second number of the view: up",
        ("Ctrl+Alt+]",),
        partial(_tune, 1, 1),
        where=REVIEW,
        repeats=True,
    ),
    Action(
        "view.tune_second_down",
        "Second number of the view: down",
        ("Ctrl+Alt+[",),
        partial(_tune, 1, -1),
        where=REVIEW,
        repeats=True,
    ),
    Action("view.untune", "Numbers of the view as they came", (), _untune, where=REVIEW),
    Action(
        "spot.next",
        "Next artefact",
        ("Ctrl+Alt+H",),
        partial(_step_spot, 1),
        where=REVIEW,
    ),
    Action(
        "spot.previous", "Previous artefact", ("Ctrl+Alt+Shift+H",), partial(_step_spot, -1), where=REVIEW
    ),
    Action("finding.next", "Next finding", ("Shift+F",), partial(_step_finding, 1), where=REVIEW),
    Action("finding.previous", "Previous finding", ("Alt+F",), partial(_step_finding, -1), where=REVIEW),
    Action(
        "pass.skin_level",
        "Measure the skin of what side B shows",
        ("Alt+J",),
        _measure_skin,
        where=REVIEW,
    ),
)
