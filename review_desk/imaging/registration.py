"""Lining up two versions of one photo that differ in size or crop: shift, scale and rotation.

Places are in pixels of the full photo with the origin at its top left corner, so the middle of the first
pixel is (0.5, 0.5); y points down and rotation is clockwise as seen.

First guesses come from phase correlation at the same pixel size and at the same picture size (Kuglin and
Hines 1975) and from SIFT features with RANSAC (Lowe 2004; Fischler and Bolles 1981). The guess that agrees
best is refined by ECC maximisation (Evangelidis and Psarakis 2008) on pictures of at most a megapixel. All
but the features look at edges and not at tones, so that a new background or new colours hardly count.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging.views.pane import tone

SURE = 0.4
"""The score from which an alignment is taken as true. Measured: see `register`."""

LARGEST_SCALE = 6.0
LARGEST_ROTATION = 30.0
SMALLEST_OVERLAP = 0.15
"""Limits: scale from 1/6 to 6, rotation to 30°, and the share of the smaller photo that both must show."""

_GUESS_PIXELS = 250_000
_FINE_PIXELS = 1_000_000
_FEWEST_MATCHES = 12
_ROUNDS = 40
_AROUND_EDGES = 15
_FAINTEST = 1.5
"""Of the edges: a step of one code is 1.8."""

_NEARLY_DEGREES, _NEARLY_SCALE, _AS_GOOD = 0.1, 0.005, 0.01
"""How near a plain shift must be to be tried instead, and how much less of the edges it may explain."""

_CORNER = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
"""From places where whole numbers are middles of pixels, OpenCV's, to places from the corner."""

_Matrix = NDArray[np.float64]
_Edges = NDArray[np.float32]


@dataclass(frozen=True)
class Alignment:
    """Where b lies on a: place on a = `scale` · R(`rotation_deg`) · place on b + (`dx`, `dy`).

    Pixels of the full photos from their top left corners, degrees clockwise. `score` 0-1: the correlation of
    the edges of both, near those of the plainer one.
    """

    dx: float
    dy: float
    scale: float
    rotation_deg: float
    score: float

    @property
    def matrix(self) -> _Matrix:
        """The same as a (2, 3) matrix."""
        angle = math.radians(self.rotation_deg)
        along, across = self.scale * math.cos(angle), self.scale * math.sin(angle)
        return np.array([[along, -across, self.dx], [across, along, self.dy]])

    @property
    def sure(self) -> bool:
        """Whether the two show the same, in all likelihood, and lie as said."""
        return self.score >= SURE


