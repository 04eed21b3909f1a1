"""The draw plan: from what a person wants to see and what there is, to what is drawn where.

Pure: no pixels, no Qt. `point_view` is in device pixels of the canvas, origin top left; `place` is a point of
a photo in shares of its width and height (0 to 1), so that versions of different pixel size line up.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["single", "side", "stack", "mirror", "wipe", "toggle", "onion", "difference", "nup"]
Side = Literal["a", "b"]
Slot = Literal["a", "b", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
"""What a pane shows: a side of the comparison, or one of up to nine photos side by side (N-up)."""

NUMBERED: tuple[Slot, ...] = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
Difference = Literal["absolute", "red", "green", "blue", "delta_e"]

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
class Offset:
    """How one pane stands apart from the others.

    The place in its middle lies `across` and `down` further on, in shares of its own photo; its photo is
    drawn `factor` times as large.
    """

    across: float = 0.0
    down: float = 0.0
    factor: float = 1.0


@dataclass(frozen=True)
class Match:
    """Where B lies on A: place on A = `scale` · R(`rotation`) · place on B + (`dx`, `dy`).

    In pixels of the full photos from their top left corners; `rotation` in degrees clockwise.
    """

    dx: float
    dy: float
    scale: float
    rotation: float


@dataclass(frozen=True)
class View:
    """What a person wants to see. `zoom` is device pixels to one pixel of version B, or None for fit.

    `centre` is the place in the middle of each pane; `wipe` the share of the canvas on A's side of the edge,
    which leans by `angle` degrees (0 upright, 90 level); `showing` is the side on screen where only one is;
    `gain` multiplies the `difference`; `opacity` is that of B over A (onion skin); `analysis` names the view
    of `imaging.views` that is drawn instead of the photo. `chosen` is the number of the one photo on screen
    of those side by side (N-up), 0 for all. `offsets` are of the panes that were moved by themselves. A
    `difference` of up to `threshold` codes is black. `values` are numbers chosen for analysis views.
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
    chosen: int = 0
    offsets: tuple[tuple[Slot, Offset], ...] = ()
    threshold: float = 0.0
    values: tuple[tuple[str, float], ...] = ()

    def values_of(self, analysis: str) -> dict[str, float]:
        """The numbers somebody chose for an analysis view, by the name of the parameter."""
        names = {name: value for name, value in self.values if name.startswith(f"{analysis}.")}
        return {name.partition(".")[2]: value for name, value in names.items()}

    def with_value(self, analysis: str, name: str, value: float | None) -> "View":
        """The view with another number for a parameter, or with its own again."""
        values = dict(self.values)
        values.pop(f"{analysis}.{name}", None)
        if value is not None:
            values[f"{analysis}.{name}"] = value
        return replace(self, values=tuple(sorted(values.items())))

    def offset(self, slot: Slot) -> Offset:
        """How a pane stands apart."""
        return dict(self.offsets).get(slot, Offset())


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
    1/2**level to draw from, `turn` the degrees clockwise that the photo is turned about that corner.
    """

    side: Slot
    pane: Box
    clip: Box
    left: int
    top: int
    scale: float
    level: int
    mirrored: bool = False
    cut: Cut | None = None
    turn: float = 0.0

    def place_at(self, x: float, y: float, size: Size) -> tuple[float, float]:
        """The place of a `point_view` in this side's photo."""
        across, down = turned(self.unmirrored(x) - self.left, y - self.top, -self.turn)
        return across / (self.scale * size.width), down / (self.scale * size.height)

    def point_at(self, place: tuple[float, float], size: Size) -> tuple[float, float]:
        """The `point_view` of a place."""
        across, down = place[0] * self.scale * size.width, place[1] * self.scale * size.height
        across, down = turned(across, down, self.turn)
        return self.unmirrored(self.left + across), self.top + down

    def shows(self, x: float, y: float) -> bool:
        """Whether this pane is what is seen at a `point_view`, if nothing lies over it."""
        kept = self.cut is None or self.cut.on_a(x, y) == (self.side == "a")
        return kept and self.clip.contains(x, y)

    def unmirrored(self, x: float) -> float:
        """Left and right changed about the middle of the pane, where it is mirrored."""
        return 2 * self.pane.x + self.pane.width - x if self.mirrored else x


@dataclass(frozen=True)
class DrawPlan:
    """What to draw, back to front, and the zoom in force (device pixels to a pixel of version B).

    `bases` are the panes as they would be neither registered nor moved alone, by which places are told; that
    of a registered A is B's.
    """

    panes: tuple[Pane, ...]
    zoom: float
    view: View
    bases: tuple[Pane, ...]

    def pane_at(self, x: float, y: float) -> Pane | None:
        """The topmost pane under a `point_view`."""
        return next((p for p in reversed(self.panes) if p.shows(x, y)), None)


def turned(x: float, y: float, degrees: float) -> tuple[float, float]:
    """A vector turned clockwise (y points down). Nothing is lost where it is not turned at all."""
    if not degrees:
        return x, y
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return cosine * x - sine * y, sine * x + cosine * y


