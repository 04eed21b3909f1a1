"""Ghost join: the inside of the neck from a second shot, set behind the front of the same garment.

The second shot is lined up with the first (`imaging.registration`), brought to its colour where both show the
garment, and shows through wherever the front is its own ground: a front pixel is a·F + (1 − a)·B, and B is
replaced, so that the front's edge keeps its threads and hairs.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import BadInput, Refused
from review_desk.imaging.decode import Source, decode, decode_depth
from review_desk.imaging.measures.masks import grown, opened, reaching
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.measures.separation import Separation
from review_desk.imaging.registration import register
from review_desk.passes.edge import cover, share
from review_desk.passes.full_size import Map, drawn, small
from review_desk.passes.separated import bare_ground, separated
from review_desk.passes.tools import Tools

_FAR = 1 / 40
"""Of the longer side: how far the front's edge throws its shade onto the neck behind it."""

_GAIN = 0.75, 1.33
"""Between these the second shot is made lighter or darker; further apart it was not the same light."""

_LEAST, _OVERLAP = 0.0005, 200


@dataclass(frozen=True)
class _Join:
    """What is joined, at the front's small size (h, w): where the neck `shows`, the two garments, and the
    `gain` (C) that brings the second shot to the first one's colour.
    """

    shows: Mask
    front: Separation
    inside: Mask
    gain: Map


def ghost_join(source: Source, tools: Tools, *, shade: float) -> Source:
    """The front with the inside of its neck from `tools.beside`; `shade` 0 to 1 is how much its edge darkens
    what lies behind it. Beside the opening every code stays.

    Raises BadInput without a second photo, Refused where the two cannot be lined up or differ in depth,
    channels or profile, where a garment cannot be told from its ground, and where nothing shows.
    """
    if tools.beside is None:
        raise BadInput("Ghost join needs a second photo: the inside of the neck.")
    other = _alike(source, tools.beside)
    move = register(decode(tools.path).array, decode(tools.beside).array).matrix
    front, behind = separated(tools)[1], separated(Tools(tools.beside))[1]
    join = _found(source.pixels, other.pixels, front, behind.product, move)
    box = _box(join.shows, source.pixels.shape[:2])
    moved = _moved(other.pixels, move, box)
    pixels = source.pixels.copy()
    pixels[box] = _joined(source.pixels, moved, join, box, shade)
    return replace(source, pixels=pixels)


def _alike(source: Source, beside: Path) -> Source:
    other = decode_depth(beside)
    if (other.pixels.dtype, other.mode, other.profile) != (source.pixels.dtype, source.mode, source.profile):
        raise Refused("The second photo has another bit depth, mode or profile. Convert a copy first.")
    return other


def _found(
    pixels: NDArray[Any], other: NDArray[Any], front: Separation, inside: Mask, move: NDArray[np.float64]
) -> _Join:
    """Raises Refused where nothing shows. The opening is the largest place within the front's hull where the
    second garment is and the front is not, and what stands above it, the back of the collar.
    """
    scale, own = pixels.shape[1] / front.product.shape[1], other.shape[1] / inside.shape[1]
    small_move = _between(move, own, scale)
    size = front.product.shape[::-1]
    laid = cv2.warpAffine(inside.astype(np.float32), small_move, size, flags=cv2.INTER_LINEAR) > 0.5
    hull = np.zeros(front.product.shape, np.uint8)
    outline = cv2.convexHull(np.argwhere(front.product)[:, ::-1].astype(np.int32))
    cv2.fillConvexPoly(hull, outline, 1)
    between = laid & ~front.product
    core = _largest(opened(between & (hull > 0)))
    shows = reaching(between & core.any(axis=0), core)
    if shows.mean() < _LEAST:
        raise Refused("Nothing of the second photo shows in the opening of the neck.")
    seen = cv2.warpAffine(small(other, inside.shape), small_move, size, flags=cv2.INTER_LINEAR)
    alike = ~grown(~(front.product & laid), 9)
    second = np.asarray(seen.reshape(*laid.shape, -1)[alike], np.float32)
    gain = _gain(small(pixels, front.product.shape)[alike], second)
    return _Join(shows, front, laid, gain)


