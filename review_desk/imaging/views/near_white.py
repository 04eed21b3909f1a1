"""White paper that is not quite white: what a shop's checker refuses and no eye sees."""

import cv2
import numpy as np

from review_desk.imaging.views.legend import BGR, Mark
from review_desk.imaging.views.pane import Pane, quiet, tone

_NEARLY: BGR = (0, 140, 255)
_WHITE = np.array([255, 255, 255, 0])
_MOST = np.array([255, 255, 255, 255])

LEGEND = (
    Mark(_NEARLY, "nearly white: light in R, G and B, and not 255 in all three"),
    Mark((255, 255, 255), "pure white: 255 in all three"),
)


def near_white(pane: Pane, *, low: int = 245) -> Pane:
    """Orange where R, G and B are all `low` or more and not all 255; pure white white; the rest dimmed grey.

    In sRGB codes of the pane; below 100 % a pane holds means, in which a lone pixel is lost. ValueError
    unless 0 < low <= 255.
    """
    if not 0 < low <= 255:
        raise ValueError(f"no code from {low} to 255")
    out = quiet(tone(pane))
    light = cv2.inRange(pane, np.array([low, low, low, 0]), _MOST)
    white = cv2.inRange(pane, _WHITE, _MOST)
    out[light > 0] = (*_NEARLY, 255)
    out[white > 0] = 255
    return out
