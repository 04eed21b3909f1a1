"""Planted faults of the whole frame: white point, colour, exposure, shadow, banding, tilt, crop."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from . import colour
from .colour import Image
from .frame import Damage, Frame, blend, box_of, changed_box

Rng = np.random.Generator


def background_off_white(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The white comes out `amount` levels (of 255, mean of RGB) below 255, a little warm."""
    drop = np.array([0.45, 0.85, 1.70]) * amount / 255.0
    tinted = frame.image * (1 - drop).astype(np.float32)
    out = blend(tinted, frame.image, frame.cover())
    return frame.with_image(out), Damage(None, amount, "levels below 255")


def colour_cast(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The product's colour moves by `amount` ΔE (CIE76), warm or cool by chance; the white stays white."""
    hue = float(rng.choice([62.0, 248.0]))
    out = blend(frame.image, colour.shift_lab(frame.image, amount, hue), frame.cover())
    return frame.with_image(out), Damage(None, amount, "ΔE76")


def exposure_shift(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The product is exposed by `amount` EV more (or less) than it was; the white stays white."""
    out = blend(frame.image, colour.expose(frame.image, amount), frame.cover())
    return frame.with_image(out), Damage(None, amount, "EV")


def shadow_wrong(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The shadow is `amount` times as dense as it was, and falls toward the wrong side."""
    flipped = _mirror_about(frame.shadow, frame.cover())
    ratio = np.power(np.minimum(flipped, 1.0), amount) / np.maximum(frame.shadow, 0.05)
    soft = cv2.GaussianBlur(ratio, (0, 0), 2.0)[..., None]
    ground = colour.encode(colour.decode(frame.image) * soft)
    out = blend(ground, frame.image, np.clip(cv2.dilate(frame.cover(), np.ones((3, 3), np.uint8)), 0, 1))
    result = frame.with_image(out)
    return result, Damage(changed_box(frame.image, result.image, 3.0), amount, "times the density")


def _mirror_about(shadow: Image, cover: Image) -> Image:
    """The shadow flipped left to right about the product's middle."""
    xs = np.nonzero(cover.max(axis=0) > 0.5)[0]
    middle = (int(xs.min()) + int(xs.max())) // 2 if len(xs) else shadow.shape[1] // 2
    index = np.clip(2 * middle - np.arange(shadow.shape[1]), 0, shadow.shape[1] - 1)
    return np.asarray(shadow[:, index], dtype=np.float32)


def banding(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The shadow's gradient breaks into steps of `amount` levels."""
    steps = np.round(frame.image * 255.0 / amount) * amount / 255.0
    zone = ((frame.shadow < 0.975) & (frame.cover() < 0.01)).astype(np.float32)
    out = blend(frame.image, steps.astype(np.float32), zone)
    result = frame.with_image(out)
    return result, Damage(box_of(zone), amount, "levels a step")


def _moved(frame: Frame, matrix: Image) -> Frame:
    """Every layer of the frame carried by a 2x3 matrix; white comes in at the borders."""
    size = (frame.image.shape[1], frame.image.shape[0])

    def carry(layer: Image, fill: float) -> Image:
        out = cv2.warpAffine(layer, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(fill,) * 4)
        return np.clip(out, 0, 1).astype(np.float32)

    points = {
        k: tuple(float(v) for v in matrix @ np.array([x, y, 1.0])) for k, (x, y) in frame.anchors.items()
    }
    return replace(
        frame,
        image=carry(frame.image, 1.0),
        mask=carry(frame.mask, 0.0),
        shadow=carry(frame.shadow, 1.0),
        grey=carry(frame.grey, 1.0),
        ghost=None if frame.ghost is None else carry(frame.ghost, 1.0),
        anchors={k: (p[0], p[1]) for k, p in points.items()},
    )


def tilt_left(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The straightened picture still leans `amount` degrees to the left."""
    h, w = frame.image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((w - 1) / 2, (h - 1) / 2), amount, 1.0)
    return _moved(frame, matrix.astype(np.float64)), Damage(None, amount, "degrees")


def crop_off(frame: Frame, amount: float, rng: Rng) -> tuple[Frame, Damage]:
    """The product sits `amount` pixels to the side of where the template wants it."""
    side = float(rng.choice([-1.0, 1.0]))
    matrix = np.array([[1.0, 0.0, side * amount], [0.0, 1.0, 0.25 * amount]])
    return _moved(frame, matrix), Damage(None, amount, "px off centre")
