"""What changed between two pictures of the same size: as a picture, as a share, as ΔE2000.

Pictures are (H, W, 4) uint8 BGRX in sRGB codes, aligned to each other.
"""

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.delta_e import ciede2000, srgb_to_lab

MOST_DELTA_E = 10.0
"""Where the false colours of `delta_e_picture` end."""

_MOST_PIXELS = 1_000_000
_ROWS = 64
_CHANNELS: tuple[Literal["blue", "green", "red"], ...] = ("blue", "green", "red")


@dataclass(frozen=True)
class DifferenceFigures:
    """How far two pictures are apart.

    `share_changed` 0-1, at full size; `p95_delta_e` and `max_delta_e` CIEDE2000 over all pixels, unchanged
    ones too, of the two reduced to at most a megapixel (so a lone pixel counts less than in the original).
    """

    share_changed: float
    p95_delta_e: float
    max_delta_e: float


def difference(
    a: NDArray[np.uint8], b: NDArray[np.uint8], *, gain: float, threshold: float = 0.0
) -> NDArray[np.uint8]:
    """The absolute difference of two (H, W, 4) uint8 BGRX pictures, times `gain`, on black, as BGRX.

    In sRGB codes, a channel at a time, cut at 255; differences up to `threshold` codes are black. ValueError
    where the sizes differ or the gain is negative.
    """
    _check_sizes(a, b)
    _check_gain(gain)
    apart = np.empty(a.shape, np.uint8)
    for top in range(0, len(a), _ROWS):
        strip = apart[top : top + _ROWS]
        cv2.absdiff(a[top : top + _ROWS], b[top : top + _ROWS], dst=strip)
        if threshold > 0:
            cv2.threshold(strip, threshold, 0, cv2.THRESH_TOZERO, dst=strip)
        cv2.convertScaleAbs(strip, dst=strip, alpha=gain)
    apart[..., 3] = 255
    return apart


def channel_difference(
    a: NDArray[np.uint8],
    b: NDArray[np.uint8],
    channel: Literal["red", "green", "blue"],
    *,
    gain: float,
    threshold: float = 0.0,
) -> NDArray[np.uint8]:
    """|a − b| of one channel, times `gain`, as grey BGRX; up to `threshold` codes it is black.

    ValueError where the sizes differ or the gain is negative.
    """
    _check_sizes(a, b)
    _check_gain(gain)
    index = _CHANNELS.index(channel)
    apart = cv2.absdiff(cv2.extractChannel(a, index), cv2.extractChannel(b, index))
    if threshold > 0:
        cv2.threshold(apart, threshold, 0, cv2.THRESH_TOZERO, dst=apart)
    out = np.empty(a.shape, np.uint8)
    cv2.cvtColor(cv2.convertScaleAbs(apart, dst=apart, alpha=gain), cv2.COLOR_GRAY2BGRA, dst=out)
    return out


def changed_mask(a: NDArray[np.uint8], b: NDArray[np.uint8], *, threshold: float) -> NDArray[np.uint8]:
    """(H, W) uint8: 255 where any of B, G, R differs by more than `threshold` codes (0-255), else 0.

    ValueError where the sizes differ.
    """
    return cv2.threshold(largest_difference(a, b), math.floor(threshold), 255, cv2.THRESH_BINARY)[1].astype(
        np.uint8, copy=False
    )


def largest_difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W) uint8: the largest of |B − b|, |G − g|, |R − r|. ValueError where the sizes differ."""
    _check_sizes(a, b)
    most = np.empty(a.shape[:2], np.uint8)
    for top in range(0, len(a), _ROWS):
        apart = cv2.absdiff(a[top : top + _ROWS], b[top : top + _ROWS])
        blue, green, red = (cv2.extractChannel(apart, index) for index in range(3))
        cv2.max(cv2.max(blue, green), red, dst=most[top : top + _ROWS])
    return most


def changed_share(a: NDArray[np.uint8], b: NDArray[np.uint8], *, threshold: float) -> float:
    """The share of pixels, 0-1, where any of B, G, R differs by more than `threshold` codes (0-255).

    ValueError where the sizes differ.
    """
    mask = changed_mask(a, b, threshold=threshold)
    return cv2.countNonZero(mask) / mask.size


def delta_e_map(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIEDE2000 (Sharma, Wu and Dalal 2005) between two pictures, (h, w) float32.

    Pictures of more than a megapixel are first reduced to that by area means of their codes: at full size it
    would take a second on a large screen. ValueError where the sizes differ.
    """
    _check_sizes(a, b)
    first, second = (_reduced(picture) for picture in (a, b))
    moved = changed_mask(first, second, threshold=0) != 0
    apart = np.zeros(first.shape[:2], np.float32)
    if moved.any():
        lab = [srgb_to_lab(np.ascontiguousarray(picture[moved][None])) for picture in (first, second)]
        apart[moved] = ciede2000(*lab)[0]
    return apart


def delta_e_picture(
    a: NDArray[np.uint8], b: NDArray[np.uint8], *, gain: float = 1.0, threshold: float = 0.0
) -> NDArray[np.uint8]:
    """`delta_e_map` in false colours (`delta_e_colours`), enlarged to the pictures' size, as BGRX.

    ΔE2000 × `gain` from 0, black, to 10 and above, pale yellow; up to `threshold` (before the gain) it is
    black. ValueError where the sizes differ or the gain is negative.
    """
    _check_gain(gain)
    apart = delta_e_map(a, b)
    apart[apart <= threshold] = 0
    steps = cv2.convertScaleAbs(apart, alpha=255 / MOST_DELTA_E * gain)
    coloured = cv2.cvtColor(cv2.applyColorMap(steps, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2BGRA)
    out = np.empty(a.shape, np.uint8)
    cv2.resize(coloured, (a.shape[1], a.shape[0]), dst=out, interpolation=cv2.INTER_LINEAR)
    return out


def delta_e_colours(steps: int) -> NDArray[np.uint8]:
    """The legend of `delta_e_picture`: (steps, 3) uint8 RGB at even ΔE2000 from 0 to 10.

    "Inferno" (van der Walt and Smith, 2015): its lightness rises evenly, so it reads without colour too.
    """
    codes = np.linspace(0, 255, steps).round().astype(np.uint8)
    return cv2.applyColorMap(codes[:, None], cv2.COLORMAP_INFERNO)[:, 0, ::-1].astype(np.uint8, copy=False)


def difference_figures(
    a: NDArray[np.uint8], b: NDArray[np.uint8], *, threshold: float = 0.0
) -> DifferenceFigures:
    """The figures of a pair; a pixel is changed above `threshold` codes in any channel.

    ValueError where the sizes differ or there are no pixels.
    """
    apart = delta_e_map(a, b)
    return DifferenceFigures(
        share_changed=changed_share(a, b, threshold=threshold),
        p95_delta_e=float(np.percentile(apart, 95)),
        max_delta_e=float(apart.max()),
    )


def _reduced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture by area means, at most a megapixel."""
    height, width = picture.shape[:2]
    factor = math.sqrt(_MOST_PIXELS / (height * width))
    if factor >= 1:
        return picture
    size = (max(1, int(width * factor)), max(1, int(height * factor)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _check_sizes(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> None:
    if a.shape != b.shape:
        raise ValueError(f"two pictures of different sizes: {a.shape} and {b.shape}")


def _check_gain(gain: float) -> None:
    if gain < 0:
        raise ValueError("a gain is not negative")
