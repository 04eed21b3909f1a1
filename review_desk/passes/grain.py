"""Grain: how strong it is, what its spectrum is, and more of the same kind.

Grain is what a narrow blur takes away, where nothing else is: in the calmer half of a place. New grain is
white noise with the measured spectrum, so that it clumps like the photo's own, and its channels go together
as they do there (B. Galerne, Y. Gousseau, J.-M. Morel, “Random Phase Textures”, 2011).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.passes.full_size import Map

_FINE = 2.0
"""Sigma in pixels of the blur: grain of sensors and of scans is finer."""

_EDGE = 16
_CALM = 0.5


def fine(photo: Map, inside: NDArray[np.bool_]) -> Map:
    """(h, w, C) what the blur takes away, as if nothing lay outside of `inside` (h, w); 0 there."""
    weight = inside.astype(np.float32)
    soft = cv2.GaussianBlur(photo * weight[..., None], (0, 0), _FINE).reshape(photo.shape)
    there = np.maximum(cv2.GaussianBlur(weight, (0, 0), _FINE), 1e-6)[..., None]
    return np.asarray((photo - soft / there) * weight[..., None], np.float32)


def calm(detail: Map, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(h, w) the calmer half of `inside`: edges and texture are the other."""
    energy = cv2.blur(np.ascontiguousarray(np.square(detail).sum(axis=2)), (7, 7))
    found = inside & (energy <= np.quantile(energy[inside], _CALM)) if inside.any() else inside
    return np.asarray(found, bool)


def strength(detail: Map, where: NDArray[np.bool_]) -> Map:
    """(C) the spread of the grain, 0-1 codes; 0 where nothing is."""
    if not where.any():
        return np.zeros(detail.shape[2], np.float32)
    return np.asarray(np.sqrt(np.square(detail[where]).mean(axis=0)), np.float32)


def more_grain(
    detail: Map, where: NDArray[np.bool_], *, seed: int, size: tuple[int, int] | None = None
) -> Map:
    """Spread 1 in each channel, made like the grain that `detail` (h, w, C) has at `where`; (h, w, C) too, or
    of another `size` (H, W).
    """
    chance = np.random.default_rng(seed)
    shape = (*(size or detail.shape[:2]), detail.shape[2])
    white = chance.standard_normal(shape, np.float32)
    shaped = cv2.filter2D(white, cv2.CV_32F, _kernel(detail, where), borderType=cv2.BORDER_REFLECT)
    together = shaped.reshape(shape) @ _channels(detail, where).T
    return np.asarray(together / np.maximum(together.std(axis=(0, 1)), 1e-9), np.float32)


def _kernel(detail: Map, where: NDArray[np.bool_]) -> Map:
    """(16, 16) whose spectrum is the grain's; one pixel where there is too little to tell."""
    light = detail.mean(axis=2) * where
    squares = [
        light[y : y + _EDGE, x : x + _EDGE]
        for y in range(0, light.shape[0] - _EDGE + 1, _EDGE // 2)
        for x in range(0, light.shape[1] - _EDGE + 1, _EDGE // 2)
        if where[y : y + _EDGE, x : x + _EDGE].mean() > 0.7
    ]
    if len(squares) < 4:
        return np.ones((1, 1), np.float32)
    power = np.mean([np.abs(np.fft.fft2(s)) ** 2 for s in squares], axis=0)
    return np.asarray(np.fft.fftshift(np.fft.ifft2(np.sqrt(power)).real), np.float32)


def _channels(detail: Map, where: NDArray[np.bool_]) -> Map:
    """(C, C) that gives independent channels the covariance found."""
    found = detail[where].reshape(-1, detail.shape[2]).astype(np.float64)
    spread = found.T @ found / max(len(found), 1)
    even = max(
        1e-6 * float(spread.trace()), 1e-12
    )  # grain that is alike in all channels has no more than one
    spread += even * np.eye(detail.shape[2])
    return np.asarray(np.linalg.cholesky(spread), np.float32)
