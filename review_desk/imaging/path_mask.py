"""A saved path as a mask with soft edges: how much of each pixel lies inside.

Each pixel is cut into 8 lines; on a line the path is met exactly, so that a pixel has 8 × 256 steps at
upright edges and 8 at level ones. Lines of one part are filled by the even-odd rule, and parts joined as the
file says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from review_desk.errors import BadInput
from review_desk.imaging import gate, readers
from review_desk.imaging.raster import turned
from review_desk.imaging.saved_paths import (
    COMBINE,
    EXCLUDE,
    INTERSECT,
    JOIN_BEFORE,
    SUBTRACT,
    Part,
    SavedPaths,
    saved_paths,
)
from review_desk.imaging.views.pane import strips

_LINES, _ROWS = 8, 64
_TOLERANCE = 0.05
"""Pixels that a straight piece may be off its curve."""

_MOST_STEPS, _MOST_PIECES = 1024, 400_000
_MOST_CROSSINGS = 40_000_000
"""Places where a line meets the path. A fine one round a photo of 100 megapixels has half a million."""

Points = NDArray[np.float64]
Share = NDArray[np.float32]


@dataclass(frozen=True)
class _Line:
    """A part's curves in pixels, (N, 2) each: from a by the handles b and c to d, in `steps` pieces."""

    a: Points
    b: Points
    c: Points
    d: Points
    steps: NDArray[np.int64]

    @classmethod
    def of(cls, part: Part, width: int, height: int) -> Self:
        """As many steps as keep within the tolerance."""
        nodes = np.array([(node.before, node.at, node.after) for node in part.nodes]) * (width, height)
        following = np.roll(nodes, -1, axis=0)
        a, b, c, d = nodes[:, 1], nodes[:, 2], following[:, 0], following[:, 1]
        bend = np.maximum(np.abs(a - 2 * b + c).max(axis=1), np.abs(b - 2 * c + d).max(axis=1))
        bend[((a == b) & (c == d)).all(axis=1)] = 0  # a straight piece
        # a chord is off by |B″| / 8n² at most, and |B″| is 6 times the largest second difference
        steps = np.clip(np.ceil(np.sqrt(0.75 * bend / _TOLERANCE)), 1, _MOST_STEPS).astype(np.int64)
        return cls(a, b, c, d, steps)

    def points(self) -> Points:
        """(M, 2) where the pieces begin, in order."""
        which = np.repeat(np.arange(len(self.steps)), self.steps)
        number = np.arange(len(which)) - np.repeat(np.cumsum(self.steps) - self.steps, self.steps)
        t = (number / self.steps[which])[:, np.newaxis]
        s = 1 - t
        weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
        ends = (self.a, self.b, self.c, self.d)
        return np.asarray(sum(w * end[which] for w, end in zip(weights, ends, strict=True)))


def path_mask(photo: Path, name: str = "") -> NDArray[np.uint8]:
    """(H, W) 0-255, how much of each pixel of the upright photo lies inside its path `name`, "" for the one
    that clips. Raises BadInput where there is none, it is damaged, too intricate, or lies beside the photo.
    """
    return mask_of_path(saved_paths(photo), name)


def mask_of_path(paths: SavedPaths, name: str) -> NDArray[np.uint8]:
    """As `path_mask`, of paths that are read already."""
    header, shown = readers.header_of(paths.file), gate.shown(paths.file)
    stored = drawn(paths.read(name), width=header.width, height=header.height)
    if stored is None:
        raise BadInput(f"The path “{paths.named(name)}” of {shown} is too intricate to be drawn.")
    if not stored.any():
        raise BadInput(f"The path “{paths.named(name)}” of {shown} goes round no pixel of it.")
    return turned(stored, header.orientation)


