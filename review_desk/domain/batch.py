"""A batch: photos that came in together and go out together."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Batch:
    """One batch with its count of photos and of those decided."""

    id: str
    name: str
    source: str
    created_at: str
    photos: int = 0
    decided: int = 0


@dataclass(frozen=True)
class Quarantined:
    """A file that intake could not take, and why, in words."""

    id: str
    batch: str
    file: str
    reason: str
