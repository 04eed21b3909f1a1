"""What evidence is measured on: the subject of a photo, and the ground around it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.evidence.steep import steepness
from review_desk.imaging.measures.masks import enlarged, opened, reaching, without_specks
from review_desk.imaging.measures.picture import Lab, Mask, NoProductError, Picture
from review_desk.imaging.measures.separation import Separation, separate
from review_desk.imaging.measures.surface import apart, frame_edge, ring_surface

_SIDE = 512
_SET_OFF = 8.0
_SPECK = 0.001
_BIN = 3.0
_ONE_TONE = 0.22
_EVEN = 0.25


@dataclass(frozen=True)
class Seen:
    """(H, W): a picture, its `subject` (the product and who wears it) and its `ground`.

    `parts` is the full separation where it could be made, else None: then the subject is what stands off
    from the commonest even tone along the frame's edge. Where there is no such tone both masks are empty.
    """

    picture: Picture
    subject: Mask
    ground: Mask
    parts: Separation | None = None

    @property
    def told_apart(self) -> bool:
        """Whether there is a subject to measure."""
        return bool(self.subject.any())


def seen(picture: Picture, mask: NDArray[np.uint8] | None = None) -> Seen:
    """Find the subject of a picture as well as it can be found; by its mask, where it has one."""
    try:
        parts = separate(picture, mask)
    except NoProductError:
        return _roughly(picture)
    return Seen(picture, parts.product, parts.background | parts.shadow, parts)


def _roughly(picture: Picture) -> Seen:
    """A product that the frame cuts, a person: what stands off from the tone of the frame's edge."""
    height, width = picture.lightness.shape
    share = min(1.0, _SIDE / max(height, width))
    size = max(16, round(width * share)), max(16, round(height * share))
    small = np.asarray(cv2.resize(picture.lab, size, interpolation=cv2.INTER_AREA), np.float32)
    surface = _surface(small)
    if surface is None:
        nothing = np.zeros((height, width), bool)
        return Seen(picture, nothing, nothing)
    ground = reaching(apart(small - surface) < _SET_OFF, frame_edge(small.shape[:2]))
    subject = without_specks(opened(~ground), _SPECK)
    return Seen(picture, enlarged(subject, (width, height)), enlarged(ground & ~subject, (width, height)))


def _surface(small: Lab) -> Lab | None:
    """(H, W, 3) the ground as the frame's edge tells it; None where no even tone does."""
    edge = frame_edge(small.shape[:2])
    try:
        return ring_surface(small, edge)[1]
    except NoProductError:
        tones = small[edge]
    near = apart(tones - _commonest(tones)) < _BIN
    steep = steepness(small)[edge][near]
    if near.mean() < _ONE_TONE or not steep.size or float(np.median(steep)) > _EVEN:
        return None
    return np.broadcast_to(tones[near].mean(axis=0).astype(np.float32), small.shape)


def _commonest(tones: Lab) -> NDArray[np.float32]:
    """The middle of the fullest bin of (N, 3) CIELAB."""
    bins = np.floor(tones / (2 * _BIN)).astype(np.int64)
    _, where, counts = np.unique(bins, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(np.median(tones[where.ravel() == int(np.argmax(counts))], axis=0), np.float32)
