"""Versions as others read them: which files they can take as they are."""

from review_desk.domain.photo import Version

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def is_plain(version: Version) -> bool:
    """Whether others read its file as the desk does: 8 bit RGB or grey, upright, sRGB."""
    return (
        version.format in _ENDINGS
        and version.mode in ("RGB", "L")
        and version.bit_depth == 8
        and version.orientation == 1
        and (version.profile is None or "srgb" in version.profile.lower())
    )


def ending(version: Version) -> str:
    """The ending of a version's file as it is handed out: its own where it is plain, else of a PNG."""
    return _ENDINGS[version.format] if is_plain(version) else "png"
