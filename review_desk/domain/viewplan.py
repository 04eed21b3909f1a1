"""The draw plan: from what a person wants to see and what there is, to what is drawn where.

Pure: no pixels, no Qt. `point_view` is in device pixels of the canvas, origin top left; `place` is a point of
a photo in shares of its width and height (0 to 1), so that versions of different pixel size line up.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["single", "side", "stack", "mirror", "wipe", "toggle", "onion", "difference"]
Side = Literal["a", "b"]
Difference = Literal["absolute", "red", "green", "blue", "delta_e"]

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

RIM = 0.02
"""Share of the canvas's shorter edge left as a rim of surround around a fitted photo."""

DEEPEST_LEVEL = 6
"""The coarsest reduction asked for: 1/64."""


@dataclass(frozen=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Box:
    """An upright box in device pixels of the canvas."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle, `point_view`."""
        return self.x + self.width / 2, self.y + self.height / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether a `point_view` lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True)
class View:
    """What a person wants to see. `zoom` is device pixels to one pixel of version B, or None for fit.

    `centre` is the place in the middle of each pane; `wipe` the share of the canvas on A's side of the edge,
    which leans by `angle` degrees (0 upright, 90 level); `showing` is the side on screen where only one is;
    `gain` multiplies the `difference`; `opacity` is that of B over A (onion skin); `analysis` names the view
    of `imaging.views` that is drawn instead of the photo.
    """

    mode: Mode = "single"
    zoom: float | None = None
    centre: tuple[float, float] = (0.5, 0.5)
    wipe: float = 0.5
    showing: Side = "b"
    gain: float = 4.0
    difference: Difference = "absolute"
    angle: float = 0.0
    opacity: float = 0.5
    analysis: str = "normal"


@dataclass(frozen=True)
class Cut:
    """The edge of a wipe: a straight line of which one side is kept.

    A `point_view` lies on A's side where `across * x + down * y <= reach`; (`across`, `down`) has length 1.
    """

    across: float
    down: float
    reach: float

    def on_a(self, x: float, y: float) -> bool:
        """Whether a `point_view` lies on A's side."""
        return self.across * x + self.down * y <= self.reach


@dataclass(frozen=True)
class Pane:
    """One side drawn in one part of the canvas.

    `clip` is where it may draw, `pane` the area it is laid out in, `left`/`top` where the photo's corner
    lies in device pixels, `scale` device pixels to an image pixel of this side, `level` the reduction
    1/2**level to draw from.
    """

    side: Side
    pane: Box
    clip: Box
    left: int
    top: int
    scale: float
    level: int
    mirrored: bool = False
    cut: Cut | None = None

    def place_at(self, x: float, y: float, size: Size) -> tuple[float, float]:
        """The place of a `point_view` in this side's photo."""
        x = self.unmirrored(x)
        return (x - self.left) / (self.scale * size.width), (y - self.top) / (self.scale * size.height)

    def point_at(self, place: tuple[float, float], size: Size) -> tuple[float, float]:
        """The `point_view` of a place."""
        x = self.left + place[0] * self.scale * size.width
        return self.unmirrored(x), self.top + place[1] * self.scale * size.height

    def shows(self, x: float, y: float) -> bool:
        """Whether this pane is what is seen at a `point_view`, if nothing lies over it."""
        kept = self.cut is None or self.cut.on_a(x, y) == (self.side == "a")
        return kept and self.clip.contains(x, y)

    def unmirrored(self, x: float) -> float:
        """Left and right changed about the middle of the pane, where it is mirrored."""
        return 2 * self.pane.x + self.pane.width - x if self.mirrored else x


@dataclass(frozen=True)
class DrawPlan:
    """What to draw, back to front, and the zoom in force (device pixels to a pixel of version B)."""

    panes: tuple[Pane, ...]
    zoom: float
    view: View

    def pane_at(self, x: float, y: float) -> Pane | None:
        """The topmost pane under a `point_view`."""
        return next((p for p in reversed(self.panes) if p.shows(x, y)), None)


def plan(view: View, *, a: Size, b: Size, viewport: Size) -> DrawPlan:
    """Lay out the sides of a comparison in a canvas of `viewport` device pixels.

    B is the reference: its zoom is the zoom; A is drawn at the same apparent size whatever its pixel size.
    """
    areas = _areas(view, viewport)
    zoom = view.zoom or min(fit(b, area) for _, area, _ in areas)
    sizes = {"a": a, "b": b}
    cut = wipe_cut(view, viewport) if view.mode == "wipe" and view.angle else None
    panes = tuple(
        replace(
            _pane(side, sizes[side], area, clip, reference=b, zoom=zoom, centre=view.centre),
            mirrored=view.mode == "mirror" and side == "a",
            cut=cut,
        )
        for side, area, clip in areas
    )
    return DrawPlan(panes, zoom, view)


def wipe_cut(view: View, viewport: Size) -> Cut:
    """The wipe's edge in a canvas: at `wipe` along its own normal, from corner to corner."""
    across, down = math.cos(math.radians(view.angle)), math.sin(math.radians(view.angle))
    corners = [across * x + down * y for x in (0, viewport.width) for y in (0, viewport.height)]
    return Cut(across, down, min(corners) + view.wipe * (max(corners) - min(corners)))


