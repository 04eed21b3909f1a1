"""What a version's file says of itself: size, format, profile, depth, dpi. No pixel is read."""

import re
from pathlib import Path, PurePath

from review_desk.domain.photo import Version
from review_desk.imaging import formats, gate, pillow
from review_desk.imaging.checks.subject import Found

_SRGB = re.compile(r"s ?rgb\b|c2$", re.IGNORECASE)
_TELLS_DPI = {"JPEG", "PNG", "TIFF", "WEBP"}


def file_checks(version: Version) -> dict[str, Found]:
    """What the desk knows of a version's file, against what it should be."""
    sides = version.width, version.height
    promised = formats.format_of_name(PurePath(version.file).name)
    agrees = promised == version.format or promised is None
    extension = "agrees" if agrees else f"{version.format} named {PurePath(version.file).suffix}"
    return {
        "size": Found(max(sides)),
        "short-side": Found(min(sides)),
        "ratio": Found(round(version.height / version.width, 3)),
        "format": Found(version.format),
        "extension": Found(extension),
        "profile": Found(_profile(version)),
        "bit-depth": Found(version.bit_depth),
        "file-size": Found(round(version.size / 1e6, 2)),
    }


def _profile(version: Version) -> str:
    """The profile's name, every sRGB being “sRGB”; “untagged” and “broken” where there is none to go by."""
    if version.profile_state != "embedded":
        return version.profile_state
    name = version.profile or "without a name"
    return "sRGB" if _SRGB.match(name) else name


def dpi(path: Path, format_name: str) -> Found:
    """Pixels per inch as the file's header says. Raises BadInput where the file cannot be opened."""
    if format_name not in _TELLS_DPI:
        return Found(None, note="This format says nothing of dots per inch.")
    with gate.open_photo(path) as file:
        try:
            with pillow.opened(file, format_name) as image:
                told = image.info.get("dpi")
        except pillow.DAMAGE:
            told = None
    if not told or not told[0]:
        return Found(None, note="The file does not say how many dots per inch it has.")
    return Found(round(float(min(told)), 1))