def drawn(parts: Sequence[Part], *, width: int, height: int) -> NDArray[np.uint8] | None:
    """(H, W) 0-255 of the parts on a photo of that size in pixels; None where they cross too many lines."""
    groups = [
        (operation, [_Line.of(part, width, height) for part in group]) for operation, group in _grouped(parts)
    ]
    if sum(int(line.steps.sum()) for _, lines in groups for line in lines) > _MOST_PIECES:
        return None
    edges = [(operation, _edges([line.points() for line in lines])) for operation, lines in groups]
    if sum(_crossed(one, height) for _, one in edges) > _MOST_CROSSINGS:
        return None
    out = np.empty((height, width), np.uint8)
    for rows in strips(height, _ROWS):
        out[rows] = np.rint(255 * _joined(edges, rows, width))
    return out


def _grouped(parts: Sequence[Part]) -> Iterator[tuple[int, list[Part]]]:
    """Parts that are filled together, with what the first of them does: those that exclude each other too."""
    group: list[Part] = []
    for part in parts:
        if group and not _together(group[0], part):
            yield group[0].operation, group
            group = []
        group.append(part)
    if group:
        yield group[0].operation, group


def _together(first: Part, part: Part) -> bool:
    return part.operation == JOIN_BEFORE or (part.operation == EXCLUDE and first.operation == EXCLUDE)


def _joined(groups: Sequence[tuple[int, Points]], rows: slice, width: int) -> Share:
    """0-1 in some rows. A first group that takes away, or intersects, does so from the whole photo."""
    full = groups[0][0] in (SUBTRACT, INTERSECT)
    whole = np.full((rows.stop - rows.start, width), np.float32(full))
    for operation, edges in groups:
        one = _filled(edges, rows, width)
        if operation == COMBINE:
            whole += one - whole * one
        elif operation == SUBTRACT:
            whole *= 1 - one
        elif operation == INTERSECT:
            whole *= one
        else:
            assert operation in (EXCLUDE, JOIN_BEFORE)
            whole += one - 2 * whole * one
    return np.clip(whole, 0, 1)


def _edges(closed: Sequence[Points]) -> Points:
    """(N, 4) straight pieces x, y, x, y in pixels, y counted in lines; level ones are left out."""
    edges = np.concatenate([np.column_stack((line, np.roll(line, -1, axis=0))) for line in closed])
    edges[:, (1, 3)] *= _LINES
    level: NDArray[np.bool_] = edges[:, 1] == edges[:, 3]
    return np.asarray(edges[~level])


def _span(edges: Points, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lines from `first` to before `last` that each edge meets: from, and how many."""
    low, high = np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3])
    start = np.clip(np.ceil(low - 0.5), first, last).astype(np.int64)
    end = np.clip(np.ceil(high - 0.5), first, last).astype(np.int64)
    return start, end - start


def _crossed(edges: Points, height: int) -> int:
    return int(_span(edges, 0, height * _LINES)[1].sum())


def _filled(edges: Points, rows: slice, width: int) -> Share:
    """(rows, W) 0-1 of one group, by the even-odd rule."""
    count = rows.stop - rows.start
    start, many = _span(edges, rows.start * _LINES, rows.stop * _LINES)
    which = np.repeat(np.arange(len(edges)), many)
    line = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many) + start[which]
    x0, y0, x1, y1 = edges[which].T
    x = np.clip(x0 + (line + 0.5 - y0) / (y1 - y0) * (x1 - x0), 0, width)
    order = np.lexsort((x, line))
    row, x = (line[order] // _LINES) - rows.start, x[order]
    # Entering a pixel at x covers what of it lies right of x, and all pixels after it; leaving takes it back
    sign = np.where(np.arange(len(x)) % 2, -1.0, 1.0) / _LINES
    pixel = np.minimum(x.astype(np.int64), width - 1)
    beyond = x - pixel
    place, size = row * (width + 1) + pixel, count * (width + 1)
    steps = np.bincount(place, sign * (1 - beyond), size) + np.bincount(place + 1, sign * beyond, size)
    covered = np.cumsum(steps.reshape(count, width + 1), axis=1)[:, :width]
    return np.asarray(np.clip(covered, 0, 1), np.float32)