def wipe_at(view: View, viewport: Size, point: tuple[float, float]) -> float:
    """The `wipe` whose edge goes through a `point_view`."""
    whole, none = wipe_cut(replace(view, wipe=1.0), viewport), wipe_cut(replace(view, wipe=0.0), viewport)
    reach = whole.across * point[0] + whole.down * point[1]
    return min(0.98, max(0.02, (reach - none.reach) / (whole.reach - none.reach)))


def fit(size: Size, area: Box) -> float:
    """The largest zoom that shows a photo whole, with a rim of surround; a small one is not blown up."""
    rim = round(RIM * min(area.width, area.height))
    return min(1.0, max(area.width - 2 * rim, 1) / size.width, max(area.height - 2 * rim, 1) / size.height)


def _areas(view: View, viewport: Size) -> list[tuple[Side, Box, Box]]:
    """(side, area it is laid out in, area it may draw in) for each pane of a mode."""
    whole = Box(0, 0, viewport.width, viewport.height)
    if view.mode in ("side", "mirror"):
        half = viewport.width // 2
        left, right = (
            Box(0, 0, half - 1, viewport.height),
            Box(half + 1, 0, viewport.width - half - 1, viewport.height),
        )
        return [("a", left, left), ("b", right, right)]
    if view.mode == "stack":
        half = viewport.height // 2
        over = Box(0, 0, viewport.width, half - 1)
        under = Box(0, half + 1, viewport.width, viewport.height - half - 1)
        return [("a", over, over), ("b", under, under)]
    if view.mode in ("difference", "onion") or (view.mode == "wipe" and view.angle):
        return [("a", whole, whole), ("b", whole, whole)]
    if view.mode == "wipe":
        edge = round(viewport.width * view.wipe)
        over = Box(0, 0, edge, viewport.height)
        under = Box(edge, 0, viewport.width - edge, viewport.height)
        return [("a", whole, over), ("b", whole, under)]
    return [(view.showing, whole, whole)]


def _pane(
    side: Side, size: Size, area: Box, clip: Box, *, reference: Size, zoom: float, centre: tuple[float, float]
) -> Pane:
    scale = zoom * min(reference.width / size.width, reference.height / size.height)
    left = _corner(size.width * scale, area.x, area.width, centre[0])
    top = _corner(size.height * scale, area.y, area.height, centre[1])
    return Pane(side, area, clip, left, top, scale, level_for(scale))


def _corner(extent: float, start: int, room: int, centre: float) -> int:
    """Where a photo begins on one axis, on a whole device pixel: centred when it is smaller than the room."""
    if extent <= room:
        return start + round((room - extent) / 2)
    wanted = room / 2 - centre * extent
    return start + round(min(0.0, max(room - extent, wanted)))  # rounded alike in every pane


def level_for(scale: float) -> int:
    """The coarsest level that still has a pixel for each device pixel."""
    return 0 if scale >= 1 else min(DEEPEST_LEVEL, math.floor(-math.log2(scale) + 1e-9))


def zoomed_at(
    view: View, drawn: DrawPlan, zoom: float | None, point: tuple[float, float], sizes: dict[Side, Size]
) -> View:
    """The view with another zoom, the place under `point` (`point_view`) staying where it is."""
    pane = drawn.pane_at(*point) or drawn.panes[-1]
    size = sizes[pane.side]
    place = pane.place_at(*point, size)
    if zoom is None:
        return replace(view, zoom=None)
    grown = pane.scale * zoom / drawn.zoom
    spot = (pane.unmirrored(point[0]), point[1])
    centre = tuple(
        place[axis] + (pane.pane.centre[axis] - spot[axis]) / (grown * extent)
        for axis, extent in enumerate((size.width, size.height))
    )
    return replace(view, zoom=zoom, centre=_inside(centre))


def panned(view: View, drawn: DrawPlan, dx: float, dy: float, sizes: dict[Side, Size]) -> View:
    """The view after dragging the photo by so many device pixels."""
    pane = drawn.panes[-1]
    size = sizes[pane.side]
    u, v = settled_centre(drawn, sizes)
    return replace(
        view, centre=_inside((u - dx / (pane.scale * size.width), v - dy / (pane.scale * size.height)))
    )


def settled_centre(drawn: DrawPlan, sizes: dict[Side, Size]) -> tuple[float, float]:
    """The place really in the middle of the pane, after the photo was kept from leaving it."""
    pane = drawn.panes[-1]
    return _inside(pane.place_at(*pane.pane.centre, sizes[pane.side]))


def _inside(centre: tuple[float, ...]) -> tuple[float, float]:
    return min(1.0, max(0.0, centre[0])), min(1.0, max(0.0, centre[1]))


def next_zoom(zoom: float, *, closer: bool) -> float:
    """The next step in or out from any zoom."""
    if closer:
        return next((step for step in ZOOM_STEPS if step > zoom * 1.001), ZOOM_STEPS[-1])
    return next((step for step in reversed(ZOOM_STEPS) if step < zoom * 0.999), ZOOM_STEPS[0])
