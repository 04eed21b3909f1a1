"""Extend the background: a larger frame round the photo, its plain ground gone on; each pixel it has is kept.

Beside the photo the ground goes on with the slope it has at the border, less and less; what else lies there,
the end of a shadow, fades out as a membrane does; then comes grain like the ground's own.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.decode import Source
from review_desk.imaging.measures.masks import grown
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.measures.separation import Separation
from review_desk.passes.full_size import Map, small, strips
from review_desk.passes.grain import calm, fine, more_grain, strength
from review_desk.passes.membrane import membrane
from review_desk.passes.separated import bare_ground, separated
from review_desk.passes.straighten_frame import LARGEST, wide
from review_desk.passes.tools import Moved, Tools

_SLOPE = 0.12
"""Of the longer side: how far a slope of the ground goes on before most of it is gone."""

_FADE = 0.25
"""Of the longer side, beyond the new frame: where what is left of a shadow would be nothing."""

_EDGE = 1 / 60
"""Of the longer side round the product that is not taken for ground: its soft edge."""

_SAMPLE = 384
"""Edge in pixels of the place whose grain is measured."""

_SHARES = {"left": 0.0, "top": 0.0, "middle": 0.5, "right": 1.0, "bottom": 1.0}


@dataclass(frozen=True)
class Canvas:
    """The new frame, and where the photo lies in it: pixels `left` and `top` of it."""

    width: int
    height: int
    left: int
    top: int

    def sides(self, shape: tuple[int, int]) -> tuple[int, int, int, int]:
        """Pixels added at the left, top, right and bottom of a photo of `shape` (H, W)."""
        return self.left, self.top, self.width - shape[1] - self.left, self.height - shape[0] - self.top


def background_extend(source: Source, tools: Tools, *, ratio: str, margin: float, place: str) -> Moved:
    """The photo in a frame of `ratio` (“as it is” or such as “4:5”) that is `margin` per cent of its longer
    side larger on every side; `place` says at which end of the frame it lies where that is too long.

    Raises Refused where the background is not plain, where the product runs out of the photo on a side that
    would grow, and where the frame would be too large.
    """
    shape = source.pixels.shape[:2]
    canvas = _canvas((shape[0], shape[1]), ratio, margin / 100, place)
    parts = separated(tools)[1]
    _require_whole(parts.product, canvas.sides((shape[0], shape[1])))
    out = extended(source.pixels, parts, canvas)
    alpha = None
    if source.alpha is not None:
        alpha = np.zeros(out.shape[:2], source.alpha.dtype)
        alpha[canvas.top : canvas.top + shape[0], canvas.left : canvas.left + shape[1]] = source.alpha
    moved = float(canvas.left), float(canvas.top), 1.0, 0.0
    return Moved(replace(source, pixels=out, alpha=alpha), moved)


def _canvas(shape: tuple[int, int], ratio: str, margin: float, place: str) -> Canvas:
    """Raises Refused for one that is too large."""
    height, width = shape
    room = 2 * round(margin * max(shape))
    across, down = width + room, height + room
    wanted = width / height if ratio == "as it is" else wide(ratio)
    across, down = max(across, round(down * wanted)), max(down, round(across / wanted))
    if max(across, down) > LARGEST:
        raise Refused(f"The frame would be {across:,} × {down:,} pixels; the most is {LARGEST:,}.")
    share = _SHARES[place]
    left = room // 2 + round((across - width - room) * (share if place in ("left", "right") else 0.5))
    top = room // 2 + round((down - height - room) * (share if place in ("top", "bottom") else 0.5))
    return Canvas(across, down, left, top)


def _require_whole(product: Mask, sides: tuple[int, int, int, int]) -> None:
    edges = product[:, 0], product[0], product[:, -1], product[-1]
    for name, edge, more in zip(("left", "top", "right", "bottom"), edges, sides, strict=True):
        if more and edge.any():
            raise Refused(f"The product runs out of the photo at the {name}: there is no ground to extend.")


def extended(pixels: NDArray[Any], parts: Separation, canvas: Canvas) -> NDArray[Any]:
    """(H, W, C) the new frame: the photo's codes, and the ground beside them.

    Raises Refused where no background is seen.
    """
    height, width, channels = pixels.shape
    full = np.float32(np.iinfo(pixels.dtype).max)
    out = np.empty((canvas.height, canvas.width, channels), pixels.dtype)
    scale = width / parts.product.shape[1]
    ground, corner = _ground(small(pixels, parts.product.shape), parts, canvas.sides((height, width)), scale)
    grain = _Grain.of(pixels, parts.background)
    for number, rows in enumerate(strips(canvas.height)):
        plain = _drawn(ground, corner, rows, canvas, scale)
        codes = np.rint(np.clip(plain + grain.like(plain.shape, seed=number), 0, 1) * full)
        out[rows] = codes.astype(out.dtype)
    out[canvas.top : canvas.top + height, canvas.left : canvas.left + width] = pixels
    return out


def _ground(
    photo: Map, parts: Separation, sides: tuple[int, int, int, int], scale: float
) -> tuple[Map, tuple[int, int]]:
    """The ground small (h, w, C), 0-1, over the frame and beyond, and the photo's corner (x, y) in it."""
    if not parts.background.any():
        raise Refused("No background is seen that could be extended.")
    size = max(photo.shape[:2])
    beyond = round(_FADE * size)
    left, top, right, bottom = (int(np.ceil(side / scale)) + beyond if side else 2 for side in sides)
    bare = bare_ground(photo, parts.background)
    plain = _gone_on(bare, (left, top, right, bottom), reach=_SLOPE * size)
    spread = ((top, bottom), (left, right))
    product = grown(parts.product, round(size * _EDGE) | 1)
    known = np.pad(~product, spread)
    rest = cv2.GaussianBlur(photo, (0, 0), 2).reshape(photo.shape) - bare
    there = np.pad(np.asarray(rest, np.float32), (*spread, (0, 0)))
    nothing = np.pad(np.zeros((known.shape[0] - 2, known.shape[1] - 2), bool), 1, constant_values=True)
    return np.clip(plain + membrane(there, known | nothing), 0, 1), (left, top)