def register(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Alignment:
    """How b lies on a, both (H, W, 4) uint8 BGRX of any size; Refused where that is not sure.

    Within the limits above a shift is found to half a pixel of the full photo, the scale to 0.2 %. Unrelated
    photos of the samples score below 0.25, versions of one photo above 0.6; two colourways of one shot may
    well line up.
    """
    found = best_alignment(a, b)
    if not found.sure:
        raise Refused("These two photos cannot be lined up: too little in them is the same.")
    return found


def best_alignment(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Alignment:
    """The likeliest alignment of b on a, however unlikely; the score tells. Score 0 where there is none."""
    guesses = [(_agreement(a, b, guess, _GUESS_PIXELS), guess) for guess in _guesses(a, b) if _allowed(guess)]
    if not guesses:
        return Alignment(0.0, 0.0, 1.0, 0.0, 0.0)
    score, best = max(guesses, key=lambda pair: pair[0])
    for pixels in (_GUESS_PIXELS, _FINE_PIXELS):
        refined = _refined(a, b, best, pixels)
        if _allowed(refined) and (better := _agreement(a, b, refined, _GUESS_PIXELS)) >= score - 0.01:
            score, best = better, refined
    best = _simplest(a, b, best)
    score = _agreement(a, b, best, _GUESS_PIXELS)
    dx, dy = best[:2, 2]
    return Alignment(float(dx), float(dy), _scale(best), _rotation(best), max(0.0, min(1.0, score)))


def _scale(matrix: _Matrix) -> float:
    return math.hypot(matrix[0, 0], matrix[1, 0])


def _rotation(matrix: _Matrix) -> float:
    return math.degrees(math.atan2(matrix[1, 0], matrix[0, 0]))


def _allowed(matrix: _Matrix) -> bool:
    scale = _scale(matrix)
    return 1 / LARGEST_SCALE <= scale <= LARGEST_SCALE and abs(_rotation(matrix)) <= LARGEST_ROTATION


def _similarity(matrix: _Matrix, about: _Matrix) -> _Matrix:
    """The nearest shift, scale and rotation to an affine matrix, the same at the place `about`."""
    along, across = (matrix[0, 0] + matrix[1, 1]) / 2, (matrix[1, 0] - matrix[0, 1]) / 2
    return _held(matrix, np.array([[along, -across, 0.0], [across, along, 0.0], [0.0, 0.0, 1.0]]), about)


def _held(matrix: _Matrix, turned: _Matrix, about: _Matrix) -> _Matrix:
    """`turned`, shifted so that it brings the place `about` to where `matrix` brings it."""
    out = turned.copy()
    place = np.array([*about, 1.0])
    out[:2, 2] = (matrix @ place - turned @ place)[:2]
    return out


def _guesses(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Iterator[_Matrix]:
    """First alignments, as (3, 3) matrices from places on b to places on a."""
    both = max(a.shape[0] * a.shape[1], b.shape[0] * b.shape[1])
    same_pixels = np.eye(3)
    yield _shifted(a, b, same_pixels, math.sqrt(_GUESS_PIXELS / both))
    ratio = math.sqrt(a.shape[0] * a.shape[1] / (b.shape[0] * b.shape[1]))
    same_picture = np.diag([ratio, ratio, 1.0])
    yield _shifted(a, b, same_picture, math.sqrt(_GUESS_PIXELS / (a.shape[0] * a.shape[1])))
    yield from _by_features(a, b)


def _shifted(a: NDArray[np.uint8], b: NDArray[np.uint8], base: _Matrix, factor: float) -> _Matrix:
    """`base` and the shift that phase correlation finds on pictures of `factor` times the size of a."""
    first, to_a = _edges(a, min(factor, 1.0))
    second, to_b = _edges(b, min(factor, 1.0) * _scale(base))
    height, width = (max(sides) for sides in zip(first.shape, second.shape, strict=True))
    padded = [
        cv2.copyMakeBorder(
            each, 0, height - each.shape[0], 0, width - each.shape[1], cv2.BORDER_CONSTANT, value=(0,)
        )
        for each in (second, first)
    ]
    (dx, dy), _ = cv2.phaseCorrelate(padded[0], padded[1])
    shift = np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1]])
    whole = np.linalg.inv(to_a) @ shift @ to_b
    return _similarity(whole, _middle(a, b, whole))


