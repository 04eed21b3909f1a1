"""A hole filled with patches of its surroundings, so that texture and edges go on through it.

Y. Wexler, E. Shechtman, M. Irani, “Space-Time Completion of Video” (2007): every patch that touches the hole
shall be like one that does not; found by turns on ever larger grids. The likest patches are found by
C. Barnes et al., “PatchMatch” (2009), with all places asking their neighbours at once. How busy a place is
counts beside its colour (A. Newson et al., “Video Inpainting of Complex Scenes”, 2014), or blur would match
only blur.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.masks import grown
from review_desk.passes.full_size import Map, resized
from review_desk.passes.membrane import membrane

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]

_RADIUS = 3
"""Of a patch: 7 × 7 pixels."""

_BLOCK = 1 << 14
_BUSY = 1.0
"""What a difference in busyness weighs against one in colour."""

_TURNS_SMALL, _TURNS_LARGE = 8, 3
_JUMPS_SMALL, _JUMPS_LARGE = (8, 4, 2, 1), (2, 1)
_FROM_RIM = 1.3
"""By so much less does a pixel's word count for each pixel that it lies deeper in the hole."""


@dataclass
class _Grid:
    """One size of the photo, padded by a patch's radius. `seen` (n, C + 2) holds colours and busyness of its
    pixels in rows of `width`. `targets` are flat places whose patches touch the `hole`; `sound` says of every
    place whether its patch is whole and known. `word` is what a place's patch counts in a vote.
    """

    seen: Map
    shape: tuple[int, int]
    hole: Mask
    targets: Places
    sound: Mask
    word: Map

    @property
    def width(self) -> int:
        return self.shape[1]


@dataclass
class _Matches:
    """For each target its likest place so far, by how far that is away (flat), and how unlike it is."""

    away: Places
    apart: Map


def exemplar_fill(photo: Map, hole: Mask, usable: Mask, *, seed: int, most: int) -> Map | None:
    """(h, w, C) with the `hole` (h, w) filled from pixels that lie in `usable` (h, w) alone, as they are.

    A hole of more than `most` pixels is worked out at half the size, or a quarter …, and its pixels are then
    taken from where those matches lead. None where no whole patch is usable. The same seed gives the same.
    """
    times = 1
    while np.count_nonzero(hole) > most * times * times:
        times *= 2
    grids = _grids(photo, hole, usable, times)
    if not grids:
        return None
    chance = np.random.default_rng(seed)
    matches = _begun(grids[0], chance)
    for number, grid in enumerate(grids):
        if number:
            matches = _enlarged(matches, grids[number - 1], grid)
            _vote(grid, matches, sharp=True)
        last = number == len(grids) - 1
        _settle(grid, matches, chance, turns=_TURNS_LARGE if last and number else _TURNS_SMALL, fine=last)
    return _taken(photo, hole, grids[-1], matches, times)


def _grids(photo: Map, hole: Mask, usable: Mask, times: int) -> list[_Grid]:
    """From the smallest, where the hole is no wider than a patch, to the largest that is worked on."""
    seen = np.dstack((photo, _busy(photo, usable)))
    for _ in range(int(math.log2(times))):
        seen, hole, usable = _halved(seen, hole, usable)
    found: list[_Grid] = []
    while True:
        grid = _grid(seen, hole, usable)
        if grid is None:
            break
        found.append(grid)
        depth = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3).max()
        if depth <= _RADIUS - 1:
            break
        seen, hole, usable = _halved(seen, hole, usable)
    return found[::-1]


def _busy(photo: Map, usable: Mask) -> Map:
    """(h, w, 2) how much the light changes across and down, on average over a patch's neighbourhood."""
    light = np.ascontiguousarray(photo.mean(axis=2, dtype=np.float32))
    slopes = np.dstack([np.abs(cv2.Scharr(light, cv2.CV_32F, *way)) / 16 for way in ((1, 0), (0, 1))])
    there = (~grown(~usable, 3)).astype(np.float32)
    size = (4 * _RADIUS + 1,) * 2
    told = cv2.blur(slopes * there[..., None], size) / np.maximum(cv2.blur(there, size), 1e-6)[..., None]
    return np.asarray(told * _BUSY, np.float32)


