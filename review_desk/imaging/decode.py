"""One photo as pixels for the screen, and as pixels for a pass."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from review_desk.imaging import exif, jpeg, marketplace, readers
from review_desk.imaging.badge import ProfileState
from review_desk.imaging.conversion import SMALL, Conversion, to_eight
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, level_size, stored_box, turned
from review_desk.imaging.source_profile import SRGB_SOURCE, SourceProfile, source_profile
from review_desk.imaging.target import SRGB, Target, shown

_STRIP_ROWS = 64

Allocate = Callable[[tuple[int, int, int]], NDArray[np.uint8]]


@dataclass(frozen=True)
class Pixels:
    """A photo upright in a target's codes.

    `array` is (H, W, 4) uint8 in the byte order B, G, R, 255 (Qt's RGB32).
    `width` and `height` are those of the whole photo, upright; the array is smaller by 2**`level`, or by
    more where a bound was given. `profile`, `profile_state` and `profile_reason` say how the colours were
    understood. `out_of_gamut` is the share of pixels, 0-1, that a gamut warning marked; None without one.
    """

    array: NDArray[np.uint8]
    level: int
    width: int
    height: int
    profile: str | None
    profile_state: ProfileState
    profile_reason: str | None = None
    out_of_gamut: float | None = None


@dataclass(frozen=True)
class Source:
    """A photo upright in its own encoding, nothing converted: what a pass works on and hands on.

    `pixels` is (H, W, C) uint8 or uint16, C = 1 grey, 3 RGB, 4 CMYK (or 3 CIELAB: see `mode`); `alpha` is
    (H, W) of the same type or None; `profile` is the embedded profile; `exif` is the EXIF block with the
    orientation already set to 1.
    """

    pixels: NDArray[Any]
    mode: str
    profile: bytes | None
    alpha: NDArray[Any] | None
    exif: bytes | None


def decode(
    path: Path,
    *,
    level: int = 0,
    bound: int | None = None,
    allocate: Allocate | None = None,
    target: Target = SRGB,
) -> Pixels:
    """Read a photo for the screen: upright, its colours converted to `target`, transparency laid on white.

    `level` n divides both sides by 2**n, rounded up. `bound` limits the longer side in pixels (the level
    rises as far as that allows, an area mean does the rest; nothing is enlarged). `allocate(shape)` gives
    the memory to decode into. Raises BadInput where the photo is damaged; MemoryError.
    """
    header = readers.header_of(path)
    colours = source_profile(header)
    level = max(level, _level_for(header, bound))
    width, height = header.oriented
    across, down = level_size(width, height, level)
    out = (_fresh if allocate is None or bound else allocate)((down, across, 4))
    if header.orientation == 1:
        marked = _paint(path, header, level, out, colours=colours, target=target)
    else:
        stored = np.empty((*level_size(header.width, header.height, level)[::-1], 4), np.uint8)
        marked = _paint(path, header, level, stored, colours=colours, target=target)
        turned(stored, header.orientation, out)
    warns = target.proof is not None and target.proof.warn_gamut
    return Pixels(
        array=out if bound is None else _bounded(out, bound),
        level=level,
        width=width,
        height=height,
        profile=colours.name,
        profile_state=colours.state,
        profile_reason=colours.reason,
        out_of_gamut=marked / (across * down) if warns else None,
    )


def decode_part(
    path: Path, corner: tuple[int, int], out: NDArray[np.uint8], *, level: int, target: Target = SRGB
) -> None:
    """Fill `out` (H, W, 4) uint8 BGRX with a part of a photo at a level, upright, in a target's codes.

    `corner` (x, y) is where the part begins. The photo is decoded whole, for most formats know no other way,
    but only the part is converted, which takes longer. Raises BadInput, MemoryError.
    """
    header = readers.header_of(path)
    box = (*corner, out.shape[1], out.shape[0])
    x, y, width, height = stored_box(box, level_size(*header.oriented, level), header.orientation)
    rows, columns = slice(y, y + height), slice(x, x + width)
    painted = out if header.orientation == 1 else np.empty((height, width, 4), np.uint8)
    read: Raster | NDArray[np.uint8] = painted
    if header.format == "JPEG" and header.mode == "RGB":
        painted[...] = jpeg.pixels(path, header, level=level, layout="BGRX")[rows, columns]
    else:
        raster = readers.raster_of(path, header, level=level)
        alpha = None if raster.alpha is None else raster.alpha[rows, columns]
        read = replace(raster, pixels=raster.pixels[rows, columns], alpha=alpha)
    exact = header.width * header.height < SMALL
    paint(read, painted, colours=source_profile(header), target=target, exact=exact)
    if header.orientation != 1:
        turned(painted, header.orientation, out)


def decode_depth(path: Path) -> Source:
    """Read a photo for a pass: upright, every channel as stored (8 or 16 bits). Raises BadInput."""
    header = readers.header_of(path)
    raster = readers.raster_of(path, header, level=0)
    alpha = raster.alpha
    return Source(
        np.ascontiguousarray(turned(raster.pixels, header.orientation)),
        raster.mode,
        header.icc,
        None if alpha is None else np.ascontiguousarray(turned(alpha, header.orientation)),
        exif.upright(header.exif) if header.exif else None,
    )


def _fresh(shape: tuple[int, int, int]) -> NDArray[np.uint8]:
    return np.empty(shape, np.uint8)


def _level_for(header: Header, bound: int | None) -> int:
    """The deepest level whose longer side still reaches the bound (in pixels, at least 1)."""
    if bound is None:
        return 0
    longest = max(header.width, header.height)
    return next(n for n in range(longest.bit_length()) if -(-longest // (2 << n)) < max(bound, 2))


def _paint(
    path: Path,
    header: Header,
    level: int,
    out: NDArray[np.uint8],
    *,
    colours: SourceProfile,
    target: Target,
) -> int:
    """Fill `out` (H, W, 4) with the photo as stored, not turned, in the target's codes.

    Returns how many pixels a gamut warning marked.
    """
    # Told from the whole photo, so that its levels agree with one another to the code.
    exact = header.width * header.height < SMALL
    if header.format == "JPEG" and header.mode == "RGB":
        jpeg.pixels(path, header, level=level, layout="BGRX", out=out)
        return paint(out, out, colours=colours, target=target, exact=exact)
    raster = readers.raster_of(path, header, level=level)
    return paint(raster, out, colours=colours, target=target, exact=exact)


def paint(
    read: Raster | NDArray[np.uint8],
    out: NDArray[np.uint8],
    *,
    colours: SourceProfile,
    target: Target,
    exact: bool = False,
) -> int:
    """Convert what was read to (H, W, 4) uint8 BGRX `out` in the target's codes, transparency laid on white.

    `read` is a raster, or `out` itself where the photo's RGB codes stand there as BGRX. `exact` as for
    `Conversion`. Returns how many pixels a gamut warning marked.
    """
    through_jpeg = target.proof is not None and target.proof.jpeg
    first = target.delivered if through_jpeg else target
    conversion = Conversion(colours, first, exact=exact)
    if not isinstance(read, Raster):
        conversion.paint_over(out)
    else:
        conversion.paint(read, out)
        if read.alpha is not None:
            _lay_on_white(out, to_eight(read.alpha), shown(first, 255))
    if through_jpeg:
        marketplace.round_trip(out)
        Conversion(SRGB_SOURCE, target.direct).paint_over(out)
    return conversion.marked


def _lay_on_white(out: NDArray[np.uint8], alpha: NDArray[np.uint8], white: tuple[int, ...]) -> None:
    """Mix BGRX in place with a target's white where alpha (H, W) is below 255."""
    for top in range(0, len(out), _STRIP_ROWS):
        strip = out[top : top + _STRIP_ROWS]
        cover = cv2.merge([np.ascontiguousarray(alpha[top : top + _STRIP_ROWS])] * 4)
        photo = cv2.multiply(strip, cover, scale=1 / 255, dtype=cv2.CV_32F)
        paper = (255 - cover) * (np.array(white, np.float32) / 255)
        strip[...] = np.rint(photo + paper).astype(np.uint8)
        strip[..., 3] = 255


def _bounded(array: NDArray[np.uint8], bound: int) -> NDArray[np.uint8]:
    height, width = array.shape[:2]
    share = bound / max(height, width)
    if share >= 1:
        return array
    size = max(1, round(width * share)), max(1, round(height * share))
    return cv2.resize(array, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