def _by_features(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Iterator[_Matrix]:
    """The similarity that most SIFT matches agree on, where twelve do."""
    sift = cv2.SIFT.create(nfeatures=1500, contrastThreshold=0.02)
    reduced = [_reduced(photo, _within(photo, _GUESS_PIXELS)) for photo in (a, b)]
    scales = [to_small for _, to_small in reduced]
    everywhere = [np.full(small.shape, 255, np.uint8) for small, _ in reduced]
    (places_a, marks_a), (places_b, marks_b) = (
        sift.detectAndCompute(small, mask) for (small, _), mask in zip(reduced, everywhere, strict=True)
    )
    if min(len(places_a), len(places_b)) < _FEWEST_MATCHES:
        return
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(marks_b, marks_a, k=2)
    clear = [best for best, second in pairs if best.distance < 0.8 * second.distance]
    if len(clear) < _FEWEST_MATCHES:
        return
    on_b = np.array([places_b[match.queryIdx].pt for match in clear])
    on_a = np.array([places_a[match.trainIdx].pt for match in clear])
    matrix, agreeing = cv2.estimateAffinePartial2D(on_b, on_a, method=cv2.RANSAC, ransacReprojThreshold=3)
    if matrix is not None and int(agreeing.sum()) >= _FEWEST_MATCHES:
        small = _CORNER @ np.vstack([matrix, [0, 0, 1]]) @ np.linalg.inv(_CORNER)
        whole = np.linalg.inv(scales[0]) @ small @ scales[1]
        yield _similarity(whole, _middle(a, b, whole))


def _simplest(a: NDArray[np.uint8], b: NDArray[np.uint8], found: _Matrix) -> _Matrix:
    """A plain shift, or a plain shift and the ratio of the sizes, where that explains as much.

    Most versions are the same pixels cropped or resized; a new background pulls at scale and rotation.
    """
    ratio = math.sqrt(a.shape[0] * a.shape[1] / (b.shape[0] * b.shape[1]))
    if abs(_rotation(found)) > _NEARLY_DEGREES:
        return found
    for scale in (1.0, ratio):
        if abs(_scale(found) / scale - 1) < _NEARLY_SCALE:
            plain = _held(found, np.diag([scale, scale, 1.0]), _middle(a, b, found))
            plain = _refined(a, b, plain, _FINE_PIXELS, cv2.MOTION_TRANSLATION)
            if _agreement(a, b, plain, _FINE_PIXELS) > _agreement(a, b, found, _FINE_PIXELS) - _AS_GOOD:
                return plain
    return found


def _refined(
    a: NDArray[np.uint8],
    b: NDArray[np.uint8],
    guess: _Matrix,
    pixels: int,
    motion: int = cv2.MOTION_AFFINE,
) -> _Matrix:
    """The guess after ECC on edges, or the guess where that does not converge."""
    first, second, to_small, from_small = _alike(a, b, guess, pixels)
    start = np.linalg.inv(to_small @ guess @ from_small)[:2].astype(np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _ROUNDS, 1e-5)
    try:
        _, warp = cv2.findTransformECC(first, second, start, motion, stop, np.ones(second.shape, np.uint8), 5)
    except cv2.error:  # it says so by raising when it does not converge
        return guess
    small = np.linalg.inv(np.vstack([warp, [0, 0, 1]]))
    whole = np.linalg.inv(to_small) @ small @ np.linalg.inv(from_small)
    return _similarity(whole, _middle(a, b, whole))


def _agreement(a: NDArray[np.uint8], b: NDArray[np.uint8], matrix: _Matrix, pixels: int) -> float:
    """The correlation of the edges of both where b lies on a, -1 to 1; 0 where too little overlaps."""
    first, second, to_small, from_small = _alike(a, b, matrix, pixels)
    warp = (to_small @ matrix @ from_small)[:2]
    size = (first.shape[1], first.shape[0])
    laid = cv2.warpAffine(second, warp, size).astype(np.float32, copy=False)
    both = cv2.warpAffine(np.ones_like(second), warp, size) > 0.99
    if np.count_nonzero(both) < SMALLEST_OVERLAP * min(first.size, second.size):
        return 0.0
    both &= _near_edges(min(first, laid, key=lambda edges: float(edges[both].mean())))
    if not both.any():
        return 0.0
    x, y = (each[both] - each[both].mean() for each in (first, laid))
    spread = math.sqrt(float(x @ x) * float(y @ y))
    return float(x @ y) / spread if spread else 0.0


def _near_edges(edges: _Edges) -> NDArray[np.bool_]:
    """Where the plainer photo has edges, and around them: a background that was taken away does not count."""
    strong = (edges > max(_FAINTEST, edges.mean() + edges.std())).astype(np.uint8)
    return cv2.dilate(strong, np.ones((_AROUND_EDGES, _AROUND_EDGES), np.uint8)) > 0


def _alike(
    a: NDArray[np.uint8], b: NDArray[np.uint8], matrix: _Matrix, pixels: int
) -> tuple[_Edges, _Edges, _Matrix, _Matrix]:
    """The edges of both at one pixel size, at most `pixels` each and never enlarged.

    Then the matrices from full places on a to OpenCV's places on its picture, and from those of b back.
    """
    scale = _scale(matrix)
    factor = min(_within(a, pixels), _within(b, pixels) / scale)
    first, to_a = _edges(a, factor)
    second, to_b = _edges(b, factor * scale)
    return first, second, np.linalg.inv(_CORNER) @ to_a, np.linalg.inv(to_b) @ _CORNER


def _edges(photo: NDArray[np.uint8], factor: float) -> tuple[_Edges, _Matrix]:
    """How steep the grey is, at `factor` times the size, and the matrix from full to reduced places."""
    small, to_small = _reduced(photo, factor)
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), 1.0)
    steep = cv2.magnitude(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1))
    return cv2.sqrt(steep).astype(np.float32, copy=False), to_small


def _reduced(photo: NDArray[np.uint8], factor: float) -> tuple[NDArray[np.uint8], _Matrix]:
    height, width = photo.shape[:2]
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    small = cv2.resize(tone(photo), size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return small, np.diag([size[0] / width, size[1] / height, 1.0])


def _within(photo: NDArray[np.uint8], pixels: int) -> float:
    """The factor, at most 1, that brings a photo to this many pixels."""
    return min(1.0, math.sqrt(pixels / (photo.shape[0] * photo.shape[1])))


def _middle(a: NDArray[np.uint8], b: NDArray[np.uint8], matrix: _Matrix) -> _Matrix:
    """The middle, on b, of the photo that shows less."""
    if a.shape[0] * a.shape[1] > b.shape[0] * b.shape[1] * _scale(matrix) ** 2:
        return np.array([b.shape[1] / 2, b.shape[0] / 2])
    across, down, _ = np.linalg.inv(matrix) @ np.array([a.shape[1] / 2, a.shape[0] / 2, 1.0])
    return np.array([across, down])
