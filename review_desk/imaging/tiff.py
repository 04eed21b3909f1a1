"""TIFF: header from its first directory, pixels through libvips (libtiff); CIELAB through Pillow."""

import struct
import warnings
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from review_desk.imaging import exif, gate, pillow
from review_desk.imaging.header import Header
from review_desk.imaging.raster import Raster, reduced

# Tag numbers of TIFF 6.0, section 8.
_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES = 256, 257, 258, 262, 277
_ORIENTATION, _SAMPLE_FORMAT, _EXTRA = 274, 339, 338
_STRIP_OFFSETS = 273
_PIECES = ((_STRIP_OFFSETS, 279), (324, 325))  # offsets and byte counts: of strips, of tiles
_ICC, _EXIF_IFD, _INTEROP_IFD = 34675, 34665, 40965
_DESCRIPTIVE = (271, 272, 305, 306, 315, 33432)  # make, model, software, time, artist, copyright

_GREYS, _RGB, _PALETTE, _CMYK, _YCBCR, _CIELAB = (0, 1), 2, 3, 5, 6, 8
_UNSIGNED = 1
_SIGNED = np.array([0, 128, 128], np.uint8)  # Pillow and TIFF store a and b with a sign


def header(path: Path, file: BufferedReader) -> Header:
    """Read size, mode, profile and EXIF of the first page; BadInput for damaged and unusual files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tags = _directory(file)
            width, height = int(tags[_WIDTH]), int(tags[_HEIGHT])
            depths = _numbers(tags.get(_BITS, 1))
            sample_format = _numbers(tags.get(_SAMPLE_FORMAT, _UNSIGNED))
            mode = _mode(tags, depths)
            facts = exif.of_tags(tags.get(_ORIENTATION), _with_interop(_exif_tags(tags, file), tags, file))
            block = _exif_block(tags, file)
        except pillow.DAMAGE as error:
            raise gate.refuse(path, "is damaged: no TIFF header can be read from it") from error
    _check_samples(path, depths, sample_format)
    if mode is None:
        raise gate.refuse(path, "is a TIFF of a kind the desk does not read: not grey, RGB, CMYK or Lab")
    icc = tags.get(_ICC)
    return Header(
        format="TIFF",
        width=width,
        height=height,
        mode="I;16" if (mode, depths[0]) == ("L", 16) else mode,
        bit_depth=depths[0],
        orientation=facts.orientation,
        taken_at=facts.taken_at,
        names_adobe_rgb=facts.adobe_rgb,
        icc=bytes(icc) if isinstance(icc, bytes) and icc else None,
        exif=block,
    )


def raster(path: Path, header: Header, *, level: int) -> Raster:
    """The stored pixels of the first page, halved `level` times. BadInput where they are damaged."""
    if header.mode == "LAB":
        return _lab(path, level)
    from review_desk.imaging import vips

    try:
        image, alpha = opened(path)
        pixels = vips.pixels(image, level=level, alpha=alpha)
    except vips.UnreadableError as error:
        raise gate.refuse(path, _why(path)) from error
    colours = pixels.shape[2] - alpha
    mode = {1: "L", 3: "RGB", 4: "CMYK"}[colours]
    return Raster(pixels[..., :colours], mode, alpha=pixels[..., -1] if alpha else None, level=level)


def opened(path: Path) -> tuple[Any, bool]:
    """The first page as a libvips image, to be read from top to bottom, and whether its last band is alpha.

    Not for CIELAB. Raises vips.UnreadableError, MemoryError.
    """
    from review_desk.imaging import vips

    image = vips.load(path, "tiffload", unlimited=True)
    colours = 4 if image.interpretation == "cmyk" else 3 if image.bands >= 3 else 1
    alpha = bool(image.bands > colours)
    return image.extract_band(0, n=colours + alpha), alpha


def with_exif(content: bytes, block: bytes) -> bytes:
    """A classic TIFF in strips with the descriptive tags and the EXIF directory of `block` added to it.

    The new directory goes between the header and what followed it; the old one stays behind, unused.
    """
    known = Image.Exif()
    known.load(block)
    tags = _directory(BytesIO(content))
    dict(tags)  # a tag that was never looked at is not written again
    for tag in _DESCRIPTIVE:
        if tag in known:
            tags[tag] = known[tag]
    tags[_EXIF_IFD] = dict(known.get_ifd(_EXIF_IFD))
    # Pillow adds the directory's own end to the offsets of the strips: they count from where it ends.
    tags[_STRIP_OFFSETS] = tuple(offset - 8 for offset in _numbers(tags[_STRIP_OFFSETS]))
    first = struct.pack("<I" if content[:2] == b"II" else ">I", 8)
    return content[:4] + first + tags.tobytes(8) + content[8:]


def _directory(file: BufferedReader | BytesIO) -> ImageFileDirectory_v2:
    start = file.read(8)
    if start[2] == 43 or start[3] == 43:  # BigTIFF: offsets of eight bytes
        start += file.read(8)
    tags = ImageFileDirectory_v2(start)
    file.seek(tags.next)
    tags.load(file)
    return tags


def _mode(tags: ImageFileDirectory_v2, depths: tuple[int, ...]) -> str | None:
    samples = int(tags.get(_SAMPLES, 1))
    photometric = int(tags.get(_PHOTOMETRIC, 1))
    alpha = any(extra in (1, 2) for extra in _numbers(tags.get(_EXTRA, ())))
    if photometric in _GREYS and samples <= 2:
        return "LA" if samples == 2 else "L"
    if photometric == _PALETTE and samples <= 2:
        return "P"
    if photometric in (_RGB, _YCBCR) and samples >= 3:
        return "RGBA" if alpha and samples >= 4 else "RGB"
    if photometric == _CMYK and samples >= 4:
        return "CMYK"
    return "LAB" if photometric == _CIELAB and samples == 3 and set(depths) == {8} else None


def _check_samples(path: Path, depths: tuple[int, ...], sample_format: tuple[int, ...]) -> None:
    if any(kind not in (_UNSIGNED, 4) for kind in sample_format):
        raise gate.refuse(
            path, "holds signed or floating-point numbers; the desk reads TIFF of 8 and 16 bits"
        )
    if len(set(depths)) != 1 or depths[0] not in (1, 2, 4, 8, 16):
        given = "/".join(str(depth) for depth in dict.fromkeys(depths))
        raise gate.refuse(path, f"has {given} bits a channel; the desk reads TIFF of 8 and 16 bits")


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(int(n) for n in value) if isinstance(value, tuple) else (int(value),)


def _exif_tags(tags: ImageFileDirectory_v2, file: BufferedReader) -> dict[int, Any]:
    return _pointed(tags.get(_EXIF_IFD), tags, file)


def _with_interop(
    details: dict[int, Any], tags: ImageFileDirectory_v2, file: BufferedReader
) -> dict[int, Any]:
    return {**details, _INTEROP_IFD: _pointed(details.get(_INTEROP_IFD), tags, file)}


def _pointed(pointer: Any, tags: ImageFileDirectory_v2, file: BufferedReader) -> dict[int, Any]:
    """The tags of a directory that another points to; none where it points nowhere."""
    if not isinstance(pointer, int):
        return {}
    details = ImageFileDirectory_v2(group=_EXIF_IFD, prefix=tags.prefix)
    try:
        file.seek(pointer)
        details.load(file)
        return dict(details)
    except pillow.DAMAGE:
        return {}


def _exif_block(tags: ImageFileDirectory_v2, file: BufferedReader) -> bytes | None:
    """The descriptive tags and the EXIF directory as a block of their own, without the file's layout."""
    block = Image.Exif()
    for tag in _DESCRIPTIVE:
        if tag in tags:
            block[tag] = tags[tag]
    details = _exif_tags(tags, file)
    if details:
        block.get_ifd(_EXIF_IFD).update(details)
    try:
        return block.tobytes().removeprefix(b"Exif\x00\x00") if len(block) else None
    except pillow.DAMAGE:
        return None


