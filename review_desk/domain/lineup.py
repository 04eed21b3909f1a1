"""Which photos stand side by side in N-up: versions of one, or the colourways of its SKU in the same shot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from review_desk.domain.photo import Photo, Version, version_names

Kind = Literal["versions", "colourways"]

MOST = 9
"""Photos side by side: as many as there are number keys."""

_COLOUR = re.compile(
    "beige|black|blue|bordeaux|brown|burgundy|camel|charcoal|clay|coral|cream|denim|fig|forest|fuchsia|gold"
    "|gr[ae]y|green|indigo|ink|ivory|khaki|lavender|lilac|lime|magenta|mauve|mint|mustard|navy|nude|oat"
    "|ochre|olive|orange|peach|petrol|pink|plum|purple|red|rose|rust|salmon|sand|silver|tan|taupe|teal"
    "|turquoise|violet|white|wine|yellow"
)
"""Colour words that shops put into file names."""


@dataclass(frozen=True)
class Seat:
    """One photo of a line-up: a version, and the name people read."""

    photo: Photo
    version: Version
    name: str


def seat(photo: Photo, number: int) -> Seat:
    """A version of a photo under its own name."""
    return Seat(photo, photo.version(number), version_names(photo.versions)[number])


def of_versions(photo: Photo) -> list[Seat]:
    """Every version, oldest first; of more than nine the original and the newest eight."""
    versions = photo.versions
    if len(versions) > MOST:
        versions = (versions[0], *versions[-(MOST - 1) :])
    return [seat(photo, version.number) for version in versions]


def of_colourways(photo: Photo, photos: Sequence[Photo]) -> list[Seat]:
    """The newest version of each colourway of this SKU in the same shot, in batch order."""
    wanted = _shot_of(photo)
    alike = [p for p in photos if p.id == photo.id or (wanted and _shot_of(p) == wanted)]
    here = next(n for n, other in enumerate(alike) if other.id == photo.id)
    first = max(0, min(here - MOST // 2, len(alike) - MOST))
    return [Seat(p, p.latest, _colourway_name(p)) for p in alike[first : first + MOST]]


def _shot_of(photo: Photo) -> tuple[str, ...]:
    """What the colourways of one shot share: SKU and shot; without a SKU the name but for its colour words.

    Nothing where neither tells: a photo without a SKU and a colour in its name has no colourways.
    """
    if photo.sku:
        return (photo.sku, photo.shot)
    words = tuple(re.split(r"[^a-z0-9]+", photo.name.casefold()))
    bare = tuple("" if _COLOUR.fullmatch(word) else word for word in words)
    return bare if bare != words else ()


def _colourway_name(photo: Photo) -> str:
    return f"{photo.colourway or photo.name} {version_names(photo.versions)[photo.latest.number]}"
