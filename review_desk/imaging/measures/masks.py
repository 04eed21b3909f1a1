"""What is done to masks (H, W): opened, grown, freed of specks."""

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging.measures.picture import Mask

_SMALLEST = 0.002


def disc(size: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def opened(mask: Mask) -> Mask:
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0


def grown(mask: Mask, size: int) -> Mask:
    return cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0


def reaching(mask: Mask, start: Mask) -> Mask:
    """The parts of a mask that touch `start`."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    touched = np.zeros(int(labels.max()) + 1, bool)
    touched[labels[start & mask]] = True
    touched[0] = False
    return np.asarray(touched[labels], np.bool_)


def solid(mask: Mask) -> Mask:
    """The mask without specks and pinholes."""
    clean = without_specks(opened(mask), _SMALLEST)
    return ~without_specks(~clean, _SMALLEST)


def without_specks(mask: Mask, share: float) -> Mask:
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    kept = np.bincount(labels.ravel()) >= share * mask.size
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def enlarged(mask: Mask, size: tuple[int, int]) -> Mask:
    return cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
