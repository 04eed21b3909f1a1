"""Which photos stand side by side in N-up: versions of one, or the colourways of its SKU in the same shot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from review_desk.domain.photo import Photo, Version, version_names

Kind = Literal["versions", "colourways"]

MOST = 9
"""Photos side by side: as many as there are number keys."""


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
    alike = [p for p in photos if p.id == photo.id or (p.sku and (p.sku, p.shot) == (photo.sku, photo.shot))]
    here = next(n for n, other in enumerate(alike) if other.id == photo.id)
    first = max(0, min(here - MOST // 2, len(alike) - MOST))
    return [Seat(p, p.latest, _colourway_name(p)) for p in alike[first : first + MOST]]


def _colourway_name(photo: Photo) -> str:
    return f"{photo.colourway or photo.name} {version_names(photo.versions)[photo.latest.number]}"
