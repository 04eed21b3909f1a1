"""How a lens bends straight lines: the bow of long edges far from the middle of the frame."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.subject import SIDE, Box, Subject
from review_desk.imaging.views.pane import Plane, tone

_LEVEL = 2560
_SAMPLES = 64
_SHORTEST, _NEAREST = 0.3, 0.25
"""A line's length, of the longer side, and its distance from the middle, of half the diagonal: at least."""

_REACH = 0.012
"""How far beside its chord a line is looked for, of the longer side."""

_FEWEST, _STRAY = 0.75, 1.0
_STEEP = 6.0
_TELLING = 0.5
"""Pixels of bow that a distortion of one per cent must make on a line for it to tell."""

_APART, _AGREE = 0.5, 0.5

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Bow:
    """Distortion as straight edges show it: by how many per cent a corner of the frame lies further out than
    without (pincushion), or further in (barrel, below 0); and where the longest of those edges is."""

    percent: float
    region: Box


@dataclass(frozen=True)
class _Line:
    """`normal` points away from the frame's middle; `off` and `half` its distance and half length, `bow` how
    far its middle is out from its chord: all in halves of the diagonal. `box` in pixels of the level."""

    normal: tuple[float, float]
    off: float
    half: float
    bow: float
    box: Box


def bow_of(seen: Subject) -> Bow | None:
    """What the long edges of a photo say of its lens; None where there are no two that agree.

    A line at the distance d from the middle, of half length h, bows by −k·d·h² where a place at the distance
    r is brought to r·(1 + k·r²) (Brown's first radial term; all in halves of the diagonal). Lines are found
    with Hough's transform on a picture of 320 pixels (widened edges forgive the bow), followed across at 64
    places of one of 2560, and fitted with a parabola. Two lines must lie on different sides of the middle and
    agree to half a per cent: an edge of a product may be curved by itself, and two may be alike: one photo is
    a hint, a set of different products tells (`domain.check.lens`).
    """
    grey = tone(seen.levels.within(_LEVEL))
    lines = [line for chord in _chords(seen.small.codes) if (line := _followed(grey, chord)) is not None]
    weights = np.array([line.off * line.half**2 for line in lines])
    each = [100 * -line.bow / weight for line, weight in zip(lines, weights, strict=True)]
    agreeing = [
        at for at in range(len(lines)) if any(_agree(lines, each, at, to) for to in range(len(lines)))
    ]
    if not agreeing:
        return None
    share = weights[agreeing] ** 2
    percent = float(np.dot(share, np.array(each)[agreeing]) / share.sum())
    longest = max((lines[at] for at in agreeing), key=lambda line: line.half)
    scale = seen.size[0] / grey.shape[1]
    x, y, width, height = (round(side * scale) for side in longest.box)
    return Bow(round(percent, 2), (x, y, max(1, width), max(1, height)))


def _agree(lines: list[_Line], each: list[float], one: int, other: int) -> bool:
    a, b = lines[one].normal, lines[other].normal
    return a[0] * b[0] + a[1] * b[1] < _APART and abs(each[one] - each[other]) <= _AGREE


def _chords(small: Plane) -> list[NDArray[np.float64]]:
    """Ends (2, 2) of long straight edges, 0-1 of the frame; of edges beside each other the first."""
    grey = cv2.GaussianBlur(tone(small), (3, 3), 0)
    edges = cv2.dilate(cv2.Canny(grey, 30, 90), np.ones((3, 3), np.uint8))
    shortest = _SHORTEST * max(grey.shape)
    found = cv2.HoughLinesP(edges, 1, np.pi / 180, 40, minLineLength=shortest, maxLineGap=0.02 * SIDE)
    if found is None:
        return []
    ends = found.reshape(-1, 2, 2) + 0.5
    longest = ends[np.argsort(-np.hypot(*(ends[:, 1] - ends[:, 0]).T))]
    kept: list[NDArray[np.float64]] = []
    for each in longest[:60]:
        if all(_beside(each, other) > 0.02 * max(grey.shape) for other in kept):
            kept.append(each.astype(np.float64))
    return [each / np.array(grey.shape[1::-1]) for each in kept[:16]]


def _beside(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How far the ends of one line are from another, the mean of both."""
    along = (other[1] - other[0]) / max(float(np.hypot(*(other[1] - other[0]))), 1e-6)
    away = one - other[0]
    return float(np.abs(away @ np.array([-along[1], along[0]])).mean())


def _followed(grey: Plane, chord: NDArray[np.float64]) -> _Line | None:
    """A line as it runs at full size; None for one too near the middle, broken or not smooth."""
    size = np.array(grey.shape[1::-1], np.float64)
    ends, half_diagonal = chord * size, float(np.hypot(*size)) / 2
    length = float(np.hypot(*(ends[1] - ends[0])))
    normal = np.array([ends[0, 1] - ends[1, 1], ends[1, 0] - ends[0, 0]]) / length
    middle = ends.mean(axis=0)
    off = float(normal @ (middle - size / 2))
    normal, off = (normal, off) if off >= 0 else (-normal, -off)
    told = off / half_diagonal, length / 2 / half_diagonal
    if told[0] < _NEAREST or 0.01 * told[0] * told[1] ** 2 * half_diagonal < _TELLING:
        return None
    bow = _bow(grey, ends, normal)
    if bow is None:
        return None
    left, top = np.floor(ends.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(ends.max(axis=0)).astype(int).tolist()
    box = left, top, right - left + 1, bottom - top + 1
    return _Line((float(normal[0]), float(normal[1])), *told, bow / half_diagonal, box)


def _bow(grey: Plane, ends: NDArray[np.float64], normal: NDArray[np.float64]) -> float | None:
    """Pixels by which the middle of a line lies out from its chord; None where it cannot be followed."""
    reach = max(4, round(_REACH * max(grey.shape)))
    along = np.linspace(-0.94, 0.94, _SAMPLES)
    places = ends.mean(axis=0) + along[:, None] * (ends[1] - ends[0]) / 2
    steps = np.arange(-reach, reach + 1)
    at = (places[:, None] + steps[None, :, None] * normal - 0.5).astype(np.float32)
    lines = cv2.remap(grey, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    slope = cv2.Sobel(cv2.GaussianBlur(lines.astype(np.float32), (5, 1), 0), cv2.CV_32F, 1, 0, ksize=1)
    slope = slope * (
        1 if float(np.median(slope[np.arange(_SAMPLES), np.abs(slope).argmax(axis=1)])) >= 0 else -1
    )
    peak = np.clip(slope.argmax(axis=1), 1, 2 * reach - 1)
    rows = np.arange(_SAMPLES)
    low, here, high = (slope[rows, peak + step] for step in (-1, 0, 1))
    bend = np.where(np.abs(low - 2 * here + high) > 1e-3, low - 2 * here + high, -1.0)
    out = peak - reach + np.clip(0.5 * (low - high) / bend, -1, 1)
    return _fitted(along, out, here > _STEEP)


def _fitted(along: NDArray[np.float64], out: NDArray[np.float64], steep: NDArray[np.bool_]) -> float | None:
    """The bow of a parabola through the places of a line, those that stray from it left out."""
    table = np.stack([np.ones_like(along), along, 1 - along**2], axis=1)
    kept = steep
    for _ in range(4):
        if np.count_nonzero(kept) < _FEWEST * _SAMPLES:
            return None
        found = np.linalg.lstsq(table[kept], out[kept], rcond=None)[0]
        kept = steep & (np.abs(out - table @ found) < _STRAY)
    return float(found[2])
