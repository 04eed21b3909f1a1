"""From a photo's own colours to sRGB: is its profile sound, what is it called, how does it convert.

lcms2 through Pillow's ImageCms is the authority: relative colorimetric with black-point compensation, as
Photoshop converts by default.
"""

import functools
import itertools
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from review_desk.imaging.header import Header

ProfileState = Literal["embedded", "untagged", "broken", "assumed"]
"""Of a photo: a sound profile; none (sRGB is taken for granted); one that cannot be used (taken as sRGB);
or none for CMYK, whose colours are then only a guess."""

MAX_PROFILE_BYTES = 4_000_000
_STRIP_PIXELS = 1 << 20
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_BPC = ImageCms.Flags.BLACKPOINTCOMPENSATION
_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}
_CLASSES = ("mntr", "scnr", "prtr", "spac")
_UNREADABLE = (ImageCms.PyCMSError, OSError, ValueError, TypeError)

_GRID = (0, 128, 255)
_PROBE_COLOURS = np.array(list(itertools.product(_GRID, repeat=3)), np.uint8).reshape(1, 27, 3)


class BrokenProfileError(Exception):
    """A profile that cannot be used for the photo that carries it."""


def state_of(header: Header) -> ProfileState:
    """How far the colours of a photo can be relied on."""
    if header.icc is None:
        if header.names_srgb:
            return "embedded"
        return "assumed" if header.colours == "CMYK" else "untagged"
    try:
        transform(header.icc, header.colours)
    except BrokenProfileError:
        return "broken"
    return "embedded"


def name_of(header: Header) -> str | None:
    """What the photo's profile calls itself, on one line of at most 120 characters; None without one."""
    if header.icc is None:
        return "sRGB" if header.names_srgb else None
    try:
        text = ImageCms.getProfileDescription(_opened(header.icc))
    except (BrokenProfileError, *_UNREADABLE):
        return None
    return "".join(c if c.isprintable() else " " for c in text).strip()[:120] or None


