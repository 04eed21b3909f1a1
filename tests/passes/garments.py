"""Drawn garments: a front without its neck, the inside shot of it, and the truth."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Second:
    """How the inside shot differs from the front: turned by `degrees`, at `scale`, shifted by (x, y) pixels,
    its codes times `light` (3), with `grain` of so many codes, its cloth pulled by `bend` pixels in waves.
    """

    degrees: float = 1.2
    scale: float = 0.97
    shift: tuple[float, float] = (9, -6)
    light: tuple[float, float, float] = (0.95, 0.95, 0.95)
    grain: float = 0.0
    bend: float = 0.0


def shot(folder: Path, second: Second | None = None, *, times: int = 1) -> tuple[Path, Path]:
    """The front without a neck, and the inside shot: neckline dropped, as `second` says; enlarged `times`."""
    second = second or Second()
    move = cv2.getRotationMatrix2D((300, 360), second.degrees, second.scale)
    move[:, 2] += second.shift
    ground = {"flags": cv2.INTER_CUBIC, "borderValue": (236.0,) * 3}
    moved = (
        cv2.warpAffine(_bent(shirt(215, inner=True)[0], second.bend), move, SIZE[::-1], **ground)
        * second.light
    )
    chance = np.random.default_rng(2)
    for name, scene in (("front", shirt(170, inner=False)[0]), ("inside", moved)):
        grained = scene + second.grain * chance.normal(0, 1, scene.shape)
        codes = np.clip(np.rint(grained), 0, 255).astype(np.uint8)
        large = (
            cv2.resize(codes, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC) if times > 1 else codes
        )
        write_photo(folder / f"{name}.png", np.asarray(large, np.uint8), profile=None)
    return folder / "front.png", folder / "inside.png"


def _bent(scene: Any, pixels: float) -> Any:
    """As cloth that was laid anew: pulled up to so many pixels, in waves of a third of the garment."""
    y, x = np.indices(SIZE, np.float32)
    across, down = x + pixels * np.sin(y / 35), y + pixels * np.sin(x / 45)
    return cv2.remap(scene, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
