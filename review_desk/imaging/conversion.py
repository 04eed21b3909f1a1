"""One photo's pixels to the codes of a target, a strip at a time."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from review_desk.imaging import gamut_warning, rgb_spaces
from review_desk.imaging.cube import cube, leaves_srgb_alone
from review_desk.imaging.raster import Raster
from review_desk.imaging.source_profile import SourceProfile
from review_desk.imaging.target import Target, shown

SMALL = 1 << 16
"""Pixels. A photo of fewer is converted by Little CMS itself, exact to the code: for a patch or a chart that
is sooner done than baking a cube."""

_STRIP_PIXELS = 1 << 20
_OFFSET = np.array([0, 128, 128], np.uint8)  # Pillow's a and b carry a sign, those of a raster an offset
_MIDDLE_GREY = 128


class Conversion:
    """From one photo's own colours straight to a target, by Little CMS; with `exact` without a cube.

    `marked` counts the pixels that a gamut warning has painted grey. Raises ImageCms.PyCMSError where the
    target's profile cannot be linked; `display.target_of` has tried it before.
    """

    def __init__(self, source: SourceProfile, target: Target, *, exact: bool = False) -> None:
        self._source, self._target, self._exact = source, target, exact
        self.marked = 0

    def paint(self, raster: Raster, out: NDArray[np.uint8]) -> None:
        """Write a raster (its alpha aside) to (H, W, 4) uint8 BGRX in the target's codes, X = 255."""
        for rows in _strips(out):
            strip = np.ascontiguousarray(raster.pixels[rows])
            lost = self._lost(raster.mode, strip)
            if self._exact and raster.mode == "RGB" and strip.dtype == np.uint8:
                _write(strip, out[rows])
                self._convert(out[rows])
            else:
                _WAYS[raster.mode](self._source.icc, self._target, strip, out[rows])
            self._mark(out[rows], lost)

    def paint_over(self, bgrx: NDArray[np.uint8]) -> None:
        """The same in place, for the codes of an RGB photo as (H, W, 4) uint8 BGRX."""
        for rows in _strips(bgrx):
            lost = self._outside(bgrx[rows], self._source.icc) if self._warns else None
            self._convert(bgrx[rows])
            self._mark(bgrx[rows], lost)

    def _convert(self, bgrx: NDArray[np.uint8]) -> None:
        if self._exact:
            _convert_exactly(self._source.icc, self._target, bgrx)
        elif baked := cube(self._source.icc, self._target):
            baked.convert_bgrx(bgrx)

    @property
    def _warns(self) -> bool:
        return self._target.proof is not None and self._target.proof.warn_gamut

    def _lost(self, mode: str, strip: NDArray[Any]) -> NDArray[np.bool_] | None:
        """Which pixels of a strip the proof cannot hold; None where nobody asked."""
        if not self._warns:
            return None
        wide = rgb_spaces.wide_rgb()
        bgrx = np.empty((*strip.shape[:2], 4), np.uint8)
        if mode == "RGB":
            _write(to_eight(strip), bgrx)
            return self._outside(bgrx, self._source.icc)
        _WAYS[mode](self._source.icc, Target(wide, bpc=self._target.bpc), strip, bgrx)
        return self._outside(bgrx, wide)

    def _outside(self, bgrx: NDArray[np.uint8], icc: bytes | None) -> NDArray[np.bool_]:
        assert self._target.proof is not None
        lost = gamut_warning.warning(icc, self._target.proof.icc, bpc=self._target.bpc)
        return gamut_warning.outside(bgrx, lost)

    def _mark(self, out: NDArray[np.uint8], lost: NDArray[np.bool_] | None) -> None:
        if lost is not None:
            self.marked += int(np.count_nonzero(lost))
            out[lost] = shown(self._target.direct, _MIDDLE_GREY)


def to_eight(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """uint16 codes to the nearest uint8 codes (65535 is 255); uint8 as it is."""
    if pixels.dtype == np.uint8:
        return pixels
    return cv2.convertScaleAbs(pixels, alpha=1 / 257).reshape(pixels.shape).astype(np.uint8, copy=False)


def _convert_exactly(icc: bytes | None, target: Target, bgrx: NDArray[np.uint8]) -> None:
    if not leaves_srgb_alone(icc, target):
        _write(np.asarray(target.convert(_picture(bgrx[..., 2::-1], "RGB"), icc)), bgrx)


def _rgb(icc: bytes | None, target: Target, strip: NDArray[Any], out: NDArray[np.uint8]) -> None:
    """16 bits stay 16 up to the cube."""
    baked = cube(icc, target)
    if strip.dtype == np.uint16 and baked:
        _write(baked.convert_sixteen(strip), out)
        return
    _write(to_eight(strip), out)
    if baked:
        baked.convert_bgrx(out)


def _grey(icc: bytes | None, target: Target, strip: NDArray[Any], out: NDArray[np.uint8]) -> None:
    _write(_ramp(icc, target, strip.dtype.name)[strip[..., 0]], out)


@functools.lru_cache(maxsize=4)
def _ramp(icc: bytes | None, target: Target, dtype: str) -> NDArray[np.uint8]:
    """Every grey there is, 256 or 65536, in the target's codes: (N, 3) RGB."""
    count = np.iinfo(dtype).max + 1
    greys = np.arange(count, dtype=dtype).reshape(count // 256, 256)
    if icc is None and cube(None, target) is None:
        return np.repeat(to_eight(greys).reshape(count, 1), 3, axis=1)
    ramp = target.convert(Image.fromarray(greys), icc or rgb_spaces.srgb_grey())
    return np.asarray(ramp).reshape(count, 3)


def _cmyk(icc: bytes | None, target: Target, strip: NDArray[Any], out: NDArray[np.uint8]) -> None:
    """Full ink is 255. Without a profile: the paper left by each ink times that left by black, as sRGB."""
    inks = to_eight(strip)
    if icc is not None:
        _write(np.asarray(target.convert(_picture(inks, "CMYK"), icc)), out)
        return
    paper = 255 - inks.astype(np.uint16)
    _rgb(None, target, ((paper[..., :3] * paper[..., 3:] + 127) // 255).astype(np.uint8), out)


def _lab(_: bytes | None, target: Target, strip: NDArray[Any], out: NDArray[np.uint8]) -> None:
    """CIELAB relative to D50: L 0-255 for 0-100, a and b offset by 128."""
    _write(np.asarray(target.convert(_picture(to_eight(strip) ^ _OFFSET, "LAB"), None)), out)


_WAYS: dict[str, Callable[[bytes | None, Target, NDArray[Any], NDArray[np.uint8]], None]] = {
    "RGB": _rgb,
    "L": _grey,
    "CMYK": _cmyk,
    "LAB": _lab,
}


def _picture(pixels: NDArray[np.uint8], mode: str) -> Image.Image:
    height, width = pixels.shape[:2]
    return Image.frombuffer(mode, (width, height), pixels.tobytes(), "raw", mode, 0, 1)


def _write(rgb: NDArray[np.uint8], out: NDArray[np.uint8]) -> None:
    cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2BGRA, dst=out)


def _strips(pixels: NDArray[Any]) -> Iterator[slice]:
    """Slices of rows of about a megapixel each: a whole photo at a time would need its memory again."""
    height, width = pixels.shape[:2]
    rows = max(1, _STRIP_PIXELS // width)
    return (slice(top, top + rows) for top in range(0, height, rows))
