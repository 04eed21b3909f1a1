"""Steps through a view: zooming, panning, moving the wipe, and one pane by itself. Pure, as the plan is."""

from collections.abc import Mapping
from dataclasses import replace

from review_desk.domain.viewplan import (
    NUMBERED,
    DrawPlan,
    Offset,
    Pane,
    Size,
    Slot,
    View,
    turned,
    wipe_cut,
)

Place = tuple[float, float]
"""A point of a photo in shares of its width and height."""

ZOOM_STEPS = (
    1 / 16,
    1 / 12,
    1 / 8,
    1 / 6,
    1 / 4,
    1 / 3,
    1 / 2,
    2 / 3,
    1.0,
    1.5,
    2.0,
    3.0,
    4.0,
    6.0,
    8.0,
    12.0,
    16.0,
)
"""Device pixels to one image pixel; what Ctrl+= and Ctrl+- walk along."""


def wipe_at(view: View, viewport: Size, point: tuple[float, float]) -> float:
    """The `wipe` whose edge goes through a `point_view`."""
    whole, none = wipe_cut(replace(view, wipe=1.0), viewport), wipe_cut(replace(view, wipe=0.0), viewport)
    reach = whole.across * point[0] + whole.down * point[1]
    return min(0.98, max(0.02, (reach - none.reach) / (whole.reach - none.reach)))


def zoomed_at(
    view: View,
    drawn: DrawPlan,
    zoom: float | None,
    point: tuple[float, float],
    sizes: Mapping[Slot, Size],
) -> View:
    """The view with another zoom, the place under `point` (`point_view`) staying where it is."""
    if zoom is None:
        return replace(view, zoom=None)
    pane = drawn.pane_at(*point) or drawn.panes[-1]
    base = drawn.bases[drawn.panes.index(pane)]
    pane = pane if pane.side == base.side else base  # registered: B's places count
    size, offset = sizes[pane.side], view.offset(pane.side)
    place = pane.place_at(*point, size)
    grown_scale = pane.scale * zoom / drawn.zoom
    spot = (pane.unmirrored(point[0]), point[1])
    told = (offset.across, offset.down)
    centre = tuple(
        place[axis] + (pane.pane.centre[axis] - spot[axis]) / (grown_scale * extent) - told[axis]
        for axis, extent in enumerate((size.width, size.height))
    )
    return replace(view, zoom=zoom, centre=_inside(centre))


def panned(view: View, drawn: DrawPlan, dx: float, dy: float, sizes: Mapping[Slot, Size]) -> View:
    """The view after dragging the photo by so many device pixels."""
    pane = drawn.bases[-1]
    size = sizes[pane.side]
    u, v = settled_centre(drawn, sizes)
    return replace(
        view, centre=_inside((u - dx / (pane.scale * size.width), v - dy / (pane.scale * size.height)))
    )


def places_at(
    drawn: DrawPlan, both: DrawPlan, point: tuple[float, float], sizes: Mapping[Slot, Size]
) -> dict[Slot, Place]:
    """What each photo shows at a `point_view`: of panes side by side at the same point of each.

    `both` is the plan with A and B over each other, for the side that is not on screen.
    """
    under = drawn.pane_at(*point)
    if under is None:
        return {}
    places: dict[Slot, Place] = {}
    if under.side in NUMBERED:  # neither side is on screen
        own = under.place_at(*point, sizes[under.side])
        places = {"a": own, "b": own}
    elif len({pane.pane for pane in drawn.panes}) == 1:
        places = {pane.side: pane.place_at(*point, sizes[pane.side]) for pane in both.panes}
    x, y = under.unmirrored(point[0]) - under.pane.x, point[1] - under.pane.y
    for pane in drawn.panes:
        there = pane.unmirrored(pane.pane.x + x), pane.pane.y + y
        places[pane.side] = pane.place_at(*there, sizes[pane.side])
    return places


def nudged(view: View, pane: Pane, size: Size, dx: float, dy: float) -> View:
    """The view after one pane alone was dragged by so many device pixels."""
    across, down = turned(-dx if pane.mirrored else dx, dy, -pane.turn)
    offset = view.offset(pane.side)
    return _with_offset(
        view,
        pane,
        replace(
            offset,
            across=offset.across - across / (pane.scale * size.width),
            down=offset.down - down / (pane.scale * size.height),
        ),
    )


def grown(view: View, pane: Pane, size: Size, factor: float, point: tuple[float, float]) -> View:
    """The view after one pane alone was zoomed by `factor`, the place under `point` staying where it is."""
    offset, spot = view.offset(pane.side), (pane.unmirrored(point[0]), point[1])
    factor = min(16.0, max(1 / 16, offset.factor * factor)) / offset.factor
    middle = pane.pane.centre
    held, centre = pane.place_at(*point, size), pane.place_at(pane.unmirrored(middle[0]), middle[1], size)
    across, down = turned(middle[0] - spot[0], middle[1] - spot[1], -pane.turn)
    scale = pane.scale * factor
    return _with_offset(
        view,
        pane,
        Offset(
            offset.across + held[0] + across / (scale * size.width) - centre[0],
            offset.down + held[1] + down / (scale * size.height) - centre[1],
            offset.factor * factor,
        ),
    )


def _with_offset(view: View, pane: Pane, offset: Offset) -> View:
    return replace(view, offsets=tuple({**dict(view.offsets), pane.side: offset}.items()))


def linked(view: View) -> View:
    """The view with all panes together again."""
    return replace(view, offsets=())


def settled_centre(drawn: DrawPlan, sizes: Mapping[Slot, Size]) -> tuple[float, float]:
    """The place really in the middle of the pane, after the photo was kept from leaving it."""
    pane = drawn.bases[-1]
    return _inside(pane.place_at(*pane.pane.centre, sizes[pane.side]))


def _inside(centre: tuple[float, ...]) -> tuple[float, float]:
    return min(1.0, max(0.0, centre[0])), min(1.0, max(0.0, centre[1]))


def next_zoom(zoom: float, *, closer: bool) -> float:
    """The next step in or out from any zoom."""
    if closer:
        return next((step for step in ZOOM_STEPS if step > zoom * 1.001), ZOOM_STEPS[-1])
    return next((step for step in reversed(ZOOM_STEPS) if step < zoom * 0.999), ZOOM_STEPS[0])
