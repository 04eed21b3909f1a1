"""A photo reduced for measuring: upright, in CIELAB of its own profile, nothing of a display in it."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging import readers, rgb_spaces
from review_desk.imaging.decode import decode
from review_desk.imaging.delta_e import srgb_to_lab, wide_to_lab
from review_desk.imaging.header import Header
from review_desk.imaging.raster import turned
from review_desk.imaging.source_profile import source_profile
from review_desk.imaging.target import SRGB, Target

SIDE = 1024
"""Longest side in pixels at which photos are measured; smaller ones as they are."""

Codes = NDArray[np.uint8]
Lab = NDArray[np.float32]
Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]


class NoProductError(Exception):
    """The product cannot be told from the background; the text is a sentence for people."""


@dataclass(frozen=True)
class Picture:
    """(H, W) of one photo: `codes` (H, W, 4) uint8 BGRX, `lab` (H, W, 3) float32 CIELAB relative to D50.

    `alpha` is (H, W) uint8 where something is transparent, else None; transparency is laid on white.
    """

    codes: Codes
    lab: Lab
    alpha: NDArray[np.uint8] | None = None

    @property
    def lightness(self) -> Plane:
        """(H, W) L*, 0-100."""
        return self.lab[..., 0]


def picture(path: Path) -> Picture:
    """Read a photo at SIDE. Raises BadInput, MemoryError.

    A photo in sRGB, or without a profile, is read in its own codes; any other through Little CMS into a wide
    RGB, so that colours which sRGB cannot hold are not clipped before they are measured.
    """
    header = readers.header_of(path)
    wide = source_profile(header).icc is not None or header.colours in ("CMYK", "LAB")
    codes = decode(path, bound=SIDE, target=Target(rgb_spaces.wide_rgb()) if wide else SRGB).array
    lab = wide_to_lab(np.ascontiguousarray(codes[..., 2::-1])) if wide else srgb_to_lab(codes)
    return Picture(codes, lab, _alpha(path, header, codes.shape[:2]))


def _alpha(path: Path, header: Header, shape: tuple[int, int]) -> NDArray[np.uint8] | None:
    """The photo's transparency at (H, W); None where everything is opaque."""
    if header.format == "JPEG":
        return None
    raster = readers.raster_of(path, header, level=0)
    if raster.alpha is None or raster.alpha.min() == np.iinfo(raster.alpha.dtype).max:
        return None
    upright = np.ascontiguousarray(turned(raster.alpha, header.orientation))
    share = 255 / np.iinfo(upright.dtype).max
    small = cv2.resize(upright, shape[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) * share
    return np.asarray(np.rint(small), np.uint8)


def full_share(codes: Codes, where: Mask, *, channels: int) -> float:
    """The share, 0-1, of the pixels `where` (H, W) at 255 in all 3 channels, or in at least 1."""
    blue, green, red = (codes[..., channel] == 255 for channel in range(3))
    full = blue & green & red if channels == 3 else blue | green | red
    return float(np.count_nonzero(full & where)) / max(1, int(np.count_nonzero(where)))


def luminance(lightness: NDArray[np.floating]) -> NDArray[np.floating]:
    """Y, 0-1, of L* 0-100 (CIE 15:2004, 8.2.1.1, turned round)."""
    f = (lightness + 16) / 116
    return np.where(lightness > 8, f**3, lightness * 27 / 24389)
