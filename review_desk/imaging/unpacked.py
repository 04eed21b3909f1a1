"""Photos too large for memory: unpacked to a file on disk once, then read a piece at a time.

The file holds the pixels as stored, nothing converted and nothing turned, row by row without a header: any
piece of it can be read at once, whatever the photo's own format and compression.
"""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from review_desk.errors import Refused
from review_desk.imaging import gate, readers, tiff, vips
from review_desk.imaging.conversion import to_eight
from review_desk.imaging.decode import paint
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, level_size, reduced, reduced_under, stored_box, turned
from review_desk.imaging.source_profile import source_profile
from review_desk.imaging.target import SRGB, Target

_SPARE = 1_000_000_000
"""Bytes that stay free on the disk."""

_MODES = {1: "L", 3: "RGB", 4: "CMYK"}


@dataclass(frozen=True)
class Unpacked:
    """Where a photo's stored pixels lie: (height, width, channels) of `dtype` in `file`, row by row.

    `mode` is a raster's; with `alpha` the last channel is not a colour.
    """

    file: str
    width: int
    height: int
    channels: int
    dtype: str
    mode: str
    alpha: bool

    def to_json(self) -> dict[str, Any]:
        """As values of a job."""
        return asdict(self)

    @staticmethod
    def from_json(values: dict[str, Any]) -> "Unpacked":
        """From values of a job."""
        return Unpacked(**values)


def unpack(path: Path, into: Path) -> Unpacked:
    """Write a photo's stored pixels to the file `into`. Raises BadInput, Refused (disk full), MemoryError."""
    header = readers.header_of(path)
    _check_room(path, header, into)
    try:
        if opened := _OPENED.get((header.format, header.colours == "LAB")):
            return _streamed(path, header, into, *opened(path, header))
        raster = readers.raster_of(path, header, level=0)
    except vips.UnreadableError as error:
        into.unlink(missing_ok=True)
        raise gate.refuse(path, "cannot be shown at full size: its picture data cannot be read") from error
    return _written(raster, into)


def tile(
    path: Path,
    unpacked: Unpacked,
    corner: tuple[int, int],
    out: NDArray[np.uint8],
    *,
    level: int,
    target: Target = SRGB,
) -> None:
    """Fill `out` (H, W, 4) uint8 BGRX with a part of a photo at a level, upright, in a target's codes.

    `corner` (x, y) is where the part begins on the upright photo divided by 2**level. Raises BadInput.
    """
    header = readers.header_of(path)
    whole = level_size(*header.oriented, level)
    box = stored_box((*corner, out.shape[1], out.shape[0]), whole, header.orientation)
    raster = _read(unpacked, box, level)
    shape = (box[3], box[2], 4)
    upright = header.orientation == 1
    painted = out if upright else np.empty(shape, np.uint8)
    paint(raster, painted, colours=source_profile(header), target=target)
    if not upright:
        turned(painted, header.orientation, out)


def _read(unpacked: Unpacked, box: tuple[int, int, int, int], level: int) -> Raster:
    """A box (x, y, width, height) of the photo as stored, in pixels of a level."""
    left, top = box[0] << level, box[1] << level
    right = min((box[0] + box[2]) << level, unpacked.width)
    bottom = min((box[1] + box[3]) << level, unpacked.height)
    stored = np.empty((bottom - top, right - left, unpacked.channels), unpacked.dtype)
    a_pixel = unpacked.channels * stored.itemsize
    with Path(unpacked.file).open("rb", buffering=0) as file:
        for row, line in enumerate(stored, top):
            file.seek((row * unpacked.width + left) * a_pixel)
            file.readinto(line.data.cast("B"))
    return _reduced(stored, unpacked, level)


def _reduced(stored: NDArray[Any], unpacked: Unpacked, level: int) -> Raster:
    if not unpacked.alpha:
        return Raster(reduced(stored, level), unpacked.mode, level=level)
    colours, alpha = np.ascontiguousarray(stored[..., :-1]), np.ascontiguousarray(stored[..., -1])
    if level:  # what is under transparency does not count
        colours = reduced_under(to_eight(colours), to_eight(alpha), level)
        alpha = reduced(to_eight(alpha), level)
    return Raster(colours, unpacked.mode, alpha=alpha, level=level)


def _opened_tiff(path: Path, _: Header) -> tuple[Any, bool]:
    return tiff.opened(path)


def _opened_png(path: Path, _: Header) -> tuple[Any, bool]:
    image = vips.load(path, "pngload", unlimited=True)
    return image, image.bands in (2, 4)


def _opened_jpeg(path: Path, header: Header) -> tuple[Any, bool]:
    if header.mode == "CMYK":
        raise Refused(f"{gate.shown(path)} cannot be shown at full size: it is a CMYK JPEG, and too large.")
    return vips.load(path, "jpegload", unlimited=True), False


_OPENED: dict[tuple[str, bool], Callable[[Path, Header], tuple[Any, bool]]] = {
    ("TIFF", False): _opened_tiff,
    ("PNG", False): _opened_png,
    ("JPEG", False): _opened_jpeg,
}
"""(format, whether in CIELAB) -> what reads it from top to bottom without holding it whole."""


def _streamed(path: Path, header: Header, into: Path, image: Any, alpha: bool) -> Unpacked:
    if (image.width, image.height) != (header.width, header.height):
        raise gate.refuse(path, "is damaged: its header and its picture data disagree on its size")
    vips.unpack(image, into)
    mode = _MODES[image.bands - alpha]
    return Unpacked(
        str(into), image.width, image.height, image.bands, vips.dtype_of(image).str, mode, bool(alpha)
    )


def _written(raster: Raster, into: Path) -> Unpacked:
    parts = [raster.pixels] if raster.alpha is None else [raster.pixels, raster.alpha[..., None]]
    height, width = raster.pixels.shape[:2]
    with into.open("wb") as file:
        for top in range(0, height, 256):
            file.write(np.concatenate([part[top : top + 256] for part in parts], axis=2).tobytes())
    channels = sum(part.shape[2] for part in parts)
    return Unpacked(
        str(into), width, height, channels, raster.pixels.dtype.str, raster.mode, raster.alpha is not None
    )


def _check_room(path: Path, header: Header, into: Path) -> None:
    needed = header.width * header.height * 4 * (2 if header.bit_depth > 8 else 1) + _SPARE
    if shutil.disk_usage(into.parent).free < needed:
        raise Refused(
            f"{gate.shown(path)} cannot be shown at full size: that takes {needed / 1e9:.1f} GB of free disk."
        )
