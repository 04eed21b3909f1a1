"""Which profile a photo's colours are read by, and how sure that is."""

from dataclasses import dataclass

from review_desk.imaging import profiles, rgb_spaces
from review_desk.imaging.badge import ProfileState
from review_desk.imaging.header import Header
from review_desk.imaging.profiles import BrokenProfileError

PLAIN_INKS = "plain inks"
"""The name of what CMYK is read by without a profile: a formula, no press."""


@dataclass(frozen=True)
class SourceProfile:
    """How a photo's colours are read: by `icc`, or where that is None as sRGB, CIELAB or plain inks.

    `name` is what the file's profile calls itself, None where it has none. `reason` says in one clause why a
    profile is not used or only assumed; None where there is nothing to say.
    """

    icc: bytes | None
    name: str | None
    state: ProfileState
    reason: str | None = None


SRGB_SOURCE = SourceProfile(None, "sRGB", "embedded")
"""Pixels that are in sRGB already."""


def source_profile(header: Header) -> SourceProfile:
    """Judge what a photo's header says of its colours. Never raises: a broken profile is a state."""
    found = _embedded(header) if header.icc is not None else _without(header)
    if not header.colour_note:
        return found
    state: ProfileState = "assumed" if found.state == "embedded" else "broken"
    return SourceProfile(found.icc, found.name, state, header.colour_note)


def _embedded(header: Header) -> SourceProfile:
    assert header.icc is not None
    name = profiles.description(header.icc)
    try:
        is_srgb = profiles.check_source(header.icc, header.colours)
    except BrokenProfileError as error:
        return SourceProfile(None, name, "broken", f"the profile {error}")
    own_way = is_srgb or header.colours == "LAB"
    return SourceProfile(None if own_way else header.icc, name, "embedded")


def _without(header: Header) -> SourceProfile:
    if header.names_srgb:
        return SRGB_SOURCE
    if header.colours == "LAB":
        return SourceProfile(None, "CIELAB", "embedded")
    if header.colours == "CMYK":
        return SourceProfile(None, PLAIN_INKS, "assumed", "the file says nothing of its inks")
    if header.names_adobe_rgb and header.colours == "RGB":
        reason = "EXIF says Adobe RGB, and no profile is embedded"
        return SourceProfile(rgb_spaces.adobe_rgb(), "Adobe RGB (1998)", "assumed", reason)
    return SourceProfile(None, None, "untagged")
