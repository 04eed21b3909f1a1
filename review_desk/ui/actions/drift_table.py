"""Everything a person can do about drift in the grid."""

from functools import partial

from review_desk.ui.actions import drift_handlers as do
from review_desk.ui.actions.action import Action

_GRID = ("grid",)

DRIFT = (
    Action("grid.drift_next", "Next photo outside the limits", ("]",), partial(do.go, 1), where=_GRID),
    Action("grid.drift_back", "Previous photo outside the limits", ("[",), partial(do.go, -1), where=_GRID),
    Action("grid.drift_other", "Next measure of drift", ("D",), partial(do.measure, 1), where=_GRID),
    Action(
        "grid.drift_other_back",
        "Previous measure of drift",
        ("Shift+D",),
        partial(do.measure, -1),
        where=_GRID,
    ),
    Action(
        "grid.drift_map", "Map of the page, or drift beside the rows", ("Shift+M",), do.show_map, where=_GRID
    ),
    Action("grid.drift_cause", "Next cause of drift", ("K",), do.next_cause, where=_GRID),
    Action(
        "grid.drift_choose", "Choose the photos of this cause", ("Shift+K",), do.choose_cause, where=_GRID
    ),
    Action("grid.drift_limits", "Limits of drift…", ("Alt+L",), do.limits, where=_GRID),
    Action(
        "grid.drift_measure", "Stop measuring drift, or go on", ("Alt+D",), do.measure_or_stop, where=_GRID
    ),
)
