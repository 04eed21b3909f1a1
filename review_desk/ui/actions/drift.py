"""Everything a person can do about drift in the grid."""

from functools import partial

from review_desk.ui.actions.action import Action
from review_desk.ui.actions.window import Window


def _go(way: int, window: Window) -> None:
    window.grid.drift.below.chart.go(way)


def _measure(way: int, window: Window) -> None:
    window.grid.drift.view.step(way)


def _show_map(window: Window) -> None:
    view = window.grid.drift.view
    view.show_map(not view.mapped)


def _next_cause(window: Window) -> None:
    window.grid.drift.below.causes.step()


def _choose_cause(window: Window) -> None:
    window.grid.drift.below.causes.select_photos()


def _limits(window: Window) -> None:
    window.grid.drift.open_limits()


def _measure_or_stop(window: Window) -> None:
    window.grid.drift.measure_or_stop()


_GRID = ("grid",)


DRIFT = (
    Action("grid.drift_next", "Next photo outside the limits", ("]",), partial(_go, 1), where=_GRID),
    Action("grid.drift_back", "Previous photo outside the limits", ("[",), partial(_go, -1), where=_GRID),
    Action("grid.drift_other", "Next measure of drift", ("D",), partial(_measure, 1), where=_GRID),
    Action(
        "grid.drift_other_back",
        "Previous measure of drift",
        ("Shift+D",),
        partial(_measure, -1),
        where=_GRID,
    ),
    Action(
        "grid.drift_map", "Map of the page, or drift beside the rows", ("Shift+M",), _show_map, where=_GRID
    ),
    Action("grid.drift_cause", "Next cause of drift", ("K",), _next_cause, where=_GRID),
    Action("grid.drift_choose", "Choose the photos of this cause", ("Shift+K",), _choose_cause, where=_GRID),
    Action("grid.drift_limits", "Limits of drift…", ("Alt+L",), _limits, where=_GRID),
    Action("grid.drift_measure", "Stop measuring drift, or go on", ("Alt+D",), _measure_or_stop, where=_GRID),
)
