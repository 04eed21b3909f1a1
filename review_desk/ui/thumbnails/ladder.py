"""The sizes thumbnails are made in."""

from review_desk.domain.photo import Version
from review_desk.operations.inspect import EDGE

LADDER = (EDGE, 2 * EDGE, 4 * EDGE)
"""Longer sides in pixels. The first is made at intake; the others when a card first asks for them."""

Key = tuple[str, int]
"""Content hash and rung: one thumbnail."""


def rung(version: Version, edge: int) -> int:
    """The first size that fills `edge` device pixels, or that shows all that a small photo has."""
    enough = min(edge, max(version.width, version.height))
    return next((size for size in LADDER if size >= enough), LADDER[-1])


def key_of(version: Version, edge: int) -> Key:
    """The thumbnail of a version for a card of so many device pixels."""
    return version.sha256, rung(version, edge)