def plan(
    view: View,
    *,
    a: Size,
    b: Size,
    viewport: Size,
    others: Mapping[Slot, Size] | None = None,
    match: Match | None = None,
) -> DrawPlan:
    """Lay out what a view shows in a canvas of `viewport` device pixels.

    B is the reference: its zoom is the zoom; every other photo is drawn at the same apparent size whatever
    its pixel size, or as `match` says where A and B were registered. `others` are the photos of N-up.
    """
    sizes: dict[Slot, Size] = {"a": a, "b": b, **(others or {})}
    areas = _areas(view, viewport, b, sizes)
    zoom = view.zoom or min(fit(b, area) for _, area, _ in areas)
    cut = wipe_cut(view, viewport) if view.mode == "wipe" and view.angle else None
    panes, bases = [], []
    for slot, area, clip in areas:
        base = pane = _pane(slot, sizes[slot], area, clip, reference=b, zoom=zoom, centre=view.centre)
        if slot == "a" and match is not None:
            base = _pane("b", b, area, clip, reference=b, zoom=zoom, centre=view.centre)
            pane = _matched(pane, base, match)
        pane = _apart(pane, sizes[slot], view.offset(slot))
        mirrored = view.mode == "mirror" and slot == "a"
        panes.append(replace(pane, mirrored=mirrored, cut=cut))
        bases.append(replace(base, mirrored=mirrored, cut=cut))
    return DrawPlan(tuple(panes), zoom, view, tuple(bases))


def _matched(pane: Pane, under: Pane, match: Match) -> Pane:
    """A's pane, its photo laid so that each of its places is where that place is in B (`under`)."""
    scale = under.scale / match.scale
    across, down = turned(match.dx * scale, match.dy * scale, -match.rotation)
    left, top = round(under.left - across), round(under.top - down)
    return replace(pane, left=left, top=top, scale=scale, level=level_for(scale), turn=-match.rotation)


def _apart(pane: Pane, size: Size, offset: Offset) -> Pane:
    """The pane as it stands apart from the others."""
    if offset == Offset():
        return pane
    u, v = pane.place_at(*pane.pane.centre, size)
    scale = pane.scale * offset.factor
    wide, high = size.width * scale, size.height * scale
    across, down = turned((u + offset.across) * wide, (v + offset.down) * high, pane.turn)
    left, top = round(pane.pane.centre[0] - across), round(pane.pane.centre[1] - down)
    return replace(pane, left=left, top=top, scale=scale, level=level_for(scale))


def wipe_cut(view: View, viewport: Size) -> Cut:
    """The wipe's edge in a canvas: at `wipe` along its own normal, from corner to corner."""
    across, down = math.cos(math.radians(view.angle)), math.sin(math.radians(view.angle))
    corners = [across * x + down * y for x in (0, viewport.width) for y in (0, viewport.height)]
    return Cut(across, down, min(corners) + view.wipe * (max(corners) - min(corners)))


def fit(size: Size, area: Box) -> float:
    """The largest zoom that shows a photo whole, with a rim of surround; a small one is not blown up."""
    rim = round(RIM * min(area.width, area.height))
    return min(1.0, max(area.width - 2 * rim, 1) / size.width, max(area.height - 2 * rim, 1) / size.height)


def _areas(view: View, viewport: Size, b: Size, sizes: Mapping[Slot, Size]) -> list[tuple[Slot, Box, Box]]:
    """(slot, area it is laid out in, area it may draw in) for each pane of a mode."""
    whole = Box(0, 0, viewport.width, viewport.height)
    if view.mode == "nup":
        return _numbered(view, viewport, b, [slot for slot in NUMBERED if slot in sizes] or ["b"])
    if view.mode in ("side", "mirror", "stack"):
        first, second = _halves(viewport, level=view.mode == "stack")
        return [("a", first, first), ("b", second, second)]
    if view.mode in ("difference", "onion") or (view.mode == "wipe" and view.angle):
        return [("a", whole, whole), ("b", whole, whole)]
    if view.mode == "wipe":
        edge = round(viewport.width * view.wipe)
        over = Box(0, 0, edge, viewport.height)
        under = Box(edge, 0, viewport.width - edge, viewport.height)
        return [("a", whole, over), ("b", whole, under)]
    return [(view.showing, whole, whole)]


def _halves(viewport: Size, *, level: bool) -> tuple[Box, Box]:
    """The canvas cut in two alike, two pixels apart (or three): left and right, or one above the other."""
    width, height = viewport.width, viewport.height
    if level:
        half = max(0, height // 2 - 1)
        return Box(0, 0, width, half), Box(0, height - half, width, half)
    half = max(0, width // 2 - 1)
    return Box(0, 0, half, height), Box(width - half, 0, half, height)


def _numbered(view: View, viewport: Size, b: Size, slots: list[Slot]) -> list[tuple[Slot, Box, Box]]:
    """All of many photos, or the chosen one whole."""
    if 0 < view.chosen <= len(slots):
        whole = Box(0, 0, viewport.width, viewport.height)
        return [(slots[view.chosen - 1], whole, whole)]
    return [(slot, box, box) for slot, box in zip(slots, tiles(len(slots), viewport, b), strict=True)]


def tiles(count: int, viewport: Size, size: Size) -> list[Box]:
    """So many boxes, two pixels apart, in the columns that show photos of the shape of `size` largest."""
    layouts = [_rows(count, columns, viewport) for columns in range(1, count + 1)]
    return max(layouts, key=lambda boxes: fit(Size(size.width * 64, size.height * 64), boxes[0]))


def _rows(count: int, columns: int, viewport: Size) -> list[Box]:
    rows = -(-count // columns)
    wide, high = (viewport.width - 2 * (columns - 1)) // columns, (viewport.height - 2 * (rows - 1)) // rows
    places = (divmod(number, columns) for number in range(count))
    return [Box(x * (wide + 2), y * (high + 2), max(wide, 1), max(high, 1)) for y, x in places]


def _pane(
    side: Slot, size: Size, area: Box, clip: Box, *, reference: Size, zoom: float, centre: tuple[float, float]
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
