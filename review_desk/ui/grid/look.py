"""How the cards of the page are looked at, beside their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from review_desk.domain.photo import Photo, Version

Shown = Literal["newest", "original", "ai", "human"]

SHOWN: Mapping[Shown, str] = {
    "newest": "Newest version",
    "original": "Before",
    "ai": "AI",
    "human": "Human",
}


@dataclass(frozen=True)
class Look:
    """Squint blurs the photos, luminance takes their colour away, guides are the template's lines.

    `before` is true while the key is held.
    """

    squint: bool = False
    luminance: bool = False
    guides: bool = False
    captions: bool = True
    shown: Shown = "newest"
    before: bool = False

    def version(self, photo: Photo) -> Version:
        """The version to show: the newest of the wanted role, or the newest of all where there is none."""
        role = "original" if self.before else self.shown
        wanted = [version for version in photo.versions if version.role == role]
        return wanted[-1] if wanted else photo.latest
