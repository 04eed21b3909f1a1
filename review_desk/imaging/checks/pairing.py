"""A version beside its before: whether both show the same, how it was moved, and whether anything changed."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.checks.subject import Found, Subject
from review_desk.imaging.registration import SURE, best_alignment
from review_desk.imaging.views.pane import Pane, shrunk, tone

Matrix = NDArray[np.float64]

_SIDE = 1024
_QUICK = 384
_STILL = 0.15
"""Pixels of the quick look: a shift below that is none."""

_ALIKE = 0.85
_SAME_CODES = 6
_NEARLY = 0.75
"""Pixels of the reduced picture: a photo of the same size that seems to have moved less has not."""


@dataclass(frozen=True)
class Pair:
    """A version and its before. `matrix` (2, 3) brings a place on the version to its place on the before.

    Places are in full pixels from the top left corner. `score` 0-1 says how well the edges of both agree.
    """

    after: Subject
    before: Pane
    matrix: Matrix
    score: float

    @property
    def sure(self) -> bool:
        """Whether both show the same, in all likelihood."""
        return self.score >= SURE

    @property
    def still(self) -> bool:
        """Whether both lie pixel on pixel."""
        same = self.before.shape == self.after.codes.shape
        return same and bool(np.array_equal(self.matrix, np.eye(2, 3)))

    @property
    def moved(self) -> float:
        """Pixels of the version by which the corner that moved most did, beside what it grew as a whole."""
        width, height = self.after.size
        corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], np.float64)
        grown = self.before.shape[1] / width
        apart = corners @ self.matrix.T / grown - corners[:, :2]
        return float(np.hypot(apart[:, 0], apart[:, 1]).max())

    @property
    def scale(self) -> float:
        """Pixels of the before to one of the version."""
        return float(np.hypot(*self.matrix[:, 0]))


def pair(after: Subject, before: Pane) -> Pair:
    """Line a version up with its before.

    A version whose edges lie where they lay, seen on a small picture, is taken as not moved; any other is
    registered, which takes longer.
    """
    agreed = _agreement_in_place(after.codes, before)
    if agreed >= _ALIKE:
        return Pair(after, before, np.eye(2, 3), agreed)
    a, b = shrunk(before, _SIDE), shrunk(after.codes, _SIDE)
    found = best_alignment(a, b)
    per_a, per_b = before.shape[1] / a.shape[1], after.codes.shape[1] / b.shape[1]
    matrix = np.array(found.matrix)
    matrix[:, :2] *= per_a / per_b
    matrix[:, 2] *= per_a
    made = Pair(after, before, matrix, found.score)
    if before.shape == after.codes.shape and made.moved < _NEARLY * per_a:
        return Pair(after, before, np.eye(2, 3), found.score)
    return made


def registration(seen: Pair) -> dict[str, Found]:
    """same-photo, moved and changed.

    same-photo: how well the edges of both agree, 0-1. moved: how far the corner that moved most did, per cent
    of the longer side. changed: per cent of the pixels that changed by more than saving again changes them.
    """
    same = Found(round(seen.score, 3))
    if not seen.sure:
        note = "The version and its before cannot be lined up: too little in them is the same."
        return {"same-photo": same, "moved": Found(None, note=note), "changed": Found(100.0)}
    return {
        "same-photo": same,
        "moved": Found(round(100 * seen.moved / max(seen.after.size), 2)),
        "changed": _changed(seen),
    }


def _changed(seen: Pair) -> Found:
    """Per cent of the means of 3 × 3 pixels, of a reduced picture, that differ by more than 6 codes."""
    if not seen.still:
        return Found(100.0)
    calm = [cv2.blur(shrunk(codes, _SIDE), (3, 3)) for codes in (seen.before, seen.after.codes)]
    apart = cv2.absdiff(*calm)[..., :3].max(axis=2)
    return Found(round(100 * float((apart > _SAME_CODES).mean()), 2))


def _agreement_in_place(after: Pane, before: Pane) -> float:
    """The correlation of the edges of both where neither is moved; 0 for two shapes or for a small shift."""
    if after.shape != before.shape:
        return 0.0
    one, other = (_edges(codes) for codes in (before, after))
    (dx, dy), _ = cv2.phaseCorrelate(one, other)
    if max(abs(dx), abs(dy)) > _STILL:
        return 0.0
    near = cv2.dilate((one > one.mean() + one.std()).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    if not near.any():
        return 0.0
    x, y = (each[near] - each[near].mean() for each in (one, other))
    spread = float(np.sqrt(float(x @ x) * float(y @ y)))
    return float(x @ y) / spread if spread else 0.0


def _edges(codes: Pane) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(tone(shrunk(codes, _QUICK)).astype(np.float32), (0, 0), 1.0)
    steep = cv2.magnitude(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1))
    return cv2.sqrt(steep).astype(np.float32, copy=False)