def _largest(mask: Mask) -> Mask:
    count, names, found, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return mask
    return np.asarray(names == 1 + int(found[1:, cv2.CC_STAT_AREA].argmax()), bool)


def _between(move: NDArray[np.float64], own: float, scale: float) -> NDArray[np.float64]:
    """From middles of the second photo's small pixels to middles of the first one's."""
    return np.column_stack(
        (move[:, :2] * own / scale, (move[:, :2] @ (own / 2, own / 2) + move[:, 2]) / scale - 0.5)
    )


def _box(shows: Mask, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Where the opening lies at full size, with room for its edges."""
    found = []
    for places, less, full in zip(np.nonzero(shows), shows.shape, shape, strict=False):
        scale, room = full / less, max(8, full // 50)
        found.append(
            slice(max(int(places.min() * scale) - room, 0), min(int((places.max() + 1) * scale) + room, full))
        )
    return found[0], found[1]


def _moved(pixels: NDArray[Any], move: NDArray[np.float64], box: tuple[slice, slice]) -> Map:
    """The second photo in the box of the first, (h, w, C) 0-1; OpenCV counts from middles of pixels."""
    there = move.copy()
    there[:, 2] += move[:, :2] @ (0.5, 0.5) - 0.5 - np.array([box[1].start, box[0].start])
    size = box[1].stop - box[1].start, box[0].stop - box[0].start
    found = cv2.warpAffine(pixels, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    codes = found.reshape(size[1], size[0], -1).astype(np.float32)
    return np.asarray(codes / np.float32(np.iinfo(pixels.dtype).max), np.float32)


def _joined(
    pixels: NDArray[Any], neck: Map, join: _Join, box: tuple[slice, slice], shade: float
) -> NDArray[Any]:
    """The box of the front with the neck behind it."""
    full, shape = np.float32(np.iinfo(pixels.dtype).max), pixels.shape[:2]
    photo = small(pixels, join.front.product.shape)
    codes = pixels[box].astype(np.float32) / full
    own = share(_at(cover(photo, join.front.product), box, shape), codes)
    bare = _at(bare_ground(photo, join.front.background), box, shape)
    there = share(_at(cover(_second(neck, join, box, shape), join.inside), box, shape), neck)
    room = _at(grown(join.shows, 5).astype(np.float32)[..., None], box, shape)[..., 0]
    weight = ((1 - own) * there * np.clip(2 * room, 0, 1))[..., None]
    lit = neck * join.gain * (1 - shade * _near(own, _FAR * max(shape)))[..., None]
    made = np.clip(codes + weight * (lit - bare), 0, 1)
    return np.where(weight > 0, np.rint(made * full), pixels[box]).astype(pixels.dtype)


def _at(plane: Map, box: tuple[slice, slice], shape: tuple[int, ...]) -> Map:
    """The part of a small map that lies under the box."""
    return drawn(plane, box[0], (shape[0], shape[1]))[:, box[1]]


def _second(neck: Map, join: _Join, box: tuple[slice, slice], shape: tuple[int, ...]) -> Map:
    """The second photo on the first one's small frame, its own edge colours beside the box."""
    height, width = join.inside.shape
    scale = width / shape[1]
    move = np.array([[scale, 0, box[1].start * scale], [0, scale, box[0].start * scale]])
    less = cv2.warpAffine(neck, move, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(less.reshape(height, width, -1), np.float32)


def _gain(first: Map, second: Map) -> Map:
    """(C) by the median of the ratios (N, C): where one shows the outside and one the inside is the less."""
    if len(first) < _OVERLAP:
        return np.ones(first.shape[1], np.float32)
    found = np.median(first / np.maximum(second, 1e-3), axis=0)
    return np.asarray(np.clip(found, *_GAIN), np.float32)


def _near(own: NDArray[np.float32], far: float) -> NDArray[np.float32]:
    """(h, w) 1 at the front's edge, less and less behind it."""
    away = cv2.distanceTransform((own < 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(np.exp(-np.square(away / far)), np.float32)