@functools.lru_cache(maxsize=16)
def transform(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The conversion to sRGB, 8 bits in and out ("RGB" works on "RGBA" and keeps A); None: it is sRGB.

    Raises BrokenProfileError where the profile does not open, is of another colour space or no device's or
    colour space's profile, or does not convert: the checks that the damaged profiles of the test set need.
    """
    profile = _checked(icc, mode)
    pillow_mode, to_mode = ("RGBA", "RGBA") if mode == "RGB" else (mode, "RGB")
    flags = _BPC | (ImageCms.Flags.NOOPTIMIZE if mode == "CMYK" else ImageCms.Flags.NONE)
    try:
        built = ImageCms.buildTransform(profile, _srgb(), pillow_mode, to_mode, _INTENT, flags)
        same = mode == "RGB" and _leaves_srgb_alone(built)
    except _UNREADABLE as error:
        raise BrokenProfileError from error
    return None if same else built


def convert_bgrx(pixels: NDArray[np.uint8], icc: bytes | None) -> None:
    """Convert (H, W, 4) uint8 BGRX in place by the profile of an RGB photo, a strip at a time.

    Without a profile, or with one that is broken or is sRGB itself, nothing changes.
    """
    conversion = _sound(icc, "RGB")
    if conversion is None:
        return
    for rows in _strips(pixels):
        strip = pixels[rows]
        size = strip.shape[1], strip.shape[0]
        image = Image.frombuffer("RGBA", size, strip.tobytes(), "raw", "BGRA", 0, 1)
        ImageCms.applyTransform(image, conversion, inPlace=True)
        converted = np.frombuffer(image.tobytes("raw", "BGRA"), np.uint8)
        strip[...] = converted.reshape(strip.shape)


def grey_to_rgb(pixels: NDArray[np.uint8], icc: bytes | None) -> NDArray[np.uint8]:
    """(H, W, 1) uint8 grey to (H, W, 3) sRGB, by the grey profile if it is sound."""
    conversion = _sound(icc, "L")
    if conversion is None:
        return np.repeat(pixels, 3, axis=2)
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(1, 256))
    return _applied(ramp, conversion).reshape(256, 3)[pixels[..., 0]]


def cmyk_to_rgb(pixels: NDArray[np.uint8], icc: bytes | None) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 CMYK (255 is full ink) to (H, W, 3) sRGB; without a sound profile a plain guess."""
    conversion = _sound(icc, "CMYK")
    if conversion is not None:
        return _in_strips(pixels, "CMYK", conversion)
    out = np.empty((*pixels.shape[:2], 3), np.uint8)
    for rows in _strips(pixels):
        paper = 255 - pixels[rows].astype(np.uint16)
        out[rows] = (paper[..., :3] * paper[..., 3:] + 127) // 255
    return out


def lab_to_rgb(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 CIELAB (D50; L 0-255 for 0-100, a and b offset by 128) to (H, W, 3) sRGB."""
    signed = pixels ^ np.array([0, 128, 128], np.uint8)  # as Pillow takes a and b
    return _in_strips(signed, "LAB", _lab_transform())


def sixteen_to_rgb(pixels: NDArray[np.uint16], icc: bytes | None) -> NDArray[np.uint8]:
    """(H, W, 1 or 3) uint16 grey or RGB to (H, W, 3) uint8 sRGB, converted before it is rounded."""
    mode = "RGB" if pixels.shape[2] == 3 else "L"
    conversion = _sound(icc, mode)
    if icc is not None and conversion is not None:
        try:
            return _sixteen_with_vips(np.ascontiguousarray(pixels), icc)
        except ValueError:  # libvips asks more of a profile than lcms does; the 8-bit way takes it
            if mode == "RGB":
                return _in_strips(_with_fourth(to_eight(pixels)), "RGBA", conversion)[..., :3]
    return to_eight(pixels) if mode == "RGB" else grey_to_rgb(to_eight(pixels), icc)


def to_eight(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """uint16 codes to the nearest uint8 codes (65535 is 255); uint8 as it is."""
    if pixels.dtype == np.uint8:
        return pixels
    return cv2.convertScaleAbs(pixels, alpha=1 / 257).reshape(pixels.shape).astype(np.uint8, copy=False)


def _with_fourth(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA).astype(np.uint8, copy=False)


def _sound(icc: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    if icc is None:
        return None
    try:
        return transform(icc, mode)
    except BrokenProfileError:
        return None


def _opened(icc: bytes) -> Any:
    if len(icc) > MAX_PROFILE_BYTES:
        raise BrokenProfileError
    try:
        return ImageCms.getOpenProfile(BytesIO(icc))
    except _UNREADABLE as error:
        raise BrokenProfileError from error


def _checked(icc: bytes, mode: str) -> Any:
    opened = _opened(icc)
    if opened.profile.xcolor_space.strip() != _SPACES[mode]:
        raise BrokenProfileError
    if opened.profile.device_class not in _CLASSES:
        raise BrokenProfileError
    return opened


def _leaves_srgb_alone(conversion: ImageCms.ImageCmsTransform) -> bool:
    """Whether the 27 corner and middle colours come out within one code: then converting is for nothing."""
    image = Image.fromarray(_PROBE_COLOURS).convert("RGBA")
    converted = _applied(image, conversion)[..., :3]
    return int(np.abs(converted.astype(int) - _PROBE_COLOURS).max()) <= 1


def _applied(image: Image.Image, conversion: ImageCms.ImageCmsTransform) -> NDArray[np.uint8]:
    return np.asarray(ImageCms.applyTransform(image, conversion))


def _in_strips(pixels: NDArray[np.uint8], mode: str, conversion: Any) -> NDArray[np.uint8]:
    out = np.empty((*pixels.shape[:2], 4 if mode == "RGBA" else 3), np.uint8)
    for rows in _strips(pixels):
        strip = pixels[rows]
        size = strip.shape[1], strip.shape[0]
        image = Image.frombuffer(mode, size, strip.tobytes(), "raw", mode, 0, 1)
        out[rows] = _applied(image, conversion)
    return out


def _strips(pixels: NDArray[Any]) -> Iterator[slice]:
    """Slices of rows of about a megapixel each: a whole photo at a time would need its memory again."""
    height, width = pixels.shape[:2]
    rows = max(1, _STRIP_PIXELS // width)
    return (slice(top, top + rows) for top in range(0, height, rows))


def _sixteen_with_vips(pixels: NDArray[np.uint16], icc: bytes) -> NDArray[np.uint8]:
    from review_desk.imaging import vips

    image = vips.from_array(pixels, "rgb16" if pixels.shape[2] == 3 else "grey16").copy()
    image.set_type(vips.BLOB, "icc-profile-data", icc)
    try:
        converted = image.icc_transform(
            "srgb", embedded=True, intent="relative", black_point_compensation=True, depth=8
        )
        memory = converted.write_to_memory()
    except vips.Error as error:
        raise ValueError("libvips refuses the profile") from error
    return np.frombuffer(memory, np.uint8).reshape(converted.height, converted.width, converted.bands)


@functools.cache
def _srgb() -> Any:
    return ImageCms.createProfile("sRGB")


@functools.cache
def _lab_transform() -> Any:
    return ImageCms.buildTransform(ImageCms.createProfile("LAB"), _srgb(), "LAB", "RGB", _INTENT, _BPC)
