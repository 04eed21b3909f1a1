"""Luminosity masks: how much a pixel belongs to the lights, the mids or the darks of a photo.

Of the weighted codes y, 0-1 as they are coded, not light: that is nearly even to the eye. Lights are y, darks
1 − y, and each other zone is an intersection of those: their product, brought to 1 where it is most.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.domain.zone import factors
from review_desk.errors import Refused
from review_desk.imaging.protection import strips

_WEIGHTS = (0.2126, 0.7152, 0.0722)


def luminosity(pixels: NDArray[Any], zone: str) -> NDArray[np.float32]:
    """(H, W) 0-1 of (H, W, 1 or 3) codes, for one zone or several with * between. Raises BadInput for others,
    Refused for pixels of four channels.
    """
    lights, darks = factors(zone)
    if pixels.shape[2] not in (1, 3):
        raise Refused("Lights and darks are told of grey and RGB photos. Convert a copy first.")
    y = _light(pixels)
    most = lights / (lights + darks)
    peak = most**lights * (1 - most) ** darks
    return np.asarray(y**lights * (1 - y) ** darks / np.float32(peak), np.float32)


def mixed(before: NDArray[Any], after: NDArray[Any], zone: str) -> NDArray[Any]:
    """(H, W, C) `after` as far as `before` is of that zone, else `before`; both of one shape and kind."""
    out = after.copy()
    for rows in strips(len(out)):
        share = luminosity(before[rows], zone)[..., None]
        old = before[rows].astype(np.float32)
        out[rows] = np.rint(old + share * (after[rows] - old)).astype(out.dtype)
    return out


def _light(pixels: NDArray[Any]) -> NDArray[np.float32]:
    full = np.float32(np.iinfo(pixels.dtype).max)
    weights = _WEIGHTS if pixels.shape[2] == 3 else (1.0,)
    light = np.zeros(pixels.shape[:2], np.float32)
    for channel, weight in enumerate(weights):
        light += pixels[..., channel] * (np.float32(weight) / full)
    return np.minimum(light, np.float32(1))