def _gone_on(bare: Map, sides: tuple[int, int, int, int], *, reach: float) -> Map:
    """The bare ground with so much added at each side: its slope at the border, fading over `reach`."""
    height, width = bare.shape[:2]
    left, top, right, bottom = sides
    soft = np.asarray(cv2.GaussianBlur(bare, (0, 0), max(2, reach / 8))).reshape(bare.shape)
    down, across = np.gradient(soft, axis=(0, 1))
    y, x = np.arange(-top, height + bottom), np.arange(-left, width + right)
    rows, columns = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
    far_y, far_x = (np.sign(d) * reach * (1 - np.exp(-np.abs(d) / reach)) for d in (y - rows, x - columns))
    inner = np.ix_(rows, columns)
    found = bare[inner] + down[inner] * far_y[:, None, None] + across[inner] * far_x[None, :, None]
    return np.asarray(found, np.float32)


def _drawn(ground: Map, corner: tuple[int, int], rows: slice, canvas: Canvas, scale: float) -> Map:
    """Some rows of the frame (rows, W, C) from the small ground; pixels are areas."""
    x = (0.5 - canvas.left) / scale + corner[0] - 0.5
    y = (rows.start + 0.5 - canvas.top) / scale + corner[1] - 0.5
    back = np.array([[1 / scale, 0, x], [0, 1 / scale, y]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found = cv2.warpAffine(
        ground, back, (canvas.width, rows.stop - rows.start), flags=how, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found.reshape(rows.stop - rows.start, canvas.width, -1), np.float32)


@dataclass(frozen=True)
class _Grain:
    """The ground's grain, measured at one place: `detail` (h, w, C) where it is `bare`."""

    detail: Map
    bare: Mask
    spread: Map

    @classmethod
    def of(cls, pixels: NDArray[Any], background: Mask) -> "_Grain":
        """Measured where most of the ground is bare."""
        edge = max(8, round(_SAMPLE * background.shape[1] / pixels.shape[1]))
        there, none = background.astype(np.float32), cv2.BORDER_CONSTANT
        share = cv2.boxFilter(there, -1, (edge, edge), anchor=(0, 0), borderType=none)
        row, column = np.unravel_index(int(share.argmax()), share.shape)
        scale = pixels.shape[1] / background.shape[1]
        top, left = round(row * scale), round(column * scale)
        part = pixels[top : top + _SAMPLE, left : left + _SAMPLE].astype(np.float32)
        part /= np.float32(np.iinfo(pixels.dtype).max)
        own = background[int(row) : int(row) + edge, int(column) : int(column) + edge].astype(np.uint8)
        bare = cv2.resize(own, part.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
        detail = fine(part, bare)
        where = calm(detail, bare)
        return cls(detail, where, strength(detail, where))

    def like(self, shape: tuple[int, ...], *, seed: int) -> Map:
        """(rows, W, C) more of it."""
        return more_grain(self.detail, self.bare, seed=seed, size=(shape[0], shape[1])) * self.spread
