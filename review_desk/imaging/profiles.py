"""ICC profiles as they come from files: opened, judged, named; what is wrong with one, in words."""

import functools
import itertools
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageCms

MAX_BYTES = 4_000_000
"""A profile that is larger is not opened: those of printers reach 3 MB, those of displays 1 MB."""

UNREADABLE = (ImageCms.PyCMSError, OSError, ValueError, TypeError)
"""What Little CMS raises through Pillow for a profile it cannot use."""

SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}
"""Pillow's name of the channels -> the colour space as a profile's header names it."""

_SPOKEN = {"RGB": "RGB", "GRAY": "grey", "CMYK": "CMYK", "Lab": "Lab"}
_CLASSES = ("mntr", "scnr", "prtr", "spac")
_SPOKEN_CLASSES = {
    "link": "is a device link",
    "abst": "is an abstract profile",
    "nmcl": "is a list of named colours",
}

# Dark codes lie close: curves that look alike in the middle part there (gamma 2.2 is not sRGB).
_GRID = (0, 3, 9, 24, 51, 102, 153, 204, 255)
_PROBE_COLOURS = np.array(list(itertools.product(_GRID, repeat=3)), np.uint8).reshape(9, 81, 3)


class BrokenProfileError(Exception):
    """A profile that cannot be used. The text goes after "the profile": "is larger than 4 MB"."""


@functools.cache
def srgb() -> Any:
    """sRGB, opened: Little CMS's own, with the exact curve."""
    return ImageCms.createProfile("sRGB")


@functools.cache
def lab() -> Any:
    """CIELAB relative to D50, opened."""
    return ImageCms.createProfile("LAB")


def opened(icc: bytes) -> Any:
    """A profile from its bytes. Raises BrokenProfileError."""
    if len(icc) > MAX_BYTES:
        raise BrokenProfileError(f"is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return ImageCms.getOpenProfile(BytesIO(icc))
    except UNREADABLE as error:
        raise BrokenProfileError("is no ICC profile, or one that is damaged from its first bytes") from error


def description(icc: bytes) -> str | None:
    """What a profile calls itself, on one line of at most 120 characters; None where it does not say."""
    try:
        text = ImageCms.getProfileDescription(opened(icc))
    except (BrokenProfileError, *UNREADABLE):
        return None
    return "".join(c if c.isprintable() else " " for c in text).strip()[:120] or None


def space_of(icc: bytes) -> str:
    """The colour space that a profile's header names: "RGB", "GRAY", "CMYK", "Lab", … BrokenProfileError."""
    return str(opened(icc).profile.xcolor_space).strip()


@functools.lru_cache(maxsize=32)
def check_source(icc: bytes, mode: str) -> bool:
    """Judge the profile of a photo whose channels are `mode`; whether it is sRGB in all but name.

    Raises BrokenProfileError where it does not open, is for other colours, is no device's or colour space's,
    or does not convert: what the damaged profiles of the test set need.
    """
    profile = opened(icc)
    space, kind = profile.profile.xcolor_space.strip(), profile.profile.device_class
    if kind not in _CLASSES:
        what = _SPOKEN_CLASSES.get(kind, "is of an unknown kind")
        raise BrokenProfileError(f"{what}, not the profile of a device or colour space")
    if space != SPACES[mode]:
        raise BrokenProfileError(
            f"is for {_SPOKEN.get(space, 'other')} colours; the photo is {_SPOKEN[SPACES[mode]]}"
        )
    try:
        built = ImageCms.buildTransform(
            profile, srgb(), mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.NOOPTIMIZE
        )
        return mode == "RGB" and _leaves_alone(built)
    except UNREADABLE as error:
        raise BrokenProfileError("opens but converts nothing: a part of it is missing or damaged") from error


def check_output(icc: bytes, *, spaces: tuple[str, ...]) -> None:
    """Judge the profile of a display or printer: can colours be converted to it. BrokenProfileError."""
    profile = opened(icc)
    space = profile.profile.xcolor_space.strip()
    if profile.profile.device_class not in ("mntr", "prtr", "spac"):
        raise BrokenProfileError("is of no display, printer or colour space")
    if space not in spaces:
        wanted = " or ".join(_SPOKEN[known] for known in spaces)
        raise BrokenProfileError(f"is for {_SPOKEN.get(space, 'other')} colours, not {wanted}")
    mode = next(mode for mode, known in SPACES.items() if known == space)
    try:
        built = ImageCms.buildTransform(srgb(), profile, "RGB", mode, flags=ImageCms.Flags.NOOPTIMIZE)
        ImageCms.applyTransform(Image.fromarray(_PROBE_COLOURS), built)
        ImageCms.buildTransform(profile, srgb(), mode, "RGB", flags=ImageCms.Flags.NOOPTIMIZE)
    except UNREADABLE as error:
        raise BrokenProfileError("opens but converts nothing: a part of it is missing or damaged") from error


def _leaves_alone(conversion: ImageCms.ImageCmsTransform) -> bool:
    """Whether 729 colours come out within one code."""
    converted = np.asarray(ImageCms.applyTransform(Image.fromarray(_PROBE_COLOURS), conversion))
    return int(np.abs(converted.astype(int) - _PROBE_COLOURS).max()) <= 1
