"""Drawn garments: a front without its neck, the inside shot of it, and the truth."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from review_desk.imaging.encode import write_photo

SIZE = 720, 600


def shirt(low: int, *, inner: bool) -> Any:
    """A shirt with prints whose neckline ends at the row `low`; `inner`: the back of the neck is in it."""
    scene = np.full((*SIZE, 3), 236.0)
    y, x = np.indices(SIZE)
    body = np.array([[150, 130], [250, 100], [350, 100], [450, 130], [560, 260], [500, 310], [460, 270],
                     [470, 660], [130, 660], [140, 270], [100, 310], [40, 260]])  # fmt: skip
    mask = np.zeros(SIZE, np.uint8)
    cv2.fillPoly(mask, [body.astype(np.int32)], 1)
    collar = ((x - 300) / 62) ** 2 + ((y - 104) / 30) ** 2 < 1
    back = collar | ((np.abs(x - 300) < 60) & (y > 100) & (y < 240))
    hole = ((x - 300) / 60) ** 2 + ((y - 95) / (low - 95)) ** 2 < 1
    cloth = np.array([70, 96, 140]) + 10 * np.sin(x / 3)[..., None] * np.sin(y / 4)[..., None]
    dots = ((x // 40 + y // 40) % 3 == 0) & (y > 260)
    cloth = np.where(dots[..., None], (190, 80, 60), cloth)
    inside = np.array([52, 74, 112]) + 6 * np.sin(x / 5)[..., None] + 0 * y[..., None]
    if inner:
        scene = np.where(back[..., None], inside, scene)
    front = (mask > 0) & ~hole
    scene = np.where(front[..., None], cloth, scene)
    return cv2.GaussianBlur(scene, (0, 0), 0.7), front, back & hole & ~front


def shot(folder: Path) -> tuple[Path, Path]:
    """The front without a neck, and the inside shot: neckline dropped, turned, shifted and darker."""
    front = shirt(170, inner=False)[0]
    inside = shirt(215, inner=True)[0]
    move = cv2.getRotationMatrix2D((300, 360), 1.2, 0.97)
    move[:, 2] += (9, -6)
    moved = cv2.warpAffine(inside, move, SIZE[::-1], flags=cv2.INTER_CUBIC, borderValue=(236.0,) * 3) * 0.95
    for name, scene in (("front", front), ("inside", moved)):
        codes = np.clip(np.rint(scene), 0, 255).astype(np.uint8)
        write_photo(folder / f"{name}.png", codes, profile=None)
    return folder / "front.png", folder / "inside.png"
