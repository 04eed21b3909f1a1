"""One quality of the colours, as a grey picture: luminosity, a channel, saturation."""

import cv2
import numpy as np

from review_desk.imaging.views.pane import CHANNELS, Channel, Pane, grey, luma, plane


def normal(pane: Pane) -> Pane:
    """The pane itself, not a copy."""
    return pane


def luminosity(pane: Pane) -> Pane:
    """Rec. 709 luma of the encoded values as grey (see `luma`): light and form without the colour."""
    return grey(luma(pane))


def channel(pane: Pane, name: Channel) -> Pane:
    """One of "red", "green", "blue" as grey: the code 200 of the channel is the grey 200."""
    return grey(plane(pane, name))


def saturation(pane: Pane, *, gain: float = 1.0) -> Pane:
    """How colourful: (max − min) of R′, G′, B′, times `gain`, as grey. Black is neutral, white a pure colour.

    That is the chroma of the HSV and HSL hexcone (A. R. Smith, "Color Gamut Transform Pairs", 1978, before
    the division by value). HSV's own saturation divides by the maximum and makes the noise of blacks glow.
    """
    first, second, third = (plane(pane, name) for name in CHANNELS)
    most, least = np.empty_like(first), np.empty_like(first)
    cv2.max(cv2.max(first, second, dst=most), third, dst=most)
    cv2.min(cv2.min(first, second, dst=least), third, dst=least)
    cv2.subtract(most, least, dst=most)
    return grey(
        most if gain == 1 else cv2.convertScaleAbs(most, dst=most, alpha=gain).astype(np.uint8, copy=False)
    )
