"""How fast the colour of a picture changes from place to place."""

import cv2
import numpy as np

from review_desk.imaging.measures.picture import Lab, Plane


def steepness(lab: Lab) -> Plane:
    """(H, W) ΔE76 a pixel by Sobel's operator, over Gaussians of 2 pixels, so that grain does not count."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 2.0)
    square: Plane = np.zeros(lab.shape[:2], np.float32)
    for channel in range(3):
        part = np.ascontiguousarray(smooth[..., channel])
        square += cv2.Sobel(part, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(part, cv2.CV_32F, 0, 1) ** 2
    return np.asarray(np.sqrt(square) / 8, np.float32)
