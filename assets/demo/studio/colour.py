"""Colour arithmetic: sRGB coding, CIELAB (D65), tone curve, casts of a known ΔE. Arrays are float 0..1."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[Any]  # float32, (h, w, 3) or (h, w)

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_FROM_XYZ = np.linalg.inv(_TO_XYZ)
_WHITE = _TO_XYZ.sum(axis=1)
_TO_D50 = np.array(
    [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]]
)
"""The sRGB primaries brought to D50 by Bradford's transform, as ICC profiles hold them (B. Lindbloom)."""
WHITE_LINEAR = 1.7240


def encode(linear: Image) -> Image:
    """Linear light to sRGB-coded values, clipped to 0..1."""
    x = np.clip(linear, 0.0, 1.0)
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * x ** (1 / 2.4) - 0.055).astype(np.float32)


def decode(coded: Image) -> Image:
    """SRGB-coded values to linear light."""
    x = np.clip(coded, 0.0, 1.0)
    return np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4).astype(np.float32)


def tone(scene: Image) -> Image:
    """The camera curve: scene-linear to display-linear with a soft shoulder; WHITE_LINEAR becomes 1."""
    x = np.maximum(scene, 0.0)
    return (1.15 * x * (1 + x / 6) / (1 + 0.9 * x)).astype(np.float32)


def to_lab(coded: Image) -> Image:
    """SRGB-coded values to CIELAB (L 0..100), D65."""
    return _lab(coded, _TO_XYZ)


def to_lab_d50(coded: Image) -> Image:
    """SRGB-coded values to CIELAB relative to D50, in which the desk measures."""
    return _lab(coded, _TO_D50)


def _lab(coded: Image, to_xyz: NDArray[np.float64]) -> Image:
    xyz = decode(coded).astype(np.float64) @ to_xyz.T / to_xyz.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    lab = np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1
    )
    return lab.astype(np.float32)


def from_lab(lab: Image) -> Image:
    """CIELAB (D65) to sRGB-coded values, clipped to the gamut."""
    fy = (lab[..., 0].astype(np.float64) + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    xyz = np.where(f > 6 / 29, f**3, (116 * f - 16) * 27 / 24389) * _WHITE
    return encode((xyz @ _FROM_XYZ.T).astype(np.float32))


def shift_lab(coded: Image, delta_e: float, hue_deg: float) -> Image:
    """Move every colour by delta_e (CIE76) along a hue angle of the a*b* plane (90 is yellow, 270 blue)."""
    lab = to_lab(coded)
    lab[..., 1] += delta_e * math.cos(math.radians(hue_deg))
    lab[..., 2] += delta_e * math.sin(math.radians(hue_deg))
    return from_lab(lab)


def cast_gains(delta_e: float, hue_deg: float, lightness: float = 80.0) -> NDArray[np.float64]:
    """Linear RGB gains that move a neutral of that L* by delta_e along a hue angle (white-balance error)."""
    a, b = delta_e * math.cos(math.radians(hue_deg)), delta_e * math.sin(math.radians(hue_deg))
    pair = np.array([[lightness, 0.0, 0.0], [lightness, a, b]], dtype=np.float32)
    neutral, cast = decode(from_lab(pair)).astype(np.float64)
    return np.asarray(cast / neutral)


def expose(coded: Image, ev: float) -> Image:
    """Change the exposure of a finished picture by ev stops (display-linear, clipped)."""
    return encode((decode(coded) * 2.0**ev).astype(np.float32))
