"""How far a photo's colours can be relied on, in the few words beside it.

Standard library only: the window says this without loading a codec.
"""

from typing import Literal

ProfileState = Literal["embedded", "untagged", "broken", "assumed"]
"""Of a photo's colours: stated by the file, soundly; not stated (sRGB is taken for granted); stated by a
profile that cannot be used; or taken from a hint only (EXIF's Adobe RGB, CMYK without its profile)."""


def badge(*, mode: str, profile: str | None, state: str) -> str:
    """The words to show: "Display P3", "untagged, shown as sRGB", "CMYK, assumed plain inks"."""
    stand_in = "plain inks" if mode == "CMYK" else "sRGB"
    if state == "assumed":
        return f"CMYK, assumed {profile}" if mode == "CMYK" else f"{profile}, assumed"
    words = {
        "untagged": f"untagged, shown as {stand_in}",
        "broken": f"broken profile, shown as {stand_in}",
    }
    return words.get(state) or profile or "profile without a name"