def _lab(path: Path, level: int) -> Raster:
    """CIELAB, which libvips does not take from TIFF; a and b come out offset by 128."""
    try:
        with pillow.opened(path, "TIFF") as image:
            if image.mode != "LAB":
                raise gate.refuse(path, "is a TIFF of a kind the desk does not read: unusual Lab")
            pixels = np.asarray(image) ^ _SIGNED
    except pillow.DAMAGE as error:
        raise gate.refuse(path, _why(path)) from error
    return Raster(reduced(pixels, level), "LAB", level=level)


def _why(path: Path) -> str:
    """Why the pixels cannot be read: cut off (with the share of strips or tiles that is there) or damaged."""
    share = _share_there(path)
    if share is None or share == 100:
        return "is damaged: its picture data cannot be decoded"
    return f"is cut off after about {max(1, share)} %"


def _share_there(path: Path) -> int | None:
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        end = path.stat().st_size
        try:
            tags = _directory(file)
            offsets, counts = next((a, b) for a, b in _PIECES if a in tags and b in tags)
            pieces = list(zip(_numbers(tags[offsets]), _numbers(tags[counts]), strict=False))
        except (*pillow.DAMAGE, StopIteration):
            return None
    total = sum(count for _, count in pieces)
    there = sum(max(0, min(count, end - offset)) for offset, count in pieces)
    return there * 100 // total if total else None