def _halved(seen: Map, hole: Mask, usable: Mask) -> tuple[Map, Mask, Mask]:
    size = (hole.shape[1] + 1) // 2, (hole.shape[0] + 1) // 2
    there = cv2.resize((~hole).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    summed = resized(seen * ~hole[..., None], size)
    whole = cv2.resize(usable.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.999
    return summed / np.maximum(there, 1e-6).astype(np.float32)[..., None], there < 0.5, whole


def _grid(seen: Map, hole: Mask, usable: Mask) -> _Grid | None:
    """None where no whole patch is usable."""
    sound = np.pad(~grown(~usable, 2 * _RADIUS + 1), _RADIUS)
    sound[: 2 * _RADIUS] = sound[-2 * _RADIUS :] = sound[:, : 2 * _RADIUS] = sound[:, -2 * _RADIUS :] = False
    if np.count_nonzero(sound) < (2 * _RADIUS + 1) ** 2:
        return None
    touched = np.pad(grown(hole, 2 * _RADIUS + 1), _RADIUS)
    deep = cv2.distanceTransform(np.pad(hole, _RADIUS).astype(np.uint8), cv2.DIST_L2, 3)
    filled = np.pad(membrane(seen, ~hole), ((_RADIUS,) * 2,) * 2 + ((0, 0),), mode="edge")
    return _Grid(
        seen=filled.reshape(-1, filled.shape[2]),
        shape=touched.shape,
        hole=np.pad(hole, _RADIUS).ravel(),
        targets=np.flatnonzero(touched),
        sound=sound.ravel(),
        word=np.asarray(_FROM_RIM ** -np.minimum(deep, 50), np.float32).ravel(),
    )


def _begun(grid: _Grid, chance: np.random.Generator) -> _Matches:
    found = chance.choice(np.flatnonzero(grid.sound), grid.targets.size)
    return _Matches(found - grid.targets, _apart(grid, grid.targets, found))


def _enlarged(matches: _Matches, small: _Grid, large: _Grid) -> _Matches:
    """The matches of half the size, led on: a place goes twice as far as the one above it; where that is no
    sound place, the nearest target's way is tried by what follows.
    """
    above = np.zeros((*small.shape, 2), np.int64)
    rows, columns = np.divmod(small.targets, small.width)
    to_rows, to_columns = np.divmod(small.targets + matches.away, small.width)
    above[rows, columns] = np.column_stack((to_rows - rows, to_columns - columns))
    y, x = np.divmod(large.targets, large.width)
    up = (y - _RADIUS) // 2 + _RADIUS, (x - _RADIUS) // 2 + _RADIUS
    ways = 2 * above[np.minimum(up[0], small.shape[0] - 1), np.minimum(up[1], small.shape[1] - 1)]
    to = np.clip(y + ways[:, 0], 0, large.shape[0] - 1), np.clip(x + ways[:, 1], 0, large.width - 1)
    places = to[0] * large.width + to[1]
    lost = ~large.sound[places]
    if lost.any():
        sources = np.flatnonzero(large.sound)
        places[lost] = sources[np.searchsorted(sources, places[lost]).clip(max=sources.size - 1)]
    return _Matches(places - large.targets, _apart(large, large.targets, places))


def _settle(grid: _Grid, matches: _Matches, chance: np.random.Generator, *, turns: int, fine: bool) -> None:
    for turn in range(turns):
        matches.apart = _apart(grid, grid.targets, grid.targets + matches.away)
        _ask_neighbours(grid, matches, _JUMPS_LARGE if fine else _JUMPS_SMALL)
        _try_luck(grid, matches, chance, widest=16 if fine else max(grid.shape))
        _vote(grid, matches, sharp=turn == turns - 1)


def _ask_neighbours(grid: _Grid, matches: _Matches, jumps: tuple[int, ...]) -> None:
    """Where a neighbour found its match, one's own may lie beside it."""
    ways = np.zeros(grid.hole.size, np.int64)
    for jump in jumps:
        for step in (jump, -jump, jump * grid.width, -jump * grid.width):
            ways[grid.targets] = matches.away
            asked = np.clip(grid.targets + step, 0, ways.size - 1)
            _take_better(grid, matches, grid.targets + ways[asked])


def _try_luck(grid: _Grid, matches: _Matches, chance: np.random.Generator, *, widest: int) -> None:
    reach = widest
    while reach >= 1:
        y, x = chance.integers(-reach, reach, (2, grid.targets.size), endpoint=True)
        _take_better(grid, matches, grid.targets + matches.away + y * grid.width + x)
        reach //= 2


def _take_better(grid: _Grid, matches: _Matches, places: Places) -> None:
    inside = (places >= 0) & (places < grid.hole.size)
    worth = inside & (places != grid.targets + matches.away)
    worth[worth] = grid.sound[places[worth]]
    which = np.flatnonzero(worth)
    apart = _apart(grid, grid.targets[which], places[which])
    better = apart < matches.apart[which]
    which, apart = which[better], apart[better]
    matches.away[which] = places[which] - grid.targets[which]
    matches.apart[which] = apart


def _apart(grid: _Grid, ones: Places, others: Places) -> Map:
    """(N) how unlike the patches at two places are: the sum of squares over every second pixel."""
    found = np.zeros(ones.size, np.float32)
    steps = [s for n, s in enumerate(_steps(grid.width)) if n % 2 == 0]
    for start in range(0, ones.size, _BLOCK):
        here, there = ones[start : start + _BLOCK], others[start : start + _BLOCK]
        part = found[start : start + _BLOCK]
        for step in steps:
            off = grid.seen.take(here + step, axis=0) - grid.seen.take(there + step, axis=0)
            part += np.einsum("nc,nc->n", off, off)
    return found


def _steps(width: int) -> list[int]:
    """From the middle of a patch to each of its pixels, flat."""
    reach = range(-_RADIUS, _RADIUS + 1)
    return [y * width + x for y in reach for x in reach]


def _vote(grid: _Grid, matches: _Matches, *, sharp: bool) -> None:
    """Fill the hole with what the matches of all patches over a pixel say: the mean, or the likest's."""
    say = _said_sharply if sharp else _said_on_average
    say(grid, matches)


def _said_on_average(grid: _Grid, matches: _Matches) -> None:
    spread = max(float(np.percentile(matches.apart, 75)), 1e-6)
    words = np.exp(-matches.apart / (2 * spread)) * grid.word[grid.targets]
    total = np.zeros((grid.hole.size, grid.seen.shape[1]), np.float32)
    weight = np.full(grid.hole.size, 1e-12, np.float32)
    for step in _steps(grid.width):
        to = grid.targets + step
        inside = grid.hole[to]
        to, way, word = to[inside], matches.away[inside], words[inside].astype(np.float32)
        total[to] += word[:, None] * grid.seen.take(to + way, axis=0)
        weight[to] += word
    grid.seen[grid.hole] = total[grid.hole] / weight[grid.hole][:, None]


def _said_sharply(grid: _Grid, matches: _Matches) -> None:
    way = _likest_ways(grid, matches)
    inside = np.flatnonzero(grid.hole)
    grid.seen[inside] = grid.seen.take(inside + way[inside], axis=0)


def _likest_ways(grid: _Grid, matches: _Matches) -> Places:
    """(n) for each pixel of the hole the way of the likest patch that lies over it."""
    best, way = np.full(grid.hole.size, np.inf, np.float32), np.zeros(grid.hole.size, np.int64)
    words = matches.apart / np.maximum(grid.word[grid.targets], 1e-6)
    for step in _steps(grid.width):
        to = grid.targets + step
        better = grid.hole[to] & (words < best[to])
        best[to[better]] = words[better]
        way[to[better]] = matches.away[better]
    return way


def _taken(photo: Map, hole: Mask, grid: _Grid, matches: _Matches, times: int) -> Map:
    """The photo with its hole filled by whole pixels from where the matches lead."""
    way = _likest_ways(grid, matches)
    y, x = np.nonzero(hole)
    above = (y // times + _RADIUS) * grid.width + x // times + _RADIUS
    start, end = np.divmod(above, grid.width), np.divmod(above + way[above], grid.width)
    to = [here + times * (b - a) for here, a, b in zip((y, x), start, end, strict=True)]
    out = photo.copy()
    out[y, x] = photo[to[0].clip(0, hole.shape[0] - 1), to[1].clip(0, hole.shape[1] - 1)]
    return out
