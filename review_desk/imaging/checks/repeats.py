"""Texture that a retouch repeated: a changed place that looks like another place of the photo."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.pairing import Pair
from review_desk.imaging.checks.subject import NEAR, Box, Found, placed
from review_desk.imaging.measures.picture import Mask
from review_desk.imaging.views.pane import Plane, tone

_PATCH = 24
_WINDOW = 7
_CHANGED = 0.6
_TEXTURED = 12.0
_MOST_PLACES = 12
_REACH = 160
_ABOUT = 10
_WAS_ALIKE = 0.75
_TWO_WAYS = 0.12
"""The lesser of a patch's two main slopes to the greater, from which it has structure both ways."""

Floats = NDArray[np.float32]


def repeats(seen: Pair) -> dict[str, Found]:
    """repeated-texture: how much, in per cent, a place that changed is like another place of the product.

    A place is changed where the version does not correlate with its before. Held against all of its
    surroundings, 160 pixels each way, by normalised cross-correlation (Lewis, "Fast normalized
    cross-correlation", 1995); what was alike before is the product's own pattern and does not count. On a
    picture halved to 1280 pixels at most.
    """
    if seen.after.parts is None:
        return {"repeated-texture": Found(None, note=seen.after.reason)}
    if not seen.sure:
        return {"repeated-texture": Found(None, note="It cannot be lined up with its before.")}
    places = _places(seen, seen.after.parts.product)
    if not places:
        return {"repeated-texture": Found(0.0)}
    now, was = _lying_together(seen, NEAR)
    best, where = 0.0, None
    for x, y in places:
        likeness = _likeness(now, was, x, y)
        if likeness > best:
            best, where = likeness, (x - _PATCH // 2, y - _PATCH // 2, _PATCH, _PATCH)
    box: Box | None = placed(where, now.shape, seen.after.size)
    return {"repeated-texture": Found(round(100 * max(0.0, best), 1), box)}


def _lying_together(seen: Pair, side: int) -> tuple[Plane, Plane]:
    """The version and its before as grey pictures of at most `side` pixels, place on place."""
    now, small = tone(seen.after.levels.within(side)), tone(seen.before.within(side))
    if seen.still:
        return now, small
    shape = now.shape
    after_up = seen.after.size[0] / shape[1]
    before_up = seen.before.size[0] / small.shape[1]
    matrix = seen.matrix.copy()
    matrix[:, :2] *= after_up / before_up
    matrix[:, 2] /= before_up
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(small, matrix, shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return now, laid.astype(np.uint8, copy=False)


def _inside(product: Mask, shape: tuple[int, ...]) -> Mask:
    inner = cv2.erode(product.astype(np.uint8), np.ones((9, 9), np.uint8))
    return cv2.resize(inner, shape[::-1], interpolation=cv2.INTER_NEAREST) > 0


def _places(seen: Pair, product: Mask) -> list[tuple[int, int]]:
    """Middles (x, y) of the places that changed most, apart from one another, on the level NEAR.

    They are looked for on the level below, or the same for a small photo.
    """
    now, was = _lying_together(seen, NEAR // 2)
    full = seen.after.levels.within(NEAR).shape[1] / now.shape[1]
    alike, textured = _correlation(now, was)
    inside = _inside(product, now.shape)
    changed = np.where((textured > _TEXTURED) & inside, _CHANGED - alike, 0).astype(np.float32)
    patch = max(4, round(_PATCH / full))
    score = cv2.blur(np.maximum(changed, 0), (patch, patch))
    half = patch
    score[:half], score[-half:], score[:, :half], score[:, -half:] = 0, 0, 0, 0
    found = []
    for _ in range(_MOST_PLACES):
        y, x = np.unravel_index(int(score.argmax()), score.shape)
        if score[y, x] < 0.1:
            break
        found.append((round((x + 0.5) * full), round((y + 0.5) * full)))
        score[max(0, y - half) : y + half, max(0, x - half) : x + half] = 0
    return found


def _correlation(now: Plane, was: Plane) -> tuple[Floats, Floats]:
    """(H, W) the local correlation of two pictures, and the local variance of the first."""
    a, b = now.astype(np.float32), was.astype(np.float32)
    size = (_WINDOW, _WINDOW)
    mean_a, mean_b = cv2.blur(a, size), cv2.blur(b, size)
    var_a, var_b = cv2.blur(a * a, size) - mean_a**2, cv2.blur(b * b, size) - mean_b**2
    both = cv2.blur(a * b, size) - mean_a * mean_b
    alike = both / np.sqrt(np.maximum(var_a, 1.0) * np.maximum(var_b, 1.0))
    return np.asarray(alike, np.float32), np.asarray(var_a, np.float32)


def _likeness(now: Plane, was: Plane, x: int, y: int) -> float:
    """The best correlation of the patch at (x, y) with another place, unless before had that too."""
    half = _PATCH // 2
    top, left = max(0, y - _REACH), max(0, x - _REACH)
    rows, columns = slice(top, y + _REACH), slice(left, x + _REACH)
    own = slice(y - half, y + half), slice(x - half, x + half)
    if _two_ways(now[own]) < _TWO_WAYS:
        return 0.0  # a straight line is like itself all along, copied or not
    scores = cv2.matchTemplate(now[rows, columns], now[own], cv2.TM_CCOEFF_NORMED)
    at_y, at_x = y - half - top, x - half - left
    scores[max(0, at_y - _ABOUT) : at_y + _ABOUT + 1, max(0, at_x - _ABOUT) : at_x + _ABOUT + 1] = -1
    found = int(scores.argmax())
    sy, sx = divmod(found, scores.shape[1])
    source = slice(top + sy, top + sy + _PATCH), slice(left + sx, left + sx + _PATCH)
    before = float(cv2.matchTemplate(was[source], was[own], cv2.TM_CCOEFF_NORMED)[0, 0])
    return 0.0 if before > _WAS_ALIKE else float(scores[sy, sx])


def _two_ways(patch: Plane) -> float:
    """The ratio, 0-1, of the eigenvalues of a patch's structure tensor (Förstner and Gülch 1987)."""
    soft = cv2.GaussianBlur(patch, (0, 0), 1.0)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    tensor = np.array(
        [[(across**2).mean(), (across * down).mean()], [(across * down).mean(), (down**2).mean()]]
    )
    low, high = np.linalg.eigvalsh(tensor)
    return float(low / max(high, 1e-6))
