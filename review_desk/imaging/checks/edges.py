"""The product's edge at 100 %: how sharp it is, and whether a halo runs along it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.pairing import Pair
from review_desk.imaging.checks.subject import Box, Found, Subject
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.views.pane import Pane, tone

_MOST_LINES = 1600
_INSIDE, _OUTSIDE = 14, 18
_LEAST_STEP = 24.0
_FEWEST = 24
_RUN = 20
_NEAR, _BACKGROUND, _FAR = (3.0, 6.0), (9.0, 12.0), (15.0, 18.0)
_SHADED = 6.0
_OWN = 0.35
_ALONE, _SEEN_BEFORE = 0.1, 0.05
"""The share of the outline along which a halo must run: without a before, and with one."""

_FACING_DOWN = 0.3
"""How far an edge's normal points down, of its length, from which a contact shadow lies below it."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Edge:
    """Luma along lines across the product's edge, from inside to outside, in the order of the outline.

    `lines` is (N, 2 R + 1) at steps of a pixel, the steepest place of each at `middle`; `places` (N, 2) where
    that is on the version, x and y, `normals` which way is out; `unit` is how many pixels a halo is
    measured in.
    """

    lines: Floats
    places: Floats
    normals: Floats
    middle: int
    unit: float

    def between(self, first: float, last: float) -> Floats:
        """(N,) the mean luma of each line between two distances from the edge, in units."""
        start, end = (self.middle + round(each * self.unit) for each in (first, last))
        return np.asarray(self.lines[:, start : end + 1].mean(axis=1), np.float32)


def edges(seen: Subject, beside: Pair | None = None) -> dict[str, Found]:
    """sharpness: pixels in which the edge rises from 10 to 90 %. halo: codes of luma beside the edge.

    Sharpness follows ISO 12233's edge response, as a rise distance along the normals of the product's
    outline; the sharper quarter of all lines counts, for depth of field is no fault. A halo is what the strip
    3 to 6 units outside the edge differs from the background further out, less what goes on further out (a
    shadow's slope), along a tenth of the outline; a unit is a pixel, or 1/1600 of a larger photo. A strip
    between the light of product and background counts only where the edge does not face down: below it lies
    the product's own shadow. What the before shows there too is the product's own (a reflection along
    polished metal) and does not count; then a twentieth of the outline is enough.
    """
    edge = edge_of(seen)
    if edge is None or len(edge.lines) < _FEWEST:
        missing = Found(
            None, note=seen.reason or "Too little of the product's edge stands out to measure it."
        )
        return {"sharpness": missing, "halo": missing}
    return {"sharpness": _sharpness(edge), "halo": _halo(edge, beside)}


def edge_of(seen: Subject) -> Edge | None:
    """The lines across the product's edge; None where there is no product."""
    if seen.parts is None:
        return None
    points, normals = _outline(seen.parts.product)
    if len(points) < _FEWEST:
        return None
    unit = max(1.0, max(seen.size) / 1600)
    search = round(1.5 * seen.scale) + 2
    reach = search + round(_OUTSIDE * unit) + 1
    once = _leaving_once(seen.parts.product, points, normals, reach / seen.scale)
    points, normals = points[once], normals[once]
    steps = np.arange(-reach, reach + 1, dtype=np.float32)
    places = (points + 0.5) * seen.scale - 0.5
    lines = _luma(seen.codes, places, normals, steps)
    return _aligned(lines, places, normals, search=search, unit=unit)


def _outline(product: Mask) -> tuple[Floats, Floats]:
    """Points of the outer contours of a mask, as x and y, and unit normals that point out of it."""
    contours, _ = cv2.findContours(product.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    runs = [contour[:, 0].astype(np.float32) for contour in contours if len(contour) >= _FEWEST]
    if not runs:
        return np.empty((0, 2), np.float32), np.empty((0, 2), np.float32)
    points = np.concatenate(runs)
    tangents = np.concatenate([np.roll(run, -4, axis=0) - np.roll(run, 4, axis=0) for run in runs])
    normals = np.column_stack([tangents[:, 1], -tangents[:, 0]])
    normals /= np.maximum(np.hypot(normals[:, 0], normals[:, 1]), 1e-6)[:, None]
    spread = np.linspace(0, len(points) - 1, min(len(points), _MOST_LINES)).astype(int)
    points, normals = points[spread], normals[spread]
    ahead = np.rint(points + 3 * normals).astype(int)
    height, width = product.shape
    ahead = np.clip(ahead, 0, (width - 1, height - 1))
    normals[product[ahead[:, 1], ahead[:, 0]]] *= -1
    return points, normals.astype(np.float32)


def _leaving_once(product: Mask, points: Floats, normals: Floats, reach: float) -> NDArray[np.bool_]:
    """Which normals meet no other part of the product within `reach`: those would run across a gap in it."""
    height, width = product.shape
    once = np.ones(len(points), np.bool_)
    for step in np.arange(2.0, reach + 3.0):
        ahead = np.rint(points + step * normals).astype(int)
        within = ((ahead >= 0) & (ahead < (width, height))).all(axis=1)
        ahead = np.clip(ahead, 0, (width - 1, height - 1))
        once &= within & ~product[ahead[:, 1], ahead[:, 0]]
    return once


def _luma(codes: Pane, places: Floats, normals: Floats, steps: Floats) -> Floats:
    """(N, steps) luma along the normals; places outside the frame repeat its border."""
    along = places[:, None, :] + steps[None, :, None] * normals[:, None, :]
    x, y = (np.ascontiguousarray(along[..., axis], dtype=np.float32) for axis in (0, 1))
    sampled = cv2.remap(codes, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return tone(np.asarray(sampled, np.uint8)).astype(np.float32)


def _aligned(lines: Floats, places: Floats, normals: Floats, *, search: int, unit: float) -> Edge:
    """Each line shifted so that it is steepest in the middle; without those that have no clear edge there."""
    middle = lines.shape[1] // 2
    inside = min(middle - search, round(_INSIDE * unit))
    outside = middle - search
    slope = np.abs(lines[:, 2:] - lines[:, :-2])
    window = slope[:, middle - search - 1 : middle + search]
    offset = window.argmax(axis=1) - search
    columns = (middle + offset)[:, None] + np.arange(-inside, outside + 1)[None]
    moved = np.take_along_axis(lines, columns, axis=1)
    centre = places + offset[:, None] * normals
    step = np.abs(
        moved[:, inside - 4 : inside - 2].mean(axis=1) - moved[:, inside + 3 : inside + 5].mean(axis=1)
    )
    whole = step >= _LEAST_STEP
    return Edge(moved[whole], centre[whole].astype(np.float32), normals[whole], inside, unit)


def _sharpness(edge: Edge) -> Found:
    reach = min(edge.middle, 14)
    near = edge.lines[:, edge.middle - reach : edge.middle + reach + 1]
    low, high = near[:, :3].mean(axis=1), near[:, -3:].mean(axis=1)
    step = high - low
    clear = np.abs(step) >= _LEAST_STEP
    if np.count_nonzero(clear) < _FEWEST:
        return Found(None, note="Too little of the product's edge stands out to measure it.")
    share = (near[clear] - low[clear, None]) / step[clear, None]
    widths = _crossing(share, 0.9) - _crossing(share, 0.1)
    return Found(round(float(np.percentile(widths[widths > 0], 25)), 2))


def _crossing(share: Floats, level: float) -> Floats:
    """Where each line first rises past a level after it was last seen half-way, by straight lines."""
    middle = share.shape[1] // 2
    if level > 0.5:
        over = share[:, middle:] >= level
        at = np.where(over.any(axis=1), over.argmax(axis=1), over.shape[1] - 1) + middle
        before = at - 1
    else:
        under = share[:, : middle + 1][:, ::-1] <= level
        before = middle - np.where(under.any(axis=1), under.argmax(axis=1), middle)
        at = before + 1
    rows = np.arange(len(share))
    low, high = share[rows, before], share[rows, at]
    rise = np.where(np.abs(high - low) > 1e-3, high - low, 1.0)
    return np.asarray(before + np.clip((level - low) / rise, 0, 1), np.float32)


def _halo(edge: Edge, beside: Pair | None) -> Found:
    ground, far = (edge.between(*span) for span in (_BACKGROUND, _FAR))
    apart, length = _rim(edge), _ALONE
    level = float(np.median(far))
    open_ground = (np.abs(ground - far) < _SHADED / 2) & (np.abs(far - level) < _SHADED)
    if beside is not None and beside.sure:
        own = np.abs(_beside(_before(edge, beside)))
        apart, length = np.where(own > _OWN * np.abs(_beside(edge)), 0, apart), _SEEN_BEFORE
    apart, places = apart[open_ground], edge.places[open_ground]
    if len(apart) < _RUN:
        return Found(None, note="The product's edge lies in shadow all round: no halo can be told from it.")
    typical = np.median(np.lib.stride_tricks.sliding_window_view(apart, _RUN), axis=1)
    darker, lighter = np.quantile(typical, (length, 1 - length))
    worst = int((typical if lighter > -darker else -typical).argmax())
    value = float(max(lighter, -darker, 0.0))
    return Found(round(value, 1), _around(places[worst : worst + _RUN], edge.unit))


def _beside(edge: Edge) -> Floats:
    """(N,) how far luma beside the edge is from where the ground further out, drawn on, would have it."""
    return edge.between(*_NEAR) - _drawn_on(edge)


def _drawn_on(edge: Edge) -> Floats:
    ground, far = edge.between(*_BACKGROUND), edge.between(*_FAR)
    return 2 * ground - far


def _rim(edge: Edge) -> Floats:
    """(N,) the same where it may be a halo, and 0 where it may be a shadow or the softness of the edge.

    Beside the edge it is lighter or darker than product and ground, and by no more than it differs from the
    nearer of both; or it lies between them, and the edge does not face down.
    """
    near, ground = edge.between(*_NEAR), _drawn_on(edge)
    inside = np.median(edge.lines[:, max(0, edge.middle - round(8 * edge.unit)) : edge.middle - 2], axis=1)
    away = near - ground
    beyond = (near > np.maximum(inside, ground)) | (near < np.minimum(inside, ground))
    least = np.sign(away) * np.minimum(np.abs(away), np.abs(near - inside))
    between = np.where(edge.normals[:, 1] < _FACING_DOWN, away, 0)
    return np.asarray(np.where(beyond, least, between), np.float32)


def _before(edge: Edge, beside: Pair) -> Edge:
    """The same lines on the before."""
    turn = beside.matrix[:, :2]
    places = ((edge.places + 0.5) @ turn.T + beside.matrix[:, 2] - 0.5).astype(np.float32)
    normals = (edge.normals @ turn.T).astype(np.float32)
    steps = np.arange(-edge.middle, edge.lines.shape[1] - edge.middle, dtype=np.float32)
    return replace(edge, lines=_luma(beside.before.codes, places, normals, steps))


def _around(places: Floats, unit: float) -> Box:
    room = 6 * unit
    left, top = np.maximum(places.min(axis=0) - room, 0).astype(int).tolist()
    right, bottom = (places.max(axis=0) + room).astype(int).tolist()
    return left, top, right - left + 1, bottom - top + 1
